package product

import (
	"context"
	"regexp"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// orderOf is the order of day and month in a date that does not say it: by the settings, the shop system, or
// the sheet's other dates. It is AnyOrder where these leave it open, or contradict each other.
func (c *catalog) orderOf(r *sheet.Row, d value.Date) value.Order {
	switch {
	case !d.Unsure:
		return value.AnyOrder
	case c.Config.Dates != "":
		return value.Order(c.Config.Dates)
	}
	if p := r.Source.Reader.Profile; p != nil && p.Dates != value.AnyOrder {
		return p.Dates
	}
	return c.datesOf(r.Source).Order
}

// datesOf reads a sheet once more for what its dates say, the first time that somebody asks.
func (c *catalog) datesOf(s *sheet.Source) *sheet.DateSurvey {
	if s.Dates != nil {
		return s.Dates
	}
	s.Dates = &sheet.DateSurvey{Dates: map[int]bool{}}
	found := map[value.Order]bool{}
	for row, err := range s.Below(context.WithoutCancel(c.ctx), 0) {
		if err != nil {
			return s.Dates
		}
		for _, f := range append(offerFields(), field.ListedFrom, field.ListedUntil) {
			if n := s.Head.At[f]; n > 0 {
				s.Dates.See(n, row.Cell(n), found)
			}
		}
	}
	switch {
	case found[value.DayFirst] && !found[value.MonthFirst]:
		s.Dates.Order = value.DayFirst
	case found[value.MonthFirst] && !found[value.DayFirst]:
		s.Dates.Order = value.MonthFirst
	}
	return s.Dates
}

// smallNumber is a quantity, a percentage or a price: "Rabatt ab" may be a number of pieces. Five digits may
// be the day of a spreadsheet program that was not shown as one.
var smallNumber = regexp.MustCompile(`^[^\d/:.-]{0,4}\d{1,4}([.,]\d{1,2})?[^\d/:.-]*$`)

// noDates tells whether a column with the header of a date holds numbers and not one date: it means something
// else, which is told once. Its cells then say nothing of promotions.
func (c *catalog) noDates(r *sheet.Row, f int) bool {
	if r.Column[f] == 0 || !smallNumber.MatchString(r.Text[f]) || c.datesOf(r.Source).Dates[r.Column[f]] {
		return false
	}
	c.once(r, f, problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "no-dates",
		"the column holds numbers and no dates, so it says nothing of the days of promotions").
		WithValue(r.Text[f]).
		Hintf("if it holds days, write them like 2030-11-30"))
	r.Text[f] = ""
	return true
}
