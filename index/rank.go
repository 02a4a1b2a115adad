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

// few is the number of documents up to which each one is weighed; of more only those of the best combinations of levels.
const few = 4096

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
	if docs.GetCardinality() <= few || k*4 > int(docs.GetCardinality()) {
		return r.weighed(docs, clauses, k)
	}
	out, rest := r.combined(docs, clauses, k)
	if len(out) < k {
		out = append(out, r.weighed(rest, clauses, k-len(out))...)
	}
	return out
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
		keys[i] = key | uint64(r.x.order.uint32(int(doc)))
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

// maxCombinations bounds the combinations of levels that are looked at before the documents that are left are weighed
// one by one.
const maxCombinations = 200

// step is a choice of one clause in a combination: the documents at one level, or those that do not fit the clause.
type choice struct {
	weight int32
	docs   *roaring.Bitmap
	not    bool // all documents but these
}

// combination is one choice for each clause.
type combination struct {
	weight int32
	at     []uint8
	last   int // choices before it stay, so that every combination comes once
}

// combined gives the first k documents by going through the combinations of levels, the best first; or fewer, when
// there are too many combinations, with the documents that are left.
func (r *ranking) combined(docs *roaring.Bitmap, clauses []*clause, k int) (out []uint32, rest *roaring.Bitmap) {
	choices := make([][]choice, len(clauses))
	start := combination{at: make([]uint8, len(clauses))}
	for i, c := range clauses {
		choices[i] = choicesOf(c, docs)
		start.weight += choices[i][0].weight
	}
	queue := combinations{start}
	rest = docs
	for n := 0; len(queue) > 0 && len(out) < k && n < maxCombinations; {
		weight := queue[0].weight
		var tied *roaring.Bitmap
		for len(queue) > 0 && queue[0].weight == weight {
			c := heap.Pop(&queue).(combination)
			n++
			found := choose(docs, choices, c.at)
			if tied == nil {
				tied = found
			} else {
				tied.Or(found)
			}
			for i := c.last; i < len(choices); i++ {
				if int(c.at[i])+1 < len(choices[i]) {
					next := combination{at: slices.Clone(c.at), last: i}
					next.at[i]++
					next.weight = c.weight - choices[i][c.at[i]].weight + choices[i][next.at[i]].weight
					heap.Push(&queue, next)
				}
			}
		}
		if !tied.IsEmpty() {
			out = append(out, r.tied(tied, k-len(out))...)
			rest = roaring.AndNot(rest, tied)
		}
	}
	return out, rest
}

// choicesOf gives the levels of a clause that hold any of the documents, the best first, and not fitting it as the last
// where some do not.
func choicesOf(c *clause, docs *roaring.Bitmap) []choice {
	var all []choice
	var fit uint64
	for l := levels - 1; l >= 0; l-- {
		if c.hits[l] == nil {
			continue
		}
		if n := c.hits[l].AndCardinality(docs); n > 0 {
			fit += n
			all = append(all, choice{weight: c.weights[l], docs: c.hits[l]})
		}
	}
	if fit < docs.GetCardinality() {
		all = append(all, choice{docs: c.hits.all(), not: true})
	}
	return all
}

// choose gives the documents of one combination, in a bitmap of its own.
func choose(docs *roaring.Bitmap, choices [][]choice, at []uint8) *roaring.Bitmap {
	found := docs
	own := false
	for i := range choices {
		c := &choices[i][at[i]]
		switch {
		case !own && c.not:
			found, own = roaring.AndNot(found, c.docs), true
		case !own:
			found, own = roaring.And(found, c.docs), true
		case c.not:
			found.AndNot(c.docs)
		default:
			found.And(c.docs)
		}
		if found.IsEmpty() {
			return found
		}
	}
	if !own {
		return found.Clone()
	}
	return found
}

// combinations is a heap with the best combination on top.
type combinations []combination

func (h combinations) Len() int           { return len(h) }
func (h combinations) Less(i, j int) bool { return h[i].weight > h[j].weight }
func (h combinations) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *combinations) Push(v any)        { *h = append(*h, v.(combination)) }
func (h *combinations) Pop() any          { last := (*h)[len(*h)-1]; *h = (*h)[:len(*h)-1]; return last }

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

// first gives the first k of the documents in the spreadsheet's order. Documents stand in it block by block, so that
// only the blocks up to the k-th document are looked at.
func (r *ranking) first(docs *roaring.Bitmap, k int) []uint32 {
	var out []uint32
	block := uint32(r.x.facts.Block)
	end := uint32(0)
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		if block > 0 && len(out) >= k && doc >= end {
			break
		}
		out = append(out, r.x.order.uint32(int(doc)))
		if block > 0 {
			end = (doc/block + 1) * block
		}
	}
	slices.Sort(out)
	return out[:min(k, len(out))]
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
