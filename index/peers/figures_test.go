package peers

import (
	"math"
	"plugsheet/schemas/bundle"
	"strings"
	"testing"
	"time"
)

func TestMakeQueries(t *testing.T) {
	b, err := generated(t.Context(), t.TempDir(), 300)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := makeQueries(t.Context(), b, 100)
	if err != nil {
		t.Fatal(err)
	}
	var count [kinds]int
	for _, q := range queries {
		count[q.kind]++
		if strings.TrimSpace(q.text) == "" {
			t.Error("an empty query")
		}
	}
	if count != [kinds]int{60, 20, 10, 10} {
		t.Errorf("by kind: %v", count)
	}
}

// TestEngines: each engine finds a code and a word as it stands, or the comparison means nothing. What is not installed
// is left out.
func TestEngines(t *testing.T) {
	dir := t.TempDir()
	b, err := generated(t.Context(), dir, 300)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := makeQueries(t.Context(), b, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range makers {
		t.Run(m.name, func(t *testing.T) {
			e := m.make()
			if missing := e.missing(); missing != "" {
				t.Skip("not installed: " + missing)
			}
			f, err := prepare(t.Context(), e, b, queries)
			if err != nil {
				t.Fatal(err)
			}
			if f.name != m.name || f.build <= 0 || f.size <= 0 {
				t.Errorf("%+v", f)
			}
			for _, q := range queries {
				found, err := e.search(t.Context(), q)
				if err != nil || len(found) == 0 && q.kind != typo {
					t.Errorf("%q: %d, %v", q.text, found, err)
				}
				if q.kind == code && len(found) > 0 && !isReference(t, b, found[0], q.text) {
					t.Errorf("%q: the first product is another one", q.text)
				}
			}
			if err := e.close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func isReference(t *testing.T, b *bundle.Bundle, place int, reference string) bool {
	n := 0
	for r, err := range records(t.Context(), b) {
		if err != nil {
			t.Fatal(err)
		}
		if n == place {
			return r.Product.Reference == reference
		}
		n++
	}
	return false
}

func TestNDCG(t *testing.T) {
	grades := map[int]float64{4: 3, 5: 1, 6: 0}
	for _, c := range []struct {
		places []int
		want   float64
	}{{[]int{4, 5}, 1}, {[]int{9, 6}, 0}, {nil, 0}, {[]int{5, 4}, (1 + 7/math.Log2(3)) / (7 + 1/math.Log2(3))}} {
		if got := ndcg(grades, c.places); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.places, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	var times []time.Duration
	for i := range 200 {
		times = append(times, time.Duration(200-i)*time.Microsecond)
	}
	if got := mean(times); got != 100.5 {
		t.Errorf("mean %v, want 100.5", got)
	}
	if got := p99(times); got != 198 {
		t.Errorf("p99 %v, want 198", got)
	}
	if mean(nil) != 0 || p99(nil) != 0 {
		t.Error("no times give a figure")
	}
}

func TestNamed(t *testing.T) {
	for list, want := range map[string]string{
		"": "plugsheet fts5 bleve postgres minisearch", "fts5": "plugsheet fts5", "bleve, fts5": "plugsheet bleve fts5", "lucene": "",
	} {
		makers, err := named(list)
		var names []string
		for _, make := range makers {
			names = append(names, make().name())
		}
		if got := strings.Join(names, " "); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", list, got, err)
		}
	}
}

// TestInstalled: what cannot run is left out and named.
func TestInstalled(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var said strings.Builder
	can, err := installed(&said, "fts5,minisearch")
	if err != nil || len(can) != 2 || said.String() != "minisearch is left out, since this is not installed: Node\n" {
		t.Errorf("%d engines, %v, %q", len(can), err, said.String())
	}
}
