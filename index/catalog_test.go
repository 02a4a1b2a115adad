package index

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
)

func mint(t testing.TB, key string) bundle.ID {
	t.Helper()
	id, err := bundle.IntegerIDs.Mint(key)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// record makes a product of "title | brand | description | reference | keywords…"; what is missing at the end
// is made up.
func record(t testing.TB, n int, line string) bundle.Record {
	t.Helper()
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	cells = append(cells, "", "", "", "")[:max(4, len(cells))]
	r := bundle.Record{Categories: []bundle.ID{},
		Keywords: slices.DeleteFunc(slices.Clone(cells[4:]), func(s string) bool { return s == "" })}
	title, available := strings.CutPrefix(cells[0], "!")
	yes := !available
	r.Product = bundle.Product{
		ID: mint(t, strconv.Itoa(900001+n)), Title: title, Description: cells[2], Reference: cells[3],
		PriceCatalog: "1 €",
		ProductURL:   "https://shop.example/p", ImageURL: "https://shop.example/i.jpg", Available: &yes,
	}
	if cells[1] != "" {
		r.Product.Brand = &cells[1]
	}
	if r.Product.Reference == "" {
		r.Product.Reference = r.Product.ID.String()
	}
	if r.Product.Description == "" {
		r.Product.Description = "."
	}
	return r
}

// catalog indexes products given one a line, see record.
func catalog(t testing.TB, language, lines string) *Index {
	t.Helper()
	return indexOf(t, language, records(t, lines))
}

func records(t testing.TB, lines string) func(func(bundle.Record) bool) {
	return func(yield func(bundle.Record) bool) {
		for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
			if !yield(record(t, i, strings.TrimSpace(line))) {
				return
			}
		}
	}
}

// bundleOf reads the bundle that an index belongs to.
func bundleOf(t testing.TB, x *Index) *bundle.Bundle {
	t.Helper()
	b, err := bundle.Open(t.Context(), filepath.Dir(filepath.Dir(x.Dir)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func search(t testing.TB, x *Index, text string) []int {
	t.Helper()
	page, err := x.Search(t.Context(), Query{Text: text, Limit: 100, Explain: true})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if page.Total != len(page.Products) {
		t.Errorf("%q: total %d, and %d products", text, page.Total, len(page.Products))
	}
	return page.Products
}

// many makes n products that all hold "common", every third "third", with every fourth not available.
func many(t testing.TB, n int) func(func(bundle.Record) bool) {
	return func(yield func(bundle.Record) bool) {
		for i := range n {
			line := "common"
			if i%3 == 0 {
				line = "third common"
			}
			if i%4 == 0 {
				line = "!" + line
			}
			r := record(t, i, line)
			r.Categories = []bundle.ID{mint(t, strconv.Itoa(2+i%3))}
			if !yield(r) {
				return
			}
		}
	}
}

func tree(t testing.TB) []bundle.Category {
	root := bundle.Category{ID: mint(t, "1"), Label: "Root"}
	all := []bundle.Category{root}
	for i := range 3 {
		all = append(all, bundle.Category{ID: mint(t, strconv.Itoa(2+i)), IDParent: root.ID,
			Label: fmt.Sprintf("Below %d", i)})
	}
	return append(all, bundle.Category{ID: mint(t, "9"), Label: "Empty"})
}

// order is the place of a product of many: available first when searched, then as in the spreadsheet.
func order(text string, ordinal int) int {
	if text != "" && ordinal%4 == 0 {
		return ordinal + 1<<20
	}
	return ordinal
}
