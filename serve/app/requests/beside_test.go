package requests

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// TestBesideProduct shows a product in the operator's language, with what the contract's shape has no place
// for.
func TestBesideProduct(t *testing.T) {
	promotion := "1.149 €"
	r := bundle.Record{
		Product: bundle.Product{
			Title: "Tent", PriceCatalog: "1,149.00 €", PricePromotion: &promotion,
			ImageURL: "https://shop.example/1.jpg",
		},
		Keywords: []string{
			"title:fr: Tente", "title:pt-BR: Barraca", "title:pt: Tenda", "description:fr: Une tente",
			"Color: green", "no header",
			"Images: https://shop.example/1.jpg, https://shop.example/2.PNG?w=3",
			"Manual: https://shop.example/m.pdf", "Ratio 4:3: yes",
		},
	}
	for locale, want := range map[string]string{
		"fr": "Tente", "fr_CA": "Tente", "pt-BR": "Barraca", "pt-PT": "Barraca", "pt": "Tenda", "de": "",
		"": "", "x_": "",
	} {
		if got := inLanguage(&r, "title", tagOf(locale)); got != want {
			t.Errorf("title for %q: %q, want %q", locale, got, want)
		}
	}
	want := beside{
		Description: "Une tente", Pictures: []string{"https://shop.example/2.PNG?w=3"},
		Attributes: [][2]string{{"Color", "green"}, {"Manual", "https://shop.example/m.pdf"},
			{"Ratio 4:3", "yes"}},
		// the other may be a euro and 149 thousandths
		Prices: map[string]amount{"1,149.00 €": {"1149.00", "€"}},
	}
	if d := cmp.Diff(want, besideOf(&r, tagOf("fr"))); d != "" {
		t.Error(d)
	}
}
