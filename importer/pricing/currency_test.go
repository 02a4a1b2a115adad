package pricing

import "testing"

func TestCurrency(t *testing.T) {
	for header, want := range map[string][2]string{
		"Price (EUR)": {"EUR", "Price"}, "price_eur": {"EUR", "price"}, "Price / USD": {"USD", "Price"},
		"Preis in €": {"EUR", "Preis"}, "Prix TTC (€)": {"EUR", "Prix TTC"},
		"Sale Price GBP": {"GBP", "Sale Price"}, "Cena (zł)": {"PLN", "Cena"}, "Price $": {Dollar, "Price"},
		"Price US$": {"USD", "Price"}, "Prijs in euro": {"EUR", "Prijs"}, "Price": {"", "Price"},
		"EUR/USD price": {"", "EUR/USD price"}, "Europrice": {"", "Europrice"},
		"Price in town": {"", "Price in town"}, "precioUSD": {"USD", "precio"}, "PriceEur": {"EUR", "Price"},
		"priceEURO": {"", "priceEURO"}, "Cena (Kč)": {"CZK", "Cena"}, "Цена, руб": {"RUB", "Цена"},
		"Price (₹)": {"INR", "Price"}, "Pris (kr)": {"", "Pris (kr)"},
		"Preço R$": {"BRL", "Preço"}, "BOTTLE N$": {"NAD", "BOTTLE"}, "Price (A$)": {"AUD", "Price"},
		"Price (MAD)": {"MAD", "Price"}, "Prix FCFA": {"XOF", "Prix"},
		"Fiyat TL (KDV dahil)": {"TRY", "Fiyat KDV dahil"},
		"Prix en DH":           {"MAD", "Prix"}, "Prezzo da": {"", "Prezzo da"}, "Price KES": {"KES", "Price"},
		"PRICE ALL": {"", "PRICE ALL"}, "Price (kes)": {"KES", "Price"}, "Precio (RD$)": {"DOP", "Precio"},
		"Preis pro Cup": {"", "Preis pro Cup"}, "Cena (KM)": {"BAM", "Cena"}, "Cena za km": {"", "Cena za km"},
		"Preis$": {Dollar, "Preis"}, "Prices$": {Dollar, "Prices"},
	} {
		if code, rest := Currency(header); code != want[0] || rest != want[1] {
			t.Errorf("Currency(%q) = %q, %q, want %q", header, code, rest, want)
		}
	}
	if !SameCurrency(Dollar, "CAD") || SameCurrency(Dollar, "EUR") || !SameCurrency("EUR", "EUR") ||
		SameCurrency("USD", "CAD") {
		t.Error("SameCurrency: a dollar sign is any dollar and nothing else")
	}
}
