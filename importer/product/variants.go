package product

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// maxFolds is how many bytes are kept of variations that may stand anywhere in a sheet.
const maxFolds = 256 << 20

// variants are the rows of a sheet that belong to products in other rows, by what they call them.
type variants struct {
	group  *sheet.Grouping
	apart  bool                     // variants become products
	listed map[string]string        // by a variation's reference: its product's
	folds  map[string]*folded       // by product
	bases  map[string][]sheet.Taken // by product: what its variations inherit, when they become products
	size   int

	pending *sheet.Row // the product whose rows are being read
	rest    *folded    // its further rows
	bad     bool       // its first row has an error

	take func(*sheet.Row) error // takes the next row of the sheet
}

// prepare goes through the sheet for variations that may stand anywhere. Of each it keeps only what folds
// into its product, or of each product what its variations inherit.
func (c *catalog) prepare(ctx context.Context, s *sheet.Source) (*variants, error) {
	v := &variants{group: c.Grouping(s), apart: c.Config.Variants == config.VariantsApart,
		folds: map[string]*folded{}, bases: map[string][]sheet.Taken{}}
	s.Group, v.take = v.group, c.product
	if v.group == nil {
		return v, c.FindStates(ctx, s)
	}
	if v.group.Kind == config.Consecutive {
		v.take = func(r *sheet.Row) error { return c.next(v, r) }
		return v, c.FindStates(ctx, s)
	}
	v.take = func(r *sheet.Row) error { return c.grouped(v, r) }
	if v.group.Kind == config.Listed {
		v.listed = map[string]string{}
		if err := c.pass(ctx, s, v, v.list); err != nil {
			return nil, err
		}
	}
	s.States.Listed = v.listed
	if err := c.FindStates(ctx, s); err != nil {
		return nil, err
	}
	passes := []func(*sheet.Row){func(r *sheet.Row) { c.foldVariation(v, r) }}
	if v.apart {
		passes = append(passes, v.base)
	}
	for _, pass := range passes {
		if err := c.pass(ctx, s, v, pass); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// pass goes through the sheet once for what is kept of it.
func (c *catalog) pass(ctx context.Context, s *sheet.Source, v *variants, fn func(*sheet.Row)) error {
	for r, err := range c.Scan(ctx, s) {
		if err != nil {
			return err
		}
		if fn(r); v.size > maxFolds {
			return errTooManyVariants(s)
		}
	}
	return nil
}

// list notes the variations that a product names.
func (v *variants) list(r *sheet.Row) {
	references, _ := v.group.Children(r)
	for _, ref := range references {
		key, product := strings.Clone(sheet.ParentKey(ref)),
			strings.Clone(sheet.ParentKey(r.Text[field.Reference]))
		v.listed[key] = product
		v.size += len(key) + len(product) + 64
	}
}

// foldVariation takes in a variation in the first pass.
func (c *catalog) foldVariation(v *variants, r *sheet.Row) {
	if !v.group.IsVariation(r, v.listed) {
		return
	}
	parent := v.group.ParentOf(r, v.listed)
	if parent == "" {
		c.Tell(problem.Errorf(r.Source.Sheet.At(r.Number, v.group.Parent), "no-product",
			"a variation that does not say of which product").
			Hintf("write the product's reference, or id: and its id"))
		if !v.apart {
			c.SkipVariant(v.group, r)
		}
		return
	}
	f := v.folds[parent]
	if f == nil {
		f = &folded{at: r.Source.Sheet.At(r.Number, max(v.group.Parent, 0)),
			code: strings.Clone(v.group.Code(r))}
		v.folds[strings.Clone(parent)] = f
		v.size += 128
	}
	switch {
	case v.apart:
	case c.Bad:
		c.SkipVariant(v.group, r)
	default:
		v.size += c.add(f, r, v.group, false)
	}
}

// base keeps what the variations of a product inherit.
func (v *variants) base(r *sheet.Row) {
	if v.group.IsVariation(r, v.listed) {
		return
	}
	for _, key := range v.group.Keys(r) {
		if v.folds[key] != nil {
			v.bases[strings.Clone(key)] = r.TakeAll()
			for _, t := range v.bases[key] {
				v.size += len(t.Text) + sheet.TakenSize
			}
			return
		}
	}
}

// grouped takes a row of a sheet in which the rows of a product may stand anywhere.
func (c *catalog) grouped(v *variants, r *sheet.Row) error {
	if v.group.IsVariation(r, v.listed) {
		return c.variation(v, r)
	}
	for _, key := range v.group.Keys(r) {
		f := v.folds[key]
		switch {
		case f == nil, f.used && !v.apart:
			continue
		case v.apart:
			f.used = true
			return nil // its variations are the products
		}
		f.used = true
		if v.group.Kind == config.Listed {
			_, words := v.group.Children(r)
			r.Words = append(r.Words, words...)
		}
		c.apply(f, r)
	}
	return c.product(r)
}

// variation takes a row that names its product in another row.
func (c *catalog) variation(v *variants, r *sheet.Row) error {
	if !v.apart {
		return nil // it was folded in the first pass
	}
	base := v.bases[v.group.ParentOf(r, v.listed)]
	if base != nil {
		v.folds[v.group.ParentOf(r, v.listed)].used = true
		c.inherit(v.group, r, base,
			cmp.Or(sheet.TextOf(base, field.Reference), v.group.ParentOf(r, v.listed)))
	}
	c.Bad = c.Bad || base == nil
	return c.product(r)
}

// inherit fills what a variant leaves open from its product, and gives it a name and a key of its own.
func (c *catalog) inherit(g *sheet.Grouping, r *sheet.Row, base []sheet.Taken, parent string) {
	values := g.OptionValues(r)
	own, title := r.Text[field.Title], sheet.TextOf(base, field.Title)
	code, ownID := g.Code(r), r.Text[field.ID]
	if code == "" && ownID != "" && r.Column[field.ID] != g.By && ownID != sheet.TextOf(base, field.ID) {
		code = ownID
	}
	g.Picture(r)
	if r.Text[field.PriceCatalog] == "" {
		defer c.raise(r, surcharge(r))
	}
	for _, t := range base {
		if r.Text[t.Field] == "" && !r.Broken[t.Field] {
			r.Put(t)
		}
	}
	if (own == "" || own == title) && len(values) > 0 && title != "" {
		r.Set(field.Title, title+" – "+strings.Join(values, " / "))
	}
	key := cmp.Or(code, strings.TrimSpace(parent+" "+strings.Join(values, " ")))
	if code == "" || code != r.Text[field.Reference] {
		r.Set(field.Reference, key)
	}
	if ownID == "" && r.Text[field.ID] != "" || ownID != "" && ownID == sheet.TextOf(base, field.ID) {
		r.Set(field.ID, key)
	}
}

// next takes a row of a sheet in which the rows of a product follow each other.
func (c *catalog) next(v *variants, r *sheet.Row) error {
	key, bad := r.Cell(v.group.By).Text, c.Bad
	if v.pending == nil || !v.group.Continues(r, v.pending.Cell(v.group.By).Text) {
		if err := c.flush(v); err != nil {
			return err
		}
		v.pending, v.rest, v.bad = r.Clone(), &folded{}, bad
		return nil
	}
	if !v.apart {
		if bad {
			c.SkipVariant(v.group, r) // the product stays without it
			return nil
		}
		c.add(v.rest, r, v.group, true)
		return nil
	}
	if !v.group.IsVariant(r) {
		return nil
	}
	variant := r.Clone()
	c.inherit(v.group, variant, v.pending.TakeAll(), cmp.Or(key, v.pending.Cell(v.group.By).Text))
	if v.rest != nil { // the first row is a variant, too
		if err := c.first(v); err != nil {
			return err
		}
	}
	c.Bad = bad
	return c.product(variant)
}

// first writes the first row of a product whose variants become products.
func (c *catalog) first(v *variants) error {
	r := v.pending.Clone()
	base := v.pending.TakeAll()
	if r.Column[field.ID] != v.group.By { // the id is the row's own, not that of the group
		base = slices.DeleteFunc(base, func(t sheet.Taken) bool { return t.Is(field.ID) })
	}
	c.inherit(v.group, r, base, r.Cell(v.group.By).Text)
	v.rest, c.Bad = nil, v.bad
	return c.product(r)
}

// flush writes the product whose rows have all been read.
func (c *catalog) flush(v *variants) error {
	r := v.pending
	if r == nil {
		return nil
	}
	v.pending = nil
	if v.apart {
		if v.rest == nil {
			return nil
		}
		v.pending = r
		defer func() { v.pending = nil }()
		if len(v.group.OptionValues(r)) > 0 {
			return c.first(v)
		}
	} else {
		c.apply(v.rest, r)
		if code := v.group.Code(r); code != "" && code != r.Text[field.Reference] {
			r.Words = append(r.Words, r.Source.Head.Columns[r.Source.Title(v.group.Reference)].Title+": "+
				code)
		}
	}
	c.Bad = v.bad
	return c.product(r)
}

// tellLost tells of variations whose product is not in the sheet.
func (c *catalog) tellLost(folds map[string]*folded) {
	lost := each.That(slices.Collect(maps.Values(folds)), func(f *folded) bool { return !f.used })
	slices.SortFunc(lost, func(a, b *folded) int { return cmp.Compare(a.at.Row, b.at.Row) })
	for _, f := range lost {
		c.Tell(problem.Errorf(f.at, "unknown-product",
			"no product here has the id or reference that the variation names").
			Hintf("add the product's row, or take out its variations"))
		if c.Config.Variants != config.VariantsApart {
			c.SkipAt(kind.Variants, sheet.SkippedRow{At: f.at, Key: f.code})
		}
	}
}

// errTooManyVariants says that the light first pass found more than is kept.
func errTooManyVariants(s *sheet.Source) error {
	return fmt.Errorf("%s: the variations hold more than %d MiB of text: sort the rows so that those of a "+
		"product follow each other, and use group: { by: … }",
		s.Sheet.At(0, 0), maxFolds>>20)
}
