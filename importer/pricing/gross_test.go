package pricing

import "testing"

// TestGross has headers of prices that say what of taxes, in several languages.
func TestGross(t *testing.T) {
	for header, want := range map[string]bool{
		"PVP con IVA": true, "Preis mit MwSt.": true, "Prix TTC": true, "Price incl. VAT": true, "Preço com IVA": true,
		"PVP": false, "PVP sin IVA": false, "Preis ohne MwSt": false, "Prix HT": false, "Prezzo con ricarico": false,
		"Prezzo IVA esclusa": false, "Tax": false,
	} {
		if got := Gross(header); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
	for header, want := range map[string]bool{"Preço c/IVA": true, "Preço s/IVA": false, "PVP (c/ IVA)": true,
		"Precio s/ IGIC": false, "Cena s DPH": true, "Price w/ VAT": true, "Price w/o VAT": false, "Preis + MwSt.": false,
		"PVP + IVA": false, "Price plus tax": false, "Precio más IVA": false, "Prezzo + IVA": false, "Cena z VAT": true} {
		if Gross(header) != want || Net(header) == want || !Of(header).Priced() {
			t.Errorf("%q: gross %v, net %v, role %v", header, Gross(header), Net(header), Of(header))
		}
	}
}

func TestFromCents(t *testing.T) {
	for header, want := range map[string]bool{"price_cents": true, "priceInCents": true, "Preis (Cent)": true,
		"Prix en centimes": true, "amount_minor": true, "unit_amount": true, "UnitAmount": false,
		"Price (ct.)": true, "Preis in Ct": true, "Prix (cts)": true, "Precio (cént.)": true, "Cena (gr.)": true,
		"Cena za 100 gr": false, "Price/ct": false, "Price (gr)": false,
		"Price": false, "Center price": false, "Price per ct": false, "Percent": false} {
		if got := InCents(header); got != want {
			t.Errorf("InCents(%q) = %v", header, got)
		}
	}
	for text, want := range map[string]string{"1299": "12.99", "5": "0.05", "12": "0.12", "0": "0.00",
		"1,299": "12.99", "1.299": "12.99",
		"1 234 500": "12345.00", "12.99": "12.99", "": "", "on request": "on request"} {
		if got := FromCents(text, ""); got != want {
			t.Errorf("FromCents(%q) = %q, want %q", text, got, want)
		}
	}
	for code, want := range map[string]string{"eur": "12.34", "JPY": "1234", "KWD": "1.234", "?": "12.34"} {
		if got := FromCents("1234", code); got != want {
			t.Errorf("FromCents in %s = %q, want %q", code, got, want)
		}
	}
}
