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

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// editor changes a catalog by random steps, as people and shops do.
type editor struct {
	rnd     *rand.Rand
	words   []string
	records []bundle.Record
	next    int // the number of the next new product
}

// partWords are words of which some are made of others, for the languages that write so.
const partWords = "garten stuhl tisch lampe holz bank schirm ständer decke kissen regal brett kanne topf " +
	"blume haus tür griff fenster rahmen"

func newEditor(seed uint64, products int) *editor {
	e := &editor{rnd: rand.New(rand.NewPCG(seed, 9)), words: strings.Fields(partWords)}
	for range 60 {
		e.words = append(e.words, e.words[e.rnd.IntN(20)]+e.words[e.rnd.IntN(20)])
	}
	for range products {
		e.records = append(e.records, e.product())
	}
	return e
}

func (e *editor) text(n int) string {
	var all []string
	for range n {
		all = append(all, e.words[min(e.rnd.IntN(len(e.words)), e.rnd.IntN(len(e.words)))])
	}
	return strings.Join(all, " ")
}

// product makes a new one.
func (e *editor) product() bundle.Record {
	e.next++
	id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(e.next))
	brand, available := e.words[e.rnd.IntN(5)], e.rnd.IntN(9) > 0
	return bundle.Record{
		Categories: []bundle.ID{e.category()},
		Keywords:   []string{fmt.Sprintf("ean: %013d", 4000000000000+e.next*7919), "farbe: " + e.text(1)},
		Product: bundle.Product{
			ID: id, Title: e.text(4), Description: e.text(15), Brand: &brand, Available: &available,
			ProductURL:   fmt.Sprintf("https://shop.example/p/%d", e.next),
			ImageURL:     fmt.Sprintf("https://shop.example/i/%d.jpg", e.next),
			Reference:    fmt.Sprintf("%s-%04d/%02d", strings.ToUpper(brand[:3]), e.next/40, e.next%40),
			PriceCatalog: "49.95 €",
		},
	}
}

func (e *editor) category() bundle.ID {
	id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(1 + e.rnd.IntN(12)))
	return id
}

func (e *editor) categories() (all []bundle.Category) {
	for i := range 12 {
		id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(i + 1))
		c := bundle.Category{ID: id, Label: e.words[i]}
		if i >= 3 {
			c.IDParent, _ = bundle.IntegerIDs.Mint(strconv.Itoa(1 + i%3))
		}
		all = append(all, c)
	}
	return all
}

// step makes some changes and says which.
func (e *editor) step() string {
	var did []string
	for range 1 + e.rnd.IntN(4) {
		i := e.rnd.IntN(len(e.records))
		p := &e.records[i].Product
		what := min(e.rnd.IntN(40), e.rnd.IntN(40)) % 11
		switch what {
		case 0:
			e.records[i].Offer = &bundle.Offer{PricePromotion: fmt.Sprintf("%d.90 €", e.rnd.IntN(50)),
				From: "2030-11-01"}
		case 1:
			p.PriceCatalog = fmt.Sprintf("%d.95 €", e.rnd.IntN(500))
		case 2:
			p.Title = e.text(4)
		case 3:
			p.Description = "neu" + fmt.Sprint(e.rnd.IntN(3)) + " " + e.text(14)
		case 4:
			available := p.Available == nil || !*p.Available
			p.Available = &available
		case 5:
			e.records[i].Categories = []bundle.ID{e.category()}
		case 6:
			e.records = slices.Insert(e.records, i, e.product())
		case 7:
			e.records = slices.Delete(e.records, i, i+1)
		case 8: // a row moves
			r := e.records[i]
			e.records = slices.Delete(e.records, i, i+1)
			e.records = slices.Insert(e.records, e.rnd.IntN(len(e.records)), r)
		case 9: // the text of another
			p.Title, p.Description = e.records[0].Product.Title, e.records[0].Product.Description
		case 10: // more words: other mean lengths, and so another worth of all words
			p.Description += " " + e.text(9)
		}
		did = append(did, fmt.Sprint(what, " at ", i))
	}
	return strings.Join(did, ", ")
}

func (e *editor) all(yield func(bundle.Record) bool) {
	for _, r := range e.records {
		if !yield(r) {
			return
		}
	}
}

// query makes a search as people type it.
func (e *editor) query() string {
	words := strings.Fields(e.text(1 + e.rnd.IntN(3)))
	last := &words[len(words)-1]
	switch e.rnd.IntN(6) {
	case 0:
		i := 1 + e.rnd.IntN(len(*last)-2)
		*last = (*last)[:i] + (*last)[i+1:]
	case 1:
		*last = (*last)[:max(2, len(*last)-2)]
	case 2:
		return e.records[e.rnd.IntN(len(e.records))].Product.Reference
	case 3:
		return fmt.Sprintf("%013d", 4000000000000+e.rnd.IntN(e.next+1)*7919)[:5+e.rnd.IntN(9)]
	case 4:
		words = append(words, "neu"+fmt.Sprint(e.rnd.IntN(3)))
	}
	return strings.Join(words, " ")
}

// answersOf are the answers of an index to queries, in every way that it has.
func answersOf(t *testing.T, x *Index, queries []string) (all []string) {
	t.Helper()
	say := func(what string, v any, err error) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		all = append(all, fmt.Sprintf("%s: %+v", what, v))
	}
	for _, q := range queries {
		page, err := x.Search(t.Context(), Query{Text: q, Limit: 50, Explain: true})
		explained := page.Explain
		page.Explain = nil
		say("search for "+q, page, err)
		say("explained "+q, *explained, nil)
		found, err := x.Find(t.Context(),
			Wish{Query: Query{Text: q, Limit: 9}, Sort: CheapestFirst, Count: true})
		say("counted for "+q, fmt.Sprint(found.Total, found.Facets, found.Available, found.Prices,
			found.Categories, found.Products), err)
		evidence, err := x.Suggest(t.Context(), q, 5)
		say("suggested for "+q, evidence, err)
		mentions, err := x.Mentions(t.Context(), q)
		say("mentioned in "+q, mentions, err)
	}
	for id := range x.Places {
		page, err := x.Search(t.Context(), Query{Category: id, Limit: 1000})
		say("category "+id.String(), page, err)
		answer, err := x.AppendAnswer(nil, page.Products, time.Unix(2_000_000_000, 0))
		say("answer", string(answer), err)
		page, err = x.Search(t.Context(), Query{Category: id, Text: queries[0], Limit: 1000})
		say("search in category "+id.String(), page, err)
	}
	page, err := x.Search(t.Context(), Query{Limit: 1000})
	say("listing", page, err)
	answer, err := x.AppendAnswer(nil, page.Products, time.Unix(2_000_000_000, 0))
	say("answer", string(answer), err)
	slices.Sort(all[len(queries)*5:])
	return all
}

// TestUpdateIsWhole makes random changes, one after the other: each time the index that is brought up to date
// answers everything as one that is built whole.
func TestUpdateIsWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it builds sixty indexes")
	}
	updated, whole := 0, 0
	for seed := range uint64(3) {
		e := newEditor(seed, 300)
		dir := t.TempDir()
		language := []string{"de", "en"}[seed%2]
		for n := range 10 {
			did := ""
			if n > 0 {
				did = e.step()
			}
			queries := make([]string, 40)
			for i := range queries {
				queries[i] = e.query()
			}
			writeBundle(t, dir, language, e.all, e.categories())
			x := buildAndOpen(t, dir)
			if len(x.Facts.Order) > 1 || len(x.Facts.Order[0].Spans) > 1 {
				updated++
			} else {
				whole++
			}
			if err := x.Verify(t.Context()); err != nil {
				t.Errorf("seed %d, step %d: %v", seed, n, err)
			}
			want := answersOf(t, indexOf(t, language, e.all, e.categories()...), queries)
			if diff := cmp.Diff(want, answersOf(t, x, queries)); diff != "" {
				t.Fatalf("seed %d, step %d (%s): %s", seed, n, did, diff)
			}
		}
	}
	t.Logf("%d brought up to date, %d built whole", updated, whole)
	if updated < 15 || whole < 3 {
		t.Errorf("%d brought up to date, %d built whole: one of these is not tried", updated, whole)
	}
}

// TestUpdateKeepsTheRest: the segment of what stays is the same file, and a damaged index is not built upon.
func TestUpdateKeepsTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		harm string // file in which a byte is flipped before
		want bool   // it is brought up to date
	}{
		"whole": {"", true}, "segment": {bleveSegment, false}, "bolt": {"store/root.bolt", false},
		"rows": {folder.ProductsFile, false}, "lines": {folder.LinesFile, false},
		"codes": {folder.CodeTextFile, false}, "state": {folder.StateFile, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEditor(1, 300)
			dir := t.TempDir()
			writeBundle(t, dir, "de", e.all, e.categories())
			x := buildAndOpen(t, dir)
			before, err := os.Stat(filepath.Join(x.Dir, bleveSegment))
			if err != nil {
				t.Fatal(err)
			}
			if c.harm != "" {
				path := filepath.Join(x.Dir, c.harm)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				flipAt(t, path, data[len(data)/2]^1, len(data)/2)
			}
			e.records[7].Product.PriceCatalog = "1 €"
			writeBundle(t, dir, "de", e.all, e.categories())
			y := buildAndOpen(t, dir)
			after, err := os.Stat(filepath.Join(y.Dir, bleveSegment))
			if err != nil {
				t.Fatal(err)
			}
			if same := os.SameFile(before, after); same != c.want {
				t.Errorf("the segment is the same file: %v", same)
			}
			want := answersOf(t, indexOf(t, "de", e.all, e.categories()...), []string{"gartenstuhl"})
			if diff := cmp.Diff(want, answersOf(t, y, []string{"gartenstuhl"})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
