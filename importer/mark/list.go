package mark

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/workbook"
	"plugsheet/schemas/problem"
)

// maxListText is how much of a text the list of problems shows, in characters.
const maxListText = 1000

// problemList writes the list of problems.
type problemList struct {
	*marking
	b                *workbook.Book
	name             string
	out              *workbook.Rows
	head, text, link int // looks
	linked, unlinked int
}

// writeList writes the list of problems and what the list and the cells do not say.
func (m *marking) writeList(b *workbook.Book, name string) error {
	l := &problemList{marking: m, b: b, name: name}
	err := l.begin()
	for _, line := range m.lines {
		if err == nil {
			err = l.line(line)
		}
	}
	if err != nil {
		return err
	}
	rest := func(n int, text string) {
		if n > 0 && err == nil {
			err = l.out.Write(l.out.Texts(l.text, "", "", "", text))
		}
	}
	l.out.Last++ // stays empty
	rest(m.bare, m.Say("%d more cells are coloured and have no note", m.bare))
	rest(l.unlinked, m.Say("%d more problems are listed without a link", l.unlinked))
	rest(m.o.Dropped, m.Say("%d more problems were found and are not listed", m.o.Dropped))
	return errors.Join(err, l.out.Flush())
}

// begin makes the sheet ready: a filter, the name by which it is found again, looks.
func (l *problemList) begin() error {
	wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
	l.head = l.b.Look(excelize.Style{Alignment: wrap, Font: &excelize.Font{Bold: true},
		Fill: workbook.Ground(workbook.Gray)})
	l.text = l.b.Look(excelize.Style{Alignment: wrap})
	link := &excelize.Font{Underline: "single", Color: "0563C1"}
	l.link = l.b.Look(excelize.Style{Alignment: wrap, Font: link})
	err1 := l.b.AutoFilter(l.name, fmt.Sprintf("A1:F%d", len(l.lines)+1), nil)
	err2 := l.b.SetDefinedName(&excelize.DefinedName{Name: problemsMark, Scope: l.name,
		RefersTo: quoteSheet(l.name) + "!$A$1"})
	out, err3 := l.b.Rows(l.name, []float64{11, 22, 10, 56, 30, 56}, 0)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	names := l.b.WorkBook.DefinedNames.DefinedName
	l.out, names[len(names)-1].Hidden = out, true
	return l.out.Write(l.out.Texts(l.head, l.Say("Severity"), l.Say("Sheet"), l.Say("Cell"),
		l.Say("What is wrong"), l.Say("What stands there"), l.Say("What to write")))
}

// line writes one problem. Where it stands links to its cell.
func (l *problemList) line(p problemLine) error {
	n, where := p.note, cmp.Or(p.note.At.Cell(), p.link[strings.LastIndexByte(p.link, '!')+1:])
	cells := l.out.Texts(l.text, l.sayHow(n.Severity), p.sheet, where, shorten(n.Title), shorten(n.Value),
		shorten(n.Advice))
	cells[0].StyleID = colored(l.b, l.text, n.Severity)
	switch {
	case p.link == "":
	case l.linked == maxLinks:
		l.unlinked++
	default:
		l.linked++
		cells[2].StyleID = l.link
		if err := l.b.SetCellHyperLink(l.name, "C"+strconv.Itoa(l.out.Last+1), p.link,
			"Location"); err != nil {
			return err
		}
	}
	return l.out.Write(cells)
}

func shorten(text string) string { return problem.Shorten(text, maxListText) }
