package importer

import (
	"strings"
	"testing"

	"plugsheet/importer/propose"
)

// TestProposeDiscounts has bare numbers in columns of discounts, and prices in words: what is accepted
// answers them.
func TestProposeDiscounts(t *testing.T) {
	for name, c := range map[string]struct{ header, values, want string }{
		"percentages":    {"price;discount", "100 €;10|50 €;25|20 €;0|30 €;15", `"discount": percent`},
		"above a price":  {"Preis;Rabatt", "100 €;12|8 €;11", `"Rabatt": percent`},
		"parts":          {"prix;remise", "100 €;0.1|50 €;0.25", `"remise": fraction`},
		"nobody knows":   {"price;discount", "100 €;3.50|50 €;7", `"discount": unsure`},
		"cells say it":   {"price;discount", "100 €;10 %|50 €;25 %", ""},
		"nothing is off": {"price;discount", "100 €;0|50 €;", ""},
		"in words":       {"Preis", "10 €|auf Anfrage|12 €", `priceCatalog: "auf Anfrage"`},
	} {
		sheet := priceSheet(c.header, strings.Split(c.values, "|")...)
		p, err := propose.Propose(t.Context(),
			propose.Options{Inputs: []string{input(t, "Products.csv", sheet)}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := p.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if got := string(text); c.want != "" && !strings.Contains(got, c.want) || c.want == "" &&
			strings.Contains(got, "discounts:") {
			t.Errorf("%s: it proposes\n%s", name, got)
		}
	}
}
