package mark

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/problem"
)

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
