package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// category is one node of the tree.
type category struct {
	key    string // of the source; for one that a product's path created it is the path
	label  string
	parent int // index; -1 for a root
	id     bundle.ID
	at     problem.Position // of the row, or of the product's cell that created it

	direct []string // ids of the products directly in it, at most one more than are listed
	count  int      // distinct products in it and below
	stamp  int      // the last product that was counted
}

// tree holds all categories: first the rows of the sheet, in their order, then those that paths created.
type tree struct {
	ids    bundle.IDs
	sep    string
	list   []*category
	rows   int                // how many of the list stand in a sheet
	keys   map[string]int     // key → index
	paths  map[string]int     // folded path → index
	labels map[string][]int   // folded label → indices, rows only
	minted map[bundle.ID]int  // id → index
	known  map[string]placing // texts of product cells that were resolved before
	marks  map[int]bool       // scratch of place
}

func newTree(ids bundle.IDs, sep string) *tree {
	return &tree{
		ids: ids, sep: sep, keys: map[string]int{}, paths: map[string]int{}, labels: map[string][]int{},
		minted: map[bundle.ID]int{}, known: map[string]placing{}, marks: map[int]bool{},
	}
}

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
	for _, s := range i.byKind[categories] {
		err := i.each(ctx, s, func(r *row) error {
			r.miss(cLabel)
			c := &category{key: r.text[cID], parent: -1, at: r.at(cID)}
			n := len(t.list)
			if first, dup := t.keys[c.key]; dup && c.key != "" {
				i.problems.Add(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s", i.cellName(t.list[first].at, c.at)).
					WithValue(c.key).Hintf("give each category an id of its own"))
				return nil
			}
			if c.key != "" {
				t.keys[c.key], keyed[n] = n, true
			}
			t.list = append(t.list, c)
			t.label(n, r.texts(cLabel))
			parents = append(parents, parentCell{r.text[cParent], r.at(cParent)})
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
	return nil
}

// label makes a row known by its label in each language. The answer knows one language only: that of the plain column.
func (t *tree) label(n int, texts map[string]string) {
	t.list[n].label = cmp.Or(texts[""], t.list[n].key)
	for _, text := range texts {
		folded := foldPath([]string{text})
		if text != "" && !slices.Contains(t.labels[folded], n) {
			t.labels[folded] = append(t.labels[folded], n)
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
		i.problems.Add(problem.Errorf(p.at, "unknown-parent", "no category has the id of this parent").WithValue(p.text).
			Hintf("%s", t.propose(p.text, "write the id of another row of this sheet")))
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
		i.problems.Add(problem.Errorf(parents[first].at, "circular-parent", "the category stands below itself: %s", strings.Join(steps, " → ")).
			WithValue(parents[first].text).Hintf("leave the parent of one of them blank"))
		t.list[first].parent = -1
	}
}

// circles finds the circles among links from child to parent (-1 for none): each begins and ends with its smallest index.
func circles(links []int) [][]int {
	var found [][]int
	state := make([]int, len(links)) // 0 new; n+1 visited on the walk from n
	for start := range links {
		n := start
		for n >= 0 && state[n] == 0 {
			state[n] = start + 1
			n = links[n]
		}
		if n < 0 || state[n] != start+1 {
			continue
		}
		first := n
		for m := links[n]; m != n; m = links[m] {
			first = min(first, m)
		}
		circle := []int{first}
		for m := links[first]; m != first; m = links[m] {
			circle = append(circle, m)
		}
		found = append(found, append(circle, first))
	}
	return found
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
			i.problems.Add(problem.Errorf(c.at, "duplicate-id", "a second category with this id; the first is %s", i.cellName(t.list[first].at, c.at)).
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
		i.problems.Add(badKey(c.at, c.key, err))
		return
	}
	if first, taken := t.minted[id]; taken {
		i.problems.Add(collision(c.at, c.key, t.list[first].key, t.list[first].at, id))
		return
	}
	t.minted[id], c.id = n, id
}

// badKey is the problem of a key that can be no id.
func badKey(at problem.Position, key string, err error) problem.Problem {
	if errors.Is(err, bundle.ErrIDRange) {
		return problem.Errorf(at, "id-range", "the id is a whole number beyond 9007199254740991").WithValue(key).
			Hintf("in plugsheet.yaml: ids: string")
	}
	return problem.Errorf(at, "bad-id", "the id cannot be used: %v", err).WithValue(key)
}

// collision is the problem of two different keys that give the same id.
func collision(at problem.Position, key, otherKey string, other problem.Position, id bundle.ID) problem.Problem {
	return problem.Errorf(at, "id-collision", "the keys %q and %q (%s) both give the id %s", key, otherKey, other, id).
		Hintf("change one of them, or in plugsheet.yaml: ids: string")
}

// path is the labels from the root to a category.
func (t *tree) path(n int) []string {
	var labels []string
	for ; n >= 0; n = t.list[n].parent {
		labels = append([]string{t.list[n].label}, labels...)
	}
	return labels
}

// foldPath is what is compared of a path.
func foldPath(labels []string) string {
	folded := make([]string, len(labels))
	for i, l := range labels {
		if folded[i] = fold(l); folded[i] == "" {
			folded[i] = l
		}
	}
	return strings.Join(folded, "\x00")
}

// propose is the hint for a category that there is not: one with nearly that id or label, or else what is given.
func (t *tree) propose(text, otherwise string) string {
	known := make([]string, 0, 2*t.rows)
	for _, c := range t.list[:t.rows] {
		known = append(known, c.key)
	}
	for _, c := range t.list[:t.rows] {
		known = append(known, c.label)
	}
	if near := nearest(text, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// count notes that a product stands directly in some categories; number is different for each product.
func (t *tree) count(in []int, id string, number int) {
	for _, n := range in {
		c := t.list[n]
		if len(c.direct) <= bundle.MaxListed {
			c.direct = append(c.direct, id)
		}
		for ; c != nil && c.stamp != number; c = t.above(c) {
			c.stamp = number
			c.count++
		}
	}
}

func (t *tree) above(c *category) *category {
	if c.parent < 0 {
		return nil
	}
	return t.list[c.parent]
}

// writeCategories gives the finished tree to the bundle.
func (i *run) writeCategories() error {
	list := make([]bundle.Category, 0, len(i.tree.list))
	from := make([]*category, 0, len(i.tree.list))
	for _, c := range i.tree.list {
		if c.id.IsZero() || c.parent >= 0 && i.tree.list[c.parent].id.IsZero() {
			continue
		}
		b := bundle.Category{ID: c.id, Label: c.label, Products: c.direct, ProductsCount: c.count}
		if c.parent >= 0 {
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
