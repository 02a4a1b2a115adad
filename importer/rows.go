package importer

import (
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// row is one data row. It is used again for the next one: copy what you keep.
type row struct {
	source  *source
	number  int
	cells   []table.Cell
	text    []string // by field: what the cell says or, where it is blank, the default
	column  []int    // by field: the cell's column, 0 where there is none
	broken  []bool   // by field: the cell has been told of; its value is not looked at again
	counted bool     // what is done to its cells is told of
	ownID   bool     // of a product: the id is none that the reference lent

	taken []taken  // of a product over several rows: values that stand in others
	words []string // of a product over several rows: keywords of the others
}

// at is the field's cell, or the row where the sheet has no such column.
func (r *row) at(field int) problem.Position {
	for _, t := range r.taken {
		if t.is(field) {
			return t.at()
		}
	}
	return r.source.sheet.At(r.number, r.column[field])
}

// places are the cells of all fields.
func (r *row) places() []problem.Position {
	all := make([]problem.Position, len(r.text))
	for f := range all {
		all[f] = r.at(f)
	}
	return all
}

// cell is the cell in a column; a blank one beyond the row's end.
func (r *row) cell(column int) table.Cell {
	if column < 1 || column > len(r.cells) {
		return table.Cell{}
	}
	return r.cells[column-1]
}

// fieldCell is the cell that holds a field.
func (r *row) fieldCell(field int) table.Cell {
	for _, t := range r.taken {
		if t.is(field) {
			return t.cell()
		}
	}
	return r.cell(r.column[field])
}

// each calls fn for each data row of the source, with the defaults filled in, and tells of missing values in the end.
func (i *run) each(ctx context.Context, s *source, fn func(*row) error) error {
	err := i.scan(ctx, s, func(r *row) error {
		s.rows++
		r.complete()
		i.checkRow(r)
		return fn(r)
	})
	if err == nil {
		i.tellMissing(ctx, s)
	}
	return err
}

// scan calls fn for each data row of the source; defaults are not filled in yet.
func (i *run) scan(ctx context.Context, s *source, fn func(*row) error) error {
	r := &row{source: s, text: make([]string, len(s.reader.fields)), column: s.head.at, broken: make([]bool, len(s.reader.fields))}
	s.hidden, r.counted, s.ruled = 0, true, make([]int, len(s.skip))
	s.clean.begin()
	s.asides.begin()
	s.states.begin()
	i.watch.to(StageRead)
	for data, err := range s.sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		i.watch.to(StageCheck)
		if i.begin(r, data) {
			i.bad = false
			i.load(r)
			if err := fn(r); err != nil {
				return err
			}
		}
		if data.Number%1024 == 0 {
			i.progress(s.sheet)
		}
		i.watch.to(StageRead)
	}
	i.watch.to(StageCheck)
	i.progress(s.sheet)
	i.tell(s.clean.problems()...)
	if s.hidden > 0 {
		i.tell(problem.Warnf(s.sheet.At(0, 0), "hidden-rows", "hidden rows are read like the others: %d", s.hidden).
			Hintf("rows that a filter hides are still part of the list; delete those that are not"))
	}
	if s.asides.struck > 0 {
		i.tell(problem.Warnf(s.sheet.At(0, 0), "struck-rows", "rows that are struck out are read like the others: %d", s.asides.struck).
			Hintf("delete those that are no longer sold"))
	}
	return nil
}

// begin puts a row of the sheet into r. It reports false for one that holds no data.
func (i *run) begin(r *row, data table.Row) bool {
	s := r.source
	if data.Number <= s.head.row || data.Number == s.note || s.area.LastRow > 0 && data.Number > s.area.LastRow {
		return false
	}
	r.number, r.cells = data.Number, data.Cells
	if s.area.LastColumn > 0 {
		r.cells = r.cells[:min(len(r.cells), s.area.LastColumn)]
		clear(r.cells[:min(len(r.cells), s.area.FirstColumn-1)])
		if !filled(r.cells) {
			return false
		}
	}
	if s.repeats(r.cells) {
		i.tell(problem.Warnf(s.sheet.At(r.number, 0), "repeated-header", "the header stands here again; the row is left out"))
		return false
	}
	if s.skipped(r) {
		return false
	}
	s.clean.row(r)
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
func (s *source) skipped(r *row) bool {
	for n, rule := range s.skip {
		if text := r.cell(rule.column).Text; rule.values[strings.ToLower(text)] || rule.any && text != "" {
			if s.ruled != nil {
				s.ruled[n]++
			}
			return true
		}
	}
	return false
}

// repeats tells whether a row says the same as the header: at least two cells, and all that are filled.
func (s *source) repeats(cells []table.Cell) bool {
	same := 0
	for _, c := range s.head.columns {
		if c.number > len(cells) || cells[c.number-1].Text == "" {
			continue
		}
		if cells[c.number-1].Text != c.title {
			return false
		}
		same++
	}
	return same > 1
}

// load takes the fields' texts out of the cells.
func (i *run) load(r *row) {
	s := r.source
	clear(r.broken)
	r.taken, r.words = nil, nil
	for f, column := range s.head.at {
		r.text[f] = ""
		if column > 0 {
			r.text[f] = cellText(r.cell(column), s.reader.fields[f].Code)
			if s.reader.fields[f].Date {
				r.text[f] = dateText(r.cell(column))
			}
			if c := r.cell(column); s.reader.fields[f].URL && c.Link != "" {
				i.linked(r, f, c)
			}
			if s.reader.fields[f].HTML {
				r.text[f] = value.PlainText(s.clean.lines(column, r.text[f]))
			}
			i.byProfile(r, f)
		}
	}
	i.shownPrices(r)
	s.shop.fill(r)
	for n, c := range r.cells {
		if c.Text == "" {
			continue
		}
		at := s.title(n + 1)
		if c.Link != "" {
			s.seeLink(n+1, c.Link)
		}
		if at < 0 {
			if !s.headless[n+1] {
				s.headless[n+1] = true
				i.tell(problem.Warnf(s.sheet.At(0, n+1), "no-header-cell", "the column has no header and is left out"))
			}
			continue
		}
		if col := s.head.columns[at]; col.use != unused {
			if isError(c) {
				i.errorCell(r, col)
			} else if spoiled(c) {
				i.spoiledCode(r, col)
			} else if s.clean.became(c, n+1) {
				i.dateCode(r, col)
			}
		} else if col.leftOut() {
			i.tellInternal(s, at)
		} else if col.foreign {
			i.tellForeign(s, at)
		}
	}
}

// complete fills blanks by defaults, and lends id and reference of a product to each other.
func (r *row) complete() {
	for f, t := range r.source.defaults {
		if t != nil && r.text[f] == "" && !r.broken[f] {
			r.text[f] = t.fill(r)
			r.broken[f] = r.text[f] == "" && t.needsBroken(r)
		}
		if r.source.reader.kind == kind.Products && f == field.Reference {
			r.identify()
		}
	}
}

// identify gives id and reference of a product the other's value where they have none. The defaults of other fields can
// then name either.
func (r *row) identify() {
	r.ownID = r.text[field.ID] != ""
	if !r.ownID {
		r.text[field.ID], r.broken[field.ID] = r.text[field.Reference], r.broken[field.ID] || r.broken[field.Reference]
	}
	if r.text[field.Reference] == "" {
		r.text[field.Reference] = r.text[field.ID]
	}
}

// errorCell tells of a cell that holds an error such as #N/A, or a formula of which the file does not hold the result: programs
// that write workbooks and do not calculate leave it out.
func (i *run) errorCell(r *row, c column) {
	cell := r.cells[c.number-1]
	at := r.source.sheet.At(r.number, c.number)
	if c.use == asField {
		if c.tag == "" {
			r.text[c.field], r.broken[c.field] = "", true
		}
		if cell.Kind == table.Error && strings.HasPrefix(cell.Raw, "=") {
			i.tell(problem.Errorf(at, "uncalculated", "the file does not hold the result of this formula").WithValue(cell.Raw).
				Hintf("open the file in Excel or LibreOffice, save it there, which calculates it, and take the saved one"))
			return
		}
		if cell.Kind == table.Unshown {
			i.tell(problem.Errorf(at, "unshown-cell", "the number format of the cell cannot show its number").WithValue(cell.Raw).
				Hintf("choose another number format, such as General, and look whether the number is right"))
			return
		}
		i.tell(problem.Errorf(at, "error-cell", "the cell shows an error instead of a value").WithValue(cell.Raw).
			Hintf("put the formula right, or write the value"))
		return
	}
	i.tell(problem.Warnf(at, "error-cell-extra", "the cell shows an error and is left out").WithValue(cell.Raw))
}

// cellText is what a cell says. Of an id or code that a workbook holds as a number it is the number itself, unless its
// format makes a code of all its digits: 00042, SKU-0042.
func cellText(c table.Cell, code bool) string {
	if !code || c.Kind != table.Number || c.Code {
		return c.Text
	}
	return c.Raw
}

// isError tells whether a cell shows one of the spreadsheet programs' errors. A text file holds them as text.
func isError(c table.Cell) bool {
	return c.Kind == table.Error || c.Kind == table.Unshown || value.SheetError(c.Text)
}
