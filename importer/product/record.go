package product

import (
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// product turns a row, that is a product now, into a record and writes it, unless it is a heading between
// products.
func (c *catalog) product(r *sheet.Row) error {
	c.combine(r)
	if c.section(r) {
		return nil
	}
	c.settlePrices(r)
	c.discounted(r)
	if r.Complete(); c.looksLikeSection(r) || c.repeats(r) {
		return nil
	}
	r.Source.Rows++
	c.number++
	id, good := c.key(r)
	t := r.Text
	p := bundle.Product{
		ID: id, Title: t[field.Title], Description: t[field.Description], Reference: t[field.Reference],
		ProductURL: c.url(r, field.ProductURL), ImageURL: c.url(r, field.ImageURL),
		Brand: optional(t[field.Brand]), ShortDescription: optional(t[field.ShortDescription]),
		PriceCatalog:   c.price(r, field.PriceCatalog),
		PricePromotion: optional(c.price(r, field.PricePromotion)),
		PriceSpecial:   optional(c.price(r, field.PriceSpecial)), Available: c.available(r),
	}
	c.demand(r)
	if r.From {
		p.Description = strings.TrimSpace(p.Description + "\n" + fromThisPrice(c.Config.Language))
	}
	c.CheckRow(r)
	in, ids := c.categoriesOf(r)
	offer := c.offer(r, &p)
	record := bundle.Record{Categories: ids, Keywords: c.keywords(r), Offer: offer, Listed: c.listing(r),
		Product: p}
	var err error
	if c.SkipBadRows {
		good, err = c.writeGood(r, record)
	} else if good { // without an id there is no record; the cells were checked all the same
		err = c.queue.put(queued{record, originOf(r)})
	}
	if good && err == nil {
		c.Tree.CountIn(in, id.String(), c.number)
		c.trace.Add(r, p)
		c.see(r, &record, in)
	}
	return err
}

// demand notes what a product must have and this one lacks.
func (c *catalog) demand(r *sheet.Row) {
	for _, f := range []int{field.Title, field.ProductURL, field.Description, field.ImageURL,
		field.PriceCatalog} {
		c.Bad = r.Miss(f) || c.Bad
	}
}

// writeGood writes a product at once, or leaves it out where an error was told of it: then it reports false.
// The categories count only what is written.
func (c *catalog) writeGood(r *sheet.Row, record bundle.Record) (good bool, err error) {
	if !c.Bad {
		c.Watch.To(stage.Write)
		err := c.Writer.Product(record)
		c.Watch.To(stage.Check)
		if err == nil {
			c.claim(r, record.Product.ID)
			c.Counts.Products++
			return true, nil
		}
		origin := originOf(r)
		if err := c.Faults(err, func(_ int, name string) problem.Position {
			return origin.at(name)
		}); err != nil {
			return false, err
		}
	}
	c.Skip(r)
	return false, nil
}

// optional is nil for a blank text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
