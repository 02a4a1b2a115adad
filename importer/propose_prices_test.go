package importer

import (
	"strings"
	"testing"

	"plugsheet/importer/propose"
)

// TestProposePrices has columns of amounts: a price needs a reason of its own, its header or a currency, or
// stays open.
func TestProposePrices(t *testing.T) {
	for headers, c := range map[string]struct{ values, price string }{
		"Powerfaktor":              {"0.91", ""},
		"Power factor;Weight":      {"0.91;12.50", ""},
		"Gewicht;Länge":            {"12,50;3,75", ""},
		"Couleur;Poids":            {"rouge;1,25", ""},
		"Kreis":                    {"12.50", ""},
		"Price group":              {"3", ""},
		"EKPreis;Powerfaktor":      {"1.17;0.91", ""},
		"Prix d'achat HT":          {"1.17", ""},
		"Weight;Amount":            {"1.25;9.90 €", "Amount"},
		"Kwota":                    {"12,50 zł", "Kwota"},
		"Selling price;Cost price": {"9.90;3.17", "Selling price"},
		"Prix boutique":            {"9,90", "Prix boutique"},
		"Cena sprzedaży;Waga":      {"9,90;1,25", "Cena sprzedaży"},
		"Prijs incl. btw":          {"9,90", "Prijs incl. btw"},
	} {
		rows := []string{c.values, c.values, c.values, c.values}
		p, err := propose.Propose(t.Context(), propose.Options{Inputs: []string{input(t, "Products.csv",
			priceSheet(headers, rows...))}})
		if err != nil {
			t.Fatal(err)
		}
		got, id := "", ""
		for _, col := range p.Sheets[0].Columns {
			if col.Use == "priceCatalog" {
				got = col.Header
			}
		}
		for _, d := range p.Sheets[0].Defaults {
			if d.Field == "id" {
				id = d.Template
			}
			if d.Field == "priceCatalog" && !d.Open {
				t.Errorf("%s: a default for the price that nobody asked for", headers)
			}
		}
		if got != c.price {
			t.Errorf("%s: the price is %q, want %q", headers, got, c.price)
		}
		text, err := p.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(id, "EK") || strings.Contains(string(text), "\n    priceCatalog:") {
			t.Errorf("%s: it proposes\n%s", headers, text)
		}
	}
}
