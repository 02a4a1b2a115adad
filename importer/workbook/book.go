// Package workbook is the door to the library that writes workbooks (excelize), and does what it lacks. It
// writes new ones: templates to be filled in, and rows of text; the marked copies of inputs are
// importer/mark's. Reading is importer/table's.
package workbook

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Book is a workbook being written.
type Book struct {
	*excelize.File
	derived map[look]int
}

// New makes a book of a file of the library's. Close closes it.
func New(f *excelize.File) *Book { return &Book{File: f, derived: map[look]int{}} }

// Rows is a sheet that is written row by row.
type Rows struct {
	*excelize.StreamWriter
	b    *Book
	Last int // the last row that was written; more can be added to it, to leave rows empty
}

// Rows begins a sheet, new or empty, whose first row stays in view. Widths of columns are in letters; their
// empty cells look as the look says, 0 for a plain one.
func (b *Book) Rows(sheet string, widths []float64, look int) (*Rows, error) {
	_, err := b.NewSheet(sheet)
	s, err2 := b.NewStreamWriter(sheet)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	for i, width := range widths {
		err = errors.Join(err, s.SetColWidth(i+1, i+1, max(width, 9)))
		if look > 0 {
			err = errors.Join(err, s.SetColStyle(i+1, i+1, look))
		}
	}
	return &Rows{StreamWriter: s, b: b}, errors.Join(err, s.SetPanes(headerInView()))
}

// Texts are cells of text; see [Book.Text].
func (r *Rows) Texts(look int, texts ...string) []excelize.Cell {
	cells := make([]excelize.Cell, len(texts))
	for i, text := range texts {
		cells[i] = r.b.Text(look, text)
	}
	return cells
}

// Write writes the next row.
func (r *Rows) Write(cells []excelize.Cell) error {
	r.Last++
	row := make([]any, len(cells))
	for i, c := range cells {
		if c != (excelize.Cell{}) {
			row[i] = c
		}
	}
	return r.SetRow("A"+strconv.Itoa(r.Last), row)
}

func headerInView() *excelize.Panes {
	return &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
}

// Width is a readable width of a column for a text, in letters; at least the given one.
func Width(width float64, text string) float64 {
	return max(width, min(float64(utf8.RuneCountInString(text))+2, 48))
}

// FreeName makes a name fit for a sheet: at most 31 characters of UTF-16, none of []:*?/\, no quote at its
// ends, and none that is taken, case aside.
func FreeName(title string, taken map[string]bool) string {
	clean := []rune(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(title, "_")))
	for n := 1; ; n++ {
		behind := ""
		if n > 1 {
			behind = " (" + strconv.Itoa(n) + ")"
		}
		for len(utf16.Encode(clean))+len(behind) > 31 {
			clean = clean[:len(clean)-1]
		}
		name := strings.Trim(string(clean), "' ")
		if name == "" || strings.EqualFold(name, "history") { // Excel keeps that name for itself
			name = "Sheet"
		}
		if name += behind; !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			return name
		}
	}
}

// AddFirst adds a sheet before the first one, and moves the sheets' own names with them.
func (b *Book) AddFirst(sheet string) error {
	first := b.GetSheetName(0)
	_, err := b.NewSheet(sheet)
	b.SetActiveSheet(0) // the library moves nothing in a workbook without a view
	if err := errors.Join(err, b.MoveSheet(sheet, first)); err != nil {
		return err
	}
	if names := b.WorkBook.DefinedNames; names != nil {
		for i, n := range names.DefinedName {
			if n.LocalSheetID != nil {
				moved := *n.LocalSheetID + 1
				names.DefinedName[i].LocalSheetID = &moved
			}
		}
	}
	b.SetActiveSheet(0)
	return nil
}

// notePart is how the library finds the notes of a sheet: by the number that both parts of them have.
var notePart = regexp.MustCompile(`^xl/(?:comments|drawings/vmldrawing)(\d+)\.(?:xml|vml)$`)

// TakesNotes tells whether the library can add notes without doing harm to those that are there: it knows
// only parts of the usual names, and no threads of comments.
func (b *Book) TakesNotes() bool {
	ok, seen := true, map[string]int{}
	b.Pkg.Range(func(name, _ any) bool {
		part := strings.ToLower(name.(string))
		if k := notePart.FindStringSubmatch(part); k != nil {
			seen[k[1]]++
		} else {
			ok = ok && !strings.HasSuffix(part, ".vml") && !strings.Contains(part, "comments")
		}
		return true
	})
	for _, n := range seen {
		ok = ok && n == 2
	}
	return ok
}

// Note gives a cell without one a note, as large as its text. Width is in pixels.
func (b *Book) Note(sheet, cell, author, text string, width int) error {
	lines := 2 + 6*len(text)/width + strings.Count(text, "\n")
	return b.AddComment(sheet, excelize.Comment{
		Cell: cell, Author: author, Paragraph: []excelize.RichTextRun{{Text: text}},
		Width: uint(width), Height: uint(min(lines, 24) * 18),
	})
}

// ErrTooManyRows is the error of rows that do not fit on a sheet.
var ErrTooManyRows = fmt.Errorf("more rows than a sheet holds (%d, the header among them)",
	excelize.TotalRows)

// WriteRows writes a workbook of one sheet: a header row that stays in view, and below it rows of text. Every
// cell is text, whatever stands in it, so that no spreadsheet program takes strangers' text for a formula, a
// number or a date. Characters that a workbook cannot hold become U+FFFD. Rows are taken one after the other
// and not kept in memory. The same rows give the same bytes. Errors: [ErrTooManyRows], or of w.
func WriteRows(w io.Writer, sheet string, header []string, rows iter.Seq[[]string]) (err error) {
	b := New(excelize.NewFile())
	defer func() { err = errors.Join(err, b.Close()) }()
	if err := b.fillRows(sheet, header, rows); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return b.Write(w)
}

func (b *Book) fillRows(sheet string, header []string, rows iter.Seq[[]string]) error {
	widths := make([]float64, len(header))
	for i, text := range header {
		widths[i] = Width(22, text)
	}
	err := b.SetSheetName("Sheet1", sheet)
	s, err2 := b.Rows(sheet, widths, 0)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	text := b.Look(excelize.Style{})
	head := b.Look(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: Ground(Gray)})
	err = s.Write(s.Texts(head, header...))
	for row := range rows {
		switch {
		case err != nil:
			return err
		case s.Last == excelize.TotalRows:
			return ErrTooManyRows
		}
		err = s.Write(s.Texts(text, row...))
	}
	b.setProperties()
	return errors.Join(err, s.Flush())
}
