package product

import (
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// single takes a row that is a product now, unless it is a heading between products.
func (c *catalog) single(v *variants, r *sheet.Row) error {
	c.combine(v.group, r)
	if c.section(r) {
		return nil
	}
	fromCents(r)
	c.settlePrices(r)
	c.discounted(r)
	r.Complete()
	if c.looksLikeSection(r) {
		return nil
	}
	r.Source.Rows++
	return c.product(r)
}

// product turns one row into a record and writes it.
func (c *catalog) product(r *sheet.Row) error {
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
	for _, f := range []int{field.Title, field.ProductURL, field.Description, field.ImageURL,
		field.PriceCatalog} {
		c.Bad = r.Miss(f) || c.Bad
	}
	if r.From {
		p.Description = strings.TrimSpace(p.Description + "\n" + fromThisPrice(c.Config.Language))
	}
	c.CheckRow(r)
	in, ids := c.categoriesOf(r)
	offer := c.offer(r, &p)
	record := bundle.Record{Categories: ids, Keywords: c.keywords(r), Offer: offer, Listed: c.listing(r),
		Product: p}
	if c.SkipBadRows {
		return c.orSkip(r, record, in)
	}
	if good { // without an id there is no record; the cells were checked all the same
		c.Tree.CountIn(in, id.String(), c.number)
		c.trace.Add(r, p)
		c.see(r, &record, in)
		return c.queue.put(queued{record, originOf(r)})
	}
	return nil
}

// orSkip writes a product, or leaves it out where an error was told of it. The categories count only what is
// written.
func (c *catalog) orSkip(r *sheet.Row, record bundle.Record, in []int) error {
	if !c.Bad {
		c.Watch.To(stage.Write)
		err := c.Writer.Product(record)
		c.Watch.To(stage.Check)
		if err == nil {
			c.claim(r, record.Product.ID)
			c.Counts.Products++
			c.Tree.CountIn(in, record.Product.ID.String(), c.number)
			c.trace.Add(r, record.Product)
			c.see(r, &record, in)
			return nil
		}
		origin := originOf(r)
		if err := c.Faults(err, func(_ int, name string) problem.Position {
			return origin.at(name)
		}); err != nil {
			return err
		}
	}
	c.Skip(r)
	return nil
}

// optional is nil for a blank text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
