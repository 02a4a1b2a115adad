package index

import (
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// TestListed lists and finds products from their first moment to their last, and at no other time.
func TestListed(t *testing.T) {
	days := map[int]*bundle.Listing{
		1: {From: "2030-11-01", Until: "2030-11-30"}, 2: {Until: "2030-11-01"},
		3: {From: "2030-11-30T12:00:00"},
	}
	n := 0
	x := indexOf(t, "en", func(yield func(bundle.Record) bool) {
		for r := range records(t, strings.Repeat("Lamp\n", 5)) {
			if r.Listed = days[n]; n == 1 {
				r.Offer = &bundle.Offer{PricePromotion: "8 €", From: "2030-11-10"}
			}
			if n++; !yield(r) {
				return
			}
		}
	})
	for _, c := range []struct {
		at   string
		want []int
	}{
		{"", []int{0, 1, 2, 3, 4}},
		{"2030-10-31T23:59:59Z", []int{0, 2, 4}},
		{"2030-11-01T00:00:00Z", []int{0, 1, 2, 4}},
		{"2030-11-02T00:00:00Z", []int{0, 1, 4}},
		{"2030-11-30T12:00:00Z", []int{0, 1, 3, 4}},
		{"2030-12-01T00:00:00Z", []int{0, 3, 4}},
	} {
		var at time.Time
		if c.at != "" {
			at = seconds(t, c.at)
		}
		for _, q := range []Query{{Limit: 10}, {Text: "lamp", Limit: 10}} {
			q.At = at
			page, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(page.Products)
			if !slices.Equal(page.Products, c.want) || page.Total != len(c.want) {
				t.Errorf("%q %q: %v of %d, want %v", c.at, q.Text, page.Products, page.Total, c.want)
			}
			found, err := x.Find(t.Context(), Wish{Query: q, Count: true})
			if err != nil || found.Total != len(c.want) {
				t.Errorf("%q %q: found %d, %v, want %d", c.at, q.Text, found.Total, err, len(c.want))
			}
		}
		fits, err := x.FitsAt(t.Context(), "lamp", 10, at)
		if err != nil || len(fits.Products) != len(c.want) {
			t.Errorf("%q: %d fit, %v, want %d", c.at, len(fits.Products), err, len(c.want))
		}
		hidden, err := x.Hidden(at)
		if err != nil || len(hidden) != 5-len(c.want) {
			t.Errorf("%q: %v are hidden, %v", c.at, hidden, err)
		}
	}
	page, err := x.Search(t.Context(), Query{Limit: 2, Offset: 1, At: seconds(t, "2030-10-31T00:00:00Z")})
	if err != nil || !slices.Equal(page.Products, []int{2, 4}) || page.Total != 3 {
		t.Errorf("the second page has %v of %d, %v", page.Products, page.Total, err)
	}
}
