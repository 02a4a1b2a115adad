package category

import (
	"cmp"
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Sheets reads the sheets of categories, takes in the paths of products, and writes the tree.
type Sheets struct {
	*sheet.Job
	Tree *tree
}

// parentCell is what a row says of its parent.
type parentCell struct {
	text string
	at   problem.Position
}

// Read reads the sheets of categories into the tree.
func (i *Sheets) Read(ctx context.Context) error {
	t := i.Tree
	var parents []parentCell
	keyed := map[int]bool{}
	err := i.EachOf(ctx, kind.Categories, func(r *sheet.Row) error {
		if (r.Miss(field.CategoryLabel) || i.Bad) && i.SkipBadRows {
			i.Skip(r)
			return nil
		}
		c := &category{key: r.Text[field.CategoryID], parent: -1, at: r.At(field.CategoryID)}
		n := len(t.List)
		if first, dup := t.keys[c.key]; dup && c.key != "" {
			i.Tell(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s",
				i.CellName(t.List[first].at, c.at)).
				WithValue(c.key).Hintf("give each category an id of its own"))
			i.Skip(r)
			return nil
		}
		if c.key != "" {
			t.keys[c.key], keyed[n] = n, true
		}
		t.List = append(t.List, c)
		t.label(n, r.Texts(field.CategoryLabel))
		parents = append(parents, parentCell{r.Text[field.CategoryParent], r.At(field.CategoryParent)})
		return nil
	})
	if err != nil {
		return err
	}
	t.Rows = len(t.List)
	i.linkCategories(parents)
	i.breakCycles(parents)
	for n := range t.List {
		i.nameCategory(n, keyed[n])
	}
	if i.SkipBadRows {
		i.skipCategories()
	}
	return nil
}

// skipCategories leaves out the categories with errors. What stands below them becomes a root.
func (i *Sheets) skipCategories() {
	for _, c := range i.Tree.List {
		if i.ToldAt(c.at) {
			c.Id, c.Skipped = bundle.ID{}, true
			i.SkipAt(kind.Categories, sheet.SkippedRow{At: c.at, Key: c.key})
		}
	}
}

// linkCategories finds each row's parent: by id, else by a label that only one row has.
func (i *Sheets) linkCategories(parents []parentCell) {
	t := i.Tree
	for n, p := range parents {
		if _, taken := t.keys["0"]; p.text == "" || p.text == "0" && !taken {
			continue // shop systems write 0 for none
		}
		if m, ok := t.keys[p.text]; ok {
			t.List[n].parent = m
			continue
		}
		if ms := t.labels[foldPath([]string{p.text})]; len(ms) == 1 {
			t.List[n].parent = ms[0]
			continue
		}
		i.Tell(problem.Errorf(p.at, "unknown-parent", "no category has the id of this parent").
			WithValue(p.text).
			Hintf("%s", t.propose(p.text, problem.Textf("write the id of another row of this sheet"))))
	}
}

// breakCycles tells of categories that are below themselves, once for each circle, and makes their first row
// a root so that the rest can be checked.
func (i *Sheets) breakCycles(parents []parentCell) {
	t := i.Tree
	links := each.Of(t.List, func(c *category) int { return c.parent })
	for _, circle := range value.Circles(links) {
		steps := each.Of(circle, func(n int) string { return cmp.Or(t.List[n].key, t.List[n].label) })
		first := circle[0]
		i.Tell(problem.Errorf(parents[first].at, "circular-parent", "the category stands below itself: %s",
			strings.Join(steps, " → ")).
			WithValue(parents[first].text).Hintf("leave the parent of one of them blank"))
		t.List[first].parent = -1
	}
}

// nameCategory gives a row its path, its key where it has none, and its id.
func (i *Sheets) nameCategory(n int, keyed bool) {
	t, c := i.Tree, i.Tree.List[n]
	path := t.Path(n)
	if c.label == "" {
		return // told of already
	}
	if !keyed {
		c.key = strings.Join(path, " "+t.Sep+" ")
		if first, dup := t.keys[c.key]; dup {
			i.Tell(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s",
				i.CellName(t.List[first].at, c.at)).
				WithValue(c.key).Hintf("give each category an id of its own, or a parent"))
			return
		}
		t.keys[c.key] = n
	}
	if _, taken := t.paths[foldPath(path)]; !taken {
		t.paths[foldPath(path)] = n
	}
	i.MintCategory(n)
}

// MintCategory gives a category its id.
func (i *Sheets) MintCategory(n int) {
	t, c := i.Tree, i.Tree.List[n]
	id, err := t.ids.Mint(c.key)
	if err != nil {
		i.Tell(BadKey(c.at, c.key, err))
		return
	}
	if first, taken := t.minted[id]; taken {
		i.Tell(Collision(c.at, c.key, t.List[first].key, t.List[first].at, id))
		return
	}
	t.minted[id], c.Id = n, id
}

// Write gives the finished tree to the bundle.
func (i *Sheets) Write() error {
	list := make([]bundle.Category, 0, len(i.Tree.List))
	from := make([]*category, 0, len(i.Tree.List))
	for n, c := range i.Tree.List {
		if i.SkipBadRows && n >= i.Tree.Rows && c.count == 0 {
			continue // its products were skipped
		}
		lost := c.parent >= 0 && i.Tree.List[c.parent].Id.IsZero()
		if c.Id.IsZero() || lost && !i.SkipBadRows {
			continue
		}
		b := bundle.Category{ID: c.Id, Label: c.label, Products: c.direct, ProductsCount: c.count}
		if c.parent >= 0 && !lost {
			b.IDParent = i.Tree.List[c.parent].Id
		}
		switch {
		case len(c.direct) > bundle.MaxListed:
			b.Products = nil
		case b.Products == nil:
			b.Products = []string{}
		}
		list, from = append(list, b), append(from, c)
	}
	i.Counts.Categories = len(list)
	return i.Faults(i.Writer.Categories(list), func(index int,
		field string) problem.Position {
		return from[index].at
	})
}
