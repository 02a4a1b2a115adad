package reader

import (
	"cmp"
	"slices"

	"plugsheet/index/analysis"

	"github.com/RoaringBitmap/roaring/v2"
)

// Hits are the documents of a word by level, each document at one level. Nil stands for none.
type Hits [analysis.Levels]*roaring.Bitmap

// Empty tells whether there are none.
func (h *Hits) Empty() bool {
	for _, b := range h {
		if b != nil {
			return false
		}
	}
	return true
}

// Count is the number of documents.
func (h *Hits) Count() (n uint64) {
	for _, b := range h {
		if b != nil {
			n += b.GetCardinality()
		}
	}
	return n
}

// All is the union of the levels. It may be one of them: it must not be changed.
func (h *Hits) All() *roaring.Bitmap {
	var some []*roaring.Bitmap
	for _, b := range h {
		if b != nil {
			some = append(some, b)
		}
	}
	return Union(some)
}

// Add adds other hits, each at the level that the function gives it. A document stays at its highest level.
func (h *Hits) Add(other Hits, at func(level int) int) {
	if other.Empty() {
		return
	}
	lists, n := h.lists()
	for l, b := range other {
		if b != nil {
			lists[at(l)] = append(lists[at(l)], b)
		}
	}
	h.merge(&lists, n > 0)
}

// lists are the levels as lists of bitmaps, and how many there are.
func (h *Hits) lists() (lists [analysis.Levels][]*roaring.Bitmap, n int) {
	for l, b := range h {
		if b != nil {
			lists[l], n = append(lists[l], b), n+1
		}
	}
	return lists, n
}

// merge replaces h by lists of bitmaps by level, which may overlap.
func (h *Hits) merge(lists *[analysis.Levels][]*roaring.Bitmap, overlap bool) {
	seen := roaring.New()
	for l := analysis.Levels - 1; l >= 0; l-- {
		b := Union(lists[l])
		if b != nil && overlap {
			b = roaring.AndNot(b, seen)
			seen.Or(b)
		}
		if b != nil && b.IsEmpty() {
			b = nil
		}
		h[l] = b
	}
}

// Union is the union of bitmaps, nil for none. It may be one of them. They are reordered: where the largest
// comes first, the others are added to it, and it is not copied for each.
func Union(bitmaps []*roaring.Bitmap) *roaring.Bitmap {
	switch len(bitmaps) {
	case 0:
		return nil
	case 1:
		return bitmaps[0]
	}
	slices.SortFunc(bitmaps, func(a, b *roaring.Bitmap) int {
		return cmp.Compare(b.GetCardinality(), a.GetCardinality())
	})
	return roaring.FastOr(bitmaps...)
}

// Same is what a document is worth that holds what was typed, as the function for [Hits.Add].
func Same(level int) int { return level }

// Lower is what a document is worth that holds another word in its place.
func Lower(level int) int { return level / 2 }

// Lowest is what a document is worth that may hold another word in its place.
func Lowest(level int) int { return level / 4 }

// At gives hits that are all at one level.
func At(level int, b *roaring.Bitmap) (h Hits) {
	if b != nil && !b.IsEmpty() {
		h[level] = b
	}
	return h
}

// Without gives the hits that are not among the documents, nil for none.
func (h Hits) Without(docs *roaring.Bitmap) (rest Hits) {
	if docs == nil {
		return h
	}
	for l, b := range h {
		if b != nil {
			rest.Add(At(l, roaring.AndNot(b, docs)), Same)
		}
	}
	return rest
}
