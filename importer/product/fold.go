package product

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// folded is what the variants of one product add to it: the lowest price with what belongs to it, the first
// image, whether any is available, and as keywords what they are found by.
type folded struct {
	coded  bool        // among the values is the reference of the variant with the lowest price
	image  sheet.Taken // that variant's own picture; without a text where it has none
	values []sheet.Taken
	words  []string
	amount float64 // of the lowest price of those that are to be had, else of all; 0 for none
	gone   bool    // it is not to be had
	most   float64 // of the highest one
	more   surcharges
	at     problem.Position // of the first variant
	code   string           // its own reference
	used   bool
}

// foldedFields are what a product may take from its variants.
func foldedFields() []int {
	return []int{field.PriceCatalog, field.PricePromotion, field.PriceSpecial,
		field.Currency, field.Available, field.ImageURL}
}

// pricesOf are the fields that go together with a price.
func pricesOf() []int {
	return append(offerFields(), field.PriceCatalog, field.PricePromotion, field.PriceSpecial, field.Currency)
}

// add takes in a variant. With all, every value that was blank so far is taken, else those of foldedFields.
func (c *catalog) add(f *folded, r *sheet.Row, g *sheet.Grouping, all bool) (size int) {
	n := c.paid(r)
	c.tellUnpriced(r)
	f.more.add(r)
	f.most = max(f.most, n)
	if gone := isNo(r.Text[field.Available]); n > 0 && beats(n, f.amount, gone, f.gone) {
		f.gone, f.amount, f.coded, f.image = gone, n, all && r.Text[field.Reference] != "", g.OwnPicture(r)
		together := pricesOf()
		if f.coded {
			together = append(together, field.Reference)
		}
		f.values = slices.DeleteFunc(f.values, func(t sheet.Taken) bool {
			return slices.Contains(together,
				int(t.Field))
		})
		for _, field := range together {
			if r.Text[field] != "" {
				f.values = append(f.values, r.Take(field))
				size += sheet.TakenSize
			}
		}
	}
	for item, text := range r.Text {
		if text == "" || r.Broken[item] || slices.Contains(pricesOf(), item) || !all &&
			!slices.Contains(foldedFields(), item) {
			continue
		}
		n := slices.IndexFunc(f.values, func(t sheet.Taken) bool { return t.Is(item) })
		switch {
		case n < 0:
			f.values = append(f.values, r.Take(item))
			size += len(text) + sheet.TakenSize
		case item == field.Available && isYes(text):
			f.values[n] = r.Take(item)
		}
	}
	for _, w := range c.variantWords(r, g) {
		if !slices.Contains(f.words, w) {
			f.words = append(f.words, w)
			size += len(w) + 16
		}
	}
	return size
}

// variantWords are the keywords of a variant: its codes, its own title, and the columns that are no fields.
func (c *catalog) variantWords(r *sheet.Row, g *sheet.Grouping) []string {
	var words []string
	for _, f := range []int{field.Reference, field.ID, field.Title} {
		if n := r.Source.Title(r.Column[f]); r.Column[f] > 0 && n >= 0 && r.Text[f] != "" &&
			(g == nil || r.Column[f] != g.By) {
			c.CheckPublic(sheet.PublicCell{
				At: r.At(f), Kind: kind.Products, Header: r.HeaderOf(f), Text: r.Text[f],
				Coded: f != field.Title,
			})
			words = append(words, r.Source.Head.Columns[n].Title+": "+
				strings.ReplaceAll(r.Text[f], "\n", " "))
		}
	}
	return append(words, c.keywords(r)...)
}

// apply gives a product what its variants add.
func (c *catalog) apply(f *folded, r *sheet.Row) {
	own := c.paid(r)
	cheaper := f.amount > 0 && beats(f.amount, own, f.gone, isNo(r.Text[field.Available]))
	least := f.amount // the product's own row is often a variant too, and may be the cheapest
	if own > 0 && !cheaper {
		least = own
	}
	r.From = f.amount > 0 && max(f.most, own) > least
	if cheaper {
		for _, field := range append(offerFields(), field.PriceCatalog,
			field.PricePromotion, field.PriceSpecial) {
			r.Drop(field)
		}
	}
	for _, t := range f.values {
		switch {
		case t.Is(field.Reference) && f.coded:
			if cheaper && r.Text[field.ID] != "" ||
				r.Text[field.Reference] == "" { // an id that the reference lends must not move
				r.Rename(t)
			}
		case f.adds(r, t, cheaper):
			r.Put(t)
		}
	}
	if cheaper && f.image.Text != "" {
		r.Put(f.image)
	}
	r.Words = append(r.Words, f.words...)
	c.raise(r, f.more.least)
	r.From = r.From || f.more.most > f.more.least
}

// beats tells whether a variant with a price stands for its product rather than another: one that is to be
// had before one that is not, then the cheaper one. A price of 0 is none.
func beats(price, other float64, gone, otherGone bool) bool {
	return other == 0 || otherGone && !gone || gone == otherGone && price < other
}

// adds tells whether a product takes a value of its variants: the prices of a cheaper one, and what says
// more.
func (f *folded) adds(r *sheet.Row, t sheet.Taken, cheaper bool) bool {
	switch {
	case slices.Contains(pricesOf(), int(t.Field)):
		return cheaper
	case r.Broken[t.Field], t.Is(field.ImageURL) && cheaper && f.image.Text != "":
		return false
	}
	return saysMore(r, t)
}

// saysMore tells whether a variant's value says more than its product's: there is none, or only the variant
// is to be had.
func saysMore(r *sheet.Row, t sheet.Taken) bool {
	return r.Text[t.Field] == "" || t.Is(field.Available) && isYes(t.Text) && !isYes(r.Text[field.Available])
}

func isNo(text string) bool {
	v, ok := value.InStock(text)
	return ok && !v
}

func isYes(text string) bool {
	v, ok := value.InStock(text)
	return ok && v
}

// readVariants reads the sheets that hold nothing but the variants of products in other sheets. They fold
// into their products, whatever the setting says: such a sheet has no titles and pages of their own.
func (c *catalog) readVariants(ctx context.Context) error {
	size := 0
	for _, s := range c.ByKind[kind.Variants] {
		if err := c.FindStates(ctx, s); err != nil {
			return err
		}
		err := c.Each(ctx, s, func(r *sheet.Row) error {
			if r.Miss(field.ProductOf) || c.Bad {
				c.Skip(r)
				return nil
			}
			key := sheet.ParentKey(r.Text[field.ProductOf])
			f := c.combinations[key]
			if f == nil {
				f = &folded{at: r.At(field.ProductOf), code: strings.Clone(r.Text[field.Reference])}
				c.combinations[strings.Clone(key)] = f
			}
			if size += 128 + c.add(f, r, nil, false); size > maxFolds {
				return errTooManyVariants(s)
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.TellStates(s)
	}
	if len(c.combinations) > 0 && c.Config.Variants == config.VariantsApart {
		c.Tell(problem.Warnf(problem.Position{}, "variants-fold",
			"variants in a sheet of their own fold into their products"))
	}
	return nil
}

// forgetHidden drops the variants that other sheets have of products that are left out.
func (c *catalog) forgetHidden(s *sheet.Source) {
	for key := range s.States.Keys {
		if f := c.combinations[key]; f != nil {
			f.used = true
		}
	}
}

// combine gives a product the variants that other sheets have of it.
func (c *catalog) combine(r *sheet.Row) {
	for _, key := range append(r.Source.Group.Keys(r), sheet.ParentKey(r.Text[field.ID])) {
		if f := c.combinations[key]; f != nil && !f.used {
			f.used = true
			c.apply(f, r)
		}
	}
}
