package sheet

import (
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Row is one data row. It is used again for the next one: copy what you keep.
type Row struct {
	Source  *Source
	Number  int
	Cells   []table.Cell
	Text    []string // by field: what the cell says or, where it is blank, the default
	Column  []int    // by field: the cell's column, 0 where there is none
	Broken  []bool   // by field: the cell has been told of; its value is not looked at again
	counted bool     // what is done to its cells is told of
	OwnID   bool     // of a product: the id is none that the reference lent

	Taken []Taken  // of a product over several rows: values that stand in others
	Words []string // of a product over several rows: keywords of the others
	From  bool     // of a product over several rows: another of them costs more
}

// At is the field's cell, or the row where the sheet has no such column.
func (r *Row) At(field int) problem.Position {
	for _, t := range r.Taken {
		if t.Is(field) {
			return t.At()
		}
	}
	return r.Source.Sheet.At(r.Number, r.Column[field])
}

// Places are the cells of all fields.
func (r *Row) Places() []problem.Position {
	all := make([]problem.Position, len(r.Text))
	for f := range all {
		all[f] = r.At(f)
	}
	return all
}

// Cell is the cell in a column; a blank one beyond the row's end.
func (r *Row) Cell(column int) table.Cell {
	if column < 1 || column > len(r.Cells) {
		return table.Cell{}
	}
	return r.Cells[column-1]
}

// FieldCell is the cell that holds a field.
func (r *Row) FieldCell(field int) table.Cell {
	for _, t := range r.Taken {
		if t.Is(field) {
			return t.cell()
		}
	}
	return r.Cell(r.Column[field])
}

// Each calls fn for each data row of the source, with the defaults filled in, and tells of missing values in the end.
func (i *Job) Each(ctx context.Context, s *Source, fn func(*Row) error) error {
	err := i.Scan(ctx, s, func(r *Row) error {
		s.Rows++
		r.Complete()
		i.CheckRow(r)
		return fn(r)
	})
	if err == nil {
		i.TellMissing(ctx, s)
	}
	return err
}

// Scan calls fn for each data row of the source; defaults are not filled in yet.
func (i *Job) Scan(ctx context.Context, s *Source, fn func(*Row) error) error {
	r := &Row{Source: s, Text: make([]string, len(s.Reader.Fields)), Column: s.Head.At, Broken: make([]bool, len(s.Reader.Fields))}
	s.hidden, r.counted, s.Ruled = 0, true, make([]int, len(s.Skip))
	s.Clean.begin()
	s.asides.begin()
	s.States.begin()
	i.Watch.To(stage.Read)
	for data, err := range s.Sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		i.Watch.To(stage.Check)
		if i.begin(r, data) {
			i.Bad = false
			i.load(r)
			if err := fn(r); err != nil {
				return err
			}
		}
		if data.Number%1024 == 0 {
			i.tellProgress(s.Sheet)
		}
		i.Watch.To(stage.Read)
	}
	i.Watch.To(stage.Check)
	i.tellProgress(s.Sheet)
	i.Tell(s.Clean.problems()...)
	i.Tell(s.asides.wrongDigits()...)
	if s.hidden > 0 {
		i.Tell(problem.Warnf(s.Sheet.At(0, 0), "hidden-rows", "hidden rows are read like the others: %d", s.hidden).
			Hintf("rows that a filter hides are still part of the list; delete those that are not"))
	}
	if s.asides.struck > 0 {
		i.Tell(problem.Warnf(s.Sheet.At(0, 0), "struck-rows", "rows that are struck out are read like the others: %d", s.asides.struck).
			Hintf("delete those that are no longer sold"))
	}
	return nil
}

// begin puts a row of the sheet into r. It reports false for one that holds no data.
func (i *Job) begin(r *Row, data table.Row) bool {
	s := r.Source
	if data.Number <= s.Head.Row || data.Number == s.note || s.Area.LastRow > 0 && data.Number > s.Area.LastRow {
		return false
	}
	r.Number, r.Cells = data.Number, data.Cells
	if s.Area.LastColumn > 0 {
		r.Cells = r.Cells[:min(len(r.Cells), s.Area.LastColumn)]
		clear(r.Cells[:min(len(r.Cells), s.Area.FirstColumn-1)])
		if !filled(r.Cells) {
			return false
		}
	}
	if s.Repeats(r.Cells) {
		i.Tell(problem.Warnf(s.Sheet.At(r.Number, 0), "repeated-header", "the header stands here again; the row is left out"))
		return false
	}
	if s.skipped(r) {
		return false
	}
	s.Clean.row(r)
	if s.withheld(r) {
		return false
	}
	if data.Hidden {
		s.hidden++
	}
	if r.struckOut() {
		s.asides.struck++
	}
	return true
}

// filled tells whether a row holds something.
func filled(cells []table.Cell) bool {
	for _, c := range cells {
		if c.Kind != table.Blank {
			return true
		}
	}
	return false
}

// skipped tells whether a rule leaves the row out.
func (s *Source) skipped(r *Row) bool {
	for n, rule := range s.Skip {
		if text := r.Cell(rule.Column).Text; rule.values[strings.ToLower(text)] || rule.any && text != "" {
			if s.Ruled != nil {
				s.Ruled[n]++
			}
			return true
		}
	}
	return false
}

// Repeats tells whether a row says the same as the header: at least two cells, and all that are filled.
func (s *Source) Repeats(cells []table.Cell) bool {
	same := 0
	for _, c := range s.Head.Columns {
		if c.Number > len(cells) || cells[c.Number-1].Text == "" {
			continue
		}
		if cells[c.Number-1].Text != c.Title {
			return false
		}
		same++
	}
	return same > 1
}

// load takes the fields' texts out of the cells.
func (i *Job) load(r *Row) {
	s := r.Source
	clear(r.Broken)
	r.Taken, r.Words, r.From = nil, nil, false
	for f, column := range s.Head.At {
		r.Text[f] = ""
		if column > 0 {
			r.Text[f] = cellText(r.Cell(column), s.Reader.Fields[f].Code)
			if s.Reader.Fields[f].Date {
				r.Text[f] = dateText(r.Cell(column))
			}
			if c := r.Cell(column); s.Reader.Fields[f].URL && c.Link != "" {
				i.linked(r, f, c)
			}
			if s.Reader.Fields[f].HTML {
				r.Text[f] = value.PlainText(s.Clean.lines(column, r.Text[f]))
			}
			i.byProfile(r, f)
		}
	}
	i.shownPrices(r)
	s.Shop.fill(r)
	for n, c := range r.Cells {
		if c.Text == "" {
			continue
		}
		at := s.Title(n + 1)
		if c.Link != "" {
			s.seeLink(n+1, c.Link)
		}
		if at < 0 {
			if !s.Headless[n+1] {
				s.Headless[n+1] = true
				i.Tell(problem.Warnf(s.Sheet.At(0, n+1), "no-header-cell", "the column has no header and is left out"))
			}
			continue
		}
		if col := s.Head.Columns[at]; col.Use != header.Unused {
			if IsError(c) {
				i.errorCell(r, col)
			} else if Spoiled(c) || isCode(s, col) && value.ShortPower(c.Text) {
				i.spoiledCode(r, col)
			} else if s.Clean.became(c, n+1) {
				i.dateCode(r, col)
			} else if f := s.Reader.Kept(col); f != nil && f.Check != nil {
				s.asides.check(r, col, f)
			}
		} else if col.LeftOut() {
			i.tellInternal(s, at)
		} else if col.Foreign {
			i.tellForeign(s, at)
		}
	}
}

// Complete fills blanks by defaults, and lends id and reference of a product to each other.
func (r *Row) Complete() {
	for f, t := range r.Source.Defaults {
		if t != nil && r.Text[f] == "" && !r.Broken[f] {
			r.Text[f] = t.fill(r)
			r.Broken[f] = r.Text[f] == "" && t.needsBroken(r)
		}
		if r.Source.Reader.Kind == kind.Products && f == field.Reference {
			r.identify()
		}
	}
}

// identify gives id and reference of a product the other's value where they have none. The defaults of other fields can
// then name either.
func (r *Row) identify() {
	r.OwnID = r.Text[field.ID] != ""
	if !r.OwnID {
		r.Text[field.ID], r.Broken[field.ID] = r.Text[field.Reference], r.Broken[field.ID] || r.Broken[field.Reference]
	}
	if r.Text[field.Reference] == "" {
		r.Text[field.Reference] = r.Text[field.ID]
	}
}

// errorCell tells of a cell that holds an error such as #N/A, or a formula of which the file does not hold the result: programs
// that write workbooks and do not calculate leave it out.
func (i *Job) errorCell(r *Row, c header.Column) {
	cell := r.Cells[c.Number-1]
	at := r.Source.Sheet.At(r.Number, c.Number)
	if c.Use == header.AsField {
		if c.Tag == "" {
			r.Text[c.Field], r.Broken[c.Field] = "", true
		}
		if cell.Kind == table.Error && strings.HasPrefix(cell.Raw, "=") {
			i.Tell(problem.Errorf(at, "uncalculated", "the file does not hold the result of this formula").WithValue(cell.Raw).
				Hintf("open the file in Excel or LibreOffice, save it there, which calculates it, and take the saved one"))
			return
		}
		if cell.Kind == table.Unshown {
			i.Tell(problem.Errorf(at, "unshown-cell", "the number format of the cell cannot show its number").WithValue(cell.Raw).
				Hintf("choose another number format, such as General, and look whether the number is right"))
			return
		}
		i.Tell(problem.Errorf(at, "error-cell", "the cell shows an error instead of a value").WithValue(cell.Raw).
			Hintf("put the formula right, or write the value"))
		return
	}
	i.Tell(problem.Warnf(at, "error-cell-extra", "the cell shows an error and is left out").WithValue(cell.Raw))
}
