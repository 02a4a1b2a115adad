package judge

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"plugsheet/index"
)

// sendings are what agents would have sent, drawn from half of the judgments of a set; rest is what is left
// to measure with: the other half. The better a product was judged, the likelier it was sent.
func (s gradedSet) sendings(queries []gradedQuery) (sent []index.Sent, rest []gradedQuery) {
	r := rand.New(rand.NewPCG(15, 8))
	for _, q := range queries {
		left := gradedQuery{q.text, map[string]float64{}}
		var ids []string
		for id := range q.grades {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			if r.IntN(2) == 0 {
				left.grades[id] = q.grades[id]
				continue
			}
			if often := r.IntN(1 + int(s.gain(q.grades[id])/s.gain(s.relevant)*4)); often > 0 {
				sent = append(sent, index.Sent{Query: q.text, Product: id, Conversations: often})
			}
		}
		rest = append(rest, left)
	}
	return sent, rest
}

// learning measures what sent products teach: on all judgments, of which half were drawn from, and on the
// other half alone, of the products that were not drawn.
func (s gradedSet) learning(t *testing.T, o opened, queries []gradedQuery, ids []string) {
	t.Helper()
	sent, rest := s.sendings(queries)
	measured := func() (all, others []float64) {
		for i, q := range queries {
			page, err := o.index.Search(t.Context(), index.Query{Text: q.text, Limit: 100, Taught: true})
			must(t, err)
			var found, left []string
			for _, n := range page.Products {
				found = append(found, ids[n])
				_, judged := q.grades[ids[n]]
				if _, kept := rest[i].grades[ids[n]]; kept || !judged {
					left = append(left, ids[n])
				}
			}
			all, others = append(all, s.ndcg(q, found)), append(others, s.ndcg(rest[i], left))
		}
		return all, others
	}
	all, others := measured()
	must(t, o.index.Learn(t.Context(), sent))
	taught, spread := measured()
	must(t, o.index.Learn(t.Context(), nil))
	t.Logf("%-12s %s sent; nDCG@10 %.4f -> %.4f, %s; of the other half %.4f -> %.4f, %s", s.name,
		strconv.Itoa(len(sent)),
		mean(all), mean(taught), change(taught, all), mean(others), mean(spread), change(spread, others))
	if mean(taught) <= mean(all) || mean(spread) < mean(others)-lost {
		t.Errorf("%s: what agents send does not help", s.name)
	}
}
