package table

import (
	"bytes"
	"strconv"

	"plugsheet/schemas/problem"
)

// author is who the notes are from. Notes of this author are taken away when a workbook is annotated again.
const author = "plugsheet"

// commentList is the part of a workbook that holds the notes of one sheet, which the format calls comments.
type commentList struct {
	head, tail []byte // what stands before the first and behind the last note
	space      string // declaration of the namespace, where the document's elements have a prefix
	authorsAt  int    // where in head the last author ends; -1: there is no list of authors
	authors    int
	ours       int // our number among the authors, -1 when we are not among them
	comments   []comment
}

type comment struct {
	cell   string
	author int
	raw    []byte
}

// emptyComments is a list without any.
func emptyComments(namespace string) []byte {
	return []byte(xmlHeader + `<comments xmlns="` + namespace + `"><authors></authors><commentList></commentList></comments>`)
}

// readComments cuts the part into pieces.
func readComments(doc []byte, namespace string) (*commentList, error) {
	l := &commentList{authorsAt: -1, ours: -1}
	x := newRawScanner(bytes.NewReader(doc))
	section, named := "", false
	for {
		if err := x.next(); err != nil {
			return nil, err
		}
		if x.kind == rawEOF {
			break
		}
		switch {
		case x.begins(1) && x.ns != "":
			l.space = ` xmlns="` + namespace + `"`
		case x.begins(2):
			l.open(x)
			section = x.name
			continue
		case x.kind == rawEnd && x.depth == 2 && section == "authors":
			l.authorsAt = len(l.head)
		case section == "authors" && x.begins(3):
			l.authors++
			named = x.kind == rawOpen
		case section == "authors" && named && x.kind == rawText && string(bytes.TrimSpace(x.raw)) == author:
			l.ours = l.authors - 1
		case section == "commentList" && x.depth >= 3:
			l.addTo(x)
			continue
		}
		l.around(section, x)
	}
	if section == "" || l.authorsAt < 0 {
		return nil, errXMLBad
	}
	return l, nil
}

// open writes the start of a section, with its end where it was closed at once, so that something fits in between.
func (l *commentList) open(x *rawScanner) {
	closed := x.kind == rawClosed
	switch {
	case len(l.tail) > 0:
		l.tail = append(l.tail, x.raw...)
		return
	case closed && x.name == "commentList":
		l.tail = append(l.tail, x.end()...)
	}
	l.head = append(l.head, x.opened()...)
	if closed && x.name == "authors" {
		l.authorsAt = len(l.head)
	}
	if closed && x.name != "commentList" {
		l.head = append(l.head, x.end()...)
	}
}

// addTo adds a piece to the note that it belongs to.
func (l *commentList) addTo(x *rawScanner) {
	if x.begins(3) {
		id, err := strconv.Atoi(attrText(x.raw, "authorId"))
		if err != nil {
			id = -2
		}
		l.comments = append(l.comments, comment{cell: attrText(x.raw, "ref"), author: id})
	}
	if n := len(l.comments); n > 0 {
		l.comments[n-1].raw = append(l.comments[n-1].raw, x.raw...)
	}
}

// around adds a piece to what stands before or behind the notes.
func (l *commentList) around(section string, x *rawScanner) {
	switch {
	case len(l.tail) > 0, section == "commentList" && x.kind == rawEnd:
		l.tail = append(l.tail, x.raw...)
	case section != "commentList":
		l.head = append(l.head, x.raw...)
	}
}

// mark adds the notes of the marks. Where a cell has a note already, ours comes before its text. fresh are the marks whose
// cell had none, old the cells whose note was ours and is gone.
func (l *commentList) mark(marks []mark) (fresh []mark, old map[string]bool, err error) {
	waiting, old := map[string]mark{}, map[string]bool{}
	for _, m := range marks {
		waiting[m.cell()] = m
	}
	kept := l.comments[:0]
	for _, c := range l.comments {
		if c.author == l.ours {
			old[c.cell] = true
			continue
		}
		if m, ok := waiting[c.cell]; ok {
			if c.raw, err = l.merge(c.raw, m.note); err != nil {
				return nil, nil, err
			}
			delete(waiting, c.cell)
		}
		kept = append(kept, c)
	}
	l.comments = kept
	for _, m := range marks {
		if _, ok := waiting[m.cell()]; ok {
			l.comments = append(l.comments, l.comment(m))
			fresh = append(fresh, m)
		}
	}
	return fresh, old, nil
}

func (m mark) cell() string { return problem.ColumnName(m.column) + strconv.Itoa(m.row) }

func (l *commentList) comment(m mark) comment {
	if l.ours < 0 {
		name := `<author` + l.space + `>` + author + `</author>`
		l.head = append(l.head[:l.authorsAt:l.authorsAt], append([]byte(name), l.head[l.authorsAt:]...)...)
		l.ours = l.authors
	}
	raw := `<comment` + l.space + ` ref="` + m.cell() + `" authorId="` + strconv.Itoa(l.ours) + `"><text>` + noteRun(m.note, "") + `</text></comment>`
	return comment{cell: m.cell(), author: l.ours, raw: []byte(raw)}
}

// noteRun is a note's text as a piece of rich text.
func noteRun(text, space string) string {
	return `<r` + space + `><rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve">` +
		escapeXML(text) + `</t></r>`
}

// merge puts our text before that of a person's note. A plain text becomes a piece of rich text.
func (l *commentList) merge(raw []byte, note string) ([]byte, error) {
	var out bytes.Buffer
	x := newRawScanner(bytes.NewReader(raw))
	inside := false
	for {
		if err := x.next(); err != nil {
			return nil, err
		}
		switch {
		case x.kind == rawEOF:
			return out.Bytes(), nil
		case x.begins(2) && x.name == "text":
			closed := x.kind == rawClosed
			out.Write(x.opened())
			out.WriteString(noteRun(note+"\n\n", l.space))
			if inside = !closed; closed {
				out.WriteString(x.end())
			}
			continue
		case inside && x.begins(3) && x.name == "t":
			out.WriteString("<" + x.ns + "r>")
			out.Write(x.raw)
			if x.kind == rawClosed {
				out.WriteString("</" + x.ns + "r>")
			}
			continue
		case inside && x.kind == rawEnd && x.depth == 3 && x.name == "t":
			out.Write(x.raw)
			out.WriteString("</" + x.ns + "r>")
			continue
		}
		out.Write(x.raw)
	}
}

func (l *commentList) bytes() []byte {
	out := bytes.Clone(l.head)
	for _, c := range l.comments {
		out = append(out, c.raw...)
	}
	return append(out, l.tail...)
}
