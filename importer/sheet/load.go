package sheet

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// WordOf is what a cell of no field adds to the keywords: codes as they are beneath, whatever their number
// format.
func WordOf(c table.Cell) string {
	if c.Kind == table.Number && strings.ContainsAny(c.Text, "Ee") && value.Exponential(c.Text) {
		return c.Raw
	}
	text := c.Text
	if value.HasEscapedLine(text) {
		text, _ = value.EscapedLines(text)
	}
	return value.PlainText(text)
}

// load takes the fields' texts out of the cells.
func (i *Job) load(r *Row) {
	clear(r.Broken)
	r.Taken, r.Words, r.From = nil, nil, false
	for f, column := range r.Column {
		r.Text[f] = ""
		if column > 0 {
			i.loadField(r, f, r.Cell(column))
		}
	}
	r.Source.Shop.fill(r)
	for n := range r.Cells {
		if r.Cells[n].Text != "" {
			i.lookAt(r, n+1)
		}
	}
}

// loadField is what a cell says of its field: its text, the date or the number beneath, the address behind
// it, without HTML, and without what the shop system's profile takes out.
func (i *Job) loadField(r *Row, f int, c table.Cell) {
	s, of := r.Source, &r.Source.Reader.Fields[f]
	r.Text[f] = cellText(c, of.Code)
	if of.Date {
		r.Text[f] = dateText(c)
	}
	if of.URL && c.Link != "" {
		i.linked(r, f, c)
	}
	if of.HTML {
		r.Text[f] = value.PlainText(s.Clean.lines(r.Column[f], r.Text[f]))
	}
	if p := s.Reader.Profile; p != nil {
		if cut := p.Strip[f]; cut != nil && (f != field.Categories || len(i.Sheets[kind.Categories]) == 0) {
			r.strip(f, cut)
		}
		if slices.Contains(p.Blank[f], r.Text[f]) {
			r.Text[f] = ""
		}
	}
	if c.Kind == table.Number && c.Other && (of.Price || of.Code && !of.List && !c.Code &&
		!value.Exponential(c.Text)) {
		i.shownOther(r, f, c)
	}
}

// strip takes out of a text what says nothing to people. A reference stays a keyword as it was.
func (r *Row) strip(f int, what *regexp.Regexp) {
	whole := r.Text[f]
	r.Text[f] = strings.TrimSpace(what.ReplaceAllString(whole, ""))
	if f == field.Reference && r.Text[f] != whole {
		r.Words = append(r.Words, r.HeaderOf(f)+": "+whole)
	}
}

// dateText is what a cell says of a date: of a workbook's date the date itself, whatever it is shown as.
func dateText(c table.Cell) string {
	if c.Kind == table.Date && len(c.Raw) >= len(time.DateOnly) {
		return c.Raw
	}
	return c.Text
}

// cellText is what a cell says. Of an id or code that a workbook holds as a number it is the number itself,
// unless its format makes a code of all its digits: 00042, SKU-0042.
func cellText(c table.Cell, code bool) string {
	if !code || c.Kind != table.Number || c.Code {
		return c.Text
	}
	return c.Raw
}

// shownOther looks at a cell whose number format shows another price or code than the number, or none.
func (i *Job) shownOther(r *Row, f int, c table.Cell) {
	_, fault := pricing.Read(c.Text)
	price := r.Source.Reader.Fields[f].Price
	switch {
	case price && c.Raw == "0" && fault == pricing.Free:
		return
	case price && c.Raw == "0" && f != field.PriceCatalog: // no promotion, shown as a dash or not at all
		r.Text[f] = ""
		return
	}
	r.Text[f], r.Broken[f] = "", true
	at := r.Source.Sheet.At(r.Number, r.Column[f])
	p := problem.Errorf(at, "price-format",
		"the number format shows %q, but the number beneath is %s", c.Text, c.Raw)
	if c.Text == "" {
		p = problem.Errorf(at, "price-format", "the number format hides what stands here: %s", c.Raw)
	}
	if !price {
		i.Tell(p.Hintf("choose the number format General or Text, and look whether the code is right"))
		return
	}
	i.Tell(p.Hintf("choose a number format that shows the price, such as 0.00, or clear the cell"))
}
