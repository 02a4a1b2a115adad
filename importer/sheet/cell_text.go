package sheet

import (
	"strings"
	"time"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Spoiled tells whether a cell shows a long number as a spreadsheet program leaves it that took a barcode for an amount:
// 5,90123E+12. What the digits were is lost, unless a workbook still holds them beneath; of more than 15 digits it holds
// zeros instead.
func Spoiled(c table.Cell) bool {
	if c.Kind == table.Number {
		return len(c.Raw) > 15 && value.Digits(c.Raw)
	}
	return value.Exponential(c.Text)
}

// isCode tells whether a column is the id or the reference.
func isCode(s *Source, c header.Column) bool {
	return c.Use == header.AsField && s.Reader.Fields[c.Field].Code && !s.Reader.Fields[c.Field].List && c.Tag == ""
}

// spoiledCode tells of a code that a spreadsheet program has destroyed. Only of an id or reference it is an error: it
// would name another product.
func (i *Job) spoiledCode(r *Row, c header.Column) {
	at, cell := r.Source.Sheet.At(r.Number, c.Number), r.Cells[c.Number-1]
	const format = "a long number that the spreadsheet program has rounded: its digits are lost"
	const hint = "format the column as text, then type or paste the codes again; in csv files they look like this after being saved by Excel"
	if c.Use == header.AsField && r.Source.Reader.Fields[c.Field].Code && c.Tag == "" {
		r.Text[c.Field], r.Broken[c.Field] = "", true
		i.Tell(problem.Errorf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
		return
	}
	i.Tell(problem.Warnf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
}

// WordOf is what a cell of no field adds to the keywords: codes as they are beneath, whatever their number format.
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

// dateText is what a cell says of a date: of a workbook's date the date itself, whatever it is shown as.
func dateText(c table.Cell) string {
	if c.Kind == table.Date && len(c.Raw) >= len(time.DateOnly) {
		return c.Raw
	}
	return c.Text
}

// cellText is what a cell says. Of an id or code that a workbook holds as a number it is the number itself, unless its
// format makes a code of all its digits: 00042, SKU-0042.
func cellText(c table.Cell, code bool) string {
	if !code || c.Kind != table.Number || c.Code {
		return c.Text
	}
	return c.Raw
}

// IsError tells whether a cell shows one of the spreadsheet programs' errors. A text file holds them as text.
func IsError(c table.Cell) bool {
	return c.Kind == table.Error || c.Kind == table.Unshown || value.SheetError(c.Text)
}

// shownPrices looks at the cells of a row whose number format shows another price than the number, or none.
func (i *Job) shownPrices(r *Row) {
	s := r.Source
	if s.Reader.Kind != kind.Products && s.Reader.Kind != kind.Variants {
		return
	}
	for _, f := range []int{field.PriceCatalog, field.PricePromotion, field.PriceSpecial} {
		c := r.Cell(s.Head.At[f])
		if c.Kind != table.Number || !c.Other {
			continue
		}
		_, fault := pricing.Read(c.Text)
		switch {
		case c.Raw == "0" && fault == pricing.Free:
			continue
		case c.Raw == "0" && f != field.PriceCatalog: // no promotion, shown as a dash or not at all
			r.Text[f] = ""
			continue
		}
		r.Text[f], r.Broken[f] = "", true
		p := problem.Errorf(s.Sheet.At(r.Number, s.Head.At[f]), "price-format",
			"the number format shows %q, but the number beneath is %s", c.Text, c.Raw)
		if c.Text == "" {
			p = problem.Errorf(s.Sheet.At(r.Number, s.Head.At[f]), "price-format",
				"the number format hides what stands here: %s", c.Raw)
		}
		i.Tell(p.Hintf("choose a number format that shows the price, such as 0.00, or clear the cell"))
	}
}

// struckOut tells whether a row is struck out: its title, or all that stands in it.
func (r *Row) struckOut() bool {
	k := r.Source.Reader.Kind
	if k == kind.Products && r.Cell(r.Source.Head.At[field.Title]).Struck {
		return true
	}
	struck := false
	for _, c := range r.Cells {
		if c.Kind != table.Blank && !c.Struck {
			return false
		}
		struck = struck || c.Struck
	}
	return struck
}
