package product

import (
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// settlePrices puts the two prices of a product where they belong. Without a catalog price the promotion is
// the price; so is the one of a pair that was never higher, or was 0 before: shops write that for no old
// price. A promotion of 0, or above the catalog price, is none.
func (c *catalog) settlePrices(r *sheet.Row) {
	_, special := pricing.FigureOf(r.Text[field.PriceSpecial])
	if special && c.value(r, field.PriceSpecial) == 0 && c.value(r, field.PriceCatalog) > 0 {
		r.Drop(field.PriceSpecial) // shops write that for none
	}
	text := r.Text[field.PricePromotion]
	if text == "" || r.Broken[field.PricePromotion] || r.Broken[field.PriceCatalog] {
		return
	}
	if _, fault := pricing.Read(text); fault != "" && fault != pricing.Free {
		return // told of later
	}
	catalog, promotion := c.value(r, field.PriceCatalog), c.value(r, field.PricePromotion)
	_, isNumber := pricing.FigureOf(r.Text[field.PriceCatalog])
	switch {
	case promotion == 0:
		c.once(r, field.PricePromotion, problem.Warnf(r.Source.Sheet.At(0, r.Column[field.PricePromotion]),
			"zero-promotion",
			"some promotions are 0, such as %q: they are left out", text).
			Hintf("leave the cell blank where there is no promotion"))
		r.Drop(field.PricePromotion)
	case r.Text[field.PriceCatalog] == "", r.Source.Head.Pair && isNumber &&
		(catalog == 0 || promotion >= catalog):
		t := r.Take(field.PricePromotion)
		t.Field = field.PriceCatalog
		r.Drop(field.PricePromotion)
		r.Put(t)
	case catalog == promotion:
		r.Drop(field.PricePromotion)
	case catalog > 0 && promotion > catalog:
		// no shop asks for more than the catalog price, and where the columns are the wrong way round the
		// lower price is what is paid too
		c.Tell(problem.Warnf(r.At(field.PricePromotion), "dear-promotion",
			"the promotion is left out: it is above the catalog price, which is %q",
			r.Text[field.PriceCatalog]).WithValue(text).Hintf("are the two columns the wrong way round?"))
		r.Drop(field.PricePromotion)
	}
}

// paid is what a customer pays, to compare variants by: the promotion where there is one, else the catalog
// price. A promotion that holds for some days only does not count: what stands there must be right before and
// after it.
func (c *catalog) paid(r *sheet.Row) float64 {
	catalog, promotion := c.value(r, field.PriceCatalog), c.value(r, field.PricePromotion)
	if slices.ContainsFunc(offerFields(), func(f int) bool { return r.Text[f] != "" }) && catalog > 0 {
		return catalog
	}
	if promotion > 0 && (catalog == 0 || promotion < catalog || r.Source.Head.Pair) {
		return promotion
	}
	return catalog
}

// value is a price as a number, to compare prices by; 0 where there is none. What cannot be decided is read
// as thousands.
func (c *catalog) value(r *sheet.Row, f int) float64 {
	fig, ok := pricing.FigureOf(r.Text[f])
	if !ok {
		return 0
	}
	cell := r.FieldCell(f)
	plain := cell.Raw
	if cell.Kind != table.Number || cell.Text != r.Text[f] {
		amount, _ := pricing.Read(r.Text[f])
		plain, _ = c.plain(r, f, fig, amount.Whole)
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0
	}
	return n
}

// tellUnpriced warns of the prices of a variant that are words or cannot be read: they do not count among
// those of its product.
func (c *catalog) tellUnpriced(r *sheet.Row) {
	for _, f := range []int{field.PriceCatalog, field.PricePromotion} {
		if _, fault := pricing.Read(r.Text[f]); r.Text[f] != "" && fault != "" && fault != pricing.Free {
			c.Tell(problem.Warnf(r.At(f), "unpriced-variant",
				"the price of this variant cannot be read, so that it does not count for its product").
				WithValue(r.Text[f]).Hintf("write it like 49.95 or 49,95 €"))
		}
	}
}

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
