package propose

import (
	"strings"

	"golang.org/x/text/currency"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// uses are what the headers say of the columns, those of prices together. A column whose header only looks
// like one of the shop's own business is none when it holds no amounts.
func (p *Sheet) uses() []header.Column {
	m := p.sample
	uses := make([]header.Column, len(m.titles))
	for n, title := range m.titles {
		uses[n], _ = p.reader.Read(title)
	}
	p.reader.ReadPrices(uses)
	for n, t := range m.traits {
		c := &uses[n]
		if c.Use == header.Unused && c.LeftOut() && !c.Role.Wordy() && t.filled > 0 &&
			t.amounts == 0 {
			c.Use, c.Role = header.Extra, pricing.None
		}
	}
	return uses
}

// reasonForPrice tells whether a column has a reason of its own to be a price: its header, or a currency in
// its values or their number format. Numbers alone may be a weight or a power factor.
func (t *traits) reasonForPrice(c header.Column) bool {
	return c.Role.Priced() || t.share(t.currencies) > 0.5
}

// inside tells whether a column of the sample is the shop's own business, so that no id is made of it.
func (p *Sheet) inside(n int) bool { return pricing.Of(p.sample.titles[n]).Internal() }

// firstCurrency is how sure it is that of prices in several currencies the first is the shop's own.
const firstCurrency = 0.6

// askForPrice leaves the price open where no header names it and several columns could be it.
func (p *Sheet) askForPrice(uses []header.Column) {
	at := p.of(field.PriceCatalog)
	if at >= 0 && uses[p.Columns[at].number-1].Role == pricing.Old && p.of(field.PricePromotion) < 0 {
		c := &p.Columns[at] // what it cost before is not what it costs
		c.Use, c.field, c.write, c.Maybe = config.Keyword, -1, false, p.reader.Fields[field.PriceCatalog].Name
		return
	}
	if at < 0 || p.Columns[at].Confidence >= sureProposed &&
		uses[p.Columns[at].number-1].Use == header.AsField {
		return
	}
	others := 0
	same := map[string]int{} // header without its currency
	for n, c := range uses {
		if c.Use == header.Extra && !c.Configured && c.Tag == "" && c.Role.Priced() &&
			p.sample.traits[n].amounts > 0 {
			others++
			if code, rest := pricing.Currency(c.Title); code != "" {
				same[value.Fold(rest)]++
			}
		}
	}
	if others < 2 {
		return
	}
	c := &p.Columns[at]
	if _, rest := pricing.Currency(c.Header); same[value.Fold(rest)] == others {
		// each is a price of its product
		c.write, c.Confidence = true, firstCurrency
		c.Reason = problem.Textf("the first of prices in %d currencies; for another, its header goes here",
			others)
		return
	}
	c.Use, c.field, c.write, c.Maybe = config.Keyword, -1, false, p.reader.Fields[field.PriceCatalog].Name
}

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
