package bundle

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // the same time zones on every machine
)

// Offer is a promotion that holds for a time only. The product beside it is as it is answered at every other
// time: its PricePromotion is nil.
type Offer struct {
	PricePromotion string `json:"pricePromotion"` // as Product has it
	From           Moment `json:"from,omitempty"` // its first day or moment; empty: since ever
	// its last day, or the moment at which it is over; empty: for ever
	Until Moment `json:"until,omitempty"`
}

// Listing is when a product is shown at all: before its first day and after its last it is neither listed nor
// found.
type Listing struct {
	From  Moment `json:"from,omitempty"`  // its first day or moment; empty: since ever
	Until Moment `json:"until,omitempty"` // its last day, or the moment at which it is over; empty: for ever
}

// Span is when the product is shown, in seconds since 1970: at from and later, and before until.
func (l *Listing) Span(zone *time.Location) (from, until int64, err error) {
	return seconds(l.From, l.Until, zone)
}

// Days are the first and the last day or moment for a person: "2030-11-01 – 2030-11-30".
func (l *Listing) Days() string { return days(l.From, l.Until) }

// Moment is a day or a time as the source says it: 2030-11-01 and 2030-11-01T13:00:00 are in the bundle's
// time zone, 2030-11-01T13:00:00-08:00 says its own. So a bundle is the same on every day and whatever is
// known of time zones.
type Moment string

// The forms of a Moment.
const (
	localTime = "2006-01-02T15:04:05"
	fullTime  = "2006-01-02T15:04:05Z07:00"
)

// Local tells whether the moment needs a time zone.
func (m Moment) Local() bool { return m != "" && len(m) <= len(localTime) }

// begin is the first instant of the moment; of a day that at which it begins.
func (m Moment) begin(zone *time.Location) (time.Time, error) {
	for _, form := range []string{time.DateOnly, localTime, fullTime} {
		if t, err := time.ParseInLocation(form, string(m), zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no day and no time", string(m))
}

// end is the instant at which what lasts until the moment is over: of a day the beginning of the next.
func (m Moment) end(zone *time.Location) (time.Time, error) {
	t, err := m.begin(zone)
	if err == nil && len(m) == len(time.DateOnly) {
		t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone)
	}
	return t, err
}

// The seconds since 1970 of an offer that is open on one side.
const (
	SinceEver = -1 << 62
	ForEver   = 1 << 62
)

// Span is when the offer holds, in seconds since 1970: at from and later, and before until.
func (o *Offer) Span(zone *time.Location) (from, until int64, err error) {
	return seconds(o.From, o.Until, zone)
}

func seconds(first, last Moment, zone *time.Location) (from, until int64, err error) {
	from, until = SinceEver, ForEver
	if first != "" {
		t, err := first.begin(zone)
		if err != nil {
			return 0, 0, err
		}
		from = t.Unix()
	}
	if last != "" {
		t, err := last.end(zone)
		if err != nil {
			return 0, 0, err
		}
		until = t.Unix()
	}
	if from >= until {
		return 0, 0, fmt.Errorf("it ends before it begins: %s to %s", first, last)
	}
	return from, until, nil
}

// Days are the first and the last day or moment for a person: "2030-11-01 – 2030-11-30".
func (o *Offer) Days() string { return days(o.From, o.Until) }

func days(first, last Moment) string {
	side := func(m Moment) string {
		if m == "" {
			return "…"
		}
		return string(m)
	}
	return side(first) + " – " + side(last)
}

// checkOffer tells what of a record's days is wrong that a schema cannot say.
func checkOffer(r *Record, zone *time.Location) error {
	if r.Listed != nil {
		if _, _, err := r.Listed.Span(zone); err != nil {
			return err
		}
	}
	if r.Offer == nil {
		return nil
	}
	if r.Product.PricePromotion != nil {
		return errors.New("a promotion for a time stands beside one for ever")
	}
	_, _, err := r.Offer.Span(zone)
	return err
}

// zoneOf is a time zone by its name; an empty one is UTC.
func zoneOf(name string) (*time.Location, error) {
	if name == "" {
		return time.UTC, nil
	}
	if name == "Local" { // of the machine: on another it is another
		return nil, fmt.Errorf("unknown time zone %s", name)
	}
	return time.LoadLocation(name)
}
