package importer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/separator"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// source is one sheet that is read, with its header.
type source struct {
	sheet    *table.Sheet
	number   int // among all sources
	reader   *reader
	head     header
	config   config.Config // with what the shop system's profile adds for this sheet
	defaults []*template   // by field; nil for none
	skip     []skipRule

	area      table.Area                // the part of the sheet that is a table; the zero value for all of it
	hidden    int                       // hidden rows so far
	ruled     []int                     // by rule of skip: rows that it left out so far
	asides    asides                    // what its cells have besides their texts
	note      int                       // the number of a row below the header that explains the columns; 0 for none
	group     *grouping                 // of a sheet of products: which rows are one product; nil for each
	clean     *cleaner                  // of its cells
	shop      *shopColumns              // what its shop system says with several columns; nil for nothing
	states    states                    // of a sheet of products or variants
	base      string                    // what the hints say that relative URLs begin with; empty as long as nobody asked
	section   string                    // the heading above the row
	evidence  map[int]*pricing.Evidence // by column of prices; nil as long as nobody asked
	paths     *separator.Paths          // how categories are written, once that is known
	lists     map[int]string            // by field: the marks that separate several values in a cell, once they are known
	dates     *dateSurvey               // nil as long as nobody asked
	rows      int                       // data rows so far
	missing   map[int][]int32           // by field: rows without a value that must have one
	headless  map[int]bool              // columns with values and no header, each told once
	advice    *ProposedSheet            // what the proposal says of the sheet; nil as long as nobody asked
	advised   bool                      // it says something
	secrets   map[string]bool           // folded headers of columns that nobody may read
	titles    []string                  // of customers: the headers, and
	people    []person.Column           // what their columns hold of persons
	positions []int                     // by column number: index into head.columns, from 1; 0 for none
}

// skipRule leaves out the rows in which a column has one of some values.
type skipRule struct {
	column int
	values map[string]bool // folded
	any    bool            // each cell that is not blank
}

// anyValue stands for all values of a rule.
const anyValue = "*"

// open finds the header of a sheet and resolves it. It reports false, with a problem in the list, where there is none.
func (i *run) open(ctx context.Context, s *table.Sheet, k kind.Kind) (*source, bool, error) {
	src := &source{
		sheet: s, number: len(i.sources), reader: newReader(k, i.words, i.config), missing: map[int][]int32{},
		headless: map[int]bool{}, secrets: map[string]bool{},
	}
	if p := i.recognised[s].Profile; p != nil && p.Kind == k {
		src.reader.use(p)
	}
	number, cells, err := src.findHeader(ctx)
	if err != nil {
		return nil, false, err
	}
	if cells == nil {
		asked := false
		if k == kind.Products {
			if asked, err = i.askHeader(ctx, s); err != nil {
				return nil, false, err
			}
		}
		if !asked {
			i.tell(src.reader.noHeader(s))
		}
		return nil, false, nil
	}
	head, ps := src.reader.resolve(s, number, cells)
	src.head = head
	i.tell(ps...)
	if err := src.keepPersonsOut(ctx, i.tell); err != nil {
		return nil, false, err
	}
	src.positions = src.head.positions()
	src.config = src.complete(i.config)
	src.templates(src.config, i.tell)
	if k == kind.Products {
		i.nameOf(src)
	}
	src.skips(src.config, i.tell)
	src.shop = src.shopColumnsOf()
	if err := src.unmatched(ctx, i.config, i.tell); err != nil {
		return nil, false, err
	}
	src.strangers(i.tell)
	if err := src.keepTexts(ctx); err != nil {
		return nil, false, err
	}
	if err := src.findNote(ctx, i.tell); err != nil {
		return nil, false, err
	}
	src.tellConfigured(i.tell)
	src.hideColumns(i.tell)
	src.clean = newCleaner(context.WithoutCancel(ctx), src)
	i.sources = append(i.sources, src)
	return src, true, nil
}

// findHeader finds the header of the sheet: that of a table in it, the row that names most fields, or what the
// configuration says of a sheet without one, whose number is then 0. Without cells there is none.
func (s *source) findHeader(ctx context.Context) (number int, cells []table.Cell, err error) {
	number, cells, err = s.reader.findHeader(ctx, s.sheet)
	if err != nil {
		return 0, nil, err
	}
	if s.reader.placed() && (number == 0 || s.reader.score(cells) < 2) {
		return 0, s.reader.madeHeader(), nil
	}
	area, header, err := s.reader.findArea(ctx, s.sheet, s.reader.score(cells))
	if err != nil || header == nil {
		return number, cells, err
	}
	s.area = area
	return area.FirstRow, header, nil
}

// findHeader looks for the row that names most fields among the first rows, or two rows that are one header. It returns a
// number of 0 where none names one.
func (r *reader) findHeader(ctx context.Context, s *table.Sheet) (number int, cells []table.Cell, err error) {
	best, at := 0, -1
	var first []table.Row
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return 0, nil, err
		}
		if n := r.score(row.Cells); n > best {
			best, at = n, len(first)
		}
		first = append(first, table.Row{Number: row.Number, Cells: slices.Clone(row.Cells)})
		if len(first) > shop.HeaderRows {
			break
		}
	}
	if at < 0 {
		return 0, nil, nil
	}
	if number, cells = r.joinRows(s, first, at); number > 0 {
		return number, cells, nil
	}
	return first[at].Number, first[at].Cells, nil
}

// skips resolves the rules that leave rows out.
func (s *source) skips(c config.Config, tell func(...problem.Problem)) {
	rules := c.Skip[string(s.reader.kind)]
	for _, title := range slices.Sorted(maps.Keys(rules)) {
		i := s.find(title)
		if i < 0 {
			tell(s.noColumn(title, "skip"))
			continue
		}
		rule := skipRule{column: s.head.columns[i].number, values: map[string]bool{}}
		for _, v := range rules[title] {
			rule.values[strings.ToLower(strings.TrimSpace(v))] = true
			rule.any = rule.any || v == anyValue
		}
		s.skip = append(s.skip, rule)
	}
}

func (s *source) noColumn(title, section string) problem.Problem {
	titles := make([]string, 0, len(s.head.columns))
	for _, c := range s.head.columns {
		titles = append(titles, c.title)
	}
	p := problem.Warnf(s.sheet.At(s.head.row, 0), "unmatched-column", "no column %q here, which the configuration names under %s",
		title, section)
	if near := value.Nearest(title, titles); near != "" {
		return p.Hintf("was it renamed to %q?", near)
	}
	return p
}

// find is the index of the column with a header, or -1.
func (s *source) find(title string) int {
	folded := value.Fold(title)
	return slices.IndexFunc(s.head.columns, func(c column) bool { return value.Fold(c.title) == folded })
}

// strangers warns of columns that are neither fields nor of any use in this kind of sheet.
func (s *source) strangers(tell func(...problem.Problem)) {
	if s.reader.kind == kind.Products || s.reader.kind == kind.Variants || s.reader.kind == kind.Customers {
		return
	}
	for _, c := range s.head.columns {
		if c.use == extra {
			tell(problem.Warnf(s.sheet.At(s.head.row, c.number), "unknown-column", "the column is not known in the sheet %s and left out",
				s.reader.kind.SheetName()).
				WithValue(c.title).Hintf("%s", config.Meaning(c.title, field.Names(s.reader.fields))))
		}
	}
}

// title is the index of a column's entry in the header, or -1 where it has no title.
func (s *source) title(number int) int {
	if number >= len(s.positions) {
		return -1
	}
	return s.positions[number] - 1
}
