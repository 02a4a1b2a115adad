package product

import (
	"context"
	"slices"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// survey reads the sheet once more for what its numbers say of their separators, by column. Besides prices
// those columns count that hold numbers alone, such as rates and weights.
func (c *catalog) survey(s *sheet.Source) (map[int]*pricing.Evidence, error) {
	found := map[int]*pricing.Evidence{}
	for _, h := range s.Head.Columns {
		found[h.Number] = pricing.NewEvidence()
	}
	for row, err := range s.Below(context.WithoutCancel(c.ctx), 0) {
		if err != nil {
			return nil, err
		}
		for column, e := range found {
			cell := row.Cell(column)
			if cell.Kind != table.Text {
				continue
			}
			if _, fault := pricing.Read(cell.Text); fault != "" && !isPriceColumn(s, column) {
				delete(found, column)
				continue
			}
			e.Add(cell.Text)
		}
	}
	return found, nil
}

// isPriceColumn tells whether a column is a price of its sheet.
func isPriceColumn(s *sheet.Source, column int) bool {
	return slices.ContainsFunc([]int{field.PriceCatalog, field.PricePromotion, field.PriceSpecial},
		func(f int) bool { return s.Head.At[f] == column })
}

// isPoint tells whether the separator of an unsure price is the decimal point: by the settings, the other
// prices of the column, those of the sheet's other columns of prices, numbers beside them with the other mark,
// whether thousands seem to be grouped, and the currency's minor units. known is false where all of them leave
// it open.
func (c *catalog) isPoint(r *sheet.Row, f int, mark byte) (point, known bool) {
	t := r.Source
	if n := t.Title(r.Column[f]); n >= 0 {
		for header, m := range c.Config.Decimals {
			if m != "" && value.Fold(header) == value.Fold(t.Head.Columns[n].Title) {
				return m[0] == mark, true
			}
		}
	}
	if m := c.Config.Decimal; m != "" {
		return m[0] == mark, true
	}
	if t.Evidence == nil {
		var err error
		if t.Evidence, err = c.survey(t); err != nil {
			t.Evidence = map[int]*pricing.Evidence{}
		}
	}
	points, groups := 0, 0
	for column, e := range t.Evidence {
		p, ok := e.Point(mark)
		switch {
		case ok && column == r.Column[f]:
			return p, true
		case ok && p && !isPriceColumn(t, column): // a price of three decimals is rare all the same
		case ok && p:
			points++
		case ok, column == r.Column[f] && e.Groups():
			groups++
		}
	}
	if points > 0 || groups > 0 {
		return points > 0, points == 0 || groups == 0
	}
	if u, ok := c.prices.Unit(c.currencyOf(r, f)); ok && u.Scale != 2 {
		return u.Scale == 3, true
	}
	return false, false
}

// undecided tells, once a column, of prices that can be read in two ways.
func (c *catalog) undecided(r *sheet.Row, f int, fig pricing.Figure) {
	other := string('.' + ',' - rune(fig.Mark))
	r.Broken[f], c.Bad = true, true
	c.once(r, f, problem.Errorf(r.Source.Sheet.At(0, r.Column[f]), "unsure-price",
		"prices like %q can be read as %s or as %s, and nothing in the column decides", r.Text[f],
		fig.Plain(false), fig.Plain(true)).
		Hintf("for %s it is decimal: %q; for %s, in plugsheet.yaml: decimal: %q", fig.Plain(true),
			string(rune(fig.Mark)),
			fig.Plain(false), other))
}
