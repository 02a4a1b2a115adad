package importer

import (
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// url reads the cell of a URL; it is empty where there is none or a bad one, which is told of.
func (c *catalog) url(r *row, f int) string {
	text := r.text[f]
	if text == "" {
		return ""
	}
	first, several := firstURL(text)
	if several && f == pImageURL {
		c.once(r, f, problem.Warnf(r.source.sheet.At(0, r.column[f]), "several-images", "some cells list several images; the first is taken"))
	}
	clean, why := webURL(first)
	if why == "" {
		return clean
	}
	r.broken[f] = true
	c.problems.Add(problem.Errorf(r.at(f), "bad-url", "%s %s", r.source.reader.fields[f].name, why).WithValue(text).
		Hintf("an absolute URL such as %s", strings.NewReplacer("{reference}", "123").Replace(r.source.reader.fields[f].example)))
	return ""
}

// once adds a problem of a whole column the first time.
func (c *catalog) once(r *row, f int, p problem.Problem) {
	k := toldOnce{r.source.number, f, p.Code}
	if !c.told[k] {
		c.told[k] = true
		c.problems.Add(p)
	}
}

// price gives a price as people read it. A text with a currency or other words stays as it is; a bare number is written
// with the row's currency or the setting's in the way of the language.
func (c *catalog) price(r *row, f int) string {
	text := r.text[f]
	if text == "" {
		return ""
	}
	if !bareNumber(text) {
		return text
	}
	plain, unsure, ok := c.priceNumber(r, f)
	if !ok {
		r.broken[f] = true
		c.problems.Add(problem.Errorf(r.at(f), "bad-price", "this is no price").WithValue(text).Hintf("write it like 49.95 or 49,95 €"))
		return ""
	}
	at := r.source.sheet.At(0, r.column[f])
	if unsure {
		c.once(r, f, problem.Warnf(at, "unsure-price", "numbers like %q are read as thousands: %s", text, plain).
			Hintf("write two digits after the decimal point where cents are meant"))
	}
	code := strings.ToUpper(r.text[pCurrency])
	if code == "" {
		code = c.config.Currency
	}
	if code == "" {
		c.once(r, f, problem.Warnf(at, "no-currency", "the prices are bare numbers such as %q, without a currency", text).
			Hintf("in plugsheet.yaml: currency: EUR"))
		return text
	}
	u, known := c.prices.unit(code)
	if !known {
		c.problems.Add(problem.Errorf(r.at(pCurrency), "bad-currency", "this is no currency code").WithValue(r.text[pCurrency]).
			Hintf("three letters such as EUR, USD, GBP"))
		r.broken[f] = true
		return ""
	}
	return c.prices.format(plain, u)
}

// priceNumber reads the number of a price cell: of a workbook's number the value itself, else what the text says.
func (c *catalog) priceNumber(r *row, f int) (plain string, unsure, ok bool) {
	if cell := r.cell(r.column[f]); cell.Kind == table.Number {
		return cell.Raw, false, true
	}
	return amount(r.text[f])
}

// available reads a yes or no; nil where there is none or a bad one, which is told of.
func (c *catalog) available(r *row) *bool {
	text := r.text[pAvailable]
	if text == "" {
		return nil
	}
	v, ok := yesNo(text)
	if !ok {
		r.broken[pAvailable] = true
		c.problems.Add(problem.Errorf(r.at(pAvailable), "bad-yes-no", "available must be a yes or a no").WithValue(text).
			Hintf("yes or no, true or false, 1 or 0, in stock or out of stock"))
		return nil
	}
	return &v
}
