package product

import (
	"strconv"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// discounted makes a promotion of what the shop system's columns take off the price, in percent or as an
// amount.
func (c *catalog) discounted(r *sheet.Row) {
	p := r.Source.Reader.Profile
	if p == nil {
		c.generalDiscount(r)
		return
	}
	if r.Text[field.PricePromotion] != "" || r.Text[field.PriceCatalog] == "" {
		return
	}
	column, mode := discountCell(r, p.Discount)
	if column == 0 {
		return
	}
	text := r.Cell(column).Text
	amount, fault := pricing.Read(strings.TrimSuffix(text, "%"))
	_, wrong := pricing.Read(r.Text[field.PriceCatalog])
	if wrong != "" {
		return // told of with the price
	}
	price, off := c.value(r, field.PriceCatalog), asFloat(amount)
	switch {
	case fault != "":
	case mode == "percent" && off < 100:
		c.write(r, field.PricePromotion, price*(100-off)/100)
		return
	case mode == "amount" && off < price:
		c.write(r, field.PricePromotion, price-off)
		return
	}
	c.badDiscount(r, column)
}

// badDiscount tells of a cell that takes off the whole price or more, or nothing that can be read.
func (c *catalog) badDiscount(r *sheet.Row, column int) {
	at := r.Source.Sheet.At(r.Number, column)
	c.Bad = true
	c.Tell(problem.Errorf(at, "bad-discount", "this is no discount on the price").
		WithValue(r.Cell(column).Text).
		Hintf("a percentage below 100, or an amount below the price"))
}

// discountCell is the column that takes something off the row's price, and how, in small letters; 0 for none.
func discountCell(r *sheet.Row, d shop.Discount) (column int, mode string) {
	at := func(header string) int {
		if n := r.Source.Find(header); header != "" && n >= 0 {
			return r.Source.Head.Columns[n].Number
		}
		return 0
	}
	if m := at(d.Mode); m > 0 {
		mode = value.Fold(r.Cell(m).Text)
	} else {
		d.Value = ""
	}
	for _, one := range [][2]string{{d.Value, mode}, {d.Amount, "amount"}, {d.Percent, "percent"}} {
		text := ""
		if column = at(one[0]); column > 0 {
			text = r.Cell(column).Text
		}
		amount, fault := pricing.Read(strings.TrimSuffix(text, "%"))
		if text != "" && (fault != "" || strings.Trim(amount.Number, "0.,") != "") {
			return column, one[1]
		}
	}
	return 0, ""
}

// asFloat is the value of an amount whose separator is the decimal point, as a shop system writes it.
func asFloat(a pricing.Amount) float64 {
	n, err := strconv.ParseFloat(strings.ReplaceAll(a.Number, ",", "."), 64)
	if err != nil {
		return 0
	}
	return n
}

// write gives a row a price that stands in no cell, in the minor units of its currency, written as the
// catalog price is.
func (c *catalog) write(r *sheet.Row, f int, price float64) {
	like, _ := pricing.Read(r.Text[field.PriceCatalog])
	code, scale := c.currencyOf(r, field.PriceCatalog), 2
	if like.Unit != "" {
		code, _ = pricing.Currency(like.Unit)
	}
	if u, ok := c.prices.Unit(code); ok {
		scale = u.Scale
	}
	t := r.Take(field.PriceCatalog)
	t.Raw = strconv.FormatFloat(price, 'f', scale, 64)
	t.Field, t.Text = uint8(f), t.Raw
	if like.Unit != "" {
		number := strings.Replace(t.Raw, ".", c.decimalMark(like.Number), 1)
		t.Text, t.Raw = like.Before+number+like.After, ""
	}
	r.Put(t)
}

// decimalMark is the decimal mark of a price with a currency: its own, or that of the language.
func (c *catalog) decimalMark(number string) string {
	fig, _ := pricing.FigureOf(number)
	switch {
	case fig.Point:
		return string(rune(fig.Mark))
	case fig.Mark != 0 && !fig.Unsure:
		return string('.' + ',' - rune(fig.Mark))
	}
	return c.prices.Decimal()
}
