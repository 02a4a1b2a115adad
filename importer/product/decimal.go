package product

import (
	"cmp"
	"context"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
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
// prices of the column, those of the sheet's other columns of prices, numbers beside them with the other
// mark, whether thousands seem to be grouped, and the currency's minor units. known is false where all of
// them leave it open.
func (c *catalog) isPoint(r *sheet.Row, f int, mark byte) (point, known bool) {
	if m := c.setMark(r, f); m != "" {
		return m[0] == mark, true
	}
	c.surveyOnce(r.Source)
	if e := r.Source.Evidence[r.Column[f]]; e != nil {
		if p, ok := e.Point(mark); ok {
			return p, true
		}
	}
	points, groups := pointsAndGroups(r.Source, r.Column[f], mark)
	if points > 0 || groups > 0 {
		return points > 0, points == 0 || groups == 0
	}
	if u, ok := c.prices.Unit(c.currencyOf(r, f)); ok && u.Scale != 2 {
		return u.Scale == 3, true
	}
	return false, false
}

// setMark is the decimal mark that the settings give a price: its column's, else the one for all; or "".
func (c *catalog) setMark(r *sheet.Row, f int) string {
	own, _ := config.Under(c.Config.Decimals, r.HeaderOf(f))
	return cmp.Or(own, c.Config.Decimal)
}

// surveyOnce sets the evidence of a sheet at its first unsure price, as it takes reading the sheet again. A
// sheet that can't be read again has none.
func (c *catalog) surveyOnce(t *sheet.Source) {
	if t.Evidence != nil {
		return
	}
	var err error
	if t.Evidence, err = c.survey(t); err != nil {
		t.Evidence = map[int]*pricing.Evidence{}
	}
}

// pointsAndGroups counts the columns that speak for the mark as a decimal point and those that speak for it
// between thousands. own is the price's column, which has not decided by itself.
func pointsAndGroups(t *sheet.Source, own int, mark byte) (points, groups int) {
	for column, e := range t.Evidence {
		p, ok := e.Point(mark)
		switch {
		case ok && p && !isPriceColumn(t, column): // a price of three decimals is rare all the same
		case ok && p:
			points++
		case ok, column == own && e.Groups():
			groups++
		}
	}
	return points, groups
}

// undecided tells, once a column, of prices that can be read in two ways.
func (c *catalog) undecided(r *sheet.Row, f int, fig pricing.Figure) {
	other := string('.' + ',' - rune(fig.Mark))
	r.Broken[f], c.Bad = true, true
	c.once(r, f, problem.Errorf(r.Source.Sheet.At(0, r.Column[f]), "unsure-price",
		"prices like %q can be read as %s or as %s, and nothing in the column decides", r.Text[f],
		fig.Plain(false), fig.Plain(true)).
		Hintf("for %s it is decimal: %q; for %s, in plugsheet.yaml: %s", fig.Plain(true),
			string(rune(fig.Mark)), fig.Plain(false),
			problem.Pastef("decimal: %q", other)))
}
