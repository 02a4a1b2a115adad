package product

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// price gives a price as people read it. A text with a currency stays as it is; a bare number is written with
// the row's currency or the setting's in the way of the language. What is no price is told of.
func (c *catalog) price(r *sheet.Row, f int) string {
	text := r.Text[f]
	if text == "" {
		return ""
	}
	if strings.ContainsAny(text, "<&") {
		text = value.PlainText(text)
	}
	amount, fault := pricing.Read(text)
	if fault == pricing.Free {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "free-price",
			"some prices say %q: such products are shown as free of charge", text).
			Hintf("write the price where there is one"))
		return text
	}
	if fault != "" {
		return c.noPrice(r, f, text, fault)
	}
	c.tellRounded(r, f)
	c.tellNet(r, f)
	c.tellLowest(r, f, amount)
	if amount.Unit != "" && amount.Unit != pricing.Several {
		return strings.TrimRight(text, " *") // of a footnote
	}
	plain, ok := c.priceNumber(r, f, amount)
	if !ok {
		return ""
	}
	at := r.At(f) // where the price comes from, which may be the column of another field
	at.Row = 0
	code := c.currencyOf(r, f)
	if code == "" {
		c.once(r, field.PriceCatalog, c.hintCurrency(r, problem.Warnf(at, "no-currency",
			"the prices are bare numbers such as %q, without a currency", text)))
		if amount.Whole {
			return amount.Before + plain + amount.After
		}
		return text
	}
	u, known := c.prices.Unit(code)
	if !known {
		c.Tell(problem.Errorf(r.At(field.Currency), "bad-currency",
			"this is no currency code").WithValue(r.Text[field.Currency]).
			Hintf("three letters such as EUR, USD, GBP"))
		r.Broken[f] = true
		return ""
	}
	written := amount.Before + c.prices.Format(plain, u) + amount.After
	if amount.Unit == pricing.Several {
		written = c.prices.FormatAll(text, u)
	}
	c.tellLanguage(r, f, written)
	return written
}

// tellLowest warns, once a column, of prices that say that others are higher.
func (c *catalog) tellLowest(r *sheet.Row, f int, amount pricing.Amount) {
	if amount.IsLowest() {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "lowest-price",
			"some prices are only the lowest of several, such as %q, and are shown so", r.Text[f]).
			Hintf("where there is one price, write it alone"))
	}
}

// tellNet warns, once, where the header of the price says that taxes are not in it: there is no other one.
func (c *catalog) tellNet(r *sheet.Row, f int) {
	n := r.Source.Title(r.Column[f])
	if f == field.PriceCatalog && n >= 0 && r.Source.Head.Columns[n].Net {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "net-price",
			"the prices are without taxes, as the header says").WithValue(r.HeaderOf(f)).
			Hintf("where customers pay taxes on top, give the column of the prices that they pay under columns"))
	}
}

// tellRounded warns, once a column, of prices that a number format shows rounded by more than half a cent.
func (c *catalog) tellRounded(r *sheet.Row, f int) {
	cell := r.FieldCell(f)
	if cell.Kind != table.Number || cell.Text != r.Text[f] || cell.Text == cell.Raw {
		return
	}
	fig, _ := pricing.FigureOf(cell.Text)
	shown, err := strconv.ParseFloat(strings.ReplaceAll(fig.Digits, ",", ""), 64)
	beneath, err2 := strconv.ParseFloat(strings.TrimPrefix(cell.Raw, "-"), 64)
	if err == nil && err2 == nil && math.Abs(shown-beneath) > 0.0051 {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "rounded-price",
			"some prices are shown rounded, such as %q for %s", cell.Text, cell.Raw).
			Hintf("choose a number format that shows all decimals, such as 0.00, or round the numbers"))
	}
}

// noPrice tells of a text that is no price. What a default says instead of one counts; with such a default
// the words of cells count too: "on request", "auf Anfrage".
func (c *catalog) noPrice(r *sheet.Row, f int, text string, fault pricing.Fault) string {
	instead := f < len(r.Source.Defaults) && r.Source.Defaults[f] != nil
	if instead && (fault == pricing.InWords || r.Text[f] != r.FieldCell(f).Text &&
		r.Source.Defaults[f].Constant()) {
		return text
	}
	r.Broken[f] = true
	switch {
	case fault == pricing.InWords && f == field.PriceCatalog:
		c.Bad = true
		p := hintWords(problem.Errorf(r.At(f), "price-in-words", "the price is words").WithValue(text), text)
		if c.SkipBadRows {
			c.Tell(p) // the row is left out
		} else if len(c.worded) < problem.Limit {
			c.worded = append(c.worded, p)
		}
	case fault == pricing.Negative:
		c.Tell(problem.Errorf(r.At(f), "negative-price", "a price cannot be below zero").WithValue(text).
			Hintf("write the price, or leave the row out"))
	default:
		c.Tell(problem.Errorf(r.At(f), "bad-price",
			"this is no price").WithValue(text).Hintf("write it like 49.95 or 49,95 €"))
	}
	return ""
}

// hintWords says how customers may read words in the place of a price.
func hintWords(p problem.Problem, text string) problem.Problem {
	return p.Hintf("if customers may read that, in plugsheet.yaml: %s",
		problem.Pastef("defaults: { products: { priceCatalog: %q } }", text))
}

// tellWorded tells of prices of a sheet that are words: of a few each, else of the column.
func (c *catalog) tellWorded(s *sheet.Source) {
	if n := len(c.worded); n > 0 && !sheet.Few(n, s.Rows) {
		first := c.worded[0]
		at := s.Sheet.At(0, first.Position.Column)
		c.Tell(hintWords(problem.Errorf(at, "price-in-words", "some prices are words, such as %q", first.Value),
			first.Value))
	} else {
		c.Tell(c.worded...)
	}
	c.worded = nil
}

// priceNumber reads the number of a bare price: of a workbook's number the value itself, else what the text
// says. One that could be two is told of.
func (c *catalog) priceNumber(r *sheet.Row, f int, amount pricing.Amount) (plain string, ok bool) {
	if cell := r.FieldCell(f); cell.Kind == table.Number && cell.Text == r.Text[f] {
		return cell.Raw, true
	}
	fig, _ := pricing.FigureOf(amount.Number)
	if plain, ok = c.plain(r, f, fig, amount.Whole); !ok {
		c.undecided(r, f, fig)
	}
	return plain, ok
}

// plain is the number of a price, such as "1234.5". It reports false where the mark in it can be read in two
// ways, and gives one of them. In a whole price all marks group thousands.
func (c *catalog) plain(r *sheet.Row, f int, fig pricing.Figure, isWhole bool) (plain string, known bool) {
	if isWhole {
		return whole(fig), true
	}
	if !fig.Unsure {
		return fig.Plain(false), true
	}
	point, known := c.isPoint(r, f, fig.Mark)
	return fig.Plain(point), known
}

// whole is a number of which all separators group thousands, without them.
func whole(f pricing.Figure) string { return strings.NewReplacer(".", "", ",", "").Replace(f.Digits) }

// currencyOf is the code of the currency of a price: as its header says, as its row does, or the setting's;
// empty where there is none.
func (c *catalog) currencyOf(r *sheet.Row, f int) string {
	said := r.Text[field.Currency]
	code := cmp.Or(r.HeaderCurrency(f), pricing.CodeOf(said), strings.ToUpper(said), c.Config.Currency)
	if code != pricing.Dollar {
		return code
	}
	if pricing.SameCurrency(code, c.Config.Currency) {
		return c.Config.Currency
	}
	return "USD"
}

// hintCurrency says how to name the currency of bare prices: the one that the file itself names, where it
// does.
func (c *catalog) hintCurrency(r *sheet.Row, p problem.Problem) problem.Problem {
	if a := c.Advice(c.ctx, r.Source); a != nil {
		if code, _ := a.NamedCurrency(); code != "" {
			return p.Hintf("the table itself names it; in plugsheet.yaml: %s",
				problem.Pastef("currency: %s", code))
		}
		if code, where := a.LikelyCurrency(); code != "" {
			return p.Hintf("perhaps %s, as %q says; in plugsheet.yaml: %s", code, where,
				problem.Pastef("currency: %s", code))
		}
	}
	return p.Hintf("your currency, for example EUR, in plugsheet.yaml: %s", problem.Paste("currency: EUR"))
}

// tellLanguage says, once a sheet, that bare prices are written as in English because nobody said the
// language, where the headers speak another.
func (c *catalog) tellLanguage(r *sheet.Row, f int, written string) {
	k := toldOnce{r.Source.Number, 0, "price-language"}
	if !c.Unspoken || c.told[k] {
		return
	}
	c.told[k] = true
	v := header.Votes{}
	for _, col := range r.Source.Head.Columns {
		v.Add(r.Source.Reader.Languages(col.Title))
	}
	if l, _ := v.Best(); l != "" {
		c.Tell(problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "price-language",
			"bare prices are written the English way: %q", written).
			Hintf("the headers are in another language; in plugsheet.yaml: %s",
				problem.Pastef("language: %s", l)))
	}
}
