package index

import (
	"slices"

	"plugsheet/index/terms"
)

// WholeCode tells whether the search found a code of the catalog as it stands there, and not only part of one.
func (e *Explanation) WholeCode() bool {
	return e != nil && len(e.Groups) > 0 && e.Groups[0].Why == whyCode
}

// AllWords is how many products have all words of the search that say something; they are the first ones.
func (e *Explanation) AllWords() int {
	if e == nil {
		return 0
	}
	n := 0
	for _, g := range e.Groups {
		if g.Why != whyTitle && g.Why != whyAll {
			break
		}
		n += g.Products
	}
	return n
}

// InTitle tells whether a product of the page has all words of the search that say something in its title, as they were typed
// or in another form.
func (e *Explanation) InTitle() bool {
	return e.AllWords() > 0 && slices.ContainsFunc(e.Products, func(r Reason) bool {
		for i, t := range e.Terms {
			if !t.Optional && (t.How != byWord || !slices.Contains(r.Fields[i], terms.FieldNames[0])) {
				return false
			}
		}
		return true
	})
}
