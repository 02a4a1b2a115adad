package product

import (
	"hash/maphash"

	"plugsheet/importer/category"
	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// key mints the row's id. It reports false where the row has no usable one.
func (c *catalog) key(r *sheet.Row) (bundle.ID, bool) {
	key, at := r.Text[field.ID], r.At(field.ID)
	if r.Column[field.ID] == 0 && !r.OwnID {
		at = r.At(field.Reference)
	}
	if key == "" {
		c.Bad = true
		r.Miss(field.ID)
		return bundle.ID{}, false
	}
	id, err := c.Config.IDKind().Mint(key)
	if err != nil {
		c.Tell(category.BadKey(at, key, err))
		return id, false
	}
	var other string
	n, dup := c.ids.find(id.String(), func(earlier string) bool {
		other = earlier
		return c.mintsTo(earlier, id)
	})
	switch {
	case dup && other != key:
		c.Tell(category.Collision(at, key, other, c.position(c.ids.Where[n]), id))
		return id, false
	case dup:
		c.Tell(c.duplicate(r, at, c.position(c.ids.Where[n])))
		return id, false
	}
	c.reference(r)
	if !c.SkipBadRows {
		c.claim(r, id)
	}
	return id, true
}

// mintsTo tells whether a key makes an id.
func (c *catalog) mintsTo(key string, id bundle.ID) bool {
	minted, err := c.Config.IDKind().Mint(key)
	return err == nil && minted == id
}

// repeats tells whether a row says in all cells the same as that of the earlier product with its id. Nothing
// is lost with it: it is left out, and told.
func (c *catalog) repeats(r *sheet.Row) bool {
	if r.Source.Group != nil || len(r.Taken) > 0 {
		return false
	}
	id, err := c.Config.IDKind().Mint(r.Text[field.ID])
	if err != nil {
		return false
	}
	n, dup := c.ids.find(id.String(), func(earlier string) bool { return c.mintsTo(earlier, id) })
	if !dup || c.ids.Where[n].source != int32(r.Source.Number) || c.ids.Where[n].sum != c.ids.sum(r.Cells) {
		return false
	}
	c.Tell(problem.Warnf(r.Source.Sheet.At(r.Number, 0), "repeated-row",
		"the row is the same as an earlier one: it is left out"))
	return true
}

// claim notes the id and the reference of a product, which no later one may have. A row that is skipped
// claims nothing.
func (c *catalog) claim(r *sheet.Row, id bundle.ID) {
	at := r.At(field.ID)
	if r.Column[field.ID] == 0 && !r.OwnID {
		at = r.At(field.Reference)
	}
	here := place{source: int32(r.Source.Number), Row: int32(r.Number), column: int32(at.Column),
		sum: c.ids.sum(r.Cells)}
	c.ids.add(id.String(), r.Text[field.ID], here,
		func(earlier string) bool { return c.mintsTo(earlier, id) })
	here.column = int32(r.Column[field.Reference])
	text := r.Text[field.Reference]
	c.references.add(text, text, here, func(earlier string) bool { return earlier == text })
}

// reference looks for an earlier product with the same reference. It is only worth a look where the products
// have ids of their own: shops sell one article under several ids.
func (c *catalog) reference(r *sheet.Row) {
	text := r.Text[field.Reference]
	n, dup := c.references.find(text, func(earlier string) bool { return earlier == text })
	if !dup {
		return
	}
	at, first := r.At(field.Reference), c.CellName(c.position(c.references.Where[n]), r.At(field.Reference))
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s",
		first)
	if r.OwnID {
		p = problem.Warnf(at, "duplicate-reference",
			"a second product with this reference, under another id; the first is %s", first)
	}
	c.Tell(p.WithValue(text).Hintf("give each product a reference of its own, or delete one of the rows"))
}

// position is the cell of a place.
func (c *catalog) position(p place) problem.Position {
	return c.Sources[p.source].Sheet.At(int(p.Row), int(p.column))
}

// duplicate is the problem of a key that an earlier product has.
func (c *catalog) duplicate(r *sheet.Row, at, first problem.Position) problem.Problem {
	there := c.CellName(first, at)
	if r.OwnID || r.Column[field.Reference] == 0 {
		return c.hintID(r,
			problem.Errorf(at, "duplicate-id", "a second product with this id; the first is %s",
				there).
				WithValue(r.Text[field.ID]))
	}
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s",
		there).
		WithValue(r.Text[field.ID])
	if text, reference := c.distinctID(r); text != "" {
		paste := problem.Pastef("defaults: { products: { id: %q } }", text)
		if reference != "" {
			paste = problem.Pastef("\n%s\ncolumns: { products: { %q: keyword } }", paste, reference)
		}
		return p.Hintf("give each product a reference of its own, "+
			"or in plugsheet.yaml an id made of other columns: %s", paste)
	}
	return p.Hintf("give each product a reference of its own, or delete one of the rows")
}

// distinctID is a template for ids that no two rows share, as the proposal has it; empty where columns do not
// tell the rows apart. The reference is the header of the column that is none then.
func (c *catalog) distinctID(r *sheet.Row) (template, reference string) {
	p := c.Advice(c.ctx, r.Source)
	if p == nil || r.Source.Group != nil || len(r.Taken) > 0 {
		return "", ""
	}
	d := p.Fill(field.ID)
	if d.Template == "" {
		return "", ""
	}
	if p.Number(field.Reference) == 0 {
		reference = r.Source.Head.Columns[r.Source.Title(r.Column[field.Reference])].Title
	}
	return d.Template, reference
}

// hintID says what to do about an id that comes twice: where references tell the products apart, the ids are
// none.
func (c *catalog) hintID(r *sheet.Row, p problem.Problem) problem.Problem {
	if r.Column[field.ID] == 0 {
		return p.Hintf("let the default for id in plugsheet.yaml name one more column that tells the " +
			"products apart, or delete one of the rows")
	}
	a := c.Advice(c.ctx, r.Source)
	if a != nil && r.Source.Group == nil && a.Number(field.ID) == 0 && a.Number(field.Reference) > 0 &&
		a.Twice() == 0 {
		title := r.Source.Head.Columns[r.Source.Title(r.Column[field.ID])].Title
		return p.Hintf(
			"give each product an id of its own, or go by the reference alone, in plugsheet.yaml: %s",
			problem.Pastef("columns: { products: { %q: keyword } }", title))
	}
	return p.Hintf("give each product an id of its own, or delete one of the rows")
}

// seen remembers where each key stood first, compactly: about 54 bytes a key. Keys are compared exactly.
type seen struct {
	seed  maphash.Seed
	first map[uint64]int32 // hash → index into places
	Where []place
	keys  []byte // all keys, one after the other
}

// place is where a key stood.
type place struct {
	source, Row, column int32
	end                 uint32 // of the key in keys; it begins where the one before it ends
	sum                 uint32 // of the texts of the row
}

func newSeen() *seen { return &seen{seed: maphash.MakeSeed(), first: map[uint64]int32{}} }

// sum is the same for two rows whose cells say the same.
func (s *seen) sum(cells []table.Cell) uint32 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, c := range cells {
		_, _ = h.WriteString(c.Text) // it never fails
		_ = h.WriteByte(0)
	}
	return uint32(h.Sum64())
}

// key is the text of the key with an index.
func (s *seen) key(n int32) string {
	start := uint32(0)
	if n > 0 {
		start = s.Where[n-1].end
	}
	return string(s.keys[start:s.Where[n].end])
}

// find looks for an earlier key that is the same to same, without noting this one. Two keys that are the same
// to same must have the same handle.
func (s *seen) find(handle string, same func(earlier string) bool) (earlier int32, found bool) {
	earlier, found, _ = s.look(handle, same)
	return earlier, found
}

// look is find; where there is none it gives the free hash for the key.
func (s *seen) look(handle string, same func(earlier string) bool) (earlier int32, found bool, free uint64) {
	for h := maphash.String(s.seed, handle); ; h++ {
		if n, taken := s.first[h]; !taken || same(s.key(n)) {
			return n, taken, h
		}
	}
}

// add notes a key as find compares it. One that is the same to an earlier one is not noted again, and that
// one is given.
func (s *seen) add(handle, key string, at place, same func(earlier string) bool) (earlier int32, dup bool) {
	earlier, dup, free := s.look(handle, same)
	if !dup {
		s.keys = append(s.keys, key...)
		at.end = uint32(len(s.keys))
		s.first[free] = int32(len(s.Where))
		s.Where = append(s.Where, at)
	}
	return earlier, dup
}
