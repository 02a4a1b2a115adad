package product

import (
	"math"
	"strconv"
	"strings"

	"plugsheet/importer/field"
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
		return text
	}
	if fault != "" {
		return c.noPrice(r, f, text, fault)
	}
	c.tellRounded(r, f)
	if amount.Unit != "" {
		return text
	}
	plain, ok := c.priceNumber(r, f, amount)
	if !ok {
		return ""
	}
	at := r.Source.Sheet.At(0, r.Column[f])
	code := c.currencyOf(r, f)
	if code == "" {
		c.once(r, f, c.hintCurrency(r, problem.Warnf(at, "no-currency",
			"the prices are bare numbers such as %q, without a currency", text)))
		if amount.Whole {
			return amount.Before + plain + amount.After
		}
		return text
	}
	u, known := c.prices.Unit(code)
	if !known {
		c.Tell(problem.Errorf(r.At(field.Currency), "bad-currency", "this is no currency code").WithValue(r.Text[field.Currency]).
			Hintf("three letters such as EUR, USD, GBP"))
		r.Broken[f] = true
		return ""
	}
	written := c.prices.Format(plain, u)
	c.tellLanguage(r, f, written)
	return amount.Before + written + amount.After
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
	if instead && (fault == pricing.InWords || r.Text[f] != r.FieldCell(f).Text && r.Source.Defaults[f].Constant()) {
		return text
	}
	r.Broken[f] = true
	name := r.Source.Reader.Fields[f].Name
	switch {
	case fault == pricing.InWords && f == field.PriceCatalog:
		c.Bad = true
		c.once(r, f, problem.Errorf(r.Source.Sheet.At(0, r.Column[f]), "price-in-words", "some prices are words, such as %q", text).
			Hintf("if customers may read that, in plugsheet.yaml: defaults: { %s: { %s: %q } }", r.Source.Reader.Kind, name, text))
	case fault == pricing.Negative:
		c.Tell(problem.Errorf(r.At(f), "negative-price", "a price cannot be below zero").WithValue(text).
			Hintf("write the price, or leave the row out"))
	default:
		c.Tell(problem.Errorf(r.At(f), "bad-price", "this is no price").WithValue(text).Hintf("write it like 49.95 or 49,95 €"))
	}
	return ""
}

// priceNumber reads the number of a bare price: of a workbook's number the value itself, else what the text
// says. One that could be two is told of.
func (c *catalog) priceNumber(r *sheet.Row, f int, amount pricing.Amount) (plain string, ok bool) {
	if cell := r.FieldCell(f); cell.Kind == table.Number && cell.Text == r.Text[f] {
		return cell.Raw, true
	}
	fig, _ := pricing.FigureOf(amount.Number)
	if amount.Whole {
		return whole(fig), true
	}
	if !fig.Unsure {
		return fig.Plain(false), true
	}
	point, known := c.isPoint(r, f, fig.Mark)
	if !known {
		c.undecided(r, f, fig)
		return "", false
	}
	return fig.Plain(point), true
}

// whole is a number of which all separators group thousands, without them.
func whole(f pricing.Figure) string { return strings.NewReplacer(".", "", ",", "").Replace(f.Digits) }

// value is a price as a number, to compare prices by; 0 where there is none. What cannot be decided is read
// as thousands.
func (c *catalog) value(r *sheet.Row, f int) float64 {
	fig, ok := pricing.FigureOf(r.Text[f])
	if !ok {
		return 0
	}
	plain := ""
	if cell := r.FieldCell(f); cell.Kind == table.Number {
		plain = cell.Raw
	} else if amount, _ := pricing.Read(r.Text[f]); amount.Whole {
		plain = whole(fig)
	} else if !fig.Unsure {
		plain = fig.Plain(false)
	} else {
		point, _ := c.isPoint(r, f, fig.Mark)
		plain = fig.Plain(point)
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0
	}
	return n
}

// paid is what a customer pays, to compare variants by: the promotion where there is one, else the catalog
// price.
func (c *catalog) paid(r *sheet.Row) float64 {
	catalog, promotion := c.value(r, field.PriceCatalog), c.value(r, field.PricePromotion)
	if promotion > 0 && (catalog == 0 || promotion < catalog || r.Source.Head.Pair) {
		return promotion
	}
	return catalog
}

// settlePrices puts the two prices of a product where they belong. Without a catalog price the promotion is
// the price; so is the one of a pair that was never higher, or was 0 before: shops write that for no old price.
func (c *catalog) settlePrices(r *sheet.Row) {
	text := r.Text[field.PricePromotion]
	if text == "" || r.Broken[field.PricePromotion] || r.Broken[field.PriceCatalog] {
		return
	}
	if _, fault := pricing.Read(text); fault != "" {
		return // told of later
	}
	catalog, promotion := c.value(r, field.PriceCatalog), c.value(r, field.PricePromotion)
	_, isNumber := pricing.FigureOf(r.Text[field.PriceCatalog])
	switch {
	case promotion == 0:
		c.once(r, field.PricePromotion, problem.Warnf(r.Source.Sheet.At(0, r.Column[field.PricePromotion]), "zero-promotion",
			"some promotions are 0, such as %q: they are left out", text).
			Hintf("leave the cell blank where there is no promotion"))
		r.Drop(field.PricePromotion)
	case r.Text[field.PriceCatalog] == "", r.Source.Head.Pair && isNumber && (catalog == 0 || promotion >= catalog):
		t := r.Take(field.PricePromotion)
		t.Field = field.PriceCatalog
		r.Drop(field.PricePromotion)
		r.Put(t)
	case catalog == promotion:
		r.Drop(field.PricePromotion)
	case catalog > 0 && promotion > catalog:
		c.Tell(problem.Warnf(r.At(field.PricePromotion), "dear-promotion", "the promotion is above the catalog price, which is %q",
			r.Text[field.PriceCatalog]).WithValue(text).Hintf("are the two columns the wrong way round?"))
	}
}
