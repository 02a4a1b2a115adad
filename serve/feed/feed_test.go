package feed

import (
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// write makes a bundle.
func write(t testing.TB, categories []bundle.Category, records iter.Seq[bundle.Record]) *bundle.Bundle {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir,
		bundle.WriteOptions{IDs: bundle.IntegerIDs, Language: "en", TimeZone: "Europe/Paris"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for r := range records {
		if err := w.Product(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Categories(categories); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func id(n int) bundle.ID {
	id, _ := bundle.IntegerIDs.Mint(strconv.Itoa(n))
	return id
}

// product is one with all that is required.
func product(n int) bundle.Record {
	return bundle.Record{Categories: []bundle.ID{}, Keywords: []string{}, Product: bundle.Product{
		ID: id(n), Title: "Tent " + strconv.Itoa(n), Description: "dry",
		ProductURL: "https://shop.example/" + strconv.Itoa(n),
		ImageURL:   "https://shop.example/i.jpg", Reference: "T-" + strconv.Itoa(n), PriceCatalog: "129.00 €",
	}}
}

// at gives the feed at a moment, by id: the cells of the named columns.
func at(t *testing.T, b *bundle.Bundle, now string, of ...string) map[string][]string {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(t.Context(), &out, b, moment); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(columns, rows[0]); diff != "" {
		t.Error(diff)
	}
	all := map[string][]string{}
	for _, row := range rows[1:] {
		for _, c := range of {
			all[row[0]] = append(all[row[0]], row[slices.Index(columns, c)])
		}
	}
	return all
}

func TestColumns(t *testing.T) {
	plain, full := product(1), product(2)
	brand, promotion, yes := "Müller, \"Söhne\"", "99.00 €", false
	full.Product.Brand, full.Product.PricePromotion, full.Product.Available = &brand, &promotion, &yes
	full.Product.Description = "two\nlines"
	full.Categories = []bundle.ID{id(12), id(11)}
	full.Keywords = []string{"Farbe: rot: dunkel", "Item Group ID: G1", "EAN: 4006381333931",
		"Größe: XL", "color: blue"}
	b := write(t, []bundle.Category{
		{ID: id(11), Label: "Outdoor", Products: []string{}, ProductsCount: 1},
		{ID: id(12), IDParent: id(11), Label: "Tents", Products: []string{}, ProductsCount: 1},
	}, slices.Values([]bundle.Record{plain, full}))
	got := at(t, b, "2030-01-01T00:00:00Z", "title", "description", "link", "price", "sale_price",
		"availability", "product_types", "brand", "reference", "item_group_id", "color", "size")
	want := map[string][]string{
		"1": {"Tent 1", "dry", "https://shop.example/1", "129.00 €", "", "", "", "", "T-1", "", "", ""},
		"2": {"Tent 2", "two\nlines", "https://shop.example/2", "129.00 €", "99.00 €", "out_of_stock",
			"Outdoor > Tents, Outdoor", brand, "T-2", "G1", "rot: dunkel", "XL"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestMoments: offers and days are those of the moment, in the bundle's time zone.
func TestMoments(t *testing.T) {
	offer, listed := product(1), product(2)
	offer.Offer = &bundle.Offer{PricePromotion: "99.00 €", From: "2030-11-01", Until: "2030-11-30"}
	listed.Listed = &bundle.Listing{From: "2030-11-01"}
	b := write(t, nil, slices.Values([]bundle.Record{offer, listed}))
	for now, want := range map[string]map[string][]string{
		"2030-10-31T22:59:59Z": {"1": {""}},
		"2030-10-31T23:00:00Z": {"1": {"99.00 €"}, "2": {""}},
		"2030-11-30T23:00:00Z": {"1": {""}, "2": {""}},
	} {
		if diff := cmp.Diff(want, at(t, b, now, "sale_price")); diff != "" {
			t.Errorf("at %s: %s", now, diff)
		}
	}
}

func TestHeadersAreColumns(t *testing.T) {
	for column, names := range headers {
		if !slices.Contains(columns[ownColumns:], column) {
			t.Errorf("%s is no column", column)
		}
		for _, name := range names {
			if name != strings.ToLower(name) || strings.ContainsAny(name, " _-") {
				t.Errorf("%q of %s is not folded: it can never match", name, column)
			}
		}
	}
}

// BenchmarkWrite writes the feed of 20,000 products.
func BenchmarkWrite(b *testing.B) {
	const products = 20_000
	bundle := write(b, nil, func(yield func(bundle.Record) bool) {
		for n := range products {
			if !yield(product(n + 1)) {
				return
			}
		}
	})
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, bundle, time.Unix(0, 0)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(products*b.N)/b.Elapsed().Seconds(), "products/s")
}
