package index

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/clause"
)

// stretch is the number of documents that are weighed at once: the scores of so many stay in the processor's
// cache.
const stretch = 1 << 16

// borrowScores gives scores of nothing, to be given back as they came.
func (x *Index) borrowScores() *[stretch]int32 {
	if s, ok := x.scores.Get().(*[stretch]int32); ok {
		return s
	}
	return new([stretch]int32)
}

// cursor reads the documents of one level of a clause in order.
type cursor struct {
	weight int32
	from   roaring.ManyIntIterable
	buf    [256]uint32
	left   []uint32 // of buf, not yet read
}

func newCursor(docs *roaring.Bitmap, weight int32) *cursor {
	c := &cursor{weight: weight, from: docs.ManyIterator()}
	c.fill()
	return c
}

func (c *cursor) fill() { c.left = c.buf[:c.from.NextMany(c.buf[:])] }

// addTo adds the weight to the score of each document below the end of the scores, which begin with document
// first.
func (c *cursor) addTo(scores []int32, first uint32) {
	for len(c.left) > 0 {
		for i, doc := range c.left {
			at := doc - first
			if at >= uint32(len(scores)) {
				c.left = c.left[i:]
				return
			}
			scores[at] += c.weight
		}
		c.fill()
	}
}

// swept gives the first k documents by reading all postings of the clauses once, whatever the documents'
// number: the time is bounded by the length of the postings, and does not depend on how the worths are
// spread.
func (r *ranking) swept(docs *roaring.Bitmap, clauses []*clause.Clause, k int) []int {
	var cursors []*cursor
	n := docs.GetCardinality()
	for _, c := range clauses {
		for l, b := range c.Hits {
			if b != nil {
				if b.GetCardinality() > 4*n { // then it is quicker to read what both have
					b = roaring.And(docs, b)
				}
				cursors = append(cursors, newCursor(b, 2*c.Weights[l]))
			}
		}
	}
	if r.plan.absent != nil {
		// less than any difference of worth
		cursors = append(cursors, newCursor(roaring.And(docs, r.plan.absent), -1))
	}
	top, least := topmost{k: k}, int32(math.MinInt32)
	scores := r.x.borrowScores()
	own := newCursor(docs, 0)
	for first := uint32(0); len(own.left) > 0; first += stretch {
		for _, c := range cursors {
			c.addTo(scores[:], first)
		}
		for len(own.left) > 0 && own.left[0]-first < stretch {
			for len(own.left) > 0 && own.left[0]-first < stretch {
				doc := own.left[0]
				own.left = own.left[1:]
				if score := scores[doc-first]; score >= least &&
					top.add(uint64(1<<31-1-int64(score))<<32|uint64(doc)) {
					least = int32(1<<31 - 1 - int64(top.bound>>32))
				}
			}
			if len(own.left) == 0 {
				own.fill()
			}
		}
		clear(scores[:])
	}
	r.x.scores.Put(scores)
	return documentsOf(top.sorted())
}

// topmost keeps the k smallest keys of many. It gathers some more than k and throws those away that are too
// many: for a page far down, where k is large, that costs a fraction of a heap.
type topmost struct {
	k     int
	bound uint64 // 0, or what a key must be below
	keys  []uint64
}

// slack is how many keys are gathered beyond k, at least.
const slack = 64

// add adds a key and reports whether the bound has changed.
func (t *topmost) add(key uint64) bool {
	if t.bound != 0 && key >= t.bound {
		return false
	}
	t.keys = append(t.keys, key)
	if len(t.keys) < 2*t.k+slack {
		return false
	}
	t.cut()
	return true
}

// cut throws away what is not among the k smallest.
func (t *topmost) cut() {
	if len(t.keys) <= t.k {
		return
	}
	split(t.keys, t.k)
	t.keys = t.keys[:t.k]
	t.bound = slices.Max(t.keys)
}

// sorted gives the keys in order, at most k.
func (t *topmost) sorted() []uint64 {
	t.cut()
	slices.Sort(t.keys)
	return t.keys
}

// split reorders keys so that the k smallest stand first, in no order: quickselect, with the middle of three
// as pivot. No key stands twice.
func split(keys []uint64, k int) {
	for lo, hi := 0, len(keys); k > lo && k < hi; {
		pivot := max(min(keys[lo], keys[(lo+hi)/2]), min(max(keys[lo], keys[(lo+hi)/2]), keys[hi-1]))
		i, j := lo, hi-1
		for i <= j {
			for keys[i] < pivot {
				i++
			}
			for keys[j] > pivot {
				j--
			}
			if i <= j {
				keys[i], keys[j] = keys[j], keys[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j + 1
		case k > i:
			lo = i
		default:
			return
		}
	}
}
