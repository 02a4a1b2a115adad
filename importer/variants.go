package importer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

// maxFolds is how many bytes are kept of variations that may stand anywhere in a sheet.
const maxFolds = 256 << 20

// variants are the rows of a sheet that belong to products in other rows, by what they call them.
type variants struct {
	group  *grouping
	apart  bool               // variants become products
	listed map[string]string  // by a variation's reference: its product's
	folds  map[string]*folded // by product
	bases  map[string][]taken // by product: what its variations inherit, when they become products
	size   int

	pending *row    // the product whose rows are being read
	rest    *folded // its further rows
	bad     bool    // its first row has an error
}

// prepare goes through the sheet for variations that may stand anywhere. Of each it keeps only what folds into its
// product, or of each product what its variations inherit.
func (c *catalog) prepare(ctx context.Context, s *source) (*variants, error) {
	v := &variants{group: c.grouping(s), apart: c.config.Variants == config.VariantsApart, folds: map[string]*folded{}, bases: map[string][]taken{}}
	s.group = v.group
	if v.group == nil || v.group.kind == config.Consecutive {
		return v, c.findStates(ctx, s)
	}
	if v.group.kind == config.Listed {
		v.listed = map[string]string{}
		if err := c.pass(ctx, s, v, v.list); err != nil {
			return nil, err
		}
	}
	s.states.listed = v.listed
	if err := c.findStates(ctx, s); err != nil {
		return nil, err
	}
	passes := []func(*row){func(r *row) { c.foldVariation(v, r) }}
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
func (c *catalog) pass(ctx context.Context, s *source, v *variants, fn func(*row)) error {
	return c.scan(ctx, s, func(r *row) error {
		fn(r)
		if v.size > maxFolds {
			return errTooManyVariants(s)
		}
		return nil
	})
}

// list notes the variations that a product names.
func (v *variants) list(r *row) {
	references, _ := v.group.children(r)
	for _, ref := range references {
		key, product := strings.Clone(parentKey(ref)), strings.Clone(parentKey(r.text[field.Reference]))
		v.listed[key] = product
		v.size += len(key) + len(product) + 64
	}
}

// foldVariation takes in a variation in the first pass.
func (c *catalog) foldVariation(v *variants, r *row) {
	if !v.group.isVariation(r, v.listed) {
		return
	}
	parent := v.group.parentOf(r, v.listed)
	if parent == "" {
		c.tell(problem.Errorf(r.source.sheet.At(r.number, v.group.parent), "no-product", "a variation that does not say of which product").
			Hintf("write the product's reference, or id: and its id"))
		if !v.apart {
			c.skipVariant(v.group, r)
		}
		return
	}
	f := v.folds[parent]
	if f == nil {
		f = &folded{at: r.source.sheet.At(r.number, max(v.group.parent, 0)), code: strings.Clone(v.group.code(r))}
		v.folds[strings.Clone(parent)] = f
		v.size += 128
	}
	switch {
	case v.apart:
	case c.bad:
		c.skipVariant(v.group, r)
	default:
		v.size += c.add(f, r, v.group, false)
	}
}

// base keeps what the variations of a product inherit.
func (v *variants) base(r *row) {
	if v.group.isVariation(r, v.listed) {
		return
	}
	for _, key := range v.group.keys(r) {
		if v.folds[key] != nil {
			v.bases[strings.Clone(key)] = r.takeAll()
			for _, t := range v.bases[key] {
				v.size += len(t.text) + takenSize
			}
			return
		}
	}
}

// row takes the next row of the sheet.
func (c *catalog) row(v *variants, r *row) error {
	switch {
	case v.group == nil:
		return c.single(v, r)
	case v.group.kind == config.Consecutive:
		return c.next(v, r)
	case v.group.isVariation(r, v.listed):
		return c.variation(v, r)
	}
	for _, key := range v.group.keys(r) {
		f := v.folds[key]
		switch {
		case f == nil, f.used && !v.apart:
			continue
		case v.apart:
			f.used = true
			return nil // its variations are the products
		}
		f.used = true
		if v.group.kind == config.Listed {
			_, words := v.group.children(r)
			r.words = append(r.words, words...)
		}
		f.apply(r, c.paid(r))
	}
	return c.single(v, r)
}

// variation takes a row that names its product in another row.
func (c *catalog) variation(v *variants, r *row) error {
	if !v.apart {
		return nil // it was folded in the first pass
	}
	base := v.bases[v.group.parentOf(r, v.listed)]
	if base != nil {
		v.folds[v.group.parentOf(r, v.listed)].used = true
		c.inherit(v.group, r, base, cmp.Or(textOf(base, field.Reference), v.group.parentOf(r, v.listed)))
	}
	c.bad = c.bad || base == nil
	return c.single(v, r)
}

// inherit fills what a variant leaves open from its product, and gives it a name and a key of its own.
func (c *catalog) inherit(g *grouping, r *row, base []taken, parent string) {
	values := g.optionValues(r)
	own, title := r.text[field.Title], textOf(base, field.Title)
	code, ownID := g.code(r), r.text[field.ID]
	if code == "" && ownID != "" && r.column[field.ID] != g.by && ownID != textOf(base, field.ID) {
		code = ownID
	}
	g.picture(r)
	for _, t := range base {
		if r.text[t.field] == "" && !r.broken[t.field] {
			r.put(t)
		}
	}
	if (own == "" || own == title) && len(values) > 0 && title != "" {
		t := r.take(field.Title)
		t.text = title + " – " + strings.Join(values, " / ")
		r.put(t)
	}
	key := cmp.Or(code, strings.TrimSpace(parent+" "+strings.Join(values, " ")))
	if code == "" || code != r.text[field.Reference] {
		t := r.take(field.Reference)
		t.text = key
		r.put(t)
	}
	if ownID == "" && r.text[field.ID] != "" || ownID != "" && ownID == textOf(base, field.ID) {
		t := r.take(field.ID)
		t.text = key
		r.put(t)
	}
}

// next takes a row of a sheet in which the rows of a product follow each other.
func (c *catalog) next(v *variants, r *row) error {
	key, bad := r.cell(v.group.by).Text, c.bad
	if v.pending == nil || !v.group.continues(r, v.pending.cell(v.group.by).Text) {
		if err := c.flush(v); err != nil {
			return err
		}
		v.pending, v.rest, v.bad = r.clone(), &folded{}, bad
		return nil
	}
	if !v.apart {
		if bad {
			c.skipVariant(v.group, r) // the product stays without it
			return nil
		}
		c.add(v.rest, r, v.group, true)
		return nil
	}
	if !v.group.isVariant(r) {
		return nil
	}
	variant := r.clone()
	c.inherit(v.group, variant, v.pending.takeAll(), cmp.Or(key, v.pending.cell(v.group.by).Text))
	if v.rest != nil { // the first row is a variant, too
		if err := c.first(v); err != nil {
			return err
		}
	}
	c.bad = bad
	return c.single(v, variant)
}

// first writes the first row of a product whose variants become products.
func (c *catalog) first(v *variants) error {
	r := v.pending.clone()
	base := v.pending.takeAll()
	if r.column[field.ID] != v.group.by { // the id is the row's own, not that of the group
		base = slices.DeleteFunc(base, func(t taken) bool { return t.is(field.ID) })
	}
	c.inherit(v.group, r, base, r.cell(v.group.by).Text)
	v.rest, c.bad = nil, v.bad
	return c.single(v, r)
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
		if len(v.group.optionValues(r)) > 0 {
			return c.first(v)
		}
	} else {
		v.rest.apply(r, c.paid(r))
		if code := v.group.code(r); code != "" && code != r.text[field.Reference] {
			r.words = append(r.words, r.source.head.columns[r.source.title(v.group.reference)].title+": "+code)
		}
	}
	c.bad = v.bad
	return c.single(v, r)
}

// tellLost tells of variations whose product is not in the sheet.
func (c *catalog) tellLost(folds map[string]*folded) {
	var lost []*folded
	for _, f := range folds {
		if !f.used {
			lost = append(lost, f)
		}
	}
	slices.SortFunc(lost, func(a, b *folded) int { return cmp.Compare(a.at.Row, b.at.Row) })
	for _, f := range lost {
		c.tell(problem.Errorf(f.at, "unknown-product", "no product here has the id or reference that the variation names").
			Hintf("add the product's row, or take out its variations"))
		if c.config.Variants != config.VariantsApart {
			c.skipAt(kind.Variants, SkippedRow{At: f.at, Key: f.code})
		}
	}
}
