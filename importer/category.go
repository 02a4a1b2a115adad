package importer

import (
	"context"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// parentCell is what a row says of its parent.
type parentCell struct {
	text string
	at   problem.Position
}

// readCategories reads the sheets of categories into the tree.
func (i *run) readCategories(ctx context.Context) error {
	t := i.tree
	var parents []parentCell
	keyed := map[int]bool{}
	for _, s := range i.byKind[kind.Categories] {
		err := i.each(ctx, s, func(r *row) error {
			if (r.miss(field.CategoryLabel) || i.bad) && i.o.SkipBadRows {
				i.skip(r)
				return nil
			}
			c := &category{key: r.text[field.CategoryID], parent: -1, at: r.at(field.CategoryID)}
			n := len(t.list)
			if first, dup := t.keys[c.key]; dup && c.key != "" {
				i.tell(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s", i.cellName(t.list[first].at, c.at)).
					WithValue(c.key).Hintf("give each category an id of its own"))
				i.skip(r)
				return nil
			}
			if c.key != "" {
				t.keys[c.key], keyed[n] = n, true
			}
			t.list = append(t.list, c)
			t.label(n, r.texts(field.CategoryLabel))
			parents = append(parents, parentCell{r.text[field.CategoryParent], r.at(field.CategoryParent)})
			return nil
		})
		if err != nil {
			return err
		}
	}
	t.rows = len(t.list)
	i.linkCategories(parents)
	i.breakCycles(parents)
	for n := range t.list {
		i.nameCategory(n, keyed[n])
	}
	i.skipCategories()
	return nil
}

// skipCategories leaves out the categories with errors, where that is asked for. What stands below them becomes a root.
func (i *run) skipCategories() {
	if !i.o.SkipBadRows {
		return
	}
	for _, c := range i.tree.list {
		if i.toldAt(c.at) {
			c.id, c.skipped = bundle.ID{}, true
			i.skipAt(kind.Categories, SkippedRow{At: c.at, Key: c.key})
		}
	}
}

// linkCategories finds each row's parent: by id, else by a label that only one row has.
func (i *run) linkCategories(parents []parentCell) {
	t := i.tree
	for n, p := range parents {
		if p.text == "" {
			continue
		}
		if m, ok := t.keys[p.text]; ok {
			t.list[n].parent = m
			continue
		}
		if ms := t.labels[foldPath([]string{p.text})]; len(ms) == 1 {
			t.list[n].parent = ms[0]
			continue
		}
		i.tell(problem.Errorf(p.at, "unknown-parent", "no category has the id of this parent").WithValue(p.text).
			Hintf("%s", t.propose(p.text, problem.Textf("write the id of another row of this sheet"))))
	}
}

// breakCycles tells of categories that are below themselves, once for each circle, and makes their first row a root so
// that the rest can be checked.
func (i *run) breakCycles(parents []parentCell) {
	t := i.tree
	links := make([]int, len(t.list))
	for n, c := range t.list {
		links[n] = c.parent
	}
	for _, circle := range circles(links) {
		steps := make([]string, len(circle))
		for k, n := range circle {
			steps[k] = t.list[n].key
			if steps[k] == "" {
				steps[k] = t.list[n].label
			}
		}
		first := circle[0]
		i.tell(problem.Errorf(parents[first].at, "circular-parent", "the category stands below itself: %s", strings.Join(steps, " → ")).
			WithValue(parents[first].text).Hintf("leave the parent of one of them blank"))
		t.list[first].parent = -1
	}
}

// nameCategory gives a row its path, its key where it has none, and its id.
func (i *run) nameCategory(n int, keyed bool) {
	t, c := i.tree, i.tree.list[n]
	path := t.path(n)
	if c.label == "" {
		return // told of already
	}
	if !keyed {
		c.key = strings.Join(path, " "+t.sep+" ")
		if first, dup := t.keys[c.key]; dup {
			i.tell(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s", i.cellName(t.list[first].at, c.at)).
				WithValue(c.key).Hintf("give each category an id of its own, or a parent"))
			return
		}
		t.keys[c.key] = n
	}
	if _, taken := t.paths[foldPath(path)]; !taken {
		t.paths[foldPath(path)] = n
	}
	i.mintCategory(n)
}

// mintCategory gives a category its id.
func (i *run) mintCategory(n int) {
	t, c := i.tree, i.tree.list[n]
	id, err := t.ids.Mint(c.key)
	if err != nil {
		i.tell(badKey(c.at, c.key, err))
		return
	}
	if first, taken := t.minted[id]; taken {
		i.tell(collision(c.at, c.key, t.list[first].key, t.list[first].at, id))
		return
	}
	t.minted[id], c.id = n, id
}

// writeCategories gives the finished tree to the bundle.
func (i *run) writeCategories() error {
	list := make([]bundle.Category, 0, len(i.tree.list))
	from := make([]*category, 0, len(i.tree.list))
	for n, c := range i.tree.list {
		if i.o.SkipBadRows && n >= i.tree.rows && c.count == 0 {
			continue // its products were skipped
		}
		lost := c.parent >= 0 && i.tree.list[c.parent].id.IsZero()
		if c.id.IsZero() || lost && !i.o.SkipBadRows {
			continue
		}
		b := bundle.Category{ID: c.id, Label: c.label, Products: c.direct, ProductsCount: c.count}
		if c.parent >= 0 && !lost {
			b.IDParent = i.tree.list[c.parent].id
		}
		switch {
		case len(c.direct) > bundle.MaxListed:
			b.Products = nil
		case b.Products == nil:
			b.Products = []string{}
		}
		list, from = append(list, b), append(from, c)
	}
	i.report.Counts.Categories = len(list)
	return i.faults(i.writer.Categories(list), func(index int, field string) problem.Position { return from[index].at })
}
