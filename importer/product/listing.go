package product

import (
	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// listing is when a product is shown; nil where that is always. A cell that says no day says nothing.
func (c *catalog) listing(r *sheet.Row) *bundle.Listing {
	var l bundle.Listing
	if from, ok := c.dayOf(r, field.ListedFrom); ok {
		l.From = bundle.Moment(from.From(c.orderOf(r, from)))
	}
	if until, ok := c.dayOf(r, field.ListedUntil); ok {
		l.Until = bundle.Moment(until.Until(c.orderOf(r, until)))
	}
	if l == (bundle.Listing{}) {
		return nil
	}
	from, until, err := l.Span(c.zone)
	if err != nil {
		r.Broken[field.ListedUntil] = true
		c.Tell(problem.Errorf(r.At(field.ListedUntil), "listed-ends-first",
			"the product is to go before it comes: %s", l.Days()).
			WithValue(r.Text[field.ListedUntil]).Hintf("put one of the two days right"))
		return nil
	}
	now := c.now.Unix()
	column := func(f int) problem.Position { return r.Source.Sheet.At(0, r.Column[f]) }
	switch {
	case until <= now:
		c.tellUnseen(r, field.ListedUntil, problem.Warnf(column(field.ListedUntil), "product-over",
			"some products are over and not shown any more, such as that until %q",
			r.Text[field.ListedUntil]))
	case from > now:
		c.tellUnseen(r, field.ListedFrom, problem.Warnf(column(field.ListedFrom), "product-ahead",
			"some products are not shown yet, such as that from %q", r.Text[field.ListedFrom]))
	}
	if c.lacksZone(l.From, l.Until) {
		f := field.ListedFrom
		if r.Text[f] == "" {
			f = field.ListedUntil
		}
		c.Tell(problem.Warnf(column(f), "no-time-zone",
			"the days of products begin and end at midnight in UTC, since nobody said the shop's time zone").
			Hintf("in plugsheet.yaml: %s", problem.Pastef("timeZone: %s", likelyZone(c.Config.Language))))
	}
	return &l
}

// tellUnseen tells, once a column, that products are in the bundle and not shown at the moment.
func (c *catalog) tellUnseen(r *sheet.Row, f int, p problem.Problem) {
	c.once(r, f, p.Hintf(
		"if the column says something else, in plugsheet.yaml: %s",
		problem.Pastef("columns: { %s: { %q: keyword } }", r.Source.Reader.Kind, r.HeaderOf(f))))
}

// dayOf reads the day of a field; false where there is none. What is no day is told once a column.
func (c *catalog) dayOf(r *sheet.Row, f int) (value.Date, bool) {
	return c.date(r, f, func() {
		c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "no-day",
			"some cells are no days, such as %q: those products are shown all the time", r.Text[f]).
			Hintf("write them like 2030-11-30, or leave the cell blank"))
	})
}
