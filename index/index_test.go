package index

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/build"
	"plugsheet/index/clause"
	"plugsheet/schemas/bundle"
)

const shop = `
	Laptop HP ProBook 450 17" 500 GB | HP | A notebook for work | dv7-1211ea | EAN: 4006381333931
	Brother TN-2110 toner black | Brother | Toner for HL printers | TN2110
	Écran Müller 24 pouces | Müller | L'écran parfait | SCR.24/1
	iPhone 8 64GB grey | Apple | Phone of 2017 | MQ6G2
	iPhone X case | Spigen | Case for the phone | 057CS22128
	Wi-Fi router | Asus | Router with WLAN | RT/AC-68U
	!Headphones Sony wireless | Sony | Over-ear | WH1000
	Headphones Sony wireless | Sony | Over-ear | WH1001
	Chaussures de course | Nike | Baskets | 2019
	Calendar 2019 | Leitz | A calendar | CAL-19
	Mueller Straße Spiel | Jumbo | Ein Spiel | 11-22
	Cœur Smørrebrød Łódź | Deco | Decoration | D-7
`

func TestSearch(t *testing.T) {
	x := catalog(t, "en", shop)
	for _, c := range []struct {
		query string
		want  []int // nil: nothing; the products in order
	}{
		// codes: every spelling, parts, and never a neighbour
		{"dv7-1211ea", []int{0}}, {"DV71211EA", []int{0}}, {"dv7 1211 ea", []int{0}},
		{"dv7.1211/ea", []int{0}}, {"4006381333931", []int{0}}, {"4006", []int{0}}, {"638133", []int{0}},
		{"dv71", []int{0}}, {"211e", []int{0}}, {"900002", []int{1}}, {"tn2110", []int{1}},
		{"RTAC68U", []int{5}}, {"11/22", []int{10}}, {"dv7-1211eb", nil}, {"4006381333932", nil},
		{"tn2111", nil}, {"TN-2111", nil}, {"057CS22129", nil}, {"zzz 9999", nil}, {"toner tn2111", []int{1}},
		{"brother dv7-1211eb toner", []int{1}},
		// numbers that are words
		{"iphone 8", []int{3, 4}}, {"iphone8", []int{3}}, {`17"`, []int{0}}, {"17 pouces", []int{0}},
		{"17 inch", []int{0}}, {"500gb", []int{0}}, {"500 GB", []int{0}}, {"24 inch", []int{2}},
		// a number that is a code and a word
		{"2019", []int{8, 9}},
		// folding, elision
		{"ecran", []int{2}}, {"l'ECRAN", []int{2}}, {"coeur", []int{11}}, {"smorrebrod", []int{11}},
		{"lodz", []int{11}}, {"strasse", []int{10}}, {"muller", []int{2, 10}}, {"müller", []int{2, 10}},
		{"mueller", []int{2, 10}}, {"wifi", []int{5}}, {"wi-fi", []int{5}}, {"wi fi", []int{5}},
		// stems, beginnings, typos
		{"calendars", []int{9}}, {"calen", []int{9}}, {"sp", []int{4, 10}}, {"calandar", []int{9}},
		{"hedphones", []int{7, 6}}, {"haedphones", []int{7, 6}}, {"lapotp", []int{0}}, {"usx", nil},
		// available first
		{"sony", []int{7, 6}},
		// all words before most words
		{"headphones case", []int{4, 7, 6}},
		{"the laptop for work", []int{0}},
		// nothing of a query language
		{"title:laptop", []int{0}}, {"+laptop -hp", []int{0}}, {"lap*", []int{0}}, {"\"laptop\"~2", []int{0}},
		{"laptop^9", []int{0}}, {"xyzzyplugh", nil}, {"!!!", nil}, {"\x00\x01", nil}, {"😀", nil},
		{"מחשב", nil}, {"\xff\xfe", nil},
	} {
		if got := search(t, x, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.query, got, c.want)
		}
	}
}

func TestSearchLanguages(t *testing.T) {
	for _, c := range []struct{ tag, title, query string }{
		{"fr", "Chaussures noires pour femmes", "chaussure noir"}, {"fr", "Disque 500 Go", "500gb"},
		{"fr", "Disque 1 To", "1tb"}, {"de", "Fußball Schuhe Größe 42", "fussball schuh grosse"},
		{"de", "Bücherregal", "buecherregal"}, {"de", "Buecherregal", "Bücherregal"},
		{"es", "Zapatos rojos", "zapato rojo"}, {"it", "Scarpe rosse dell'uomo", "scarpa uomo"},
		{"nl", "Rode schoenen", "schoen"}, {"pt", "Botões azuis", "botao"},
		{"pl", "Żółta łódka", "zolta lodka"}, {"fr-CA", "L'écran", "écrans"},
	} {
		x := catalog(t, c.tag, "Other thing\n"+c.title)
		if got := search(t, x, c.query); len(got) == 0 || got[0] != 1 {
			t.Errorf("%s %q does not find %q: %v", c.tag, c.query, c.title, got)
		}
	}
}

func TestSynonyms(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en",
		records(t, "Notebook HP\nLaptop Dell\nMobile phone\nWashing machine\nDish washer"), nil)
	data := `[{"words":["laptop","notebook"]},{"from":["cell phone"],"to":["mobile phone"]},` +
		`{"from":["washer"],"to":["washing machine"]}]`
	if err := os.WriteFile(filepath.Join(dir, bundle.SynonymsFile), []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	x := buildAndOpen(t, dir)
	for query, want := range map[string][]int{
		"laptops": {1, 0}, "notebook": {0, 1}, "latop": {1, 0}, "cell phone": {2}, "washer": {4, 3},
		"washing machine": {3, 4}, "laptop hp": {0, 1},
	} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestPaging demands that pages put together are the whole answer, each product once, in the promised order.
func TestPaging(t *testing.T) {
	const n = 11000 // several product files and runs, and more than are weighed one by one
	x := indexOf(t, "en", many(t, n), tree(t)...)
	for _, c := range []struct {
		text, category string
		want           int
	}{
		{"common", "", n}, {"common third", "", (n + 2) / 3}, {"third", "2", (n + 2) / 3},
		{"common", "3", (n + 1) / 3}, {"", "4", n / 3}, {"", "", n}, {"", "1", n}, {"common", "1", n},
		{"common", "9", 0}, {"", "9", 0}, {"common", "77", 0}, {"", "77", 0},
	} {
		q := Query{Text: c.text, Limit: 100}
		if c.category != "" {
			q.Category = mint(t, c.category)
		}
		var all []int
		for {
			page, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if page.Total != c.want {
				t.Fatalf("%+v: total %d, want %d", q, page.Total, c.want)
			}
			if len(page.Products) == 0 {
				break
			}
			all = append(all, page.Products...)
			q.Offset += 100
		}
		if len(all) != c.want {
			t.Errorf("%+v: %d products on all pages, want %d", c, len(all), c.want)
		}
		if !slices.IsSortedFunc(all, func(a, b int) int { return order(c.text, a) - order(c.text, b) }) {
			t.Errorf("%+v: not in order", c)
		}
	}
}

func TestAppendAnswer(t *testing.T) {
	x := indexOf(t, "en", many(t, 3000), tree(t)...)
	for _, list := range [][]int{{}, {0}, {0, 1, 2}, {2999, 0, 1500, 1501, 1500}, {999, 1000, 1001, 1002}} {
		got, err := x.AppendAnswer([]byte("x"), list, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var products []bundle.Product
		if err := json.Unmarshal(got[1:], &products); err != nil {
			t.Fatalf("%v: %v in %.200s", list, err, got)
		}
		var ids []int
		for _, p := range products {
			n, err := strconv.Atoi(p.ID.String())
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, n-900001)
		}
		if diff := cmp.Diff(list, append([]int{}, ids...)); diff != "" {
			t.Error(diff)
		}
	}
	for _, list := range [][]int{{-1}, {3000}, {0, 1 << 40}} {
		if _, err := x.AppendAnswer(nil, list, time.Time{}); err == nil {
			t.Errorf("no error for %v", list)
		}
	}
}

func TestEmptyBundle(t *testing.T) {
	x := indexOf(t, "en", func(func(bundle.Record) bool) {})
	for _, text := range []string{"", "anything", "tn-2110"} {
		page, err := x.Search(t.Context(), Query{Text: text, Limit: 10, Explain: true})
		if err != nil || page.Total != 0 || len(page.Products) != 0 {
			t.Errorf("%q: %+v, %v", text, page, err)
		}
	}
	if got, err := x.AppendAnswer(nil, nil, time.Time{}); err != nil || string(got) != "[]" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestLargeQueries(t *testing.T) {
	x := catalog(t, "en", shop)
	for _, text := range []string{
		strings.Repeat("laptop ", 500), strings.Repeat("x", 20000), strings.Repeat("é", 20000),
		strings.Repeat("a-", 9000), strings.Repeat("1", 9000), strings.Repeat("l'", 5000),
		strings.Repeat("\u202eabc ", 2000), strings.Repeat("laptop toner common ", 400),
		strings.Repeat("hedphnoes laptpo camrea ", 400), strings.Repeat("שלום עולם ", 900),
		strings.Repeat("😀 ", 5000), strings.Repeat("\x00\x07 a", 2500),
	} {
		if _, err := x.Search(t.Context(), Query{Text: text, Limit: 10, Explain: true}); err != nil {
			t.Errorf("%.20q…: %v", text, err)
		}
	}
}

func TestConcurrentSearches(t *testing.T) {
	x := catalog(t, "en", shop)
	want := search(t, x, "hedphones")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := search(t, x, "hedphones"); !slices.Equal(got, want) {
					t.Errorf("%v, want %v", got, want)
				}
				if _, err := x.AppendAnswer(nil, want, time.Time{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestExplain(t *testing.T) {
	x := catalog(t, "en", shop)
	page, err := x.Search(t.Context(), Query{Text: "the hedphones", Limit: 1, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	e := page.Explain
	if e == nil || e.Road != RoadWords || len(e.Terms) != 2 || e.Terms[1].How != clause.ByCorrection ||
		!slices.Equal(e.Terms[1].Meant, []string{"headphone"}) {
		t.Errorf("%+v", e)
	}
	if page, err = x.Search(t.Context(), Query{Text: "dv7-1211ea", Limit: 1, Explain: true}); err != nil ||
		page.Explain.Road != RoadCode {
		t.Errorf("%+v, %v", page.Explain, err)
	}
	if page, err = x.Search(t.Context(), Query{Text: "laptop", Limit: 1}); err != nil || page.Explain != nil {
		t.Errorf("%+v, %v", page.Explain, err)
	}
}

func TestCancelled(t *testing.T) {
	x := catalog(t, "en", shop)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, Query{Text: "laptop", Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := build.Build(ctx, bundleOf(t, x), build.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(bundleOf(t, x).Dir(), bundle.IndexDir, "tmp-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// FuzzQuery demands an answer to any text: no error, exact totals, the same on the second page.
func FuzzQuery(f *testing.F) {
	x := catalog(f, "fr", shop)
	for _, text := range []string{"laptop", "dv7-1211ea", `17" 500 go`, "l'écran", "wi-fi", "\xff",
		"a'b.c-d_e/f", "1,000.5", "ß", "hedphones caes", "'00000000"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := x.Search(t.Context(), Query{Text: text, Limit: 5, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := x.Suggest(t.Context(), text, 5); err != nil {
			t.Fatal(err)
		}
		all, err := x.Search(t.Context(), Query{Text: text, Limit: 100})
		if err != nil || all.Total != first.Total || all.Total != len(all.Products) {
			t.Fatalf("%d, %d, %d products, %v", first.Total, all.Total, len(all.Products), err)
		}
		if !slices.Equal(all.Products[:min(5, len(all.Products))], first.Products) {
			t.Fatalf("%v and %v", first.Products, all.Products)
		}
		body, err := x.AppendAnswer(nil, all.Products, time.Time{})
		if err != nil || !json.Valid(body) || bytes.IndexByte(body, '\n') >= 0 {
			t.Fatalf("%s, %v", body, err)
		}
	})
}
