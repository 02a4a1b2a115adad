// Package table reads spreadsheets: CSV and TSV text in the encodings that shops really use, and Excel
// workbooks, through one interface of rows whose cells know where they stand.
//
// What a file is, is decided by its content and never by its extension. Everything streams: memory does
// not grow with the number of rows, and whatever a hostile file may try is stopped by limits with a
// [FileError] in plain words: 1 MiB of text in a cell and 16 MiB in a row, [MaxColumns] columns, 20
// million rows, 1,000 sheets, 2 GiB of unpacked XML.
//
// This is the only package that knows the spreadsheet library and the text encodings;
// none of their types show.
package table

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"plugsheet/importer/table/text"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// MaxColumns is the last column that may hold something.
const MaxColumns = text.MaxColumns

// The other limits of what is read. They are far beyond what a catalog needs and keep a
// hostile file within 512 MiB of memory and ten seconds. A file that passes one is refused
// with a [FileError] that names the limit.
const (
	maxCell = text.MaxCell
	maxRow  = text.MaxRow
	maxRows = 20_000_000 // rows of a text file; a workbook's format ends at 1,048,576
	// cells of one worksheet, counted from column A to the last that is used, row by row
	maxCells      = 100_000_000
	maxSheets     = 1000      // sheets of one workbook, or files of one folder
	maxMerged     = 100_000   // merged ranges of one sheet
	maxSharedText = 192 << 20 // bytes of a workbook's shared texts
	maxUnpacked   = 2 << 30   // bytes of XML in all sheets of a workbook
	maxRatio      = 150       // how many times its packed size a part of more than 32 MiB may unpack to
)

// Options tells what the content of a text file cannot. The zero value finds out everything by itself.
type Options struct {
	Encoding string // WHATWG name such as "shift_jis" or "windows-1250"; empty: found by content
	// encoding of text files that do not say by their bytes that they are UTF; empty: found by their letters
	Otherwise string
	Delimiter rune   // of the columns of text files; 0: found by content
	Name      string // what messages call the input, when the person did not name it by its path
	Rows      int    // of each sheet to read; 0 for all
}

// Book is one input: a workbook, a text file, or a folder of them. It is not safe for concurrent use, but
// its sheets may be read by different goroutines.
type Book struct {
	Name     string            // as the person named it
	Sheets   []*Sheet          // in the workbook's order; files of a folder sorted by name
	Warnings []problem.Problem // what was left out or looks odd, such as a lock file in a folder
	close    []func() error
}

// Open finds out what stands at path and prepares it for reading: an Excel workbook (xlsx, xlsm,
// xltx), a text file (csv, tsv) or a folder that holds such files. What cannot be read gives a
// [*FileError]. The caller closes the book.
func Open(path string, o Options) (*Book, error) {
	b := &Book{Name: path}
	if err := b.open(path, o); err != nil {
		b.Close() // nothing was written; the reason of the refusal is what counts
		return nil, err
	}
	if o.Name != "" {
		b.rename(o.Name)
	}
	b.Limit(o.Rows)
	return b, nil
}

// rename gives the book and what is in it another name in messages; the sheets keep their titles.
func (b *Book) rename(name string) {
	b.Name = name
	for _, s := range b.Sheets {
		s.title, s.File = s.Title(), name
	}
	for i := range b.Warnings {
		b.Warnings[i].Position.File = name
	}
}

// Close releases the files. The sheets cannot be read afterwards.
func (b *Book) Close() error {
	errs := each.Of(b.close, func(release func() error) error { return release() })
	b.close = nil
	return errors.Join(errs...)
}

// Sheet is one table-like page: a worksheet, or a text file.
type Sheet struct {
	File   string // as the person named it, inside a folder with the folder's name before it
	Name   string // the worksheet's name; empty for a text file
	Hidden bool   // the person does not see it in her spreadsheet program
	Format string // what it was found to be, for reports: "xlsx", or such as "csv, windows-1252, ;"

	source      source
	limit       int    // rows to read; 0 for all
	corrected   Cells  // what is yielded in the place of the sheet's own cells
	title       string // empty: by the name or the file
	done, total atomic.Int64
	mu          sync.Mutex
	hidden      []span // columns that are hidden
}

// source reads one sheet from its beginning.
type source interface {
	rows(ctx context.Context, s *Sheet, yield func(Row, error) bool)
}

// span is a range of columns or rows, both ends included, from 1.
type span struct{ first, last int }

// Title is the sheet's name; for a text file it is the file's name without folder and
// extension: "Products" for "shop/Products.csv".
func (s *Sheet) Title() string {
	if s.title != "" {
		return s.title
	}
	if s.Name != "" {
		return s.Name
	}
	base := filepath.Base(s.File)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// Rows reads the sheet from its beginning; it may be called again and then starts anew. Blank rows
// are not yielded but keep their number. After an error, a [*FileError] or the context's, the
// iteration ends; rows before it were good.
//
// Row.Cells belongs to the iteration and is overwritten by the next step; the strings in it may be kept.
func (s *Sheet) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s.done.Store(0)
		if s.limit > 0 {
			yield = s.limited(yield)
		}
		if len(s.corrected) > 0 {
			yield = s.correcting(yield)
		}
		s.source.rows(ctx, s, yield)
	}
}

// limited ends the rows where the sheet is to be read no further.
func (s *Sheet) limited(yield func(Row, error) bool) func(Row, error) bool {
	n := 0
	return func(row Row, err error) bool {
		n++
		return n <= s.limit && yield(row, err) && n < s.limit
	}
}

// At is the position of a cell, both counted from 1; 0 leaves that part out.
func (s *Sheet) At(row, column int) problem.Position {
	return problem.Position{File: s.File, Sheet: s.Name, Row: row, Column: column}
}

// Size tells how far the current reading has come and how far it will go, in bytes; total is 0 where it is
// not known. It may be called from another goroutine.
func (s *Sheet) Size() (done, total int64) { return s.done.Load(), s.total.Load() }

// ColumnHidden tells whether the person does not see the column, counted from 1. It is known from the first
// row that [Sheet.Rows] yields; text files have no hidden columns.
func (s *Sheet) ColumnHidden(column int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.hidden, func(h span) bool { return h.first <= column && column <= h.last })
}

// Row is one row of a sheet: the cell at index 0 is column A. Cells ends with the last
// cell that is not blank.
type Row struct {
	// as a spreadsheet program shows it, from 1; for text files records are counted, blank ones too
	Number int
	Cells  []Cell
	Width  int  // of a text file: how many cells the record has, blank ones at its end included
	Hidden bool // hidden or filtered away in the spreadsheet program
}

// Cell is the cell in a column, from 1; a blank one beyond the row's end, and in column 0.
func (r Row) Cell(column int) Cell {
	if column < 1 || column > len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column-1]
}

// Filled is how many of some cells hold something.
func Filled(cells []Cell) int {
	return each.Count(cells, func(c Cell) bool { return c.Kind != Blank })
}

// Texts are what some cells show.
func Texts(cells []Cell) []string { return each.Of(cells, func(c Cell) string { return c.Text }) }

// Cell is what stands in one cell.
type Cell struct {
	Text   string // as a person sees it, number format included, without blanks around it; may be empty
	Raw    string // the value beneath: a number in plain digits, a date as ISO 8601, a text with its blanks
	Kind   Kind
	Link   string // the web address behind the cell, or that a formula in it leads to; usually empty
	Merged bool   // repeated from the first row of a merged range
	Struck bool   // struck out
	Code   bool   // of a Number: Text has all its digits, dressed as a code: "SKU-0012"
	Other  bool   // of a Number: Text says another number, or none: "12%", "sold out"
}

// Kind is what sort of value a cell holds. Text files hold only Blank and Text.
type Kind uint8

// The kinds of cells.
const (
	Blank  Kind = iota // nothing, or nothing but blanks
	Text               // anything typed as text
	Number             // Raw is such as "5901234123457" or "49.9": no exponent, at most 15 significant digits
	Bool               // Raw is "TRUE" or "FALSE"
	Date               // Raw is such as "2006-01-02", "2006-01-02T15:04:05" or "15:04:05"
	// Raw is such as "#N/A", or begins with "=": a formula whose value the file does not hold
	Error
	Unshown // Raw is a number that its number format cannot show, such as a day before 1900
)

// FileError says why a file cannot be read, in words for the person who chose it.
type FileError struct {
	Path   string
	At     problem.Position // where in the file, when one place is to blame; else the zero value
	Reason problem.Text     // lower case, without the path: "is a picture (PNG), not a spreadsheet"
	Hint   string           // what to do; may be empty
	Err    error            // the cause, when the system gave one
}

// Error is path, position when known, and reason; the hint is for the printer.
func (e *FileError) Error() string {
	if e.At != (problem.Position{}) {
		return e.At.String() + ": " + e.Reason.String()
	}
	return e.Path + ": " + e.Reason.String()
}

// Advice is the hint.
func (e *FileError) Advice() string { return e.Hint }

// In says in a language what [FileError.Error] says, and the hint.
func (e *FileError) In(l problem.Language) (message, hint string) {
	where := e.Path
	if e.At != (problem.Position{}) {
		where = e.At.String()
	}
	return where + ": " + l.Say("%s", e.Reason), l.Say("%s", problem.Phrase(e.Hint))
}

// Unwrap gives the system's error, so that errors.Is finds fs.ErrNotExist and the like.
func (e *FileError) Unwrap() error { return e.Err }
