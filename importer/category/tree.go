// Package category makes the tree of categories: of the rows of their sheet, and of the paths that products
// name.
package category

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// category is one node of the tree.
type category struct {
	key    string // of the source; for one that a product's path created it is the path
	label  string
	parent int // index; -1 for a root
	Id     bundle.ID
	at     problem.Position // of the row, or of the product's cell that created it

	direct []string // ids of the products directly in it, at most one more than are listed
	count  int      // distinct products in it and below
	stamp  int      // the last product that was counted

	Skipped bool // its row has an error
}

// tree holds all categories: first the rows of the sheet, in their order, then those that paths created.
type tree struct {
	ids    bundle.IDs
	Sep    string
	List   []*category
	Rows   int                // how many of the list stand in a sheet
	keys   map[string]int     // key → index
	paths  map[string]int     // folded path → index
	labels map[string][]int   // folded label → indices, rows only
	minted map[bundle.ID]int  // id → index
	known  map[string]placing // texts of product cells that were resolved before
	marks  map[int]bool       // scratch of place

	separators string // with which those were resolved
	root       string // the label that stands above all others and names no category; empty for none
}

// NewTree makes the empty tree of a bundle with such ids, whose paths have sep between their labels.
func NewTree(ids bundle.IDs, sep string) *tree {
	return &tree{
		ids: ids, Sep: sep, keys: map[string]int{}, paths: map[string]int{}, labels: map[string][]int{},
		minted: map[bundle.ID]int{}, known: map[string]placing{}, marks: map[int]bool{},
	}
}

// label makes a row known by its label in each language. The answer knows one language only: that of the
// plain column.
func (t *tree) label(n int, texts map[string]string) {
	t.List[n].label = cmp.Or(texts[""], t.List[n].key)
	for _, text := range texts {
		folded := foldPath([]string{text})
		if text != "" && !slices.Contains(t.labels[folded], n) {
			t.labels[folded] = append(t.labels[folded], n)
		}
	}
}

// Path is the labels from the root to a category.
func (t *tree) Path(n int) []string {
	var labels []string
	for ; n >= 0; n = t.List[n].parent {
		labels = append([]string{t.List[n].label}, labels...)
	}
	return labels
}

// foldPath is what is compared of a path.
func foldPath(labels []string) string {
	folded := make([]string, len(labels))
	for i, l := range labels {
		if folded[i] = value.Fold(l); folded[i] == "" {
			folded[i] = l
		}
	}
	return strings.Join(folded, "\x00")
}

// propose is the hint for a category that there is not: one with nearly that id or label, or else what is
// given.
func (t *tree) propose(text string, otherwise problem.Text) problem.Text {
	keys := each.Of(t.List[:t.Rows], func(c *category) string { return c.key })
	labels := each.Of(t.List[:t.Rows], func(c *category) string { return c.label })
	if near := value.Nearest(text, append(keys, labels...)); near != "" {
		return problem.Textf("did you mean %q?", near)
	}
	return otherwise
}

// CountIn notes that a product stands directly in some categories; number is different for each product.
func (t *tree) CountIn(in []int, id string, number int) {
	for _, n := range in {
		c := t.List[n]
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
	return t.List[c.parent]
}

// BadKey is the problem of a key that can be no id.
func BadKey(at problem.Position, key string, err error) problem.Problem {
	if errors.Is(err, bundle.ErrIDRange) {
		return problem.Errorf(at, "id-range", "the id is a whole number beyond 9007199254740991").
			WithValue(key).
			Hintf("in plugsheet.yaml: %s", problem.Paste("ids: string"))
	}
	return problem.Errorf(at, "bad-id", "the id cannot be used: %v", err).WithValue(key)
}

// Collision is the problem of two different keys that give the same id.
func Collision(at problem.Position, key, otherKey string, other problem.Position,
	id bundle.ID) problem.Problem {
	return problem.Errorf(at, "id-collision", "the keys %q and %q (%s) both give the id %s", key, otherKey,
		other, id).
		Hintf("change one of them, or in plugsheet.yaml: %s", problem.Paste("ids: string"))
}
