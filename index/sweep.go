package index

import (
	"container/heap"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// stretch is the number of documents that are weighed at once: the scores of so many stay in the processor's cache.
const stretch = 1 << 16

// borrowScores gives scores of nothing, to be given back as they came.
func (e *engine) borrowScores() *[stretch]int32 {
	if s, ok := e.scores.Get().(*[stretch]int32); ok {
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

// addTo adds the weight to the score of each document below the end of the scores, which begin with document first.
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

// swept gives the first k documents by reading all postings of the clauses once, whatever the documents' number: the
// time is bounded by the length of the postings, and does not depend on how the worths are spread.
func (r *ranking) swept(docs *roaring.Bitmap, clauses []*clause, k int) []uint32 {
	var cursors []*cursor
	for _, c := range clauses {
		for l, b := range c.hits {
			if b != nil {
				cursors = append(cursors, newCursor(b, 2*c.weights[l]))
			}
		}
	}
	if r.plan.absent != nil {
		cursors = append(cursors, newCursor(r.plan.absent, -1)) // less than any difference of worth
	}
	top := topmost{k: k, least: math.MinInt32}
	scores := r.x.engine.borrowScores()
	own := newCursor(docs, 0)
	for first := uint32(0); len(own.left) > 0; first += stretch {
		for _, c := range cursors {
			c.addTo(scores[:], first)
		}
		for len(own.left) > 0 && own.left[0]-first < stretch {
			for len(own.left) > 0 && own.left[0]-first < stretch {
				doc := own.left[0]
				own.left = own.left[1:]
				if score := scores[doc-first]; score >= top.least {
					top.add(score, doc)
				}
			}
			if len(own.left) == 0 {
				own.fill()
			}
		}
		clear(scores[:])
	}
	r.x.engine.scores.Put(scores)
	return top.ordinals()
}

// topmost keeps the k best documents.
type topmost struct {
	k     int
	least int32 // what a document must reach at least
	keys  keyHeap
}

func (t *topmost) add(score int32, ordinal uint32) {
	key := uint64(1<<31-1-int64(score))<<32 | uint64(ordinal)
	switch {
	case len(t.keys) < t.k:
		heap.Push(&t.keys, key)
		if len(t.keys) < t.k {
			return
		}
	case key >= t.keys[0]:
		return
	default:
		t.keys[0] = key
		heap.Fix(&t.keys, 0)
	}
	t.least = int32(1<<31 - 1 - int64(t.keys[0]>>32))
}

func (t *topmost) ordinals() []uint32 {
	slices.Sort(t.keys)
	out := make([]uint32, len(t.keys))
	for i, key := range t.keys {
		out[i] = uint32(key)
	}
	return out
}
