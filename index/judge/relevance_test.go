package judge

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// relevanceFile holds the figures of each query as they were when they were last taken on, in thousandths:
// their places stand for the queries, which are not ours to keep.
const relevanceFile = "testdata/relevance.json"

// kept are the figures of a set's queries in relevanceFile.
type kept struct {
	NDCG   []int `json:"ndcg@10"`
	Recall []int `json:"recall@100"` // -1 for a query without a relevant product
}

// lost is how much a set's mean may lose before someone must take it on with UPDATE=1.
const lost = 0.003

// TestRelevance measures the search on catalogs whose queries people judged, beside plain BM25 and beside
// what was kept. "make relevance" prints it.
func TestRelevance(t *testing.T) {
	before, now := map[string]kept{}, map[string]kept{}
	text, err := os.ReadFile(relevanceFile)
	must(t, err)
	must(t, json.Unmarshal(text, &before))
	for _, s := range gradedSets {
		t.Run(s.name, func(t *testing.T) {
			o, queries := s.read(t)
			f := s.measure(t, o, queries)
			s.learning(t, o, queries, f.ids)
			f.report(t, s.name, before[s.name])
			if mean(f.ndcg) < s.least[0] || mean(f.recall) < s.least[1] {
				t.Errorf("%s: nDCG@10 and recall@100 are to be at least %v", s.name, s.least)
			}
			now[s.name] = f.kept()
		})
	}
	if os.Getenv("UPDATE") != "1" || len(now) != len(gradedSets) {
		return
	}
	text, err = json.Marshal(now)
	must(t, err)
	must(t, os.WriteFile(relevanceFile, append(text, '\n'), 0o644))
}

// figures are those of all queries of a set: of the search, and of BM25 on titles and with three weights.
type figures struct {
	ndcg, recall []float64
	plain        [2]struct{ ndcg, recall []float64 }
	ids          []string // of the products, by their ordinals
	nothing      int      // queries without any answer
	took         time.Duration
}

// measure searches all queries.
func (s gradedSet) measure(t *testing.T, o opened, queries []gradedQuery) (f figures) {
	t.Helper()
	titles, weighted, ids := newBM25(asItStands), newBM25(withoutS), []string(nil)
	for _, file := range o.bundle.ProductFiles() {
		for line, err := range o.bundle.Records(t.Context(), file) {
			must(t, err)
			p := line.Record.Product
			titles.add(repeated{p.Title, 1})
			weighted.add(weightedTexts(p)...)
			ids = append(ids, p.ID.String())
		}
	}
	f.ids = ids
	named := func(ordinals []int) (all []string) {
		for _, n := range ordinals {
			all = append(all, ids[n])
		}
		return all
	}
	for _, q := range queries {
		from := time.Now()
		page, err := o.index.Search(t.Context(), index.Query{Text: q.text, Limit: 100})
		must(t, err)
		f.took += time.Since(from) / time.Duration(len(queries))
		if page.Total == 0 {
			f.nothing++
		}
		found := named(page.Products)
		f.ndcg, f.recall = append(f.ndcg, s.ndcg(q, found)), append(f.recall, s.recall(q, found))
		for i, b := range []*bm25{titles, weighted} {
			found, p := named(b.search(q.text, 100)), &f.plain[i]
			p.ndcg, p.recall = append(p.ndcg, s.ndcg(q, found)), append(p.recall, s.recall(q, found))
		}
	}
	return f
}

// weightedTexts are a product's texts with the three weights: title three times, brand twice, and the
// description where it is not the title.
func weightedTexts(p bundle.Product) []repeated {
	all := []repeated{{p.Title, 3}}
	if p.Brand != nil {
		all = append(all, repeated{*p.Brand, 2})
	}
	if p.Description != p.Title {
		all = append(all, repeated{p.Description, 1})
	}
	return all
}

// report prints the figures, and fails where a mean is less than what was kept.
func (f figures) report(t *testing.T, name string, before kept) {
	t.Logf("%-12s nDCG@10 %.4f  recall@100 %.4f  no answer %d of %d  %v a query", name,
		mean(f.ndcg), mean(f.recall), f.nothing, len(f.ndcg), f.took.Round(10*time.Microsecond))
	for i, base := range []string{"BM25 title", "BM25 weights"} {
		p := f.plain[i]
		t.Logf("  %-12s %.4f, the search %s   recall %.4f, %s", base, mean(p.ndcg), change(f.ndcg, p.ndcg),
			mean(p.recall), change(f.recall, p.recall))
	}
	if len(before.NDCG) != len(f.ndcg) {
		t.Logf("  nothing was kept of these queries: UPDATE=1 keeps the figures")
		return
	}
	then := before.figures()
	t.Logf("  kept         %.4f, the search %s   recall %.4f, %s", mean(then.ndcg), change(f.ndcg, then.ndcg),
		mean(then.recall), change(f.recall, then.recall))
	if os.Getenv("UPDATE") == "1" {
		return
	}
	if mean(f.ndcg) < mean(then.ndcg)-lost || mean(f.recall) < mean(then.recall)-lost {
		t.Errorf("%s: the answers are worse than those that were kept; UPDATE=1 takes it on", name)
	}
}

// change is the mean difference and where it lies in 95 of 100 cases.
func change(figures, others []float64) string {
	low, high := interval(figures, others)
	return fmt.Sprintf("%+.4f [%+.4f %+.4f]", mean(figures)-mean(others), low, high)
}

func (f figures) kept() (k kept) {
	for i := range f.ndcg {
		k.NDCG = append(k.NDCG, int(math.Round(1000*f.ndcg[i])))
		r := -1
		if !math.IsNaN(f.recall[i]) {
			r = int(math.Round(1000 * f.recall[i]))
		}
		k.Recall = append(k.Recall, r)
	}
	return k
}

func (k kept) figures() (f figures) {
	for i := range k.NDCG {
		f.ndcg = append(f.ndcg, float64(k.NDCG[i])/1000)
		r := math.NaN()
		if k.Recall[i] >= 0 {
			r = float64(k.Recall[i]) / 1000
		}
		f.recall = append(f.recall, r)
	}
	return f
}
