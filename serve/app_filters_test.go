package serve

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// TestAppFilters narrows the sample down: odd products are hoodies, and each third one cannot be had.
func TestAppFilters(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	s := start(t, options(t, dir))
	ask := func(filters, rest string) (int, found) {
		total, _, about := searched(t, s, "filters="+url.QueryEscape(filters)+rest)
		return total, about
	}
	total, about := ask(`{"available":true}`, "")
	if total != 23 || about.Available != 23 || about.Prices == nil || about.Prices.Unit != "€" {
		t.Errorf("what is available: %d, %+v", total, about)
	}
	if total, _ := ask(`{"values":{"brand":["nobody"]}}`, ""); total != 0 {
		t.Errorf("a brand that there is not: %d", total)
	}
	if total, about := ask(`{"from":10,"to":10}`, "&searchQuery=mug"); total != 17 || about.Whole != 17 {
		t.Errorf("what costs 10: %d, %+v", total, about)
	}
	if total, about := ask(`{"from":10.01}`, ""); total != 0 || len(about.Instead) > 0 || about.Missed {
		t.Errorf("what costs more: %d, %+v", total, about)
	}
	if _, about := ask("", "&offset=2"); about.Facets != nil || about.Categories != nil {
		t.Errorf("a further page counts anew: %+v", about)
	}
	if _, about := ask("", ""); about.Categories["20"] != 17 {
		t.Errorf("categories: %v", about.Categories)
	}
	bearer, _ := session(s, "")
	for _, bad := range []string{"filters=x", "filters={}x", "filters=" + url.QueryEscape(`{"other":1}`), "sort=best", "filters=" + strings.Repeat("x", 4097)} {
		if w := do(s, local("GET", "/app/api/products?"+bad), http.Header{"Authorization": {bearer}}); w.Code != 400 {
			t.Errorf("%.20s: %s", bad, dump(w))
		}
	}
}

// TestBesideProduct shows a product in the operator's language, with what the contract's shape has no place for.
func TestBesideProduct(t *testing.T) {
	promotion := "1.149 €"
	r := bundle.Record{
		Product: bundle.Product{
			Title: "Tent", PriceCatalog: "1,149.00 €", PricePromotion: &promotion, ImageURL: "https://shop.example/1.jpg",
		},
		Keywords: []string{
			"title:fr: Tente", "title:pt-BR: Barraca", "title:pt: Tenda", "description:fr: Une tente", "Color: green", "no header",
			"Images: https://shop.example/1.jpg, https://shop.example/2.PNG?w=3", "Manual: https://shop.example/m.pdf", "Ratio 4:3: yes",
		},
	}
	for locale, want := range map[string]string{
		"fr": "Tente", "fr_CA": "Tente", "pt-BR": "Barraca", "pt-PT": "Barraca", "pt": "Tenda", "de": "", "": "", "x_": "",
	} {
		if got := inLanguage(&r, "title", tagOf(locale)); got != want {
			t.Errorf("title for %q: %q, want %q", locale, got, want)
		}
	}
	want := beside{
		Description: "Une tente", Pictures: []string{"https://shop.example/2.PNG?w=3"},
		Attributes: [][2]string{{"Color", "green"}, {"Manual", "https://shop.example/m.pdf"}, {"Ratio 4:3", "yes"}},
		Prices:     map[string]amount{"1,149.00 €": {"1149.00", "€"}}, // the other may be a euro and 149 thousandths
	}
	if d := cmp.Diff(want, besideOf(&r, tagOf("fr"))); d != "" {
		t.Error(d)
	}
}
