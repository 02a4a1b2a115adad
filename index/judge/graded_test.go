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

// gradedSet is a folder of ../shared/data whose queries were judged by people; its README says how.
type gradedSet struct {
	name, folder string
	gain         func(grade float64) float64
	relevant     float64 // the grade from which a product counts in the recall
}

func exponential(grade float64) float64 { return math.Exp2(grade) - 1 }

var gradedSets = []gradedSet{
	{"electronics", "relevance", exponential, 2},
	{"mixed", "relevance-mixed", exponential, 3},
	{"home", "relevance-home", func(grade float64) float64 { return (grade - 1) / 2 }, 2.33},
}

// gradedQuery is a query with the grades of products by their ids.
type gradedQuery struct {
	text   string
	grades map[string]float64
}

// gradedDir is where the sets lie, seen from this package.
const gradedDir = "../../../shared/data"

// read imports and indexes the set's catalog. It skips the test where it is not here.
func (s gradedSet) read(t *testing.T) (opened, []gradedQuery) {
	t.Helper()
	from := filepath.Join(gradedDir, s.folder)
	if _, err := os.Stat(filepath.Join(from, "qrels.tsv")); err != nil {
		t.Skipf("the judged catalog %s is not here: relevance is not measured", s.folder)
	}
	o := importer.Options{Inputs: []string{filepath.Join(from, "catalog.csv")}, Bundle: filepath.Join(t.TempDir(), "bundle")}
	settings := filepath.Join(from, "plugsheet.yaml")
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
		t.Fatalf("%s is not imported: %v", from, report.Problems.Sorted())
	}
	b, err := bundle.Open(t.Context(), o.Bundle)
	must(t, err)
	must(t, build.Build(t.Context(), b, build.Options{}))
	x, err := index.Open(t.Context(), b)
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	return opened{x, b}, readGraded(t, filepath.Join(from, "qrels.tsv"))
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
	lines.Scan() // the header
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
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
		return !slices.ContainsFunc(slices.Collect(maps.Values(q.grades)), func(g float64) bool { return g > 0 })
	})
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

// interval is where the mean of the differences lies in 95 of 100 cases, by drawing the queries anew 2,000 times.
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
