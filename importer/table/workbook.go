package table

import (
	"context"
	"path"
	"strings"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

// load reads everything but the sheets and their texts, and adds the sheets to the book.
func (w *workbook) load(b *Book) error {
	for _, p := range []string{w.main, linksOf(w.main)} {
		if err := w.allow(p, maxPart); err != nil {
			return err
		}
	}
	var err error
	if w.links, err = w.readLinks(w.main); err != nil {
		return err
	}
	sheets, err := w.readSheets()
	if err != nil {
		return err
	}
	if err := w.readStyles(); err != nil {
		return err
	}
	if err := w.allow(w.linked("sharedstrings", "sharedStrings.xml"), maxUnpacked/2); err != nil {
		return err
	}
	found, unpacked := 0, uint64(0)
	for _, sh := range sheets {
		l, ok := w.links[sh.link]
		if !ok || l.kind != "worksheet" {
			b.warn(w.path, "no-cells", "left out the sheet %q: it holds no cells, such as a chart", sh.name)
			continue
		}
		p := w.parts[partKey(l.target)]
		if p == nil {
			return refuse(w.path, hintDamaged, problem.Textf("is damaged: its sheet %q is missing", sh.name))
		}
		if unpacked += p.UncompressedSize64; unpacked > maxUnpacked {
			return w.allow(p.Name, 0)
		}
		if err := w.allow(p.Name, maxUnpacked); err != nil {
			return err
		}
		s := &Sheet{File: w.path, Name: sh.name, Hidden: sh.hidden, Format: "xlsx"}
		s.source = &sheetPart{book: w, name: p.Name}
		s.total.Store(int64(p.UncompressedSize64))
		b.Sheets = append(b.Sheets, s)
		found++
	}
	if found == 0 {
		return refuse(w.path, hintDamaged, problem.Textf("is a workbook without a sheet"))
	}
	return nil
}

// linksOf is the name of the part that holds the relationships of another; of the package itself for "".
func linksOf(part string) string {
	return path.Join(path.Dir(part), "_rels", strings.TrimPrefix(path.Base("/"+part), "/")+".rels")
}

// readLinks reads the relationships of a part.
func (w *workbook) readLinks(part string) (map[string]link, error) {
	links := map[string]link{}
	name := linksOf(part)
	if err := w.allow(name, maxPart); err != nil {
		return nil, err
	}
	err := w.scan(name, func(x *xlsx.Scanner) error {
		if string(x.Name) != "Relationship" || x.Attr("TargetMode") == "External" {
			return nil
		}
		l := link{kind: strings.ToLower(path.Base(x.Attr("Type")))}
		if target := strings.ReplaceAll(x.Attr("Target"), `\`, "/"); strings.HasPrefix(target, "/") {
			l.target = target[1:]
		} else {
			l.target = path.Join(path.Dir(part), target)
		}
		if len(links) < 10*maxSheets {
			links[x.Attr("Id")] = l
		}
		return nil
	})
	return links, err
}

// linked is the part that the workbook links to for a purpose; when it does not say, the
// usual name beside it.
func (w *workbook) linked(kind, usual string) string {
	for _, l := range w.links {
		if l.kind == kind {
			return l.target
		}
	}
	return path.Join(path.Dir(w.main), usual)
}

// scan goes through a small part and calls start at every element. A part that is missing is empty.
func (w *workbook) scan(name string, start func(*xlsx.Scanner) error) error {
	r, ok, err := w.part(context.Background(), name, nil)
	if err != nil || !ok {
		return err
	}
	defer r.Close()
	x := xlsx.NewScanner(r)
	for err := range x.Starts() {
		if err == nil {
			err = start(x)
		}
		if err != nil {
			return w.damaged(name, err)
		}
	}
	return nil
}

// listed is a sheet as the workbook part lists it.
type listed struct {
	name, link string
	hidden     bool
}

func (w *workbook) readSheets() ([]listed, error) {
	var sheets []listed
	err := w.scan(w.main, func(x *xlsx.Scanner) error {
		switch string(x.Name) {
		case "workbookPr":
			w.from1904 = xlsx.IsTrue([]byte(x.Attr("date1904")))
		case "sheet":
			state := x.Attr("state")
			sheets = append(sheets, listed{
				name: strings.ToValidUTF8(x.Attr("name"), "\uFFFD"), link: linkID(x),
				hidden: state == "hidden" || state == "veryHidden"})
			if len(sheets) > maxSheets {
				return refuse(w.path, hintLimit, problem.Textf("has more than %d sheets", maxSheets))
			}
		}
		return nil
	})
	return sheets, err
}

// linkID reads the attribute r:id, whatever its prefix; sheetId is another.
func linkID(x *xlsx.Scanner) string {
	for a := (xlsx.Attributes{Rest: x.Attrs}); a.Next(); {
		if string(xlsx.LocalName(a.Name)) == "id" && len(a.Name) > 2 {
			return string(a.Value)
		}
	}
	return ""
}
