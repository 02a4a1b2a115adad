package sheet

import "testing"

func TestSenseOf(t *testing.T) {
	for title, want := range map[string]string{
		"Promo": "promotion", "Promo -20%": "promotion", "Sale (20 % off)": "promotion", "Oferta €": "promotion",
		"Aktion 15 % inkl. MwSt": "promotion", "Du (31/12)": "from", "Cena promo PLN brutto": "promotion",
		"PVP Oferta": "promotion", "Promo Black Friday": "promotion",
		"Oferta de Navidad": "promotion", "Angebot KW 48": "promotion", "Black": "occasion", "Summer": "occasion", "Promo Preis": "promotion", "Prezzo": "", "Promo code": "", "Sale unit": "", "20 %": "", "Artikel": "title", "Artikel 12 Stk": "", "Netto": "",
	} {
		if got := senseOf(title); got != want {
			t.Errorf("%q says %q, want %q", title, got, want)
		}
	}
}
