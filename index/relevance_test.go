package index

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// judgedData is the folder of the judged catalog, seen from this package.
const judgedData = "../../shared/data/relevance"

// relevanceBar is the nDCG@10 that must not be lost. Plain BM25 reaches 0.60 on these queries. What is a
// little less here and much more on the other judged catalogs was taken: index/judge measures all three, with
// the interval.
const relevanceBar = 0.635

// What was tried on these queries, in a copy of the ranking with exact worths instead of steps. "All" is
// nDCG@10, where a product that nobody judged counts as bad; "judged" is the same of the list without the
// products that nobody judged; "types" takes the catalog's type attributes as queries and the products that
// have them as right (with those attributes left out of the index). A difference of 0.008 in "all" is what
// chance gives: of 740 random settings of all weights, k1, b, the order of the groups, sums instead of BM25F,
// and the bonuses below, the best on one half of the queries lost 0.02 on the other (200 halvings), and the
// best of all reached 0.636.
//
//	weights before (title 1.5, description 1, keywords 0.2)   all 0.632  judged 0.664  types 0.555
//	keywords 0.1                                              all 0.630  judged 0.671  types 0.558
//	description 2                                             all 0.633  judged 0.674  types 0.537
//	description 2 and keywords 0.1: kept                      all 0.635  judged 0.683  types 0.535
//	description 2 and keywords 0.05                           all 0.638  judged 0.693  types 0.534
//
// Resampling the queries, the weights that were kept are better by "judged" in 99 of 100 cases, and by "all"
// in 66; the best by "judged" on one half of the queries gains 0.003 in "all" on the other.
//
// Titles that are what was typed (title.go) were added for people who type a product's name: "pour-over
// dripper" found the filters for it first, since their description is short. It leaves 0.638 as it is where
// the title may have as many words again, and gives 0.639 to 0.642 with one and a half times to twice as many
// others, which was kept; with three times as many, or for any title that has all words, it loses (0.621,
// 0.632): then it is a search in titles.
//
// Not kept: coverage as a bonus instead of all words first (all 0.636, judged 0.671; the order is promised);
// words side by side in the title (all +0, judged +0.004, types +0.02, and an index of pairs); the last word
// at the end of a title's phrase (judged +0.003, all -0.015: it brings up products that nobody judged); words
// at the beginning of a text counting more (all -0.01 to -0.03); less for what stands behind "for" (-0.005);
// the best field instead of all (-0.02); other powers of idf (-0.005); 32 steps of worth instead of 26 (no
// difference).

// TestJudged measures the search on the judged catalog, which is indexed once.
func TestJudged(t *testing.T) {
	x, keys := judgedIndex(t)
	t.Run("relevance", func(t *testing.T) { relevance(t, x, keys) })
	t.Run("codes", func(t *testing.T) { judgedCodes(t, x) })
	t.Run("made-up codes", func(t *testing.T) { madeUpCodes(t, x) })
	t.Run("typos", func(t *testing.T) { typoTitles(t, x) })
}

func relevance(t *testing.T, x *Index, keys []string) {
	grades := readGrades(t)
	sum := 0.0
	queries := slices.Sorted(maps.Keys(grades))
	for _, q := range queries {
		page, err := x.Search(t.Context(), Query{Text: q, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		score := ndcg(page.Products, keys, grades[q])
		t.Logf("%.3f %6d %s", score, page.Total, q)
		sum += score
	}
	mean := sum / float64(len(queries))
	t.Logf("nDCG@10 %.4f over %d queries", mean, len(queries))
	if mean < relevanceBar {
		t.Errorf("nDCG@10 is %.4f, below %.2f", mean, relevanceBar)
	}
}

// ndcg is nDCG at 10 with gain 2^g-1; what was not judged counts as 0.
func ndcg(products []int, keys []string, grades map[string]int) float64 {
	gain := func(grade, rank int) float64 {
		return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(rank)+2)
	}
	got, best := 0.0, 0.0
	for i, p := range products {
		got += gain(grades[keys[p]], i)
	}
	var all []int
	for _, g := range grades {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(b, a) })
	for i, g := range all[:min(10, len(all))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

// readGrades reads the judgements by query and product key.
func readGrades(t testing.TB) map[string]map[string]int {
	t.Helper()
	f, err := os.Open(filepath.Join(judgedData, "qrels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string]map[string]int{}
	s := bufio.NewScanner(f)
	s.Scan()
	for s.Scan() {
		cells := strings.Split(s.Text(), "\t")
		grade, err := strconv.Atoi(cells[2])
		if err != nil {
			t.Fatal(err)
		}
		if all[cells[0]] == nil {
			all[cells[0]] = map[string]int{}
		}
		all[cells[0]][cells[1]] = grade
	}
	return all
}

// judgedIndex builds and opens an index of the judged catalog, and gives the keys of its products in order.
func judgedIndex(t testing.TB) (*Index, []string) {
	t.Helper()
	f, err := os.Open(filepath.Join(judgedData, "catalog.csv"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the judged catalog is not here: relevance is not measured")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	x := indexOf(t, "en", func(yield func(bundle.Record) bool) {
		for {
			row, err := r.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, row[0])
			if !yield(judgedRecord(t, row)) {
				return
			}
		}
	})
	return x, keys
}

// judgedTitles gives the titles of the judged catalog in order.
func judgedTitles(t testing.TB) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(judgedData, "catalog.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, row := range rows[1:] {
		titles = append(titles, row[2])
	}
	return titles
}

func judgedRecord(t testing.TB, row []string) bundle.Record {
	t.Helper()
	id, err := bundle.IntegerIDs.Mint(row[0])
	if err != nil {
		t.Fatal(err)
	}
	description := row[4]
	if description == "" {
		description = row[2]
	}
	return bundle.Record{
		Categories: []bundle.ID{},
		Keywords:   []string{"ean: " + row[5], "attributes: " + row[9]},
		Product: bundle.Product{
			ID: id, Title: row[2], ProductURL: row[7], Description: description, ImageURL: row[6],
			Reference: row[1], PriceCatalog: row[8], Brand: &row[3],
		},
	}
}

// indexOf writes a bundle of the records, indexes and opens it.
func indexOf(t testing.TB, language string, records func(func(bundle.Record) bool),
	categories ...bundle.Category) *Index {
	t.Helper()
	dir := t.TempDir()
	writeBundle(t, dir, language, records, categories)
	return buildAndOpen(t, dir)
}

func writeBundle(t testing.TB, dir, language string, records func(func(bundle.Record) bool),
	categories []bundle.Category) {
	t.Helper()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: bundle.IntegerIDs, Language: language})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for r := range records {
		if err := w.Product(r); err != nil {
			t.Fatal(fmt.Errorf("product %s: %w", r.Product.ID, err))
		}
	}
	if categories != nil {
		if err := w.Categories(categories); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func buildAndOpen(t testing.TB, dir string) *Index {
	t.Helper()
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	x, err := Open(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}
