package judge

import (
	"bufio"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// gradedSet is a catalog with queries that people judged: our own shop, or a folder of ../shared/data, whose
// README says how.
type gradedSet struct {
	name, catalog, queries string // paths of files; plugsheet.yaml may stand beside them
	gain                   func(grade float64) float64
	relevant               float64    // the grade from which a product counts in the recall
	least                  [2]float64 // what nDCG@10 and recall@100 are to be at least
}

func exponential(grade float64) float64 { return math.Exp2(grade) - 1 }

var gradedSets = []gradedSet{
	{"shop", "testdata/shop/catalog.tsv", "testdata/shop/queries.tsv", exponential, 2,
		[2]float64{0.87, 0.93}},
	shared("electronics", "relevance", exponential, 2, [2]float64{0.68, 0.8}),
	shared("mixed", "relevance-mixed", exponential, 3, [2]float64{0.795, 0.95}),
	shared("home", "relevance-home", func(g float64) float64 { return (g - 1) / 2 }, 2.33,
		[2]float64{0.433, 0.77}),
}

// shared is a set of ../shared/data.
func shared(name, folder string, gain func(float64) float64, relevant float64, least [2]float64) gradedSet {
	in := filepath.Join("../../../shared/data", folder)
	catalog, queries := filepath.Join(in, "catalog.csv"), filepath.Join(in, "qrels.tsv")
	return gradedSet{name, catalog, queries, gain, relevant, least}
}

// gradedQuery is a query with the grades of products by their ids.
type gradedQuery struct {
	text   string
	grades map[string]float64
}

// read imports and indexes the set's catalog. It skips the test where it is not here.
func (s gradedSet) read(t *testing.T) (opened, []gradedQuery) {
	t.Helper()
	if _, err := os.Stat(s.queries); err != nil {
		t.Skipf("the judged catalog %s is not here: relevance is not measured", s.name)
	}
	o := importer.Options{Inputs: []string{s.catalog}, Bundle: filepath.Join(t.TempDir(), "bundle")}
	settings := filepath.Join(filepath.Dir(s.catalog), "plugsheet.yaml")
	text, err := os.Open(settings)
	if !errors.Is(err, fs.ErrNotExist) {
		must(t, err)
		defer text.Close()
		o.Config, err = config.Read(text, settings)
		must(t, err)
	}
	report, err := importer.Run(t.Context(), o)
	must(t, err)
	if !report.Written {
		t.Fatalf("%s is not imported: %v", s.catalog, report.Problems.Sorted())
	}
	b, err := bundle.Open(t.Context(), o.Bundle)
	must(t, err)
	must(t, build.Build(t.Context(), b, build.Options{}))
	x, err := index.Open(t.Context(), b)
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	return opened{x, b}, readGraded(t, s.queries)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func readGraded(t *testing.T, path string) (all []gradedQuery) {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(cells[0], "#") || cells[len(cells)-1] == "grade" {
			continue // a remark, or the header
		}
		if filepath.Base(path) == "queries.tsv" {
			all = append(all, gradedQuery{cells[1], gradesOf(t, cells[2:])})
			continue
		}
		grade, err := strconv.ParseFloat(cells[2], 64)
		must(t, err)
		at := slices.IndexFunc(all, func(q gradedQuery) bool { return q.text == cells[0] })
		if at < 0 {
			at, all = len(all), append(all, gradedQuery{cells[0], map[string]float64{}})
		}
		all[at].grades[cells[1]] = grade
	}
	must(t, lines.Err())
	return slices.DeleteFunc(all, func(q gradedQuery) bool { // one without a good product says nothing
		return !slices.ContainsFunc(slices.Collect(maps.Values(q.grades)),
			func(g float64) bool { return g > 0 })
	})
}

// gradesOf reads the cells of our own shop: the ids of the best products, of good ones, and of those that
// have to do with what is searched for. An id stands alone, or for those up to another: 1001-1009.
func gradesOf(t *testing.T, cells []string) map[string]float64 {
	grades := map[string]float64{}
	for i, cell := range cells {
		for ids := range strings.FieldsSeq(cell) {
			first, last, isRange := strings.Cut(ids, "-")
			from, err := strconv.Atoi(first)
			must(t, err)
			to := from
			if isRange {
				to, err = strconv.Atoi(last)
				must(t, err)
			}
			for id := from; id <= to; id++ {
				grades[strconv.Itoa(id)] = float64(3 - i)
			}
		}
	}
	return grades
}

// Our own shop is judged in three languages, and judges only products that there are.
func TestShopIsJudged(t *testing.T) {
	products := map[string]bool{}
	text, err := os.ReadFile("testdata/shop/catalog.tsv")
	must(t, err)
	for line := range strings.Lines(string(text)) {
		id, _, _ := strings.Cut(line, "\t")
		products[id] = true
	}
	queries := readGraded(t, "testdata/shop/queries.tsv")
	if len(products) < 300 || len(queries) < 80 {
		t.Errorf("%d products, %d queries", len(products), len(queries))
	}
	for _, q := range queries {
		for id := range q.grades {
			if !products[id] {
				t.Errorf("%q: there is no product %s", q.text, id)
			}
		}
	}
	if text, err = os.ReadFile("testdata/shop/queries.tsv"); err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"en", "fr", "de"} {
		if n := strings.Count(string(text), "\n"+tag+"\t"); n < 25 {
			t.Errorf("%d queries in %s", n, tag)
		}
	}
}

// ndcg is the nDCG@10 of an answer; a product that nobody judged counts as bad.
func (s gradedSet) ndcg(q gradedQuery, ids []string) float64 {
	got, best := 0.0, 0.0
	for i, id := range ids[:min(len(ids), 10)] {
		if g, judged := q.grades[id]; judged {
			got += s.gain(g) / math.Log2(float64(i)+2)
		}
	}
	var all []float64
	for _, g := range q.grades {
		all = append(all, s.gain(g))
	}
	slices.SortFunc(all, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, g := range all[:min(len(all), 10)] {
		best += g / math.Log2(float64(i)+2)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

// recall is the share of the relevant products among the first hundred.
func (s gradedSet) recall(q gradedQuery, ids []string) float64 {
	wanted, found := 0, 0
	for _, g := range q.grades {
		if g >= s.relevant {
			wanted++
		}
	}
	for _, id := range ids[:min(len(ids), 100)] {
		if q.grades[id] >= s.relevant {
			found++
		}
	}
	if wanted == 0 {
		return math.NaN()
	}
	return float64(found) / float64(wanted)
}

// mean is that of the figures that are one.
func mean(figures []float64) float64 {
	sum, n := 0.0, 0.0
	for _, f := range figures {
		if !math.IsNaN(f) {
			sum, n = sum+f, n+1
		}
	}
	return sum / max(n, 1)
}

// interval is where the mean of the differences lies in 95 of 100 cases, by drawing the queries anew 2,000
// times.
func interval(figures, others []float64) (low, high float64) {
	r := rand.New(rand.NewPCG(15, uint64(len(figures))))
	means, drawn := make([]float64, 2000), make([]float64, len(figures))
	for i := range means {
		for j := range drawn {
			at := r.IntN(len(figures))
			drawn[j] = figures[at] - others[at]
		}
		means[i] = mean(drawn)
	}
	slices.Sort(means)
	return means[len(means)/40], means[len(means)-1-len(means)/40]
}
