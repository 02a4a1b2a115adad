package price

import "testing"

func TestRead(t *testing.T) {
	for _, c := range []struct {
		text, number, unit string
		sure               bool
	}{
		{"129.00 €", "129.00", "€", true}, {"1,149.00 €", "1149.00", "€", true},
		{"1 234,56 €", "1234.56", "€", true},
		{"$1,234.56", "1234.56", "$", true}, {"15\u202f000 Fcfa", "15000", "Fcfa", true},
		{"CHF 1'299.50", "1299.50", "CHF", true},
		{"1.234.567 €", "1234567", "€", true}, {"1.234,567 KWD", "1234.567", "KWD", true},
		{"US$ 10", "10", "US$", true},
		{"0.149 €", "0.149", "€", true}, {".50 £", "0.50", "£", true}, {"49,9", "49.9", "", true},
		{"12 kr.", "12", "kr.", true},
		{"1 149,00 zł", "1149.00", "zł", true}, {"₹ 1,00,000.00", "100000.00", "₹", true},
		// two ways of reading it, or more than a price
		{"1.149 €", "1149", "€", false}, {"1,800", "1800", "", false}, {"ab 12 €", "12", "", false},
		{"12 €/m²", "12", "", false},
		{"12 € - 15 €", "12", "", false}, {"from 12", "12", "", false}, {"ca. 12", "12", "", false},
		{"12 TTC", "12", "", false},
		{"kr 100", "100", "kr", true},
		{"15000 F CFA", "15000", "F CFA", true}, {"10.–", "10", "", false}, {"Rs.500", "500", "Rs.", true},
	} {
		p, ok := Read(c.text)
		if !ok || p != (Price{c.number, c.unit, c.sure}) {
			t.Errorf("%q: %+v %v", c.text, p, ok)
		}
	}
	for _, text := range []string{"", "on request", "€"} {
		if p, ok := Read(text); ok {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

func TestThousandths(t *testing.T) {
	for number, want := range map[string]int64{"129.00": 129_000, "0.5": 500, "12": 12_000, "1.2345": 1234} {
		if n, ok := (Price{Number: number}).Thousandths(); !ok || n != want {
			t.Errorf("%s: %d %v", number, n, ok)
		}
	}
	if n, ok := (Price{Number: "99999999999999999999"}).Thousandths(); ok {
		t.Errorf("too large: %d", n)
	}
}
