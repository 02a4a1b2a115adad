// Package sheet reads the rows of one sheet: [Source] is a sheet with its header, [Row] a row with the texts
// of its fields, cleaned and with the defaults filled in, and [Job] what all who read sheets in one import
// share. A row comes out of [Job.Each] once, and goes on to the room of its kind: importer/product,
// importer/form and so on.
package sheet

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/separator"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Source is one sheet that is read, with its header.
type Source struct {
	Sheet    *table.Sheet
	Number   int // among all sources
	Reader   *header.Reader
	Head     header.Header
	Config   config.Config // with what the shop system's profile adds for this sheet
	Defaults []*Template   // by field; nil for none
	Skip     []skipRule

	Area   table.Area // the part of the sheet that is a table; the zero value for all of it
	hidden int        // hidden rows so far
	Ruled  []int      // by rule of skip: rows that it left out so far
	asides asides     // what its cells have besides their texts
	// the number of a row below the header that explains the columns; 0 for none
	note   int
	Group  *Grouping    // of a sheet of products: which rows are one product; nil for each
	Clean  *cleaner     // of its cells
	Shop   *shopColumns // what its shop system says with several columns; nil for nothing
	States states       // of a sheet of products or variants
	// what the hints say that relative URLs begin with; empty as long as nobody asked
	Base     string
	Section  string                    // the heading above the row
	Evidence map[int]*pricing.Evidence // by column of prices; nil as long as nobody asked
	Paths    *separator.Paths          // how categories are written, once that is known
	// by field: the marks that separate several values in a cell, once they are known
	Lists     map[int]string
	Dates     *DateSurvey     // nil as long as nobody asked
	Rows      int             // data rows so far
	Missing   map[int][]int32 // by field: rows without a value that must have one
	Headless  map[int]bool    // columns with values and no header, each told once
	advice    Advice          // what the proposal says of the sheet; nil for nothing
	advised   bool            // the proposal was asked
	Secrets   map[string]bool // folded headers of columns that nobody may read
	Titles    []string        // of customers: the headers, and
	People    []person.Column // what their columns hold of persons
	Positions []int           // by column number: index into head.columns, from 1; 0 for none
}

// skipRule leaves out the rows in which a column has one of some values.
type skipRule struct {
	Column int
	values map[string]bool // folded
	any    bool            // each cell that is not blank
}

// anyValue stands for all values of a rule.
const anyValue = "*"

// FindHeader finds the header of the sheet: that of a table in it, the row that names most fields, or what
// the configuration says of a sheet without one, whose number is then 0. Without cells there is none.
func (s *Source) FindHeader(ctx context.Context) (number int, cells []table.Cell, err error) {
	number, cells, err = s.Reader.FindHeader(ctx, s.Sheet)
	if err != nil {
		return 0, nil, err
	}
	if s.Reader.Placed() && (number == 0 || s.Reader.Score(cells) < 2) {
		return 0, s.Reader.MadeHeader(), nil
	}
	area, header, err := s.Reader.FindArea(ctx, s.Sheet, s.Reader.Score(cells))
	if err != nil || header == nil {
		return number, cells, err
	}
	s.Area = area
	return area.FirstRow, header, nil
}

// Skips resolves the rules that leave rows out.
func (s *Source) Skips(c config.Config, tell func(...problem.Problem)) {
	rules := c.Skip[string(s.Reader.Kind)]
	for _, title := range slices.Sorted(maps.Keys(rules)) {
		i := s.Find(title)
		if i < 0 {
			tell(s.NoColumn(title, "skip"))
			continue
		}
		rule := skipRule{Column: s.Head.Columns[i].Number, values: map[string]bool{}}
		for _, v := range rules[title] {
			rule.values[strings.ToLower(strings.TrimSpace(v))] = true
			rule.any = rule.any || v == anyValue
		}
		s.Skip = append(s.Skip, rule)
	}
}

// NoColumn is the problem of a column that a section of the configuration names and the sheet has not.
func (s *Source) NoColumn(title, section string) problem.Problem {
	p := problem.Warnf(s.Sheet.At(s.Head.Row, 0), "unmatched-column",
		"no column %q here, which the configuration names under %s",
		title, section)
	if near := value.Nearest(title, s.titles()); near != "" {
		return p.Hintf("was it renamed to %q?", near)
	}
	return p
}

// titles are the headers of all columns.
func (s *Source) titles() []string {
	return each.Of(s.Head.Columns, func(c header.Column) string { return c.Title })
}

// Find is the index of the column with a header, or -1.
func (s *Source) Find(title string) int {
	folded := value.Fold(title)
	return slices.IndexFunc(s.Head.Columns,
		func(c header.Column) bool { return value.Fold(c.Title) == folded })
}

// Strangers warns of columns that are neither fields nor of any use in this kind of sheet.
func (s *Source) Strangers(tell func(...problem.Problem)) {
	if s.Reader.Kind == kind.Products || s.Reader.Kind == kind.Variants || s.Reader.Kind == kind.Customers {
		return
	}
	for _, c := range s.Head.Columns {
		if c.Use == header.Extra {
			tell(problem.Warnf(s.Sheet.At(s.Head.Row, c.Number), "unknown-column",
				"the column is not known in the sheet %s and left out",
				s.Reader.Kind.SheetName()).
				WithValue(c.Title).Hintf("%s", config.Meaning(c.Title, field.Names(s.Reader.Fields))))
		}
	}
}

// Title is the index of a column's entry in the header, or -1 where it has no title.
func (s *Source) Title(number int) int {
	if number >= len(s.Positions) {
		return -1
	}
	return s.Positions[number] - 1
}

// HideColumns keeps what stands in hidden columns out of the keywords, unless the configuration names the
// column: it is often what a shop pays for a thing. Fields are taken from them all the same.
func (s *Source) HideColumns(tell func(...problem.Problem)) {
	var titles []string
	for n, c := range s.Head.Columns {
		if c.Use != header.Extra || !s.Sheet.ColumnHidden(c.Number) ||
			s.Reader.Columns[value.Fold(c.Title)] != "" {
			continue
		}
		s.Head.Columns[n].Use = header.Unused
		titles = append(titles, c.Title)
	}
	if len(titles) > 0 {
		tell(problem.Warnf(s.Sheet.At(s.Head.Row, 0), "hidden-columns",
			"hidden columns are not kept as keywords: %s", strings.Join(titles, ", ")).
			Hintf("show them, or in plugsheet.yaml: %s",
				problem.Pastef("columns: { %s: { %q: keyword } }", s.Reader.Kind, titles[0])))
	}
}

// Complete is the configuration with what the sheet's profile says for this kind and the configuration leaves
// open.
func (s *Source) Complete(c config.Config) config.Config {
	p, k := s.Reader.Profile, string(s.Reader.Kind)
	if p == nil {
		return c
	}
	c.Defaults, c.Skip = maps.Clone(c.Defaults), maps.Clone(c.Skip)
	if c.Defaults == nil {
		c.Defaults = map[string]map[string]string{}
	}
	if c.Skip == nil {
		c.Skip = map[string]map[string][]string{}
	}
	defaults := maps.Clone(p.Config.Defaults[k])
	if defaults == nil {
		defaults = map[string]string{}
	}
	maps.Copy(defaults, c.Defaults[k])
	c.Defaults[k] = defaults
	skip := map[string][]string{}
	for _, c := range s.Head.Columns {
		if values := p.Skips(value.Fold(c.Title)); len(values) > 0 {
			skip[c.Title] = values
		}
	}
	maps.Copy(skip, c.Skip[k])
	c.Skip[k] = skip
	c.Keep = withProfile(c.Keep, k, p.Keep)
	if c.Group.KindOrDefault() == "" && s.Reader.Kind == kind.Products {
		c.Group = p.GroupIn(func(title string) bool { return s.Find(title) >= 0 })
	}
	return c
}

// withProfile adds to what the configuration says of the columns of a kind of sheet what the profile does.
func withProfile(all map[string]map[string][]string, k string,
	own map[string][]string) map[string]map[string][]string {
	if len(own) == 0 {
		return all
	}
	out, mine := maps.Clone(all), maps.Clone(own)
	if out == nil {
		out = map[string]map[string][]string{}
	}
	maps.Copy(mine, all[k])
	out[k] = mine
	return out
}

// exemplary is a field with the default to propose for it: the shop system's, where the sheet has the columns
// for that.
func (s *Source) exemplary(f int) field.Field {
	field := s.Reader.Fields[f]
	if p := s.Reader.Profile; p != nil && p.Propose[field.Name] != "" {
		if _, unknown := parseTemplate(p.Propose[field.Name], field, s); unknown == "" {
			field.Example = p.Propose[field.Name]
		}
	}
	if link := s.linkDefault(f); link != "" {
		field.Example = link
	}
	return field
}

// DateSurvey is what all dates of a sheet say.
type DateSurvey struct {
	Order value.Order  // of day and month; AnyOrder where they do not say it, or contradict each other
	Dates map[int]bool // by column: it holds a date at all
}

// See takes in one cell.
func (s *DateSurvey) See(column int, cell table.Cell, found map[value.Order]bool) {
	text := dateText(cell)
	if d, ok := value.ReadDate(text); ok {
		s.Dates[column], found[d.Order()] = true, true
	} else if p, ok := value.ReadPeriod(text); ok {
		s.Dates[column], found[p.From.Order()], found[p.Until.Order()] = true, true, true
	}
}

// SampleRows is how many rows of a sheet a proposal looks at.
const SampleRows = 1000

// Sample gives the first rows below the headers, so many at most, to be kept.
func (s *Source) Sample(ctx context.Context, most int) (rows []table.Row, err error) {
	for row, err := range s.Below(ctx, most) {
		if err != nil {
			return nil, err
		}
		row.Cells = slices.Clone(row.Cells)
		rows = append(rows, row)
	}
	return rows, nil
}

// Below gives the rows below the headers, so many at most; 0 for all. It ends with an error.
func (s *Source) Below(ctx context.Context, most int) iter.Seq2[table.Row, error] {
	return func(yield func(table.Row, error) bool) {
		seen := 0
		for row, err := range s.Sheet.Rows(ctx) {
			if err == nil && row.Number <= s.Head.Row {
				continue
			}
			if seen++; !yield(row, err) || err != nil || seen == most {
				return
			}
		}
	}
}
