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
}
