package sheet

import (
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Spoiled tells whether a cell shows a long number as a spreadsheet program leaves it that took a barcode for
// an amount: 5,90123E+12. What the digits were is lost, unless a workbook still holds them beneath; of more
// than 15 digits it holds zeros instead.
func Spoiled(c *table.Cell) bool {
	if c.Kind == table.Number {
		return len(c.Raw) > 15 && value.Digits(c.Raw)
	}
	return value.Exponential(c.Text)
}

// isCode tells whether a column is the id or the reference.
func isCode(s *Source, c *header.Column) bool {
	return c.Use == header.AsField && s.Reader.Fields[c.Field].Code && !s.Reader.Fields[c.Field].List &&
		c.Tag == ""
}

// spoiledCode tells of a code that a spreadsheet program has destroyed. Only of an id or reference it is an
// error: it would name another product. The id of its product stands in the place of a reference.
func (i *Job) spoiledCode(r *Row, c header.Column) {
	at, cell := r.Source.Sheet.At(r.Number, c.Number), r.Cells[c.Number-1]
	const rounded = "a long number that the spreadsheet program has rounded: its digits are lost"
	const again = "format the column as text, then type or paste the codes again; in csv files they " +
		"look like this after being saved by Excel"
	p := problem.Warnf(at, "spoiled-code", rounded)
	if c.Use == header.AsField && r.Source.Reader.Fields[c.Field].Code && c.Tag == "" {
		r.Text[c.Field] = ""
		if c.Field != field.Reference || !r.hasID() {
			r.Broken[c.Field] = true
			p = problem.Errorf(at, "spoiled-code", rounded)
		}
	}
	i.Tell(p.WithValue(cell.Text).Hintf(again))
}

// hasID tells whether a product has an id in a cell of its own that can be read.
func (r *Row) hasID() bool {
	id := r.Cell(r.Source.Head.At[field.ID])
	return r.Source.Reader.Kind == kind.Products && id.Text != "" && !Spoiled(&id)
}

// IsError tells whether a cell shows one of the spreadsheet programs' errors. A text file holds them as text.
func IsError(c *table.Cell) bool {
	return c.Kind == table.Error || c.Kind == table.Unshown || value.SheetError(c.Text)
}

// errorCell tells of a cell that holds an error such as #N/A, or a formula of which the file does not hold
// the result: programs that write workbooks and do not calculate leave it out.
func (i *Job) errorCell(r *Row, c header.Column) {
	cell := r.Cells[c.Number-1]
	at := r.Source.Sheet.At(r.Number, c.Number)
	if c.Use == header.AsField && c.Tag == "" {
		r.Text[c.Field], r.Broken[c.Field] = "", true
	}
	p := problem.Errorf(at, "error-cell", "the cell shows an error instead of a value").
		Hintf("put the formula right, or write the value")
	switch {
	case c.Use != header.AsField:
		p = problem.Warnf(at, "error-cell-extra", "the cell shows an error and is left out")
	case cell.Kind == table.Error && strings.HasPrefix(cell.Raw, "="):
		p = problem.Errorf(at, "uncalculated", "the file does not hold the result of this formula").
			Hintf("open the file in Excel or LibreOffice, save it there, which calculates it, " +
				"and take the saved one")
	case cell.Kind == table.Unshown:
		p = problem.Errorf(at, "unshown-cell", "the number format of the cell cannot show its number").
			Hintf("choose another number format, such as General, and look whether the number is right")
	}
	i.Tell(p.WithValue(cell.Raw))
}

// dateCode tells of a code that a spreadsheet program took for a date. Where most codes look so, they may be
// meant.
func (i *Job) dateCode(r *Row, c header.Column) {
	s, cell := r.Source, r.Cells[c.Number-1]
	facts := s.Clean.columns[c.Number].facts
	at := s.Sheet.At(r.Number, c.Number)
	const format = "a date among codes: a spreadsheet program makes 1-Mar of 1-3 or MAR1"
	p := problem.Warnf(at, "date-code", format)
	if 2*facts.dates <= facts.filled {
		p = problem.Errorf(at, "date-code", format)
		r.Text[c.Field], r.Broken[c.Field] = "", true
	}
	i.Tell(p.WithValue(cell.Text).Hintf(
		"format the column as text, then type the code again; where it is meant, %s keeps it in "+
			"plugsheet.yaml",
		s.Clean.keeping(s.Clean.columns[c.Number], cell.Text)))
}

const (
	// someWrong is how many wrong numbers a column may have before it is asked whether its numbers have a
	// check digit at all: shops have numbers of their own under the same headers.
	someWrong = 10
	mostWrong = 10_000 // that are told of one column
)

// checked is what a column of numbers with a check digit holds.
type checked struct {
	right, wrong int
	problems     []problem.Problem
}

// check looks at the numbers of a cell, of which several may stand in one.
func (a *asides) check(r *Row, number int, f *field.Field) {
	seen := a.digits[number]
	if seen == nil {
		seen = &checked{}
		a.digits[number] = seen
	}
	text := cellText(r.Cells[number-1], true)
	if value.Digits(text) && value.CheckDigit(text) { // what nearly all are
		seen.right++
		return
	}
	for digits := range strings.FieldsFuncSeq(text, betweenNumbers) {
		if digits = strings.TrimSpace(digits); value.CheckDigit(digits) {
			seen.right++
			continue
		}
		if seen.wrong++; seen.wrong <= mostWrong {
			seen.problems = append(seen.problems,
				problem.Warnf(r.Source.Sheet.At(r.Number, number), "check-digit",
					"a digit of this %s is wrong: the last one does not fit the others", f.Name).
					WithValue(strings.Clone(digits)).
					Hintf("compare it with the product; it is kept as it stands"))
		}
	}
}

func betweenNumbers(c rune) bool { return strings.ContainsRune(",;|/\n", c) }

// wrongDigits are the problems of all columns, but of those in which most numbers are wrong.
func (a *asides) wrongDigits() (list []problem.Problem) {
	told := each.That(slices.Sorted(maps.Keys(a.digits)), func(number int) bool {
		seen := a.digits[number]
		return seen.wrong < someWrong || seen.wrong <= seen.right
	})
	return slices.Concat(each.Of(told, func(n int) []problem.Problem { return a.digits[n].problems })...)
}

// lookAt looks at a filled cell, of a field or not, for what nobody can take as it stands.
func (i *Job) lookAt(r *Row, number int) {
	s, c := r.Source, &r.Cells[number-1]
	if c.Link != "" {
		if s.asides.links[number] == nil {
			s.asides.links[number] = &CellLinks{}
		}
		s.asides.links[number].See(c.Link)
	}
	at := s.Title(number)
	if at < 0 {
		if !s.Headless[number] {
			s.Headless[number] = true
			i.Tell(problem.Warnf(s.Sheet.At(0, number), "no-header-cell",
				"the column has no header and is left out"))
		}
		return
	}
	col := &s.Head.Columns[at]
	switch {
	case col.Use == header.Unused:
		i.tellLeftOut(s, col)
	case IsError(c):
		i.errorCell(r, *col)
	case Spoiled(c), isCode(s, col) && value.ShortPower(c.Text):
		i.spoiledCode(r, *col)
	case s.Clean.became(c, number):
		i.dateCode(r, *col)
	default:
		if f := s.Reader.Kept(col); f != nil && f.Checked {
			s.asides.check(r, number, f)
		}
	}
}
