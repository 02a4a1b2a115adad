package diff

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// catalog is what a test changes between two bundles.
type catalog struct {
	ids        bundle.IDs
	products   []bundle.Record
	categories []bundle.Category
	form       []bundle.FormField
}

func newCatalog(n int) *catalog {
	c := &catalog{ids: bundle.IntegerIDs,
		form: []bundle.FormField{{ID: "note", Label: "Note", FieldType: "TEXT"}}}
	garden, _ := c.ids.Mint("1")
	kitchen, _ := c.ids.Mint("2")
	c.categories = []bundle.Category{
		{ID: garden, Label: "Garden", Products: []string{}, ProductsCount: n},
		{ID: kitchen, Label: "Kitchen", Products: []string{}, ProductsCount: 1},
	}
	for i := range n {
		id, _ := c.ids.Mint(strconv.Itoa(i + 1))
		ref := "R-" + strconv.Itoa(i+1)
		c.products = append(c.products,
			bundle.Record{Categories: []bundle.ID{garden}, Product: bundle.Product{
				ID: id, Title: "Thing " + ref, Description: "d", Reference: ref, PriceCatalog: "10.00 €",
				ProductURL: "https://shop.example/" + ref, ImageURL: "https://shop.example/i/" + ref,
			}})
	}
	return c
}

func (c *catalog) write(t testing.TB) *bundle.Bundle {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: c.ids})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, p := range c.products {
		if err := w.Product(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Categories(c.categories); err != nil {
		t.Fatal(err)
	}
	if err := w.ClosingForm(bundle.Localized[bundle.FormField]{"": c.form}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*catalog)
		want   string // of Text
	}{
		{"nothing", func(*catalog) {}, "nothing changed\n"},
		{"prices", func(c *catalog) {
			c.products[3].Product.PriceCatalog = "6.00 €"
			c.products[4].Product.PriceCatalog = "11.00 €"
			c.products[5].Product.PriceCatalog = "on request"
			promo := "9.00 €"
			c.products[6].Product.PricePromotion = &promo
		}, `4 prices changed, largest −40 %
  R-4: priceCatalog 10.00 € → 6.00 € (−40 %)
  R-5: priceCatalog 10.00 € → 11.00 € (+10 %)
  R-6: priceCatalog 10.00 € → on request
  R-7: pricePromotion (none) → 9.00 €
`},
		{"offers", func(c *catalog) {
			c.products[3].Offer = &bundle.Offer{PricePromotion: "8.00 €",
				From: "2030-11-01", Until: "2030-11-30"}
			c.products[4].Offer = &bundle.Offer{PricePromotion: "9.00 €", Until: "2019-01-31"}
		}, `4 prices changed
  R-4: pricePromotion (none) → 8.00 €
  R-4: offer (none) → 2030-11-01 – 2030-11-30
  R-5: pricePromotion (none) → 9.00 €
  R-5: offer (none) → … – 2019-01-31
`},
		{"products", func(c *catalog) {
			c.products = append(c.products[2:], c.products[1])
			c.products[0].Product.Title = "Other"
			id, _ := c.ids.Mint("9999")
			p := c.products[1]
			p.Product.ID, p.Product.Reference = id, "NEW"
			c.products = append(c.products, p)
		}, `1 product gone
  R-1 Thing R-1
1 product new
  NEW Thing R-4
1 other value changed
  R-3: title Thing R-3 → Other
the order of the products changed
`},
		{"categories", func(c *catalog) {
			c.categories[1].ProductsCount, c.categories[0].Label = 0, "Outside"
			id, _ := c.ids.Mint("3")
			c.categories = append(c.categories, bundle.Category{ID: id, Label: "New", ProductsCount: 1})
			c.products[0].Categories = []bundle.ID{id}
		}, `1 category emptied
  Kitchen (1 before)
1 category new
  New (1 now)
1 category renamed
  Garden → Outside
1 product in other categories
  R-1 Thing R-1
`},
		{"forms", func(c *catalog) {
			c.form = []bundle.FormField{{ID: "why", Label: "Why", FieldType: "TEXT"}}
		}, `2 changes of forms
  closing form: field "why" is new
  closing form: field "note" is gone
`},
		{"ids", func(c *catalog) {
			c.ids = bundle.StringIDs
			other := newCatalog(0)
			other.ids = bundle.StringIDs
			for i := range c.products {
				c.products[i].Product.ID, _ = c.ids.Mint(c.products[i].Product.ID.String())
				c.products[i].Categories = nil
			}
			for i := range c.categories {
				c.categories[i].ID, _ = c.ids.Mint(c.categories[i].ID.String())
			}
		}, "the ids have another form now; products were matched by reference\n"},
		{"many", func(c *catalog) { c.products = c.products[:2000] }, "1000 products gone\n" + func() string {
			var b strings.Builder
			for i := 2001; i <= 2010; i++ {
				b.WriteString("  R-" + strconv.Itoa(i) + " Thing R-" + strconv.Itoa(i) + "\n")
			}
			return b.String() + "  … and 990 more (--json lists them all)\n"
		}()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, c := newCatalog(3000).write(t), newCatalog(3000)
			tt.change(c)
			r, err := Compare(context.Background(), before, c.write(t))
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := Text(&text, r, problem.English); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, text.String()); d != "" {
				t.Error(d)
			}
			if r.Empty() != (tt.name == "nothing") {
				t.Errorf("Empty is %v", r.Empty())
			}
		})
	}
}

func TestShares(t *testing.T) {
	before, c := newCatalog(10).write(t), newCatalog(10)
	c.products = c.products[:8]
	c.products[0].Product.PriceCatalog = "1.00 €"
	c.products[1].Product.PriceCatalog = "2.00 €"
	r, err := Compare(context.Background(), before, c.write(t))
	if err != nil {
		t.Fatal(err)
	}
	if r.GoneShare() != 0.2 || r.PricesShare() != 0.25 {
		t.Errorf("gone %v, prices %v", r.GoneShare(), r.PricesShare())
	}
}

func TestMarkdownEscapes(t *testing.T) {
	before, c := newCatalog(1).write(t), newCatalog(1)
	c.products[0].Product.Title = "<img src=x> *bold* [link](x)"
	r, err := Compare(context.Background(), before, c.write(t))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Markdown(&b, r, problem.English); err != nil {
		t.Fatal(err)
	}
	want := "## Catalog changes\n\n1 product before, 1 after.\n\n### 1 other value changed\n\n" +
		"- R-1: title Thing R-1 → &lt;img src=x> \\*bold\\* \\[link](x)\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

func TestAmount(t *testing.T) {
	for price, want := range map[string]float64{
		"1 234,56 €": 1234.56, "$1,234.56": 1234.56, "15 000 Fcfa": 15000, "USD 10.00": 10, "1,800": 1800,
		"1.234.567 €": 1234567, "49,9": 49.9, "1.234,567": 1234.567, "€ 0.5": 0.5,
	} {
		if got, ok := amount(price); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", price, got, ok, want)
		}
	}
	if _, ok := amount("on request"); ok {
		t.Error("a price without digits was read")
	}
}

// BenchmarkCompare compares two bundles of 100,000 products of which every price differs; the target is 3 s.
func BenchmarkCompare(b *testing.B) {
	before, c := newCatalog(100_000).write(b), newCatalog(100_000)
	for i := range c.products {
		c.products[i].Product.PriceCatalog = "12.00 €"
	}
	after := c.write(b)
	for b.Loop() {
		if r, err := Compare(context.Background(), before, after); err != nil || len(r.Prices) != 100_000 {
			b.Fatal(err)
		}
	}
}
