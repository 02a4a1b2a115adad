package index

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"plugsheet/index/build"
	"plugsheet/index/clause"
	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// benchProducts is the number of generated products, PLUGSHEET_BENCH_PRODUCTS; their bundle is kept in
// PLUGSHEET_BENCH_DIR when that is set, so that it is generated once.
func benchProducts(b testing.TB) int {
	n, err := strconv.Atoi(cmpOr(os.Getenv("PLUGSHEET_BENCH_PRODUCTS"), "20000"))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// lexemes are generated words that look like words, the frequent ones first.
type lexemes struct {
	words []string
	zipf  *rand.Zipf
	rnd   *rand.Rand
}

func newLexemes(seed uint64) *lexemes {
	r := rand.New(rand.NewPCG(seed, 1))
	onsets := strings.Fields("b c d f g h l m n p r s t v br cl cr dr fl gr pl pr st tr ch sh")
	vowels := strings.Fields("a e i o u ai ou ea")
	codas := strings.Fields("n r s t l m nd rt st ck")
	seen := map[string]bool{}
	v := &lexemes{rnd: r}
	for len(v.words) < 40000 {
		var w strings.Builder
		for range 2 + r.IntN(3) {
			w.WriteString(onsets[r.IntN(len(onsets))] + vowels[r.IntN(len(vowels))])
		}
		w.WriteString(codas[r.IntN(len(codas))])
		if !seen[w.String()] {
			seen[w.String()] = true
			v.words = append(v.words, w.String())
		}
	}
	v.zipf = rand.NewZipf(r, 1.15, 8, uint64(len(v.words)-1))
	return v
}

func (v *lexemes) text(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = v.words[v.zipf.Uint64()]
	}
	return strings.Join(words, " ")
}

// generated gives products of about 0.8 kB each.
func generated(n int) func(func(bundle.Record) bool) {
	return func(yield func(bundle.Record) bool) {
		v := newLexemes(7)
		for i := range n {
			id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(i + 1))
			brand := v.words[100+v.rnd.IntN(300)]
			available := v.rnd.IntN(10) > 0
			category, _ := bundle.IntegerIDs.Mint(strconv.Itoa(1 + v.rnd.IntN(200)))
			r := bundle.Record{
				Categories: []bundle.ID{category},
				Keywords: []string{
					fmt.Sprintf("ean: %013d", 4000000000000+int64(i)*7919),
					"color: " + v.text(1), "material: " + v.text(2),
				},
				Product: bundle.Product{
					ID: id, Title: brand + " " + v.text(6), Description: v.text(60), Brand: &brand,
					Available:    &available,
					ProductURL:   fmt.Sprintf("https://shop.example/p/%d", i),
					ImageURL:     fmt.Sprintf("https://shop.example/i/%d.jpg", i),
					Reference:    fmt.Sprintf("%s-%04d/%02d", strings.ToUpper(brand[:3]), i/40, i%40),
					PriceCatalog: "49.95 €",
				},
			}
			if !yield(r) {
				return
			}
		}
	}
}

func generatedCategories() []bundle.Category {
	var all []bundle.Category
	v := newLexemes(9)
	for i := range 200 {
		id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(i + 1))
		c := bundle.Category{ID: id, Label: v.text(2)}
		if i >= 20 {
			c.IDParent, _ = bundle.IntegerIDs.Mint(strconv.Itoa(1 + i%20))
		}
		all = append(all, c)
	}
	return all
}

// benchIndex gives an index of the generated products.
func benchIndex(b testing.TB) *Index {
	b.Helper()
	n := benchProducts(b)
	dir := os.Getenv("PLUGSHEET_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	dir = filepath.Join(dir, strconv.Itoa(n))
	if _, err := os.Stat(filepath.Join(dir, bundle.ManifestFile)); err != nil {
		writeBundle(b, dir, "en", generated(n), generatedCategories())
	}
	bn, err := bundle.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if state, err := folder.Check(b.Context(), bn); err != nil {
		b.Fatal(err)
	} else if state != folder.Equal {
		start := time.Now()
		if err := build.Build(b.Context(), bn, build.Options{}); err != nil {
			b.Fatal(err)
		}
		b.Logf("built in %v, %d MB", time.Since(start).Round(time.Millisecond),
			folderSize(b, folder.Of(bn))>>20)
	}
	x, err := Open(b.Context(), bn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return x
}

func folderSize(t testing.TB, dir string) (n int64) {
	all, err := folder.Sums(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		n += s.Bytes
	}
	return n
}

// mixedQueries is 60 % plain words, 20 % one typo, 10 % codes, 10 % beginnings, drawn from the products.
func mixedQueries(n int, products int) []string {
	v := newLexemes(7)
	r := rand.New(rand.NewPCG(3, 3))
	var all []string
	for range n {
		words := strings.Fields(v.text(1 + r.IntN(3)))
		last := words[len(words)-1]
		switch k := r.IntN(10); {
		case k < 6:
		case k < 8:
			i := 1 + r.IntN(len(last)-2)
			words[len(words)-1] = last[:i] + last[i+1:]
		case k == 8:
			words = []string{fmt.Sprintf("%013d", 4000000000000+int64(r.IntN(products))*7919)}
		default:
			words[len(words)-1] = last[:max(3, len(last)-2)]
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

func BenchmarkSearchMixed(b *testing.B) {
	x := benchIndex(b)
	queries := mixedQueries(2000, x.Products())
	var took []time.Duration
	slow := map[time.Duration]string{}
	i := 0
	for b.Loop() {
		q := queries[i%len(queries)]
		i++
		d := time.Hour
		for range 3 { // the least of three: what else the machine does stays out
			start := time.Now()
			if _, err := x.Search(b.Context(), Query{Text: q, Limit: 10}); err != nil {
				b.Fatal(err)
			}
			d = min(d, time.Since(start))
		}
		took = append(took, d)
		slow[d] = q
	}
	slices.Sort(took)
	sum := time.Duration(0)
	for _, d := range took {
		sum += d
	}
	b.ReportMetric(float64(sum.Microseconds())/float64(len(took)), "mean-µs")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "max-µs")
	for _, d := range took[max(0, len(took)-8):] {
		b.Log(d, slow[d])
	}
}

func BenchmarkListing(b *testing.B) {
	x := benchIndex(b)
	var buf []byte
	for b.Loop() {
		page, err := x.Search(b.Context(), Query{Offset: x.Products() / 2, Limit: 10})
		if err != nil {
			b.Fatal(err)
		}
		if buf, err = x.AppendAnswer(buf[:0], page.Products, time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkOpen(b *testing.B) {
	x := benchIndex(b)
	for b.Loop() {
		y, err := Open(b.Context(), bundleOf(b, x))
		if err != nil {
			b.Fatal(err)
		}
		if err := y.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMentions reads messages of 64 words, the most that is read: whole titles, and words of as many
// titles, which make no name.
func BenchmarkMentions(b *testing.B) {
	x := benchIndex(b)
	var titles, mixed []string
	for i := range clause.MaxPieces {
		r, err := x.record(i)
		if err != nil {
			b.Fatal(err)
		}
		words := strings.Fields(r.Product.Title)
		titles, mixed = append(titles, words...), append(mixed, words[i%len(words)])
	}
	for name, text := range map[string]string{"titles": strings.Join(titles[:clause.MaxPieces], " "),
		"mixed": strings.Join(mixed, " ")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Mentions(b.Context(), text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
