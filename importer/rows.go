package importer

import (
	"context"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// row is one data row. It is used again for the next one: copy what you keep.
type row struct {
	source *source
	number int
	cells  []table.Cell
	text   []string // by field: what the cell says or, where it is blank, the default
	column []int    // by field: the cell's column, 0 where there is none
	broken []bool   // by field: the cell has been told of; its value is not looked at again
	ownID  bool     // of a product: the id is none that the reference lent
}

// at is the field's cell, or the row where the sheet has no such column.
func (r *row) at(field int) problem.Position {
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

// each calls fn for each data row of the source.
func (i *run) each(ctx context.Context, s *source, fn func(*row) error) error {
	r := &row{source: s, text: make([]string, len(s.reader.fields)), column: s.head.at, broken: make([]bool, len(s.reader.fields))}
	i.watch.to(StageRead)
	for data, err := range s.sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		if data.Number <= s.head.row {
			continue
		}
		i.watch.to(StageCheck)
		r.number, r.cells = data.Number, data.Cells
		if !s.skipped(r) {
			s.rows++
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
	i.tellMissing(s)
	return nil
}

// skipped tells whether a rule leaves the row out.
func (s *source) skipped(r *row) bool {
	for _, rule := range s.skip {
		if rule.values[strings.ToLower(r.cell(rule.column).Text)] {
			return true
		}
	}
	return false
}

// load takes the fields' texts out of the cells and fills blanks by defaults.
func (i *run) load(r *row) {
	s := r.source
	clear(r.broken)
	for f, column := range s.head.at {
		r.text[f] = ""
		if column > 0 {
			r.text[f] = cellText(r.cell(column), s.reader.fields[f].code)
			if s.reader.fields[f].html {
				r.text[f] = plainText(r.text[f])
			}
		}
	}
	for n, c := range r.cells {
		if isError(c) {
			i.errorCell(r, n+1)
		}
		if c.Text == "" {
			continue
		}
		if s.title(n+1) < 0 && !s.headless[n+1] {
			s.headless[n+1] = true
			i.problems.Add(problem.Warnf(s.sheet.At(0, n+1), "no-header-cell", "the column has no header and is left out"))
		}
	}
	for f, t := range s.defaults {
		if t != nil && r.text[f] == "" && !r.broken[f] {
			r.text[f] = t.fill(r)
		}
		if s.reader.kind == products && f == pReference {
			r.identify()
		}
	}
}

// identify gives id and reference of a product the other's value where they have none. The defaults of other fields can
// then name either.
func (r *row) identify() {
	r.ownID = r.text[pID] != ""
	if !r.ownID {
		r.text[pID] = r.text[pReference]
	}
	if r.text[pReference] == "" {
		r.text[pReference] = r.text[pID]
	}
}

// errorCell tells of a cell that holds an error such as #N/A.
func (i *run) errorCell(r *row, number int) {
	n := r.source.title(number)
	if n < 0 || r.source.head.columns[n].use == unused {
		return
	}
	c, cell := r.source.head.columns[n], r.cells[number-1]
	at := r.source.sheet.At(r.number, number)
	if c.use == asField {
		if c.tag == "" {
			r.text[c.field], r.broken[c.field] = "", true
		}
		i.problems.Add(problem.Errorf(at, "error-cell", "the cell shows an error instead of a value").WithValue(cell.Raw).
			Hintf("put the formula right, or write the value"))
		return
	}
	i.problems.Add(problem.Warnf(at, "error-cell-extra", "the cell shows an error and is left out").WithValue(cell.Raw))
}

// cellText is what a cell says. Of an id or code that a workbook holds as a number it is the number itself, unless its
// format only adds leading zeros.
func cellText(c table.Cell, code bool) string {
	if !code || c.Kind != table.Number || digits(c.Text) {
		return c.Text
	}
	return c.Raw
}

// isError tells whether a cell shows one of the spreadsheet programs' errors. A text file holds them as text.
func isError(c table.Cell) bool {
	if c.Kind == table.Error {
		return true
	}
	if !strings.HasPrefix(c.Text, "#") {
		return false
	}
	switch c.Text {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA":
		return true
	}
	return false
}

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
