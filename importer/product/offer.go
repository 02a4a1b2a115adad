package product

import (
	"context"
	"regexp"
	"slices"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// Offers counts the products whose promotion holds for a time, as of the import.
type Offers struct {
	All   int `json:"all"`
	Over  int `json:"over"`  // those that are over: they are never answered again
	Ahead int `json:"ahead"` // those that have not begun
}

// offerFields are the fields that say when a promotion holds.
func offerFields() []int {
	return []int{field.PromotionFrom, field.PromotionUntil, field.PromotionPeriod}
}

// offer takes a promotion that holds for a time out of a product; nil for one that holds always. Where there
// is no promotion but a special price, that is what the days are about. Days without a price say nothing.
func (c *catalog) offer(r *sheet.Row, p *bundle.Product) *bundle.Offer {
	price := &p.PricePromotion
	if *price == nil {
		price = &p.PriceSpecial
	}
	if *price == nil || !slices.ContainsFunc(offerFields(), func(f int) bool { return r.Text[f] != "" }) {
		return nil
	}
	o := &bundle.Offer{PricePromotion: **price}
	c.readPeriod(r, o)
	if from, ok := c.readDate(r, field.PromotionFrom); ok {
		o.From = bundle.Moment(from.From(c.orderOf(r, from)))
	}
	if until, ok := c.readDate(r, field.PromotionUntil); ok {
		o.Until = bundle.Moment(until.Until(c.orderOf(r, until)))
	}
	if o.From == "" && o.Until == "" {
		return nil
	}
	from, until, err := o.Span(c.zone)
	if err != nil {
		f := field.PromotionUntil
		if r.Text[f] == "" {
			f = field.PromotionPeriod
		}
		r.Broken[f] = true
		c.Tell(problem.Errorf(r.At(f), "promotion-ends-first", "the promotion ends before it begins: %s",
			o.Days()).WithValue(r.Text[f]).
			Hintf("put one of the two days right"))
		return nil
	}
	*price = nil
	c.countOffer(from, until)
	c.demandZone(r, o)
	return o
}

// countOffer counts an offer for the report.
func (c *catalog) countOffer(from, until int64) {
	n, now := &c.summary.Offers, c.now.Unix()
	n.All++
	switch {
	case until <= now:
		n.Over++
	case from > now:
		n.Ahead++
	}
}

// demandZone tells, once, that nobody said where the days of offers begin.
func (c *catalog) demandZone(r *sheet.Row, o *bundle.Offer) {
	if !c.lacksZone(o.From, o.Until) {
		return
	}
	f := field.PromotionUntil
	for _, other := range offerFields() {
		if r.Text[other] != "" {
			f = other
		}
	}
	c.Tell(problem.Warnf(r.Source.Sheet.At(0, r.Column[f]), "no-time-zone",
		"promotions begin and end at midnight in UTC, since nobody said the shop's time zone").
		Hintf("in plugsheet.yaml: %s", problem.Pastef("timeZone: %s", likelyZone(c.Config.Language))))
}

// lacksZone tells, the first time, that moments need a time zone and nobody said the shop's.
func (c *catalog) lacksZone(moments ...bundle.Moment) bool {
	k := toldOnce{0, 0, "no-time-zone"}
	if c.Config.TimeZone != "" || c.told[k] || !slices.ContainsFunc(moments, bundle.Moment.Local) {
		return false
	}
	c.told[k] = true
	return true
}

// likelyZone is the time zone of most people who speak a language, for an example.
func likelyZone(language string) string { return sayings.In("zone", language) }

// readPeriod reads both days out of one cell.
func (c *catalog) readPeriod(r *sheet.Row, o *bundle.Offer) {
	const f = field.PromotionPeriod
	text := r.Text[f]
	if text == "" || r.Broken[f] || value.NoDate(text) {
		return
	}
	p, ok := value.ReadPeriod(text)
	if !ok && c.noDates(r, f) {
		return
	}
	if !ok {
		c.badDate(r, f, "2030-11-01/2030-11-30")
		return
	}
	if !c.decided(r, f, p.From) || !c.decided(r, f, p.Until) {
		return
	}
	if p.HasFrom {
		o.From = bundle.Moment(p.From.From(c.orderOf(r, p.From)))
	}
	if p.HasUntil {
		o.Until = bundle.Moment(p.Until.Until(c.orderOf(r, p.Until)))
	}
}

// readDate reads the date of a field; false where there is none, or one that is told of.
func (c *catalog) readDate(r *sheet.Row, f int) (value.Date, bool) {
	return c.date(r, f, func() {
		if !c.noDates(r, f) {
			c.badDate(r, f, "2030-11-30")
		}
	})
}

// date reads the date of a field; false where there is none, or one that is told of, by wrong where it is no
// date at all.
func (c *catalog) date(r *sheet.Row, f int, wrong func()) (value.Date, bool) {
	text := r.Text[f]
	if text == "" || r.Broken[f] || value.NoDate(text) {
		return value.Date{}, false
	}
	d, ok := value.ReadDate(text)
	if !ok {
		wrong()
		return d, false
	}
	return d, c.decided(r, f, d)
}

func (c *catalog) badDate(r *sheet.Row, f int, example string) {
	r.Broken[f] = true
	c.Tell(problem.Errorf(r.At(f), "bad-date", "this is no date").WithValue(r.Text[f]).
		Hintf("write it like %s, or leave the cell blank", example))
}

// decided tells whether something says how a date with slashes is to be read; else that is asked, once a
// column.
func (c *catalog) decided(r *sheet.Row, f int, d value.Date) bool {
	if !d.Unsure || c.orderOf(r, d) != value.AnyOrder {
		return true
	}
	r.Broken[f], c.Bad = true, true
	day, month := d.From(value.DayFirst), d.From(value.MonthFirst)
	c.once(r, f, problem.Errorf(r.Source.Sheet.At(0, r.Column[f]), "unsure-date",
		"dates like %q can be read as %s or as %s, and nothing in the column decides", r.Text[f], day, month).
		Hintf("for %s it is dates: mdy; for %s, in plugsheet.yaml: %s", month, day,
			problem.Paste("dates: dmy")))
	return false
}

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
