package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// source is one sheet that is read, with its header.
type source struct {
	sheet    *table.Sheet
	number   int // among all sources
	reader   *reader
	head     header
	defaults []*template // by field; nil for none
	skip     []skipRule

	rows      int             // data rows so far
	missing   map[int][]int32 // by field: rows without a value that must have one
	headless  map[int]bool    // columns with values and no header, each told once
	positions []int           // by column number: index into head.columns, from 1; 0 for none
}

// skipRule leaves out the rows in which a column has one of some values.
type skipRule struct {
	column int
	values map[string]bool // folded
}

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

// cell is the cell in a column; a blank one beyond the row's end.
func (r *row) cell(column int) table.Cell {
	if column < 1 || column > len(r.cells) {
		return table.Cell{}
	}
	return r.cells[column-1]
}

// localized is the text of a field in a language, without falling back.
func (r *row) localized(field int, tag string) string {
	if tag == "" {
		return r.text[field]
	}
	for _, c := range r.source.head.local {
		if c.field == field && c.tag == tag {
			return r.cell(c.number).Text
		}
	}
	return ""
}

// headerRows is how many rows are searched for the header.
const headerRows = 20

// open finds the header of a sheet and resolves it. It reports false, with a problem in the list, where there is none.
func (i *run) open(ctx context.Context, s *table.Sheet, k kind) (*source, bool, error) {
	src := &source{
		sheet: s, number: len(i.sources), reader: newReader(k, i.words, i.config), missing: map[int][]int32{},
		headless: map[int]bool{},
	}
	number, cells, err := src.reader.findHeader(ctx, s)
	if err != nil {
		return nil, false, err
	}
	if number == 0 {
		i.problems.Add(problem.Errorf(s.At(0, 0), "no-header", "no header row found: no row names a field of the sheet %s", k.sheetName()).
			Hintf("write the fields' names into the first row: %s", strings.Join(names(src.reader.fields), ", ")))
		return nil, false, nil
	}
	head, ps := src.reader.resolve(s, number, cells)
	src.head, src.positions = head, head.positions()
	i.problems.Add(ps...)
	src.templates(i.config, i.problems)
	src.skips(i.config, i.problems)
	src.unmatched(i.config, i.problems)
	src.strangers(i.problems)
	i.sources = append(i.sources, src)
	return src, true, nil
}

// findHeader looks for the row that names most fields among the first rows. It returns a number of 0 where none names
// one.
func (r *reader) findHeader(ctx context.Context, s *table.Sheet) (number int, cells []table.Cell, err error) {
	best, seen := 0, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return 0, nil, err
		}
		if n := r.score(row.Cells); n > best {
			best, number, cells = n, row.Number, slices.Clone(row.Cells)
		}
		if seen++; seen == headerRows {
			break
		}
	}
	return number, cells, nil
}

// skips resolves the rules that leave rows out.
func (s *source) skips(c Config, list *problem.List) {
	rules := c.Skip[string(s.reader.kind)]
	for _, title := range slices.Sorted(maps.Keys(rules)) {
		i := s.find(title)
		if i < 0 {
			list.Add(s.noColumn(title, "skip"))
			continue
		}
		rule := skipRule{column: s.head.columns[i].number, values: map[string]bool{}}
		for _, v := range rules[title] {
			rule.values[strings.ToLower(strings.TrimSpace(v))] = true
		}
		s.skip = append(s.skip, rule)
	}
}

// unmatched warns of columns that the configuration names and the sheet does not have.
func (s *source) unmatched(c Config, list *problem.List) {
	for _, title := range slices.Sorted(maps.Keys(c.Columns[string(s.reader.kind)])) {
		if s.find(title) < 0 {
			list.Add(s.noColumn(title, "columns"))
		}
	}
}

func (s *source) noColumn(title, section string) problem.Problem {
	titles := make([]string, 0, len(s.head.columns))
	for _, c := range s.head.columns {
		titles = append(titles, c.title)
	}
	p := problem.Warnf(s.sheet.At(s.head.row, 0), "unmatched-column", "no column %q here, which the configuration names under %s", title, section)
	if near := nearest(title, titles); near != "" {
		return p.Hintf("was it renamed to %q?", near)
	}
	return p
}

// find is the index of the column with a header, or -1.
func (s *source) find(title string) int {
	folded := fold(title)
	return slices.IndexFunc(s.head.columns, func(c column) bool { return fold(c.title) == folded })
}

// strangers warns of columns that are neither fields nor of any use in this kind of sheet.
func (s *source) strangers(list *problem.List) {
	if s.reader.kind == products || s.reader.kind == customers {
		return
	}
	for _, c := range s.head.columns {
		if c.use == extra {
			list.Add(problem.Warnf(s.sheet.At(s.head.row, c.number), "unknown-column", "the column is not known in the sheet %s and left out", s.reader.kind.sheetName()).
				WithValue(c.title).Hintf("%s", meant(c.title, names(s.reader.fields))))
		}
	}
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

// title is the index of a column's entry in the header, or -1 where it has no title.
func (s *source) title(number int) int {
	if number >= len(s.positions) {
		return -1
	}
	return s.positions[number] - 1
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

// miss notes that a row has no value for a field that must have one; it is told at the end of the sheet, once when it is
// so in every row.
func (r *row) miss(field int) {
	if r.text[field] == "" && !r.broken[field] {
		r.source.missing[field] = append(r.source.missing[field], int32(r.number))
	}
}

// tellMissing tells of the values that are missing: once for a field without value in every row, else for each cell.
func (i *run) tellMissing(s *source) {
	if s.rows == 0 {
		i.problems.Add(problem.Warnf(s.sheet.At(0, 0), "empty-sheet", "the sheet has no rows below its header"))
		return
	}
	var everywhere []field
	for f, rows := range s.missing {
		if len(rows) == s.rows {
			everywhere = append(everywhere, s.reader.fields[f])
		}
	}
	slices.SortFunc(everywhere, func(a, b field) int {
		return fieldIndex(s.reader.fields, a.name) - fieldIndex(s.reader.fields, b.name)
	})
	for n, f := range everywhere {
		p := problem.Errorf(s.sheet.At(0, 0), "missing-everywhere", "no row has a value for %s (%d rows)", f.name, s.rows)
		if n == 0 && f.example != "" {
			p = p.Hintf("add the column, or paste into plugsheet.yaml and adapt:\n%s", pasteDefaults(s.reader.kind, everywhere))
		}
		i.problems.Add(p)
	}
	for f := range s.reader.fields {
		if rows := s.missing[f]; len(rows) < s.rows {
			for _, number := range rows {
				i.problems.Add(missing(s, f, int(number)))
			}
		}
	}
}

func missing(s *source, f int, number int) problem.Problem {
	p := problem.Errorf(s.sheet.At(number, s.head.at[f]), "missing-value", "no value for %s, which every row must have", s.reader.fields[f].name)
	if e := s.reader.fields[f].example; e != "" {
		hint := fmt.Sprintf("defaults: { %s: { %s: %q } }", s.reader.kind, s.reader.fields[f].name, e)
		return p.Hintf("fill it in, or in plugsheet.yaml: %s", hint)
	}
	return p.Hintf("fill it in")
}
