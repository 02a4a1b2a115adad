package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// priceSheet is a sheet of two products with further columns; each takes two values, one for each product.
func priceSheet(headers string, values ...string) string {
	var b strings.Builder
	b.WriteString("id;reference;title;description;productUrl;imageUrl;" + headers + "\n")
	for n, v := range values {
		fmt.Fprintf(&b, "%d;R-%d;Thing;Text;https://shop.example/p/%d;https://shop.example/i/%d.jpg;%s\n",
			n+1, n+1, n+1, n+1, v)
	}
	return b.String()
}

// pricesIn imports a sheet and gives of each product the catalog price and the promotion, and all files of
// the bundle in one text.
func pricesIn(t *testing.T, sheet string, c config.Config) (prices []string, files string,
	problems *problem.List) {
	t.Helper()
	dir := t.TempDir() + "/bundle"
	report := imported(t, Options{Inputs: []string{input(t, "Products.csv", sheet)}, Bundle: dir, Config: c})
	if report.Written {
		for _, p := range productsIn(t, dir) {
			promotion := "none"
			if p.PricePromotion != nil {
				promotion = *p.PricePromotion
			}
			prices = append(prices, p.PriceCatalog+", "+promotion)
		}
		for _, text := range bundleFiles(t, dir) {
			files += text
		}
	}
	return prices, files, report.Problems
}

// TestInternalColumns has what a shop keeps for itself beside the price, in eight languages: it is nowhere in
// the bundle, and told once a column.
func TestInternalColumns(t *testing.T) {
	for internal, price := range map[string]string{
		"Cost price": "Selling price", "Wholesale price": "RRP", "Dealer price": "Price",
		"Margin %": "Price", "Supplier price": "Price", "Supplier SKU": "Price", "Cost per item": "Price",
		"wholesale_price": "price", "_wc_cog_cost": "price", "standard_price": "list_price",
		"Default Unit Cost": "Price", "Prix d'achat HT": "Prix de vente", "prix_achat": "prix_vente",
		"Taux de marge": "Prix", "Référence fournisseur": "Prix", "EKPreis": "VKPreis",
		"Einkaufspreis": "Verkaufspreis", "Marge": "VK", "Lieferantennummer": "Preis",
		"Precio compra": "PVP", "Margen": "Precio", "Proveedor": "Precio",
		"Prezzo di acquisto": "Prezzo di vendita", "Ricarico %": "Prezzo", "Codice fornitore": "Prezzo",
		"Inkoopprijs": "Verkoopprijs", "Winstmarge": "Prijs", "Preço de custo": "Preço de venda",
		"Lucro": "Preço", "Cena zakupu": "Cena sprzedaży", "Marża": "Cena", "Kod dostawcy": "Cena",
	} {
		headers, values := internal+";"+price, []string{"3.17;25.90 €", "4.17;26.90 €"}
		if len(internal)%2 == 0 { // in the other order
			headers, values = price+";"+internal, []string{"25.90 €;3.17", "26.90 €;4.17"}
		}
		prices, files, problems := pricesIn(t, priceSheet(headers, values...), config.Config{})
		if !slices.Equal(prices, []string{"25.90 €, none", "26.90 €, none"}) {
			t.Errorf("%s: prices are %q\n%s", headers, prices, printed(t, problems))
		}
		if strings.Contains(files, "3.17") || strings.Contains(files, "4.17") {
			t.Errorf("%s: it is in the bundle", headers)
		}
		if problems.Errors() != 0 || problems.Warnings() != 1 ||
			problems.Sorted()[0].Code != "internal-column" {
			t.Errorf("%s: problems are\n%s", headers, printed(t, problems))
		}
	}
}

// TestLookalikesAreKept has columns that only look like those of the shop's own business.
func TestLookalikesAreKept(t *testing.T) {
	for header, value := range map[string]string{
		"Costume": "Pirate 7", "Costa": "Brava 7", "Einkaufstasche": "groß 7", "Margin": "wide lined",
		"Marge": "très large", "Purchase note": "7 days", "Energy cost per year": "7 €",
		"Versandkosten": "7 €", "Power factor": "0.91", "Marges de couture": "7 mm", "Kostüm": "Clown 7",
	} {
		prices, files, problems := pricesIn(t,
			priceSheet("priceCatalog;"+header, "1 €;"+value), config.Config{})
		if len(prices) != 1 || !strings.Contains(files, header+": "+value) || problems.Warnings() > 0 {
			t.Errorf("%s is not kept\n%s", header, printed(t, problems))
		}
	}
}

// TestPricePairs has two prices of one product, in eight languages: the higher one is the catalog price, the
// lower one the promotion, and a pair of one price has no promotion.
func TestPricePairs(t *testing.T) {
	for before, now := range map[string]string{
		"Compare at price": "Price", "compare_at_price": "price", "Old price": "New price",
		"Was price": "Our price", "RRP": "Price", "MSRP": "Our price", "list_price": "price",
		"Ancien prix": "Prix", "Prix barré": "Prix TTC", "prix_initial": "prix_final",
		"Prix public conseillé": "Prix", "Alter Preis": "Neuer Preis", "UVP": "Preis",
		"Streichpreis": "VK", "Statt-Preis": "Verkaufspreis", "Precio anterior": "Precio",
		"Precio antes": "Precio actual", "PVPR": "PVP", "Prezzo di listino": "Prezzo scontato",
		"Prezzo precedente": "Prezzo", "Oude prijs": "Prijs", "Van prijs": "Voor prijs",
		"Adviesprijs": "Verkoopprijs", "Preço antigo": "Preço", "Preço anterior": "Novo preço",
		"Stara cena": "Cena", "Cena przed obniżką": "Nowa cena", "Cena katalogowa": "Cena",
		"Prix": "Prix final", "Price": "Final price", "Tarif barré": "Prix", "PVR": "Precio",
		"Empf. VK": "Unser Preis", "Prix régulier": "Prix réduit", "Preço regular": "Preço oferta",
		"Prezzo iniziale": "Prezzo in saldo", "Cena detaliczna sugerowana": "Cena",
	} {
		want := []string{"15.00 €, 10.00 €", "12.00 €, none", "9.00 €, none", "9.00 €, none"}
		prices, _, problems := pricesIn(t, priceSheet(now+";"+before, "10.00 €;15.00 €", "12.00 €;",
			"9.00 €;9.00 €", "9.00 €;8.00 €"), config.Config{})
		named := []string{"Prezzo scontato", "Prix réduit", "Preço oferta", "Prezzo in saldo"}
		if slices.Contains(named, now) { // a promotion by name: above the catalog price it is left out
			want[3] = "8.00 €, none"
		}
		if !slices.Equal(prices, want) {
			t.Errorf("%s, %s: prices are %q\n%s", before, now, prices, printed(t, problems))
		}
	}
}

// TestWhichPrice has sheets where several columns could be the price: the question names them, and what it
// says to paste settles it.
func TestWhichPrice(t *testing.T) {
	for headers, want := range map[string]string{
		"Preis;VK": `"Preis", "VK"`, "Prix;Prix de vente": `"Prix", "Prix de vente"`,
		"Web price;Shop price": `"Web price", "Shop price"`,
		"Price EUR;Price USD":  `"Price EUR", "Price USD"`, "Precio;PVP": `"Precio", "PVP"`,
	} {
		_, _, problems := pricesIn(t, priceSheet(headers, "1 €;2 €"), config.Config{})
		if problems.Errors() != 1 || !strings.Contains(problems.Sorted()[0].Message(), want) {
			t.Errorf("%s: problems are\n%s", headers, printed(t, problems))
			continue
		}
		hint := problems.Sorted()[0].Hint()
		c, err := config.Read(strings.NewReader(hint[strings.Index(hint, "columns:"):]), "the hint")
		if err != nil {
			t.Fatal(err)
		}
		if prices, _, problems := pricesIn(t, priceSheet(headers, "1 €;2 €"), c); !slices.Equal(prices,
			[]string{"1 €, none"}) || problems.Errors() > 0 {
			t.Errorf("%s: after %q prices are %q\n%s", headers, hint, prices, printed(t, problems))
		}
	}
}

// TestConfiguredCost takes a cost for the price, because the configuration says so, and warns.
func TestConfiguredCost(t *testing.T) {
	for use, want := range map[string]string{"priceCatalog": "3 €, none", "keyword": "9 €, none",
		"ignore": "9 €, none"} {
		c := config.Config{Columns: map[string]map[string]string{"products": {"Cost": use}}}
		prices, files, problems := pricesIn(t, priceSheet("Cost;Price", "3 €;9 €"), c)
		warned := strings.Contains(string(printed(t, problems)), "the configuration uses this column")
		if !slices.Equal(prices, []string{want}) || warned != (use != "ignore") ||
			strings.Contains(files, "3 €") != (use != "ignore") {
			t.Errorf("%s: prices are %q\n%s", use, prices, printed(t, problems))
		}
	}
}

// TestRolesOfWords holds the words for the fields against the roles: none is the shop's own business, and
// only those for prices are prices.
func TestRolesOfWords(t *testing.T) {
	w, err := field.LoadWords()
	if err != nil {
		t.Fatal(err)
	}
	v, err := field.LoadVocabulary()
	if err != nil {
		t.Fatal(err)
	}
	for name, words := range v.Columns[kind.Products] {
		words.Each(func(word, _ string, _ int) {
			role := pricing.Of(word)
			price := field.IsPrice(w.Columns[kind.Products][value.Fold(word)].Field)
			if name == "priceCatalog" && !role.Priced() || role.Internal() || !price && role != pricing.None {
				t.Errorf("%q, a word for %s, has the role %d", word, name, role)
			}
		})
	}
}

// TestPricesAsWritten has cells as people write them.
func TestPricesAsWritten(t *testing.T) {
	for cell, want := range map[string]string{
		"12,-": "12,00 €, none", "1.299,-": "1.299,00 €, none", "12.–": "12,00 €, none",
		"ab 10": "ab 10,00 €, none", "ab 10 €": "ab 10 €, none", "CHF 1'299.–": "CHF 1'299.–, none",
		"12,50 inkl. MwSt.": "12,50 € inkl. MwSt., none", "<b>12 €</b>": "12 €, none",
		"1 299 €": "1 299 €, none", "BLANCO": "bad-price", "SHIMANO": "bad-price", "∞": "bad-price",
		"1.2.3": "bad-price", "12 kg": "bad-price", "R8000": "bad-price", "-5": "negative-price",
		"-5 €": "negative-price", "(5,00 €)": "negative-price", "auf Anfrage": "price-in-words",
	} {
		prices, _, problems := pricesIn(t, priceSheet("priceCatalog", cell),
			config.Config{Currency: "EUR", Language: "de"})
		got := strings.Join(prices, "|")
		if problems.Errors() > 0 {
			got = problems.Sorted()[0].Code
		}
		if got != want {
			t.Errorf("%q is %q, want %q\n%s", cell, got, want, printed(t, problems))
		}
	}
	c := config.Config{Defaults: map[string]map[string]string{"products": {"priceCatalog": "on request"}}}
	prices, _, problems := pricesIn(t, priceSheet("priceCatalog", "auf Anfrage", "", "2 €"), c)
	if !slices.Equal(prices, []string{"auf Anfrage, none", "on request, none", "2 €, none"}) {
		t.Errorf("with a default in words prices are %q\n%s", prices, printed(t, problems))
	}
}

// productsIn reads the products of a bundle.
func productsIn(t *testing.T, dir string) (list []bundle.Product) {
	t.Helper()
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range b.ProductFiles() {
		for line, err := range b.Records(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, line.Record.Product)
		}
	}
	return list
}
