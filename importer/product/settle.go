package product

import (
	"slices"
	"strconv"

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
