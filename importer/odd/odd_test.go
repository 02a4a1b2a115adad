package odd

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
)

// product is a product with nothing odd about it.
func product(n int) bundle.Record {
	brand := "Maker " + string(rune('A'+n%5))
	return bundle.Record{Product: bundle.Product{
		Title: fmt.Sprintf("Lantern %c", 'a'+n), Reference: fmt.Sprintf("LN-%03d", n), Brand: &brand,
		Description:  fmt.Sprintf("A lantern for the table, number %d", n),
		PriceCatalog: fmt.Sprintf("€%d.90", 10+n),
		ProductURL:   fmt.Sprintf("https://shop.example/p/%d", n),
		ImageURL:     fmt.Sprintf("https://shop.example/i/%d.jpg", n),
	}}
}

// codesOf are what is found in n products, each changed.
func codesOf(n int, language string, change func(n int, r *bundle.Record)) []string {
	p := New(language)
	for n := range n {
		r := product(n)
		change(n, &r)
		p.See(&r)
	}
	var codes []string
	for _, f := range p.Found() {
		codes = append(codes, f.Field+" "+f.Problem.Code)
	}
	return codes
}

func TestFound(t *testing.T) {
	text := func(s string) *string { return &s }
	no, yes := false, true
	for name, tt := range map[string]struct {
		change func(n int, r *bundle.Record)
		want   string // empty for nothing
	}{
		"nothing": {func(int, *bundle.Record) {}, ""},
		"one price of 0": {func(n int, r *bundle.Record) {
			if n == 3 {
				r.Product.PriceCatalog = "0,00 €"
			}
		}, "priceCatalog zero-price"},
		"prices without numbers": {func(_ int, r *bundle.Record) { r.Product.PriceCatalog = "on request" },
			""},
		"brands of numbers": {func(n int, r *bundle.Record) { r.Product.Brand = text(fmt.Sprint(n)) },
			"brand number-brand"},
		"a few such brands": {func(n int, r *bundle.Record) {
			if n < 3 {
				r.Product.Brand = text("4711")
			}
		}, ""},
		"titles of codes": {func(_ int, r *bundle.Record) { r.Product.Title = r.Product.Reference },
			"title code-title"},
		"titles of digits": {func(n int, r *bundle.Record) { r.Product.Title = fmt.Sprint(n, n) },
			"title number-title"},
		"titles of addresses": {func(_ int, r *bundle.Record) { r.Product.Title = r.Product.ProductURL },
			"title link-title"},
		"brands as titles": {func(_ int, r *bundle.Record) { r.Product.Brand = &r.Product.Title },
			"brand title-brand"},
		"repeated titles": {func(_ int, r *bundle.Record) { r.Product.Description = r.Product.Title },
			"description title-description"},
		"pages as pictures": {func(_ int, r *bundle.Record) { r.Product.ImageURL = r.Product.ProductURL },
			"imageUrl page-picture"},
		"discounts": {func(_ int, r *bundle.Record) {
			r.Product.PriceCatalog, r.Product.PricePromotion = r.Product.PriceCatalog+"0", text("10 €")
			r.Product.PriceCatalog = strings.Replace(r.Product.PriceCatalog, "€", "€9", 1)
		}, "pricePromotion tiny-promotion"},
		"offers": {func(_ int, r *bundle.Record) { r.Offer = &bundle.Offer{PricePromotion: "1 €"} },
			"pricePromotion tiny-promotion"},
		"good promotions": {func(n int, r *bundle.Record) {
			r.Product.PricePromotion = text(fmt.Sprintf("€%d.00", 9+n))
		}, ""},
		"sold out": {func(_ int, r *bundle.Record) { r.Product.Available = &no },
			"available none-available"},
		"nearly sold out": {func(n int, r *bundle.Record) { r.Product.Available = []*bool{&no, &yes}[n/11] },
			""},
		"one picture": {func(_ int,
			r *bundle.Record) {
			r.Product.ImageURL = "https://shop.example/none.png"
		}, "imageUrl same-picture"},
		"one link": {func(_ int, r *bundle.Record) { r.Product.ProductURL = "https://shop.example" },
			"productUrl same-link"},
		"one title": {func(_ int, r *bundle.Record) { r.Product.Title = "Lantern" }, "title same-title"},
		"one description": {func(_ int, r *bundle.Record) { r.Product.Description = "New" },
			"description same-description"},
		"one price": {func(_ int, r *bundle.Record) { r.Product.PriceCatalog = "9,99 €" },
			"priceCatalog same-price"},
		"pictures by two": {func(n int, r *bundle.Record) {
			r.Product.ImageURL = fmt.Sprintf(
				"https://shop.example/%d.jpg", n/4)
		}, ""},
		"a price too large": {func(n int, r *bundle.Record) {
			r.Product.PriceCatalog = "€" +
				[]string{"12.90", "1290.00"}[n/11]
		}, "priceCatalog outlying-price"},
		"thousands": {func(n int, r *bundle.Record) {
			r.Product.PriceCatalog = fmt.Sprintf("1.%d99 €",
				n%10)
		}, ""},
		"a dear one": {func(n int, r *bundle.Record) {
			r.Product.PriceCatalog = fmt.Sprintf("%d,%d0 €", []int{10, 500}[n/11], n%10)
		}, ""},
		"another currency": {func(n int, r *bundle.Record) {
			r.Product.PriceCatalog = fmt.Sprintf("%d.00 %s", 10+n, []string{"EUR", "USD"}[n/11])
		}, "priceCatalog other-currency"},
		"French": {func(n int, r *bundle.Record) {
			r.Product.Description = fmt.Sprintf("Une lampe pour la table et le jardin, numéro %d", n)
		}, "description other-language"},
		"one small word": {func(n int, r *bundle.Record) {
			r.Product.Description = fmt.Sprintf("A cup, a pot, a pan %d", n)
		}, ""},
		"a name like a small word": {func(n int, r *bundle.Record) {
			r.Product.Description = fmt.Sprintf("Una lamp, Una table, Una %d", n)
		}, ""},
	} {
		if got := strings.Join(codesOf(12, "en-GB", tt.change), ", "); got != tt.want {
			t.Errorf("%s: found %q, want %q", name, got, tt.want)
		}
	}
	french := func(_ int, r *bundle.Record) {
		r.Product.Description = "Une lampe pour la table et le jardin " + r.Product.Reference
	}
	for language, want := range map[string][]string{"fr": nil, "fi": nil,
		"de": {"description other-language"}} {
		if got := codesOf(12, language, french); !slices.Equal(got, want) {
			t.Errorf("French texts, %s named: found %q, want %q", language, got, want)
		}
	}
}

func TestAmountOf(t *testing.T) {
	for text, want := range map[string]amount{
		"€1,299.00": {number: 1299, currency: "€"}, "1 299,50 €": {number: 1299.5, currency: "€"},
		"CHF 1'299.–": {number: 1299, currency: "CHF"},
		"from 12 EUR": {number: 12, currency: "EUR"}, "1.299 €": {number: 1299, currency: "€"},
		"0,5 zł": {number: 0.5}, ".99": {number: 0.99},
		"1.234.567,8 €": {number: 1234567.8, currency: "€"}, "12.345 per 100 g": {number: 12345},
	} {
		want.text, want.known = text, true
		got := amountOf(text)
		if want.Price = got.Price; got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
	if got := amountOf("auf Anfrage"); got.known {
		t.Errorf("words are read as %v", got)
	}
}
