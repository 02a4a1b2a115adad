package diff

import (
	"context"
	"slices"
	"strconv"

	"plugsheet/schemas/bundle"
)

// row is what is kept of a product of the old bundle.
type row struct {
	Product
	values     [len(fields)]string
	categories []bundle.ID
	position   int
	found      bool
}

// fields are what is compared: keys of the answer, prices first, and the days of the promotion and of the
// product.
var fields = [...]string{
	"priceCatalog", "pricePromotion", "priceSpecial", "offer",
	"title", "reference", "brand", "description", "shortDescription", "productUrl", "imageUrl", "available",
	"listed",
}

// prices is how many of the fields are prices or belong to one, amounts how many of them can be read as
// numbers.
const prices, amounts = 4, 3

// values are those of the fields, whatever the day is: a promotion for a time is one at all times, with its
// days.
func values(record bundle.Record) [len(fields)]string {
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	p, promotion, days := record.Product, text(record.Product.PricePromotion), ""
	if o := record.Offer; o != nil {
		promotion, days = o.PricePromotion, o.Days()
	}
	available, listed := "", ""
	if l := record.Listed; l != nil {
		listed = l.Days()
	}
	if p.Available != nil {
		available = strconv.FormatBool(*p.Available)
	}
	return [...]string{
		p.PriceCatalog, promotion, text(p.PriceSpecial), days,
		p.Title, p.Reference, text(p.Brand), p.Description, text(p.ShortDescription), p.ProductURL,
		p.ImageURL, available, listed,
	}
}

func named(p bundle.Product) Product { return Product{p.ID.String(), p.Reference, p.Title} }

// comparer matches the products of two bundles.
type comparer struct {
	report      *Report
	byReference bool
	old         map[string]*row
	order       []*row
}

func (c *comparer) key(p bundle.Product) string {
	if c.byReference {
		return p.Reference
	}
	return p.ID.String()
}

func (c *comparer) readOld(ctx context.Context, b *bundle.Bundle, files []bundle.File) error {
	for _, f := range files {
		for l, err := range b.Records(ctx, f) {
			if err != nil {
				return err
			}
			p := l.Record.Product
			r := &row{Product: named(p), values: values(l.Record), categories: l.Record.Categories,
				position: len(c.order)}
			c.old[c.key(p)] = r
			c.order = append(c.order, r)
		}
	}
	return nil
}

func (c *comparer) readNew(ctx context.Context, b *bundle.Bundle, files []bundle.File) error {
	last := -1
	for _, f := range files {
		for l, err := range b.Records(ctx, f) {
			if err != nil {
				return err
			}
			old := c.old[c.key(l.Record.Product)]
			if old == nil {
				c.report.Added = append(c.report.Added, named(l.Record.Product))
				continue
			}
			old.found = true
			c.report.Reordered = c.report.Reordered || old.position < last
			last = old.position
			c.compare(old, l.Record)
		}
	}
	return nil
}

func (c *comparer) compare(old *row, now bundle.Record) {
	p := named(now.Product)
	for i, after := range values(now) {
		before := old.values[i]
		if before == after {
			continue
		}
		change := Change{Product: p, Field: fields[i], Before: before, After: after}
		if i >= prices {
			c.report.Fields = append(c.report.Fields, change)
			continue
		}
		if i < amounts {
			change.Percent = percent(before, after)
		}
		c.report.Prices = append(c.report.Prices, change)
	}
	if !c.byReference && !slices.Equal(old.categories, now.Categories) {
		c.report.Recategorized = append(c.report.Recategorized, p)
	}
}

// gone lists the old products that the new bundle does not have.
func (c *comparer) gone() {
	for _, r := range c.order {
		if !r.found {
			c.report.Gone = append(c.report.Gone, r.Product)
		}
	}
}
