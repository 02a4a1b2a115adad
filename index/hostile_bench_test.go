package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// least is the shortest of some searches: what else the machine does stays out.
func least(b *testing.B, x *Index, q Query) time.Duration {
	b.Helper()
	d := time.Hour
	for range 5 {
		start := time.Now()
		if _, err := x.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		d = min(d, time.Since(start))
	}
	return d
}

// BenchmarkOffset compares offset 1000 with offset 0, for queries that have so many answers.
func BenchmarkOffset(b *testing.B) {
	x := benchIndex(b)
	var queries []string
	for _, q := range mixedQueries(2000, x.Products()) {
		page, err := x.Search(b.Context(), Query{Text: q, Limit: 10})
		if err != nil {
			b.Fatal(err)
		}
		if page.Total > 1010 {
			queries = append(queries, q)
		}
	}
	if len(queries) == 0 {
		b.Skip("no query has 1000 answers: more products are needed")
	}
	var first, far time.Duration
	var ratios []float64
	i := 0
	for b.Loop() {
		q := queries[i%len(queries)]
		i++
		a, z := least(b, x, Query{Text: q, Limit: 10}), least(b, x, Query{Text: q, Limit: 10, Offset: 1000})
		first, far = first+a, far+z
		ratios = append(ratios, float64(z)/float64(a))
	}
	slices.Sort(ratios)
	b.ReportMetric(float64(far)/float64(first), "mean-ratio")
	b.ReportMetric(ratios[len(ratios)*99/100], "p99-ratio")
	b.ReportMetric(float64(first.Microseconds())/float64(len(ratios)), "offset-0-µs")
	b.ReportMetric(float64(far.Microseconds())/float64(len(ratios)), "offset-1000-µs")
}

// hostileQueries are long ones of words of a catalog, and of what is none.
func hostileQueries() map[string]string {
	v := newLexemes(7)
	r := rand.New(rand.NewPCG(5, 5))
	mix := func(pick func(i int) string) string {
		words := make([]string, 500)
		for i := range words {
			words[i] = pick(i)
		}
		return strings.Join(words, " ")
	}
	common := func(int) string { return v.words[r.IntN(100)] }
	rare := func(int) string { return v.words[len(v.words)-1-r.IntN(20000)] }
	wrong := func(int) string {
		w := v.words[r.IntN(2000)]
		at := 1 + r.IntN(len(w)-1)
		return w[:at] + "x" + w[at:]
	}
	code := func(int) string { return strings.ToUpper(v.words[r.IntN(400)][:3]) + "-0001/07" }
	return map[string]string{
		"common": mix(common), "rare": mix(rare), "misspelt": mix(wrong), "codes": mix(code),
		"mixed": mix(func(i int) string {
			return []func(int) string{common, rare, wrong, code}[i%4](i)
		}),
		"one-word": strings.Repeat("x", 10_000), "pieces": strings.Repeat("a-", 5_000),
		"letters": strings.Repeat("a ", 5_000), "digits": strings.Repeat("1", 10_000),
		"controls": strings.Repeat("\x00\x07", 5_000), "emoji": strings.Repeat("😀 ", 5_000),
		"right-to-left": strings.Repeat("\u202eשלום עולם ", 900), "elisions": strings.Repeat("l'", 5_000),
	}
}

// BenchmarkHostile shows the time of each kind of hostile query.
func BenchmarkHostile(b *testing.B) {
	x := benchIndex(b)
	all := hostileQueries()
	longest := time.Duration(0)
	for b.Loop() {
		longest = 0
		for name, text := range all {
			d := least(b, x, Query{Text: text, Limit: 10})
			longest = max(longest, d)
			b.ReportMetric(float64(d.Microseconds())/1000, name+"-ms")
		}
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
}
