package index

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// ranking orders documents by worth, then available ones first, then as in the spreadsheet.
type ranking struct {
	x    *Index
	plan *plan
}

// few is the number of documents up to which each one is looked up in the clauses; for more the clauses are read from
// end to end.
const few = 4096

// skewed is how many times more postings than documents make looking up faster than reading, as measured.
const skewed = 64

// page gives the ordinals of the documents from offset on, at most limit.
func (r *ranking) page(offset, limit int) []int {
	var out []int
	for _, g := range r.plan.groups {
		n := int(g.docs.GetCardinality())
		if offset >= n {
			offset -= n
			continue
		}
		if limit <= 0 {
			break
		}
		best := r.best(g.docs, min(offset+limit, n))
		best = best[offset:]
		for _, o := range best {
			out = append(out, int(o))
		}
		limit -= len(best)
		offset = 0
	}
	return out
}

// best gives the first k documents of a group as ordinals.
func (r *ranking) best(docs *roaring.Bitmap, k int) []uint32 {
	var clauses []*clause
	for _, c := range r.plan.clauses {
		if !c.hits.empty() {
			clauses = append(clauses, c)
		}
	}
	if len(clauses) == 1 {
		return r.level(docs, clauses[0], k)
	}
	n, postings := docs.GetCardinality(), uint64(0)
	for _, c := range clauses {
		postings += c.count
	}
	if n <= few || n*skewed < postings {
		return r.weighed(docs, clauses, k)
	}
	return r.swept(docs, clauses, k)
}

// weighed weighs each document.
func (r *ranking) weighed(docs *roaring.Bitmap, clauses []*clause, k int) []uint32 {
	list := docs.ToArray()
	scores := make([]int32, len(list))
	for _, c := range clauses {
		for l, b := range c.hits {
			if b == nil {
				continue
			}
			both := roaring.And(b, docs)
			i := 0
			for it := both.Iterator(); it.HasNext(); {
				doc := it.Next()
				i += gallop(list[i:], doc)
				scores[i] += c.weights[l]
			}
		}
	}
	keys := make([]uint64, len(list))
	for i, doc := range list {
		key := uint64(1<<30-scores[i]) << 33
		if r.plan.absent != nil && r.plan.absent.Contains(doc) {
			key |= 1 << 32
		}
		keys[i] = key | uint64(doc)
	}
	keys = smallest(keys, k)
	out := make([]uint32, len(keys))
	for i, key := range keys {
		out[i] = uint32(key)
	}
	return out
}

// gallop gives the place of a number in a sorted list that holds it.
func gallop(list []uint32, n uint32) int {
	hi := 1
	for hi < len(list) && list[hi] < n {
		hi *= 2
	}
	lo := hi / 2
	i, _ := slices.BinarySearch(list[lo:min(hi+1, len(list))], n)
	return lo + i
}

// smallest gives the k smallest keys in order. It reorders keys.
func smallest(keys []uint64, k int) []uint64 {
	if k*8 >= len(keys) {
		slices.Sort(keys)
		return keys[:min(k, len(keys))]
	}
	top := keyHeap(slices.Clone(keys[:k]))
	heap.Init(&top)
	for _, key := range keys[k:] {
		if key < top[0] {
			top[0] = key
			heap.Fix(&top, 0)
		}
	}
	slices.Sort(top)
	return top
}

// keyHeap has the largest key on top.
type keyHeap []uint64

func (h keyHeap) Len() int           { return len(h) }
func (h keyHeap) Less(i, j int) bool { return h[i] > h[j] }
func (h keyHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *keyHeap) Push(v any)        { *h = append(*h, v.(uint64)) }
func (h *keyHeap) Pop() any          { last := (*h)[len(*h)-1]; *h = (*h)[:len(*h)-1]; return last }

// level gives the first k of documents that one clause alone orders: level by level, the best first; levels of the same
// weight are one.
func (r *ranking) level(docs *roaring.Bitmap, c *clause, k int) (out []uint32) {
	rest := docs
	for l := levels - 1; l >= 0 && len(out) < k; {
		weight := c.weights[l]
		var some []*roaring.Bitmap
		for ; l >= 0 && c.weights[l] == weight; l-- {
			if c.hits[l] != nil {
				some = append(some, c.hits[l])
			}
		}
		if len(some) == 0 {
			continue
		}
		if found := roaring.And(union(some), docs); !found.IsEmpty() {
			out = append(out, r.tied(found, k-len(out))...)
			rest = roaring.AndNot(rest, found)
		}
	}
	if len(out) < k {
		out = append(out, r.tied(rest, k-len(out))...)
	}
	return out
}

// tied gives the first k of documents of equal worth.
func (r *ranking) tied(docs *roaring.Bitmap, k int) []uint32 {
	if r.plan.absent == nil || !docs.Intersects(r.plan.absent) {
		return r.first(docs, k)
	}
	out := r.first(roaring.AndNot(docs, r.plan.absent), k)
	if len(out) < k {
		out = append(out, r.first(roaring.And(docs, r.plan.absent), k-len(out))...)
	}
	return out
}

// first gives the first k of the documents: the spreadsheet's order is theirs.
func (r *ranking) first(docs *roaring.Bitmap, k int) []uint32 {
	var out []uint32
	for it := docs.Iterator(); it.HasNext() && len(out) < k; {
		out = append(out, it.Next())
	}
	return out
}

// rarest gives the n clauses with fewest documents, in their order.
func rarest(clauses []*clause, n int) []*clause {
	if len(clauses) <= n {
		return clauses
	}
	counts := make([]uint64, len(clauses))
	for i, c := range clauses {
		counts[i] = c.count
	}
	slices.SortFunc(counts, cmp.Compare[uint64])
	limit := counts[n-1]
	var out []*clause
	for _, c := range clauses {
		if c.count <= limit && len(out) < n {
			out = append(out, c)
		}
	}
	return out
}
