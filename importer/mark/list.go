package mark

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/schemas/problem"
)

// maxListText is how much of a text the list of problems shows, in characters.
const maxListText = 1000

// problemList writes the list of problems.
type problemList struct {
	*marking
	b                     *book
	name                  string
	out                   *excelize.StreamWriter
	text, link            int // looks
	row, linked, unlinked int
}

// writeList writes the list of problems and what the list and the cells do not say.
func (m *marking) writeList(b *book, name string) error {
	l := &problemList{marking: m, b: b, name: name}
	err := errors.Join(
		b.AutoFilter(name, fmt.Sprintf("A1:F%d", len(m.lines)+1), nil),
		b.SetDefinedName(&excelize.DefinedName{Name: problemsMark, Scope: name, RefersTo: quoteSheet(name) +
			"!$A$1"}),
		l.begin(),
	)
	if err != nil {
		return err
	}
	names := b.WorkBook.DefinedNames.DefinedName
	names[len(names)-1].Hidden = true
	for _, line := range m.lines {
		if err := l.line(line); err != nil {
			return err
		}
	}
	l.row++ // stays empty
	for _, rest := range []struct {
		n    int
		text string
	}{
		{m.bare, m.Say("%d more cells are coloured and have no note", m.bare)},
		{l.unlinked, m.Say("%d more problems are listed without a link", l.unlinked)},
		{m.o.Dropped, m.Say("%d more problems were found and are not listed", m.o.Dropped)},
	} {
		if rest.n > 0 {
			err = errors.Join(err, l.write([]int{0, 0, 0, l.text}, "", "", "", rest.text))
		}
	}
	return errors.Join(err, l.out.Flush())
}

// begin writes the header, which stays in view.
func (l *problemList) begin() error {
	look := func(font *excelize.Font, fill excelize.Fill) int {
		wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
		// 0: a plain one
		id, _ := l.b.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: wrap, Font: font, Fill: fill})
		return id
	}
	head := look(&excelize.Font{Bold: true}, ground(gray))
	l.text, l.link = look(nil, excelize.Fill{}), look(&excelize.Font{Underline: "single", Color: "0563C1"},
		excelize.Fill{})
	var err error
	if l.out, err = l.b.newStream(l.name, []float64{11, 22, 10, 56, 30, 56}); err != nil {
		return err
	}
	return l.write([]int{head, head, head, head, head, head}, l.Say("Severity"), l.Say("Sheet"), l.Say("Cell"),
		l.Say("What is wrong"), l.Say("What stands there"), l.Say("What to write"))
}

// line writes one problem. Where it stands links to its cell.
func (l *problemList) line(p problemLine) error {
	where, look, severity := p.note.At.Cell(), l.text, p.note.Severity
	if where == "" {
		where = p.link[strings.LastIndexByte(p.link, '!')+1:]
	}
	switch {
	case p.link == "":
	case l.linked == maxLinks:
		l.unlinked++
	default:
		l.linked++
		look = l.link
		if err := l.b.SetCellHyperLink(l.name, "C"+strconv.Itoa(l.row+1), p.link, "Location"); err != nil {
			return err
		}
	}
	return l.write([]int{l.b.marked(l.text, severity), l.text, look, l.text, l.text, l.text},
		l.severity(severity), p.sheet, where, p.note.Title, p.note.Value, p.note.Advice)
}

func (l *problemList) write(looks []int, texts ...string) error {
	l.row++
	cells := make([]any, len(texts))
	for i, text := range texts {
		if looks[i] > 0 {
			text = problem.Shorten(text, maxListText)
			cells[i] = excelize.Cell{StyleID: l.b.textLook(looks[i], text), Value: text}
		}
	}
	return l.out.SetRow("A"+strconv.Itoa(l.row), cells)
}
