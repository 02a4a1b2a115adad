package product

import (
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
)

// surcharges are what the variants of one product cost more than it: the least, which may be below 0, and the
// most. One that costs no more is the product itself.
type surcharges struct{ least, most float64 }

// add takes in a variant without a price of its own.
func (s *surcharges) add(r *sheet.Row) {
	if r.Text[field.PriceCatalog] == "" {
		more := surcharge(r)
		s.least, s.most = min(s.least, more), max(s.most, more)
	}
}

// surcharge is what a variant costs more than its product, by the shop system's column; 0 where it has none.
func surcharge(r *sheet.Row) float64 {
	p := r.Source.Reader.Profile
	if p == nil || p.Surcharge == "" {
		return 0
	}
	n := r.Source.Find(p.Surcharge)
	if n < 0 {
		return 0
	}
	off, negative := strings.CutPrefix(r.Cell(r.Source.Head.Columns[n].Number).Text, "-")
	amount, _ := pricing.Read(off)
	if negative {
		return -asFloat(amount)
	}
	return asFloat(amount)
}

// raise adds a surcharge to the price of a row.
func (c *catalog) raise(r *sheet.Row, more float64) {
	if price := c.value(r, field.PriceCatalog); more != 0 && price > 0 && price+more > 0 {
		c.write(r, field.PriceCatalog, price+more)
	}
}
