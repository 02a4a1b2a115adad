package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/clause"
	"plugsheet/index/reader"
)

// ranking orders documents by worth, of which absentWorth takes its part, then available ones first, then as
// in the spreadsheet.
type ranking struct {
	x    *Index
	plan *plan
}

// few is the number of documents up to which each one is looked up in the clauses; for more the clauses are
// read from end to end. At 100,000 products both take as long for about so many.
const few = 1024

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
		best := r.best(g, offset, min(offset+limit, n))
		out = append(out, best...)
		limit -= len(best)
		offset = 0
	}
	return out
}

// best gives the documents of a group from one place to another, as ordinals.
func (r *ranking) best(g group, from, to int) []int {
	docs, clauses := g.docs, answered(r.plan.clauses)
	if len(clauses) == 1 || g.apart {
		return r.tiers(g, clauses, from, to)
	}
	clauses = r.plan.weighing()
	n, postings := docs.GetCardinality(), uint64(0)
	for _, c := range clauses {
		postings += c.Count
	}
	if n <= few || n*skewed < postings {
		return r.weighed(docs, clauses, to)[from:]
	}
	return r.swept(docs, clauses, to)[from:]
}

// weighed weighs each document.
func (r *ranking) weighed(docs *roaring.Bitmap, clauses []*clause.Clause, k int) []int {
	list := docs.ToArray()
	scores := make([]int32, len(list))
	for _, c := range clauses {
		for l, b := range c.Hits {
			if b != nil {
				addWeight(scores, list, docs, b, c.Weights[l])
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
	return documentsOf(smallest(keys, k))
}

// asked is the number of documents up to which each is looked up in a level; for more both are intersected.
const asked = 64

// addWeight adds a weight to the scores of the documents of a list that a level has.
func addWeight(scores []int32, list []uint32, docs, level *roaring.Bitmap, weight int32) {
	if len(list) <= asked {
		for i, doc := range list {
			if level.Contains(doc) {
				scores[i] += weight
			}
		}
		return
	}
	i := 0
	for it := roaring.And(level, docs).Iterator(); it.HasNext(); {
		doc := it.Next()
		i += gallop(list[i:], doc)
		scores[i] += weight
	}
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
	top := topmost{k: k}
	for _, key := range keys {
		top.add(key)
	}
	return top.sorted()
}

// documentsOf gives the documents of keys, which hold them in their lower half.
func documentsOf(keys []uint64) []int {
	out := make([]int, len(keys))
	for i, key := range keys {
		out[i] = int(uint32(key))
	}
	return out
}

// tier is one level of a clause, or of its documents those that some of the clause's own bonuses are for, and
// no others.
type tier struct {
	weight int32
	level  *roaring.Bitmap
	has    []*bonus
	not    []*bonus
}

// tiersOf are those of a level: with each of the clause's own bonuses, and without.
func (p *plan) tiersOf(c *clause.Clause, weight int32, level *roaring.Bitmap) []tier {
	all := []tier{{weight: weight, level: level}}
	for _, b := range p.own[c] {
		for _, t := range all {
			all = append(all, tier{t.weight + b.weight, level, append(slices.Clip(t.has), b), t.not})
		}
		for i := range len(all) / 2 {
			all[i].not = append(slices.Clip(all[i].not), b)
		}
	}
	return all
}

// docs are the documents of a tier.
func (t tier) docs() *roaring.Bitmap {
	docs := t.level
	for _, b := range t.has {
		docs = roaring.And(docs, b.docs)
	}
	for _, b := range t.not {
		docs = roaring.AndNot(docs, b.docs)
	}
	return docs
}

// tiers gives the documents from one place to another where each fits one clause, which alone says its worth:
// level by level, the best first; levels of the same weight are one. What stands before the first place is
// counted, not read, and what stands behind the last one is not looked at.
func (r *ranking) tiers(g group, clauses []*clause.Clause, from, to int) []int {
	var tiers []tier
	count := uint64(0)
	for _, c := range clauses {
		for l, b := range slices.Backward(c.Hits[:]) { // about in the order that is wanted
			if b != nil {
				count += b.GetCardinality()
				tiers = append(tiers, r.plan.tiersOf(c, c.Weights[l], b)...)
			}
		}
	}
	slices.SortStableFunc(tiers, func(a, b tier) int { return cmp.Compare(b.weight, a.weight) })
	all := !g.code() && count == g.docs.GetCardinality() // then no level holds any other document
	w := window{skip: from, want: to - from}
	for i := 0; i < len(tiers) && w.want > 0; {
		var some []*roaring.Bitmap
		for weight := tiers[i].weight; i < len(tiers) && tiers[i].weight == weight; i++ {
			some = append(some, tiers[i].docs())
		}
		found := reader.Union(some)
		if !all {
			found = roaring.And(found, g.docs)
		}
		r.tied(&w, found)
	}
	if !all && w.want > 0 {
		rest := g.docs.Clone()
		for _, t := range tiers {
			rest.AndNot(t.level)
		}
		r.tied(&w, rest)
	}
	return w.out
}

// tied takes documents of equal worth.
func (r *ranking) tied(w *window, docs *roaring.Bitmap) {
	if r.plan.absent == nil || w.skip >= int(docs.GetCardinality()) || !docs.Intersects(r.plan.absent) {
		w.take(docs)
		return
	}
	w.take(roaring.AndNot(docs, r.plan.absent))
	w.take(roaring.And(docs, r.plan.absent))
}

// window gathers what stands between two places of lists that follow each other.
type window struct {
	skip, want int
	out        []int
}

// take goes through the next list: the spreadsheet's order is the documents'.
func (w *window) take(docs *roaring.Bitmap) {
	n := int(docs.GetCardinality())
	if w.skip >= n || w.want <= 0 {
		w.skip -= min(n, w.skip)
		return
	}
	it := docs.Iterator()
	if w.skip > 0 {
		first, err := docs.Select(uint32(w.skip))
		if err != nil {
			return // there are more than so many
		}
		it.AdvanceIfNeeded(first)
		w.skip = 0
	}
	w.out = slices.Grow(w.out, min(w.want, n))
	for ; it.HasNext() && w.want > 0; w.want-- {
		w.out = append(w.out, int(it.Next()))
	}
}

// rarest gives the n clauses with fewest documents, in their order.
func rarest(clauses []*clause.Clause, n int) []*clause.Clause {
	if len(clauses) <= n {
		return clauses
	}
	counts := make([]uint64, len(clauses))
	for i, c := range clauses {
		counts[i] = c.Count
	}
	slices.SortFunc(counts, cmp.Compare[uint64])
	limit := counts[n-1]
	var out []*clause.Clause
	for _, c := range clauses {
		if c.Count <= limit && len(out) < n {
			out = append(out, c)
		}
	}
	return out
}
