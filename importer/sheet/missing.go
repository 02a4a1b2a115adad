package sheet

import (
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Miss notes that a row has no value for a field that must have one; it is told at the end of the sheet, once
// when it is so in every row. It reports whether there is none.
func (r *Row) Miss(field int) bool {
	if r.Text[field] != "" || r.Broken[field] {
		return false
	}
	r.Source.Missing[field] = append(r.Source.Missing[field], int32(r.Number))
	return true
}

// Few tells whether rows are few among others, at most 5 %, so that what is wrong in them is about them alone
// and not about the column.
func Few(rows, of int) bool { return rows*20 <= of }

// TellMissing tells of the values that are missing: once for a field without value in every row, else for
// each cell.
func (i *Job) TellMissing(ctx context.Context, s *Source) {
	if s.Rows == 0 && s.States.left > 0 {
		return
	}
	if s.Rows == 0 {
		i.Tell(problem.Warnf(s.Sheet.At(0, 0), "empty-sheet", "the sheet has no rows below its header"))
		return
	}
	if len(s.Missing) == 0 {
		return
	}
	var everywhere []int
	for f := range s.Reader.Fields {
		switch rows := s.Missing[f]; {
		case len(rows) == s.Rows:
			everywhere = append(everywhere, f)
		default:
			for _, number := range rows {
				i.Tell(i.missing(ctx, s, f, int(number)))
			}
		}
	}
	i.tellEverywhere(ctx, s, everywhere)
}

// tellEverywhere tells of fields that no row has a value for. The defaults for all of them are one hint.
func (i *Job) tellEverywhere(ctx context.Context, s *Source, fields []int) {
	var paste []field.Field
	for _, f := range fields {
		if col, text := i.remedy(ctx, s, f); col == "" && text.Example != "" {
			paste = append(paste, text)
		}
	}
	pasted := false
	for _, f := range fields {
		titles := s.couldBePrice()
		if s.Reader.Kind == kind.Products && f == field.PriceCatalog && len(titles) > 1 {
			i.Tell(s.Reader.WhichPrice(s.Sheet.At(s.Head.Row, 0), titles...))
			continue
		}
		p := problem.Errorf(s.Sheet.At(0, 0), "missing-everywhere", "no row has a value for %s (%s)",
			wordsOfField(s.Reader.Fields[f]), problem.Counted(s.Rows, "%d row", "%d rows"))
		if col, to := i.remedy(ctx, s, f); col != "" {
			use := problem.Pastef("columns: { %s: { %q: %s } }", s.Reader.Kind, col, to.Name)
			p = p.Hintf("if the column %q holds it, in plugsheet.yaml: %s", col, use)
		} else if !pasted && to.Example != "" {
			p = p.Hintf("add the column, or paste into plugsheet.yaml and adapt:\n%s",
				pasteDefaults(s.Reader.Kind, paste))
			pasted = true
		}
		i.Tell(p)
	}
}

// remedy is what fills a field that is missing: a column, or else a default in the field's example. Of
// products it is what the proposal says, so that no hint contradicts plugsheet map.
func (i *Job) remedy(ctx context.Context, s *Source, f int) (column string, to field.Field) {
	to = s.exemplary(f)
	if s.Reader.Kind != kind.Products {
		if col := s.nearest(to); col != nil {
			return col.Title, to
		}
		return "", to
	}
	p := i.Advice(ctx, s)
	if p == nil {
		return "", to
	}
	fields := []int{f}
	if f == field.ID {
		fields = []int{field.Reference, field.ID}
	}
	fill := p.Fill(fields...)
	switch {
	case fill.Column > 0 && s.Head.At[fill.Field] != fill.Column:
		return fill.Header, s.Reader.Fields[fill.Field]
	case fill.Template != "":
		to = s.Reader.Fields[fill.Default]
		to.Example = fill.Template
	case f == field.PriceCatalog:
		if near := s.nearest(to); near != nil {
			return near.Title, to
		}
	default:
		to.Example = ""
	}
	return "", to
}

// Remedy is what fills a field of a sheet: one of its columns, or else a default.
type Remedy struct {
	Header        string // of the column
	Field, Column int    // what the column would be, and its number; 0 for no column
	Default       int    // the field that the default fills
	Template      string // of the default; empty for none
}

// Advice is what the proposal says of a sheet that is read.
type Advice interface {
	Fill(fields ...int) Remedy                      // what fills one of the fields
	Number(field int) int                           // the column of a field; 0 for none
	Twice() int                                     // rows with a key that an earlier one has
	Base() (address string, ok bool)                // what the sheet's relative URLs begin with
	NamedCurrency() (code string, why problem.Text) // of bare prices, where the sheet names one
	LikelyCurrency() (code, where string)           // that stands beside the table, and the text in which
}

// Advice is what the proposal says of a sheet that is read; nil where there is none.
func (i *Job) Advice(ctx context.Context, s *Source) Advice {
	if !s.advised {
		s.advice, s.advised = i.Advise(ctx, s), true
	}
	return s.advice
}

// words are what a field is called where its value is missing.
func wordsOfField(f field.Field) any {
	if f.Said != "" {
		return problem.Phrase(f.Said)
	}
	return f.Name
}

// nearest is the first column that is no field and whose header has a word for one, in it or nearly; nil for
// none.
func (s *Source) nearest(f field.Field) *header.Column {
	for n := range s.Head.Columns {
		c := &s.Head.Columns[n]
		_, said := s.Reader.Columns[value.Fold(c.Title)] // that it is a keyword
		if c.Use == header.Extra && !said && s.Reader.Near(c.Title)[field.Index(s.Reader.Fields, f.Name)] {
			return c
		}
	}
	return nil
}

// missing is the problem of a row without a value that it must have.
func (i *Job) missing(ctx context.Context, s *Source, f int, number int) problem.Problem {
	column := s.Head.At[f]
	if column == 0 && f == field.ID && s.Reader.Kind == kind.Products {
		column = s.Head.At[field.Reference]
	}
	p := problem.Errorf(s.Sheet.At(number, column), "missing-value",
		"no value for %s, which every row must have",
		wordsOfField(s.Reader.Fields[f]))
	if col, to := i.remedy(ctx, s, f); col == "" && to.Example != "" {
		hint := problem.Pastef("defaults: { %s: { %s: %q } }", s.Reader.Kind, to.Name, to.Example)
		return p.Hintf("fill it in, or in plugsheet.yaml: %s", hint)
	}
	return p.Hintf("fill it in")
}

// KeepTexts keeps columns whose header only looks like one of the shop's own business: a margin of "wide
// lined" is none. It reads the first rows where there is such a column.
func (s *Source) KeepTexts(ctx context.Context) error {
	amounts, texts := map[int]bool{}, map[int]bool{}
	for n, c := range s.Head.Columns {
		if c.Use == header.Unused && c.LeftOut() && !c.Role.Wordy() &&
			!s.Reader.IgnoredByProfile(c.Title) {
			amounts[n] = false
		}
	}
	if len(amounts) == 0 {
		return nil
	}
	for row, err := range s.Below(ctx, SampleRows) {
		if err != nil {
			return err
		}
		for n := range amounts {
			cell := row.Cell(s.Head.Columns[n].Number)
			amounts[n] = amounts[n] || IsMoney(cell)
			texts[n] = texts[n] || cell.Text != ""
		}
	}
	for n, money := range amounts {
		if !money && texts[n] {
			s.Head.Columns[n].Use, s.Head.Columns[n].Role = header.Extra, pricing.None
		}
	}
	return nil
}

// IsMoney tells whether a cell holds an amount, or a part in percent.
func IsMoney(c table.Cell) bool {
	if c.Kind == table.Number {
		return true
	}
	_, fault := pricing.Read(strings.TrimSuffix(strings.TrimSpace(c.Text), "%"))
	return fault == "" || fault == pricing.Negative
}

// tellLeftOut says once why a column is left out: it is the shop's own business, or a price in another
// currency.
func (i *Job) tellLeftOut(s *Source, c *header.Column) {
	at := s.Sheet.At(0, c.Number)
	switch {
	case c.LeftOut():
		why := header.InternalWords(c.Role)
		c.Role = pricing.None
		i.Tell(problem.Warnf(at, "internal-column", "the column is left out: %s", why).WithValue(c.Title).
			Hintf("if that is wrong, give the column another header"))
	case c.Foreign:
		c.Foreign = false
		i.Tell(problem.Warnf(at, "foreign-price",
			"the column is left out: its prices are in another currency").
			WithValue(c.Title).
			Hintf("to take the price from here, give its field under columns in the configuration"))
	}
}

// TellConfigured warns of columns that look like the shop's own business and are used all the same, because
// the configuration says so.
func (s *Source) TellConfigured(tell func(...problem.Problem)) {
	for _, c := range s.Head.Columns {
		if c.Configured && c.Use != header.Unused && c.Role.Internal() {
			tell(problem.Warnf(s.Sheet.At(s.Head.Row, c.Number), "internal-column-used",
				"the configuration uses this column, but %s", header.InternalWords(c.Role)).
				WithValue(c.Title).
				Hintf("if it is for customers, give the column another header"))
		}
	}
}

// couldBePrice are the headers of the columns that could be the price where none is.
func (s *Source) couldBePrice() []string {
	could := each.That(s.Head.Columns, func(c header.Column) bool {
		return c.Use == header.Extra && !c.Configured && c.Tag == "" && c.Role.Priced()
	})
	return each.Of(could, func(c header.Column) string { return c.Title })
}
