package sheet

import (
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

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
