package table

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"plugsheet/schemas/problem"
)

// write writes the volume to its path.
func (v *volume) write(ctx context.Context, o AnnotateOptions) error {
	base := v.base
	if base == nil {
		var err error
		if base, err = newWorkbook(); err != nil {
			return err
		}
	}
	return replace(v.path, v.source, func(w io.Writer) error {
		b, err := newBookCopy(ctx, base, w)
		if err != nil {
			return err
		}
		if err := b.countShapes(); err != nil {
			return err
		}
		return v.fill(b, o)
	})
}

// newWorkbook is an empty workbook that is read from memory.
func newWorkbook() (*workbook, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, content := range emptyBook() {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: map[string]*zip.File{}, main: "xl/workbook.xml", links: map[string]link{}}
	for _, p := range r.File {
		w.parts[partKey(p.Name)] = p
	}
	return w, nil
}

// fill writes the sheets, then the list of problems, then what holds them together.
func (v *volume) fill(b *bookCopy, o AnnotateOptions) error {
	listed, err := b.base.readSheets()
	if err != nil {
		return err
	}
	number, list, err := b.base.problemsSheet() // of an earlier annotation
	if err != nil {
		return err
	}
	m := &marking{words: o.Words, names: map[*Sheet]string{}, cells: map[*Sheet][]markedCell{}}
	name := v.nameSheets(m, listed, list)
	if err := m.place(b.ctx, v); err != nil {
		return err
	}
	p := &bookPart{main: b.main, links: b.links, active: number}
	ids, err := b.freeLinks(b.base.main, len(v.texts)+2)
	if err != nil {
		return err
	}
	var links []newLink
	if list == "" {
		list, p.first = b.freePart("xl/worksheets/sheet%d.xml"), &bookSheet{name, ids[0]}
		links = append(links, newLink{ids[0], "worksheet", list})
		b.addPart(list, sheetType)
	} else {
		name = listed[number].name
	}
	b.leaveOut(list)
	if err := v.copySheets(b, m, listed); err != nil {
		return err
	}
	more, err := v.addTexts(b, m, ids[1:])
	if err != nil {
		return err
	}
	for _, l := range more {
		links = append(links, l.newLink)
		p.last = append(p.last, bookSheet{l.name, l.id})
	}
	if err := b.writeProblems(list, m, o.Dropped); err != nil {
		return err
	}
	p.names = problemsNames(name, number, len(m.lines))
	return v.bind(b, p, links, ids[len(ids)-1])
}

// textPart is a new sheet with its name.
type textPart struct {
	newLink
	name string
}

// addTexts writes the sheets of the text files.
func (v *volume) addTexts(b *bookCopy, m *marking, ids []string) ([]textPart, error) {
	var parts []textPart
	for i, s := range v.texts {
		part := b.freePart("xl/worksheets/sheet%d.xml")
		cut, err := b.writeText(part, s, m.marks(s), m.words.Warning+": "+m.words.Cut)
		if err != nil {
			return nil, err
		}
		m.addCut(s, cut)
		b.addPart(part, sheetType)
		parts = append(parts, textPart{newLink{ids[i], "worksheet", part}, m.names[s]})
	}
	return parts, nil
}

// leaveOut keeps the part of a sheet, and its links, from being copied.
func (b *bookCopy) leaveOut(part string) {
	b.written[partKey(part)], b.written[partKey(linksOf(part))] = true, true
}

// bind writes the workbook part with its links, and all that is left.
func (v *volume) bind(b *bookCopy, p *bookPart, links []newLink, stylesID string) error {
	doc, err := b.read(b.base.main)
	if err != nil {
		return err
	}
	if doc, err = p.rewrite(doc); err != nil {
		return b.damaged(b.base.main, err)
	}
	if err := b.write(b.base.main, doc); err != nil {
		return err
	}
	if styles := b.base.linked("styles", "styles.xml"); b.base.parts[partKey(styles)] == nil {
		b.addPart(styles, stylesType)
		links = append(links, newLink{stylesID, "styles", styles})
	}
	if err := b.writeLinks(b.base.main, links); err != nil {
		return err
	}
	return b.finish()
}

// copySheets copies the sheets that have marks, or a note of an earlier annotation, or that are active; the others are
// left to be copied as they are.
func (v *volume) copySheets(b *bookCopy, m *marking, listed []listed) error {
	byPart := map[string]*Sheet{}
	for _, s := range v.sheets {
		if err := m.anchor(b.ctx, s); err != nil {
			return err
		}
		byPart[s.source.(*sheetPart).name] = s
	}
	for _, l := range listed {
		part := b.base.links[l.link].target
		file := b.base.parts[partKey(part)]
		if file == nil || b.written[partKey(part)] {
			continue
		}
		var marks []mark
		if s := byPart[file.Name]; s != nil {
			marks = m.marks(s)
		}
		if err := b.copySheet(part, marks); err != nil {
			return err
		}
	}
	return nil
}

func (b *bookCopy) copySheet(part string, marks []mark) error {
	notes, err := b.notesOf(part, marks)
	if err != nil {
		return err
	}
	if len(marks) == 0 && notes == nil {
		if active, err := b.isActive(part); err != nil || !active {
			return err
		}
	}
	src, ok, err := b.base.part(b.ctx, part, nil)
	if err != nil || !ok {
		return err
	}
	defer src.Close()
	dst, err := b.create(part)
	if err != nil {
		return err
	}
	r := rewriter{styles: b.styles, main: b.main, links: b.links, marks: marks}
	if notes != nil && len(notes.marks) > 0 {
		r.drawing = notes.ids[0]
	}
	if err := r.rewrite(dst, src); err != nil {
		return b.damaged(part, err)
	}
	if notes == nil {
		return nil
	}
	return b.writeNotes(notes, r.legacy)
}

// isActive tells whether a sheet is selected: it must not stay so beside the list of problems.
func (b *bookCopy) isActive(part string) (bool, error) {
	src, ok, err := b.base.part(b.ctx, part, nil)
	if err != nil || !ok {
		return false, err
	}
	defer src.Close()
	x := newRawScanner(src)
	for {
		if err := x.next(); err != nil {
			return false, b.damaged(part, err)
		}
		switch {
		case x.kind == rawEOF, x.begins(2) && x.name == "sheetData":
			return false, nil
		case x.begins(3) && x.name == "sheetView" && yes([]byte(attrText(x.raw, "tabSelected"))):
			return true, nil
		}
	}
}

// nameSheets finds a name for each new sheet that no other has, and gives that of the list of problems.
func (v *volume) nameSheets(m *marking, listed []listed, list string) string {
	taken := map[string]bool{}
	for _, l := range listed {
		taken[strings.ToLower(l.name)] = true
	}
	for _, s := range v.sheets {
		m.names[s] = s.Name
	}
	name := ""
	if list == "" {
		name = freeName(m.words.Problems, taken)
	}
	for _, s := range v.texts {
		m.names[s] = freeName(s.Title(), taken)
	}
	return name
}

// freeName makes a name fit for a sheet: at most 31 characters, none of []:*?/\, no quote at its ends, and none that is
// taken, case aside.
func freeName(title string, taken map[string]bool) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(title, "_"))
	for n := 1; ; n++ {
		behind := ""
		if n > 1 {
			behind = " (" + strconv.Itoa(n) + ")"
		}
		units := utf16.Encode([]rune(clean))
		if most := 31 - len(behind); len(units) > most {
			units = units[:most]
			if last := units[most-1]; utf16.IsSurrogate(rune(last)) && last < 0xDC00 {
				units = units[:most-1]
			}
		}
		name := strings.Trim(string(utf16.Decode(units)), "' ")
		if name == "" || strings.EqualFold(name, "history") { // Excel keeps that name for itself
			name = "Sheet"
		}
		if name += behind; !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			return name
		}
	}
}

// addCut lists the texts that did not fit.
func (m *marking) addCut(s *Sheet, cut []problem.Position) {
	for _, at := range cut {
		line := problemLine{note: Note{At: at, Severity: problem.Warning, Title: m.words.Cut}, sheet: m.names[s]}
		line.link = quoteSheet(m.names[s]) + "!" + at.Cell()
		m.lines = append(m.lines, line)
	}
}

// problemsNames are the names that belong to the list of problems.
func problemsNames(name string, number, lines int) string {
	const format = `<definedName name="%s" localSheetId="%d" hidden="1">%s</definedName>`
	sheet := escapeXML(quoteSheet(name))
	return fmt.Sprintf(format, filterName, number, fmt.Sprintf("%s!$A$1:$F$%d", sheet, lines+1)) +
		fmt.Sprintf(format, problemsMark, number, sheet+"!$A$1")
}

// writeProblems writes the list of problems.
func (b *bookCopy) writeProblems(part string, m *marking, dropped int) error {
	w, err := b.create(part)
	if err != nil {
		return err
	}
	l := newProblemList(b, m.words)
	out := b.begin(w, l.columns(), true)
	l.header(out)
	for i, line := range m.lines {
		if err := context.Cause(b.ctx); err != nil {
			return err
		}
		l.line(out, i+2, line, m.severity(line.note.Severity))
	}
	for i, text := range m.rest(dropped) {
		out.at(len(m.lines) + 3 + i)
		out.cell(4, l.text.of(text), text)
	}
	behind := fmt.Sprintf(`<autoFilter ref="A1:F%d"/>`, len(m.lines)+1)
	if l.links.Len() > 0 {
		behind += "<hyperlinks>" + l.links.String() + "</hyperlinks>"
	}
	return out.end(behind + `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>` +
		`<pageSetup orientation="landscape"/>`)
}
