package mark

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
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

// problemsMark is the hidden name by which the sheet of problems of an earlier annotation is found again,
// whatever it is called and wherever it was moved to.
const problemsMark = "plugsheet_problems"

// listOf is the sheet with the list of problems of an earlier annotation; empty: there is none.
func listOf(f *excelize.File) string {
	list := ""
	for _, n := range f.GetDefinedName() {
		if n.Name == problemsMark {
			list = n.Scope
		}
	}
	return list
}

// earlier tells whether a file is an annotated workbook, and whether nobody has saved it since: programs move
// texts to a part of their own when they save.
func earlier(path string) (ours, untouched bool) {
	defer func() { _ = recover() }() // it is no workbook that the library can read
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return false, false
	}
	defer f.Close()
	list := listOf(f)
	kind, err := f.GetCellType(list, "A1")
	return list != "", err == nil && kind == excelize.CellTypeInlineString
}

// forget takes an earlier annotation away: the list of problems, the colours and the notes.
func forget(b *workbook.Book) error {
	list := listOf(b.File)
	if list == "" {
		return nil
	}
	b.Uncolor(lightRed, darkRed, lightYellow, darkYellow)
	err := b.DeleteSheet(list)
	for _, sheet := range b.GetSheetList() {
		notes, unread := b.GetComments(sheet)
		err = errors.Join(err, unread)
		for _, c := range notes {
			if c.Author == author {
				err = errors.Join(err, b.DeleteComment(sheet, c.Cell))
			}
		}
	}
	return err
}

// author is who the notes are from. Notes of this author are taken away when a workbook is annotated again.
const author = "plugsheet"

// The grounds of marked cells; white letters, as in many headers, get a dark one.
const (
	lightRed, darkRed       = "FFC8CD", "B3131B" // errors
	lightYellow, darkYellow = "FFF0B8", "7D6008" // warnings
)

// colored is a look with the colour of a severity.
func colored(b *workbook.Book, base int, severity problem.Severity) int {
	if severity == problem.Error {
		return b.Colored(base, lightRed, darkRed)
	}
	return b.Colored(base, lightYellow, darkYellow)
}

// markSheet colours the cells of a sheet that is copied and gives them notes.
func (m *marking) markSheet(b *workbook.Book, s *table.Sheet) error {
	if len(m.cells[s]) == 0 {
		return nil
	}
	notes, _ := b.GetComments(s.Name) // where they cannot be read, none can be added
	for _, k := range m.cells[s] {
		style, err := b.GetCellStyle(s.Name, k.name())
		if err != nil {
			return err
		}
		if err := b.SetCellStyle(s.Name, k.name(), k.name(), colored(b, style, m.severity(k))); err != nil {
			return err
		}
		foreign := slices.ContainsFunc(notes, func(c excelize.Comment) bool { return c.Cell == k.name() })
		if err := m.note(b, s, k, k.place, foreign); err != nil {
			return err
		}
	}
	return nil
}

// note gives a cell its note, and its lines in the list a link to it. Nobody can follow a link to a hidden
// sheet.
func (m *marking) note(b *workbook.Book, s *table.Sheet, k *mark, at place, taken bool) error {
	name := m.names[s]
	for _, line := range k.lines {
		if m.streams(s) || !s.Hidden {
			m.lines[line].link = quoteSheet(name) + "!" + at.name()
		}
	}
	if m.noted == maxNotes || taken || !m.takesNotes {
		m.bare++
		return nil
	}
	m.noted++
	return b.Note(name, at.name(), author, m.text(k), 280)
}
