package product

import (
	"math"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// generalDiscount makes a promotion of what a column of no known shop system takes off the price. A sale
// price that is filled in wins. What can be read in several ways is asked.
func (c *catalog) generalDiscount(r *sheet.Row) {
	columns := r.Discounts()
	if len(columns) == 0 || r.Text[field.PriceCatalog] == "" {
		return
	}
	if _, wrong := pricing.Read(r.Text[field.PriceCatalog]); wrong != "" {
		return // told of with the price
	}
	if r.FieldCell(field.PricePromotion).Text != "" {
		c.compareDiscounts(r, columns)
		return
	}
	for _, d := range columns {
		if d.Mode = c.discountSetting(d); d.Mode != config.None && !c.hasTakenOff(r, d) && c.takeOff(r, d) {
			return
		}
	}
}

// hasTakenOff tells whether the price is what a discount leaves of another price in the row: "Price per 100,
// Discount %, Net price".
func (c *catalog) hasTakenOff(r *sheet.Row, d sheet.Discount) bool {
	off, ok := pricing.Value(strings.Trim(r.Cell(d.Column).Text, "-−– %"))
	price := c.value(r, field.PriceCatalog)
	return ok && off >= 1 && slices.ContainsFunc(r.Source.Head.Columns, func(column header.Column) bool {
		full, ok := pricing.Value(r.Cell(column.Number).Text)
		named := slices.ContainsFunc(pricing.Tokens(column.Title),
			func(word string) bool { return pricing.Of(word) != pricing.None })
		return ok && named && full > price && math.Abs(full*(100-off)/100-price) <= 0.01
	})
}

// compareDiscounts tells, once a column, of a percentage that does not lead from the price to the sale price
// beside it: one of the two is wrong, or the percentage is taken off the sale price.
func (c *catalog) compareDiscounts(r *sheet.Row, columns []sheet.Discount) {
	price, sale := c.value(r, field.PriceCatalog), c.value(r, field.PricePromotion)
	if price <= 0 || sale <= 0 || r.Text[field.PricePromotion] == "" {
		return
	}
	for _, d := range columns {
		text := r.Cell(d.Column).Text
		amount, fault := pricing.Read(
			strings.TrimSpace(strings.Replace(strings.TrimLeft(text, "-−– "), "%", "",
				1)))
		percent := strings.Contains(text, "%") || c.discountSetting(d) == config.Percent
		off := asFloat(amount)
		if fault != "" || !percent || off < 1 || c.discountSetting(d) == config.None {
			continue
		}
		if most := 0.01*price + 0.01; math.Abs(price*(100-off)/100-sale) > most {
			// a rounded percentage, or price
			c.once(r, d.Column, problem.Warnf(r.Source.Sheet.At(r.Number, d.Column), "odd-discount",
				"the discount does not lead to the sale price beside it, which counts: %s, %s",
				r.Text[field.PriceCatalog],
				r.Text[field.PricePromotion]).WithValue(text).
				Hintf("if the sale price is right, in plugsheet.yaml: %s",
					problem.Pastef("discounts: { %q: none }", d.Header)))
		}
	}
}

// discountSetting is what plugsheet.yaml says of a column of discounts, else its header.
func (c *catalog) discountSetting(d sheet.Discount) string {
	switch mode, said := config.Under(c.Config.Discounts, d.Header); {
	case !said:
		return d.Mode
	case mode == config.Percent:
		return percentSurely
	default:
		return mode
	}
}

// percentSurely is a percentage that is none of a whole, however small.
const percentSurely = "percent surely"

// takeOff takes off the price what a cell says; false where it says nothing.
func (c *catalog) takeOff(r *sheet.Row, d sheet.Discount) bool {
	text := strings.TrimLeft(r.Cell(d.Column).Text, "-−– ")
	if d.Mode == config.Unsure && strings.Trim(text, "0.,") != "" {
		c.once(r, d.Column, problem.Warnf(r.Source.Sheet.At(0, d.Column), "untaken-discount",
			"discounts such as %q are not taken off: nobody said whether they are percentages or amounts",
			text).Hintf("write percent, amount or none in place of unsure"))
		return false
	}
	bare := strings.TrimSpace(strings.Replace(text, "%", "", 1))
	amount, fault := pricing.Read(bare)
	switch {
	case text == "", fault == "" && strings.Trim(amount.Number, "0.,") == "":
		return false
	case fault == "" && text != bare:
		d.Mode = percentSurely
	case fault == "" && amount.Unit != "":
		d.Mode = config.Amount
	}
	off, ok := c.discountNumber(r, amount, d.Mode)
	if fault != "" || !ok {
		c.once(r, d.Column, problem.Warnf(r.Source.Sheet.At(0, d.Column), "odd-discount",
			"some discounts cannot be read, such as %q: no promotion is made of them", text).
			Hintf("if the column is no discount, in plugsheet.yaml: %s",
				problem.Pastef("discounts: { %q: none }", d.Header)))
		return false
	}
	price := c.value(r, field.PriceCatalog)
	switch {
	case d.Mode == config.Percent && off < 1, d.Mode == "":
		c.askDiscount(r, d, text, off < 1)
	case d.Mode == config.Amount && !c.sameCurrency(r, amount), d.Mode == config.Fraction && off >= 1,
		d.Mode == config.Amount && off >= price, d.Mode != config.Amount && off >= 100:
		c.badDiscount(r, d.Column)
	case d.Mode == config.Amount:
		c.write(r, field.PricePromotion, price-off)
	case d.Mode == config.Fraction:
		c.write(r, field.PricePromotion, price*(1-off))
	default:
		c.write(r, field.PricePromotion, price*(100-off)/100)
	}
	return true
}

// discountNumber is how much a cell takes off; of an amount whose separator could be two things, as the
// prices have it.
func (c *catalog) discountNumber(r *sheet.Row, a pricing.Amount, mode string) (off float64, ok bool) {
	fig, _ := pricing.FigureOf(a.Number)
	point, known := true, true
	if fig.Unsure && (mode == config.Amount || mode == "") {
		point, known = c.isPoint(r, field.PriceCatalog, fig.Mark)
	}
	return asFloat(pricing.Amount{Number: fig.Plain(point)}), known || mode == ""
}

// sameCurrency tells whether an amount can be taken off the row's price.
func (c *catalog) sameCurrency(r *sheet.Row, off pricing.Amount) bool {
	price, _ := pricing.Read(r.Text[field.PriceCatalog])
	code := c.currencyOf(r, field.PriceCatalog)
	if price.Unit != "" {
		code, _ = pricing.Currency(price.Unit)
	}
	named, _ := pricing.Currency(off.Unit)
	same := off.Unit == "" || off.Unit == price.Unit || code == "" || named == code
	return same || pricing.SameCurrency(named, code)
}

// askDiscount asks, once a column, what its numbers take off.
func (c *catalog) askDiscount(r *sheet.Row, d sheet.Discount, text string, small bool) {
	c.Bad = true
	at := r.Source.Sheet.At(0, d.Column)
	if small {
		c.once(r, d.Column, problem.Errorf(at, "unsure-discount",
			"discounts like %q can be a part of the price or less than one percent, and nothing decides",
			text).
			Hintf("for less than one percent it is percent, for an amount amount; for a part of "+
				"the price, in plugsheet.yaml: %s", problem.Pastef("discounts: { %q: fraction }", d.Header)))
		return
	}
	c.once(r, d.Column, problem.Errorf(at, "unsure-discount",
		"discounts like %q can be a percentage or an amount, and nothing decides", text).
		Hintf("for an amount it is amount, where the price has it already none; for a "+
			"percentage, in plugsheet.yaml: %s", problem.Pastef("discounts: { %q: percent }", d.Header)))
}
