package propose

import (
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
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

// findSizes finds the prices for sizes where no header names the price: "Small" and "Large", "0,3 l" and "0,5
// l". They rise or fall in nearly each row, as no stocks and no measures of several things do.
func (p *Sheet) findSizes(uses []header.Column) {
	at := p.of(field.PriceCatalog)
	if at >= 0 && p.Columns[at].Confidence >= sureNamed && !isSize(p.Columns[at].Header) {
		return
	}
	var found []int
	for _, c := range p.Columns {
		t := p.sample.traits[c.number-1]
		open := uses[c.number-1].Use != header.Unused && (c.field < 0 || c.field == field.PriceCatalog)
		if open && isSize(c.Header) && t.filled > 0 && t.share(t.amounts) == 1 &&
			!strings.ContainsAny(c.Header, "{}|") {
			found = append(found, c.number)
		}
	}
	if len(found) < 2 || !p.ordered(found) {
		return
	}
	p.sizes = found
	for n := range p.Columns {
		if c := &p.Columns[n]; slices.Contains(found, c.number) {
			c.Use, c.field, c.write, c.Maybe = config.Keyword, -1, false, ""
			c.Confidence, c.Reason = sureThing, problem.Textf("a price for a size; kept for the search")
		}
	}
}

// ordered tells whether the amounts of some columns rise, or fall, in nearly each row.
func (p *Sheet) ordered(columns []int) bool {
	rising, falling, rows := 0, 0, 0
	for row := range p.sample.rows {
		var amounts []float64
		for _, c := range columns {
			if n, ok := pricing.Value(p.sample.text(row, c)); ok {
				amounts = append(amounts, n)
			}
		}
		if len(amounts) < 2 {
			continue
		}
		rows++
		if slices.IsSorted(amounts) {
			rising++
		}
		if slices.Reverse(amounts); slices.IsSorted(amounts) {
			falling++
		}
	}
	return rows > 0 && max(rising, falling)*10 >= rows*9 && rising != falling
}

// isSize tells whether a header is a size, a volume, a weight or how much is in a package, beside words for a
// price.
func isSize(title string) bool {
	size := false
	tokens := pricing.Tokens(title)
	for n, t := range tokens {
		measure := n > 0 && measureNames()[t] && value.Digits(tokens[n-1])
		switch {
		case sizeNames()[t] || measure:
			size = true
		case !value.Digits(t) && pricing.Of(t) != pricing.Price:
			return false
		}
	}
	return size
}

// sizePrice is the lowest of the prices for sizes, as a template, and whether they are surely prices: each
// with a currency or with cents.
func (p *Sheet) sizePrice() (template string, sure bool) {
	sure = true
	titles := each.Of(p.sizes, func(n int) string {
		t := p.sample.traits[n-1]
		code, _ := pricing.Currency(p.sample.titles[n-1])
		priced := slices.ContainsFunc(pricing.Tokens(p.sample.titles[n-1]),
			func(t string) bool { return pricing.Of(t) == pricing.Price })
		sure = sure && (code != "" || priced || t.money == t.filled)
		return p.sample.titles[n-1]
	})
	return "{" + strings.Join(titles, "|") + "}", sure
}

// NamedCurrency is the one currency that a sheet itself names for prices that are bare numbers: in the header
// of a price, or in values beside the bare ones. It is empty where none is named, or several are.
func (p *Sheet) NamedCurrency() (code string, why problem.Text) {
	for n, title := range p.sample.titles {
		if !p.priced(n+1) && !slices.Contains(p.sizes, n+1) {
			continue
		}
		found, _ := pricing.Currency(title)
		if found == pricing.Dollar {
			found = "USD" // as the import takes it
		}
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

// LikelyCurrency is the one currency that the name of the file or the sheet, or a line above the header,
// names, and the text that does. It is empty where none is named, or several are.
func (p *Sheet) LikelyCurrency() (code, where string) {
	for _, text := range append([]string{filepath.Base(p.File), p.Sheet}, p.sample.above...) {
		found, _ := pricing.Currency(text)
		switch {
		case found == "" || found == pricing.Dollar || found == code:
		case code != "":
			return "", ""
		default:
			code, where = found, text
		}
	}
	return code, where
}

// currencyOfValues is the one currency that values of a column name; empty for none and for several.
func (p *Sheet) currencyOfValues(column int) (code string) {
	for row := range p.sample.rows {
		amount, _ := pricing.Read(p.sample.text(row, column))
		found := strings.Trim(pricing.CodeOf(amount.Unit), pricing.Dollar) // a dollar sign is any dollar
		unknown := strings.Trim(amount.Unit, pricing.Several) != "" && found == ""
		if unknown || code != "" && found != "" && found != code {
			return ""
		}
		if found != "" {
			code = found
		}
	}
	return code
}
