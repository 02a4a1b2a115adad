package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/clause"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// find answers a wish with all that can be counted.
func find(t testing.TB, x *Index, w Wish) Found {
	t.Helper()
	w.Count = true
	if w.Limit == 0 {
		w.Limit = 100
	}
	found, err := x.Find(t.Context(), w)
	if err != nil {
		t.Fatalf("%+v: %v", w, err)
	}
	return found
}

// said is what is found in short: the total, and each facet with its values.
func said(f Found) string {
	var b strings.Builder
	fmt.Fprint(&b, f.Total)
	for _, facet := range f.Facets {
		fmt.Fprintf(&b, " %s:", facet.Name)
		for _, v := range facet.Values {
			chosen := ""
			if v.Chosen {
				chosen = "*"
			}
			fmt.Fprintf(&b, " %s=%d%s", v.Text, v.Products, chosen)
		}
	}
	return b.String()
}

const wardrobe = `
	Shirt plain | Acme | . | S-1 | Color: red | Size: M | EAN: 4006381333931 | title:fr: Chemise
	Shirt striped | Acme | . | S-2 | Color: Red; blue | Size: L
	!Shirt long | Brix | . | S-3 | Color: blue | Size: L | Link: https://shop.example/1
	Trousers plain | Brix | . | T-1 | Color: blue | Size: M | Care: by hand, never in a machine that turns and turns and turns
	Trousers striped | Acme | . | T-2 | Color: green, red | Size: M
	Hat | Cap & Co | . | H-1 | Color: green
`

// TestFacets counts what an answer can be narrowed down by: each facet with all filters but its own.
func TestFacets(t *testing.T) {
	x := catalog(t, "en", wardrobe)
	color := func(values ...string) Filter { return Filter{Values: map[string][]string{"Color": values}} }
	for _, c := range []struct {
		name string
		wish Wish
		want string
	}{
		{"all", Wish{}, "6 brand: Acme=3 Brix=2 Cap & Co=1 Color: blue=3 red=3 green=2 Size: M=3 L=2"},
		{"a search", Wish{Query: Query{Text: "shirt"}},
			"3 brand: Acme=2 Brix=1 Color: blue=2 red=2 Size: L=2 M=1"},
		{"one value", Wish{Filter: color("RED")}, "3 Color: blue=3 red=3* green=2 Size: M=2 L=1"},
		{"one of two", Wish{Filter: color("red", "green")},
			"4 brand: Acme=3 Cap & Co=1 Color: blue=3 red=3* green=2* Size: M=2 L=1"},
		{"two facets", Wish{Filter: Filter{Values: map[string][]string{"Color": {"blue"}, "Size": {"L"}}}},
			"2 brand: Acme=1 Brix=1 Color: blue=2* red=1 Size: L=2* M=1"},
		{"nothing of it", Wish{Query: Query{Text: "hat"}, Filter: color("blue")}, "0 Color: green=1 blue=0*"},
		{"an unknown value", Wish{Filter: color("pink")}, "0 Color: blue=3 red=3 green=2"},
		{"an unknown name", Wish{Filter: Filter{Values: map[string][]string{"Weight": {"1"}}}}, "0"},
		{"what is available", Wish{Filter: Filter{Available: true}},
			"5 brand: Acme=3 Brix=1 Cap & Co=1 Color: red=3 blue=2 green=2 Size: M=3 L=1"},
	} {
		if got := said(find(t, x, c.wish)); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := find(t, x, Wish{Filter: color("blue")}).Available; got != 2 {
		t.Errorf("%d blue ones are available", got)
	}
}

// TestFacetNames tells columns that may be chosen from from others.
func TestFacetNames(t *testing.T) {
	for name, want := range map[string]bool{
		"Color": true, "title:fr": false, "Titre:pt-BR": false, "Ratio 4:3": true, "": false,
	} {
		if got := terms.FacetName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	for cell, want := range map[string]string{
		"red": "red", "red; blue": "red blue", "S|M": "S M", "red, blue": "red blue", "1,5 l": "1,5 l",
		"https://x.example/a": "",
		"washed by hand, and never in a machine that turns": "washed by hand, and never in a machine " +
			"that turns",
	} {
		got := terms.FacetValues(cell)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

// priced is a catalog of products that cost so much; an empty text is none.
func priced(t *testing.T, prices ...string) *Index {
	t.Helper()
	n := -1
	return indexOf(t, "en", func(yield func(bundle.Record) bool) {
		for r := range records(t, strings.Repeat("Lamp\n", len(prices))) {
			n++
			catalog, offer, _ := strings.Cut(prices[n], " now ")
			r.Product.PriceCatalog = catalog
			if offer != "" {
				r.Offer = &bundle.Offer{PricePromotion: offer, From: "2030-11-01"}
			}
			if !yield(r) {
				return
			}
		}
	})
}

// TestPrices sorts and narrows down by what a product costs at the time.
func TestPrices(t *testing.T) {
	x := priced(t, "20.00 €", "5.50 € now 4.00 €", "on request", "1,000.00 €", "20.00 €")
	before, after := seconds(t, "2030-10-01T00:00:00Z"), seconds(t, "2030-12-01T00:00:00Z")
	for _, c := range []struct {
		name string
		wish Wish
		want []int
	}{
		{"cheapest", Wish{Query: Query{At: before}, Sort: CheapestFirst}, []int{1, 0, 4, 3, 2}},
		{"dearest", Wish{Query: Query{At: before}, Sort: DearestFirst}, []int{3, 0, 4, 1, 2}},
		{"cheapest of a search", Wish{Query: Query{Text: "lamp", At: before}, Sort: CheapestFirst},
			[]int{1, 0, 4, 3, 2}},
		{"a page of it", Wish{Query: Query{Limit: 2, Offset: 1, At: before}, Sort: CheapestFirst},
			[]int{0, 4}},
		{"between", Wish{Query: Query{At: before},
			Filter: Filter{Price: &PriceRange{From: 5500, To: 20_000}}}, []int{0, 1, 4}},
		{"between, with the offer", Wish{Query: Query{At: after},
			Filter: Filter{Price: &PriceRange{From: 5500, To: 20_000}}}, []int{0, 4}},
	} {
		if got := find(t, x, c.wish).Products; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for at, want := range map[time.Time]PriceRange{before: {5500, 1_000_000, "€"},
		after: {4000, 1_000_000, "€"}} {
		if got := find(t, x, Wish{Query: Query{At: at}}).Prices; got == nil || *got != want {
			t.Errorf("%v: %+v, want %+v", at, got, want)
		}
	}
	if got := find(t, priced(t, "1 €", "2 $"), Wish{}).Prices; got.Unit != "" {
		t.Errorf("of two currencies the unit is %q", got.Unit)
	}
	if got := find(t, priced(t, "on request"), Wish{}).Prices; got != nil {
		t.Errorf("without prices: %+v", got)
	}
}

// TestFindIsSearch shows that without filters everything is found as by Search, and counted as it is found.
func TestFindIsSearch(t *testing.T) {
	e := newEditor(7, 400)
	x := indexOf(t, "de", e.all, e.categories()...)
	for n := range 200 {
		q := Query{Text: e.query(), Limit: 30, Offset: n % 7, Explain: true}
		if n%3 == 0 {
			q.Category = e.category()
		}
		want, err := x.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got := find(t, x, Wish{Query: q})
		want.Explain.Products, got.Explain.Products = nil, nil
		if d := cmp.Diff(want, got.Page); d != "" {
			t.Errorf("%+v: %s", q, d)
		}
		for id, n := range got.Categories {
			within, err := x.Search(t.Context(), Query{Text: "", Category: id, Limit: 1})
			if err != nil || n > within.Total {
				t.Errorf("%+v: %d in category %s of %d, %v", q, n, id, within.Total, err)
			}
		}
	}
}

// TestFilters compares what is found with filters with what each product has.
func TestFilters(t *testing.T) {
	e := newEditor(3, 400)
	for i := range e.records {
		e.records[i].Product.PriceCatalog = fmt.Sprintf("%d.00 €", 1+i*37%90)
	}
	x := indexOf(t, "de", e.all)
	rnd := rand.New(rand.NewPCG(5, 5))
	for range 100 {
		w := Wish{Query: Query{Text: e.query(), Limit: 400}, Sort: Sorting(rnd.IntN(3))}
		all := find(t, x, w).Products
		brand, low := *e.records[rnd.IntN(400)].Product.Brand, int64(1000*rnd.IntN(60))
		w.Filter = Filter{
			Values: map[string][]string{terms.Brand: {strings.ToUpper(brand)}}, Available: rnd.IntN(2) == 0,
			Price: &PriceRange{From: low, To: low + 40_000},
		}
		want := []int{}
		for _, i := range all {
			p := &e.records[i].Product
			cost, _, _ := terms.PriceOf(p.PriceCatalog)
			if *p.Brand == brand && (*p.Available || !w.Filter.Available) && cost >= low &&
				cost <= low+40_000 {
				want = append(want, i)
			}
		}
		got := find(t, x, w)
		if !slices.Equal(append([]int{}, got.Products...), want) || got.Total != len(want) {
			t.Errorf("%+v: %v of %d, want %v", w, got.Products, got.Total, want)
		}
	}
}

// TestExact takes a text as it is typed.
func TestExact(t *testing.T) {
	x := catalog(t, "en", shop)
	for text, want := range map[string][2]int{
		"headphones": {2, 2}, "headfones": {2, 0}, "headphones qqqqzz": {2, 0}, "laptop sony": {3, 0},
		"TN-2110": {1, 1}, "headph": {2, 2},
	} {
		for i, exact := range []bool{false, true} {
			if got := find(t, x, Wish{Query: Query{Text: text}, Exact: exact}).Total; got != want[i] {
				t.Errorf("%q, exact %v: %d, want %d", text, exact, got, want[i])
			}
		}
	}
}

func TestMark(t *testing.T) {
	x := catalog(t, "en", shop)
	for _, c := range []struct{ search, text, want string }{
		{"headphones wireless", "Headphones Sony wireless", "[Headphones] Sony [wireless]"},
		{"headphone", "Headphones Sony", "[Headphones] Sony"},
		{"wirele", "Headphones Sony wireless", "Headphones Sony [wireless]"},
		{"ecran", "Écran Müller 24 pouces", "[Écran] Müller 24 pouces"},
		{"headfones", "Headphones Sony", "[Headphones] Sony"},
		{"notebook for work", "A notebook for work", "A [notebook] for [work]"},
		{"500gb", "Laptop 17\" 500 GB", "Laptop 17\" [500 GB]"},
		{"qqqqzz sony", "Headphones Sony", "Headphones [Sony]"},
		{"qqqqzz", "Headphones", "Headphones"}, {"router", "", ""},
	} {
		page, err := x.Search(t.Context(), Query{Text: c.search, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, part := range x.NewMarker(page.Explain.Terms).Mark(c.text) {
			if i%2 == 1 {
				part = "[" + part + "]"
			}
			b.WriteString(part)
		}
		if b.String() != c.want {
			t.Errorf("%q in %q: %s", c.search, c.text, b.String())
		}
	}
	m := x.NewMarker([]Term{{Typed: "TN-2110", How: clause.ByCode}})
	if !m.Code("TN2110") || m.Code("TN2111") {
		t.Error("a code is not told from others")
	}
}

// BenchmarkFind measures a search with all that it can be narrowed down by, beside the search alone.
func BenchmarkFind(b *testing.B) {
	x, words := benchIndex(b), newLexemes(7).words
	for _, text := range []string{"", words[0], words[0] + " " + words[1], words[0][:2]} {
		b.Run("search "+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Search(b.Context(), Query{Text: text, Limit: 20}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("find "+text, func(b *testing.B) {
			for b.Loop() {
				w := Wish{Query: Query{Text: text, Limit: 20, Explain: true}, Count: true}
				if _, err := x.Find(b.Context(), w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
