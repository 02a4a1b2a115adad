package pricing

import "testing"

func TestFigure(t *testing.T) {
	for _, c := range []struct {
		text, plain string
		unsure, ok  bool
	}{
		{"USD 10.00", "10.00", false, true}, {"1.234,56 €", "1234.56", false, true},
		{"15 000 Fcfa", "15000", false, true}, {"€1,800", "1800", true, true},
		{"1 234,567", "1234.567", false, true}, {"1234,567", "1234.567", false, true},
		{"12.-", "12", false, true}, {"10", "10", false, true}, {"10.5", "10.5", false, true},
		{"10,50", "10.50", false, true}, {"1,234.50", "1234.50", false, true},
		{"1.234,50", "1234.50", false, true}, {"1 234,5", "1234.5", false, true},
		{"1'234.50", "1234.50", false, true}, {"1,234,567", "1234567", false, true},
		{"1.234.567,8", "1234567.8", false, true}, {"1,800", "1800", true, true},
		{"1.800", "1800", true, true}, {"0.123", "0.123", false, true}, {",5", "0.5", false, true},
		{"0.0593262946204123", "0.0593262946204123", false, true}, {"-", "", false, false},
		{"", "", false, false},
	} {
		f, ok := FigureOf(c.text)
		plain, unsure := "", f.Unsure
		if ok {
			plain = f.Plain(false)
		}
		if plain != c.plain || unsure != c.unsure || ok != c.ok {
			t.Errorf("%q is %q, %t, %t; want %q, %t, %t", c.text, plain, unsure, ok, c.plain, c.unsure, c.ok)
		}
	}
}

func TestPriceFormat(t *testing.T) {
	for _, c := range []struct{ language, currency, amount, want string }{
		{"en", "EUR", "49.95", "€49.95"}, {"en", "USD", "1234567.5", "$1,234,567.50"},
		{"en", "CHF", "10", "CHF 10.00"}, {"fr", "EUR", "49.95", "49,95 €"},
		{"fr", "EUR", "1234.5", "1 234,50 €"}, {"de", "EUR", "1234.5", "1.234,50 €"},
		{"nl", "EUR", "49.95", "€ 49,95"}, {"pl", "PLN", "49.95", "49,95 zł"},
		{"en", "JPY", "1234.6", "¥1,235"}, {"en", "CNY", "12", "CN¥12.00"}, {"de", "SEK", "12", "12,00 kr"},
		{"en", "ARS", "300000", "ARS 300,000.00"}, {"en", "CAD", "9", "CA$9.00"}, {"es", "USD", "9", "9,00 $"},
	} {
		p := NewStyle(c.language)
		u, ok := p.Unit(c.currency)
		if got := p.Format(c.amount, u); !ok || got != c.want {
			t.Errorf("%s %s in %s is %q, want %q", c.amount, c.currency, c.language, got, c.want)
		}
	}
	if _, ok := NewStyle("en").Unit("XXX1"); ok {
		t.Error("XXX1 is taken for a currency")
	}
}
