package bundle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOfferSpan(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	for _, c := range []struct {
		from, until Moment
		zone        *time.Location
		begin, end  string // the first instant, and that at which it is over; empty: none
	}{
		{"2030-11-01", "2030-11-30", time.UTC, "2030-11-01T00:00:00Z", "2030-12-01T00:00:00Z"},
		{"2030-11-01", "2030-11-30", paris, "2030-11-01T00:00:00+01:00", "2030-12-01T00:00:00+01:00"},
		// a day of 23 hours
		{"2030-03-31", "2030-03-31", paris, "2030-03-31T00:00:00+01:00", "2030-04-01T00:00:00+02:00"},
		{"2030-12-31", "2030-12-31", paris, "2030-12-31T00:00:00+01:00", "2031-01-01T00:00:00+01:00"},
		{"2030-11-01T13:00:00", "2030-11-01T15:30:00", paris, "2030-11-01T13:00:00+01:00",
			"2030-11-01T15:30:00+01:00"},
		{"2016-02-24T13:00:00-08:00", "2016-02-29T15:30:00-08:00", paris, "2016-02-24T21:00:00Z",
			"2016-02-29T23:30:00Z"},
		{"", "2030-11-30", time.UTC, "", "2030-12-01T00:00:00Z"},
		{"2030-11-01", "", time.UTC, "2030-11-01T00:00:00Z", ""},
	} {
		want := [2]int64{SinceEver, ForEver}
		for i, text := range []string{c.begin, c.end} {
			if at, err := time.Parse(time.RFC3339, text); err == nil {
				want[i] = at.Unix()
			}
		}
		from, until, err := (&Offer{From: c.from, Until: c.until}).Span(c.zone)
		if got := [2]int64{from, until}; err != nil || got != want {
			t.Errorf("%s to %s: %v, %v, want %v", c.from, c.until, got, err, want)
		}
	}
	for _, o := range []Offer{{From: "2030-02-31"}, {Until: "soon"},
		{From: "2030-11-02", Until: "2030-11-01"}} {
		if from, until, err := o.Span(time.UTC); err == nil {
			t.Errorf("%+v: %d to %d, want an error", o, from, until)
		}
	}
}

// TestOfferInBundle writes an offer, reads it, and finds that the answer is the product without it.
func TestOfferInBundle(t *testing.T) {
	dir, s := t.TempDir(), newShop(1)
	s.products[0].Offer = &Offer{PricePromotion: "8,00 € <br>", From: "2030-11-01", Until: "2030-11-30"}
	w, err := Create(dir, WriteOptions{CustomerKey: []byte("a key"), TimeZone: "Europe/Paris"})
	must(t, err)
	defer w.Close()
	must(t, w.Product(s.products[0]))
	_, err = w.Commit(t.Context())
	must(t, err)
	b, err := Open(t.Context(), dir)
	must(t, err)
	if b.Manifest().TimeZone != "Europe/Paris" || b.TimeZone().String() != "Europe/Paris" {
		t.Errorf("time zone %q", b.Manifest().TimeZone)
	}
	for l, err := range b.Records(t.Context(), b.ProductFiles()[0]) {
		must(t, err)
		if *l.Record.Offer != *s.products[0].Offer || string(l.Promotion) != `"8,00 € <br>"` ||
			strings.Contains(string(l.Answer), "8,00") {
			t.Errorf("offer %+v, promotion %s, answer %s", l.Record.Offer, l.Promotion, l.Answer)
		}
		if got := string(l.Answer[l.NoPromotion:]); !strings.HasPrefix(got, "null,") {
			t.Errorf("the promotion would stand before %q", got)
		}
	}
}

// TestOfferElsewhere finds that a bundle without offers does not say a time zone: nothing in it depends on
// one.
func TestOfferElsewhere(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, WriteOptions{CustomerKey: []byte("a key"), TimeZone: "Europe/Paris"})
	must(t, err)
	defer w.Close()
	must(t, w.Product(newShop(1).products[0]))
	_, err = w.Commit(t.Context())
	must(t, err)
	if data, _ := os.ReadFile(filepath.Join(dir, ManifestFile)); strings.Contains(string(data), "timeZone") {
		t.Errorf("manifest: %s", data)
	}
}

func TestBadOffers(t *testing.T) {
	price := "7 €"
	for name, spoil := range map[string]func(*Record){
		"both promotions": func(r *Record) { r.Product.PricePromotion = &price },
		"no such day":     func(r *Record) { r.Offer.From = "2030-02-31" },
		"no day at all":   func(r *Record) { r.Offer.From = "tomorrow" },
		"no price":        func(r *Record) { r.Offer.PricePromotion = "" },
	} {
		w, err := Create("", WriteOptions{})
		must(t, err)
		r := newShop(1).products[0]
		r.Offer = &Offer{PricePromotion: "8 €", From: "2030-11-01"}
		spoil(&r)
		if err := w.Product(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
