package propose

import (
	"strings"

	"golang.org/x/text/currency"

	"plugsheet/importer/pricing"
	"plugsheet/schemas/problem"
)

// NamedCurrency is the one currency that a sheet itself names for prices that are bare numbers: in the header
// of a price, or in values beside the bare ones. It is empty where none is named, or several are.
func (p *Sheet) NamedCurrency() (code string, why problem.Text) {
	for n, title := range p.sample.titles {
		if !p.priced(n + 1) {
			continue
		}
		found, _ := pricing.Currency(title)
		reason := problem.Textf("the header %q names it", title)
		if found == "" {
			found = p.currencyOfValues(n + 1)
			reason = problem.Textf("values of %q name it", title)
		}
		switch {
		case found == "" || found == code:
		case code != "":
			return "", problem.Text{}
		default:
			code, why = found, reason
		}
	}
	return code, why
}

// currencyOfValues is the one currency that values of a column name; empty for none and for several.
func (p *Sheet) currencyOfValues(column int) (code string) {
	for row := range p.sample.rows {
		amount, _ := pricing.Read(p.sample.text(row, column))
		found := currencyOf(amount.Unit)
		if amount.Unit != "" && found == "" || code != "" && found != "" && found != code {
			return ""
		}
		if found != "" {
			code = found
		}
	}
	return code
}

// currencyOf is the currency of an amount, by its symbol or its code; empty for none.
func currencyOf(title string) string {
	for symbol, code := range map[string]string{"€": "EUR", "£": "GBP", "zł": "PLN", "¥": "JPY"} {
		if strings.Contains(strings.ToLower(title), symbol) {
			return code
		}
	}
	for _, w := range strings.FieldsFunc(title,
		func(r rune) bool { return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
		if unit, err := currency.ParseISO(w); err == nil && len(w) == 3 && strings.ToUpper(w) == w {
			return unit.String()
		}
	}
	return ""
}
