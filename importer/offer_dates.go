package importer

import (
	"context"
	"regexp"
	"time"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// dateSurvey is what all dates of a sheet say.
type dateSurvey struct {
	order value.Order  // of day and month; AnyOrder where they do not say it, or contradict each other
	dates map[int]bool // by column: it holds a date at all
}

// orderOf is the order of day and month in a date that does not say it: by the settings, the shop system, or the sheet's
// other dates. It is AnyOrder where these leave it open, or contradict each other.
func (c *catalog) orderOf(r *row, d value.Date) value.Order {
	switch {
	case !d.Unsure:
		return value.AnyOrder
	case c.config.Dates != "":
		return value.Order(c.config.Dates)
	}
	if p := r.source.reader.profile; p != nil && p.Dates != value.AnyOrder {
		return p.Dates
	}
	return c.datesOf(r.source).order
}

// datesOf reads a sheet once more for what its dates say, the first time that somebody asks.
func (c *catalog) datesOf(s *source) *dateSurvey {
	if s.dates != nil {
		return s.dates
	}
	s.dates = &dateSurvey{dates: map[int]bool{}}
	found := map[value.Order]bool{}
	for data, err := range s.sheet.Rows(context.WithoutCancel(c.ctx)) {
		if err != nil {
			return s.dates
		}
		if data.Number <= s.head.row {
			continue
		}
		for _, f := range offerFields() {
			if n := s.head.at[f]; n > 0 && n <= len(data.Cells) {
				s.dates.see(n, data.Cells[n-1], found)
			}
		}
	}
	switch {
	case found[value.DayFirst] && !found[value.MonthFirst]:
		s.dates.order = value.DayFirst
	case found[value.MonthFirst] && !found[value.DayFirst]:
		s.dates.order = value.MonthFirst
	}
	return s.dates
}

// see takes in one cell.
func (s *dateSurvey) see(column int, cell table.Cell, found map[value.Order]bool) {
	text := dateText(cell)
	if d, ok := value.ReadDate(text); ok {
		s.dates[column], found[d.Order()] = true, true
	} else if p, ok := value.ReadPeriod(text); ok {
		s.dates[column], found[p.From.Order()], found[p.Until.Order()] = true, true, true
	}
}

// smallNumber is a quantity, a percentage or a price: "Rabatt ab" may be a number of pieces. Five digits may be the day of
// a spreadsheet program that was not shown as one.
var smallNumber = regexp.MustCompile(`^[^\d/:.-]{0,4}\d{1,4}([.,]\d{1,2})?[^\d/:.-]*$`)

// noDates tells whether a column with the header of a date holds numbers and not one date: it means something else, which
// is told once. Its cells then say nothing of promotions.
func (c *catalog) noDates(r *row, f int) bool {
	if r.column[f] == 0 || !smallNumber.MatchString(r.text[f]) || c.datesOf(r.source).dates[r.column[f]] {
		return false
	}
	c.once(r, f, problem.Warnf(r.source.sheet.At(0, r.column[f]), "no-dates",
		"the column holds numbers and no dates, so it says nothing of the days of promotions").WithValue(r.text[f]).
		Hintf("if it holds days, write them like 2030-11-30"))
	r.text[f] = ""
	return true
}

// dateText is what a cell says of a date: of a workbook's date the date itself, whatever it is shown as.
func dateText(c table.Cell) string {
	if c.Kind == table.Date && len(c.Raw) >= len(time.DateOnly) {
		return c.Raw
	}
	return c.Text
}
