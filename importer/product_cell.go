package importer

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
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
	if first == "" {
		r.text[f] = "" // an empty list
		return ""
	}
	clean, why := webURL(first)
	if why == whyRelative {
		if c.config.BaseURL == "" {
			r.broken[f] = true
			c.tell(problem.Errorf(r.at(f), "relative-url", "%s is a relative URL", r.source.reader.fields[f].name).WithValue(first).
				Hintf("say what all of them begin with, in plugsheet.yaml: baseUrl: %s", cmp.Or(baseOf(first), exampleBase)))
			return ""
		}
		clean, why = webURL(withBase(c.config.BaseURL, first))
	}
	if why == "" {
		return clean
	}
	r.broken[f] = true
	c.tell(problem.Errorf(r.at(f), "bad-url", "%s %s", r.source.reader.fields[f].name, problem.Phrase(why)).WithValue(text).
		Hintf("an absolute URL such as %s", strings.NewReplacer("{reference}", "123").Replace(r.source.reader.fields[f].example)))
	return ""
}

// once adds a problem of a whole column the first time.
func (c *catalog) once(r *row, f int, p problem.Problem) {
	k := toldOnce{r.source.number, f, p.Code}
	if !c.told[k] {
		c.told[k] = true
		c.tell(p)
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
	plain, ok := c.priceNumber(r, f)
	if !ok {
		return ""
	}
	at := r.source.sheet.At(0, r.column[f])
	code := c.currencyOf(r)
	if code == "" {
		c.once(r, f, problem.Warnf(at, "no-currency", "the prices are bare numbers such as %q, without a currency", text).
			Hintf("in plugsheet.yaml: currency: EUR"))
		return text
	}
	u, known := c.prices.unit(code)
	if !known {
		c.tell(problem.Errorf(r.at(pCurrency), "bad-currency", "this is no currency code").WithValue(r.text[pCurrency]).
			Hintf("three letters such as EUR, USD, GBP"))
		r.broken[f] = true
		return ""
	}
	written := c.prices.format(plain, u)
	c.tellLanguage(r, f, written)
	return written
}

// tellLanguage says, once a sheet, that bare prices are written as in English because nobody said the language, where the
// headers speak another.
func (c *catalog) tellLanguage(r *row, f int, written string) {
	k := toldOnce{r.source.number, 0, "price-language"}
	if !c.unspoken || c.told[k] {
		return
	}
	c.told[k] = true
	v := votes{}
	for _, col := range r.source.head.columns {
		v.add(r.source.reader.languages(col.title))
	}
	if l, _ := v.best(); l != "" {
		c.tell(problem.Warnf(r.source.sheet.At(0, r.column[f]), "price-language", "bare prices are written the English way: %q", written).
			Hintf("the headers are in another language; in plugsheet.yaml: language: %s", l))
	}
}

// currencyOf is the code of the row's currency, or of the setting's; empty where there is neither.
func (c *catalog) currencyOf(r *row) string {
	if code := strings.ToUpper(r.text[pCurrency]); code != "" {
		return code
	}
	return c.config.Currency
}

// priceNumber reads the number of a bare price: of a workbook's number the value itself, else what the text says. One
// that is no price, or could be two, is told of.
func (c *catalog) priceNumber(r *row, f int) (plain string, ok bool) {
	if cell := r.fieldCell(f); cell.Kind == table.Number && cell.Text == r.text[f] {
		return cell.Raw, true
	}
	fig, ok := figureOf(r.text[f])
	if !ok || !onlyFigure(r.text[f]) {
		r.broken[f] = true
		c.tell(problem.Errorf(r.at(f), "bad-price", "this is no price").WithValue(r.text[f]).Hintf("write it like 49.95 or 49,95 €"))
		return "", false
	}
	if !fig.unsure {
		return fig.plain(false), true
	}
	point, known := c.isPoint(r, f, fig.mark)
	if !known {
		c.undecided(r, f, fig)
		return "", false
	}
	return fig.plain(point), true
}

// onlyFigure tells whether there is nothing but one number in a text.
func onlyFigure(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !strings.ContainsRune("0123456789.,'’", r)
	})
}

// value is a price as a number, to compare variants by; 0 where there is none. What cannot be decided is read as
// thousands.
func (c *catalog) value(r *row, f int) float64 {
	fig, ok := figureOf(r.text[f])
	if !ok {
		return 0
	}
	plain := ""
	if cell := r.fieldCell(f); cell.Kind == table.Number {
		plain = cell.Raw
	} else if !fig.unsure {
		plain = fig.plain(false)
	} else {
		point, _ := c.isPoint(r, f, fig.mark)
		plain = fig.plain(point)
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0
	}
	return n
}

// available reads whether the product is to be had; nil where there is nothing or what nobody knows, which is told once a
// column.
func (c *catalog) available(r *row) *bool {
	text := r.text[pAvailable]
	if text == "" {
		return nil
	}
	v, ok := value.InStock(text)
	if !ok {
		column := r.source.sheet.At(0, r.at(pAvailable).Column)
		c.once(r, pAvailable, problem.Warnf(column, "unknown-availability",
			"some cells do not say whether the product is available, which is left open there").WithValue(text).
			Hintf("yes or no, true or false, 1 or 0, in stock or out of stock, or a quantity"))
		return nil
	}
	return &v
}
