package index

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// seconds is a time in seconds since 1970.
func seconds(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestOffers finds each promotion from its first moment to its last, and at no other time.
func TestOffers(t *testing.T) {
	offers := map[int]*bundle.Offer{
		1: {PricePromotion: "8 €", From: "2030-11-01", Until: "2030-11-30"},
		2: {PricePromotion: "7 €", Until: "2030-11-01"},
		3: {PricePromotion: "6 \"€\"", From: "2030-11-30T12:00:00"},
	}
	n := 0
	x := indexOf(t, "en", func(yield func(bundle.Record) bool) {
		for r := range records(t, strings.Repeat("Lamp\n", 5)) {
			r.Offer = offers[n]
			if n++; !yield(r) {
				return
			}
		}
	})
	if got := x.Turns(); got != 4 { // 1 Nov, 2 Nov, 30 Nov 12:00, 1 Dec
		t.Errorf("%d moments, want 4", got)
	}
	for _, c := range []struct {
		at   string
		turn int
		want string // by product
	}{
		{"2030-10-31T23:59:59Z", 0, "-,-,7 €,-,-"},
		{"2030-11-01T00:00:00Z", 1, "-,8 €,7 €,-,-"},
		{"2030-11-01T23:59:59Z", 1, "-,8 €,7 €,-,-"},
		{"2030-11-02T00:00:00Z", 2, "-,8 €,-,-,-"},
		{"2030-11-30T12:00:00Z", 3, "-,8 €,-,6 \"€\",-"},
		{"2030-11-30T23:59:59Z", 3, "-,8 €,-,6 \"€\",-"},
		{"2030-12-01T00:00:00Z", 4, "-,-,-,6 \"€\",-"},
		{"2090-01-01T00:00:00Z", 4, "-,-,-,6 \"€\",-"},
	} {
		at := seconds(t, c.at)
		body, err := x.AppendAnswer(nil, []int{0, 1, 2, 3, 4}, at)
		var all []bundle.Product
		if err == nil {
			err = json.Unmarshal(body, &all)
		}
		var got []string
		for _, p := range all {
			text := "-"
			if p.PricePromotion != nil {
				text = *p.PricePromotion
			}
			got = append(got, text)
		}
		if s := strings.Join(got, ","); err != nil || s != c.want || x.Turn(at) != c.turn {
			t.Errorf("%s: %s in turn %d, %v; want %s in turn %d", c.at, s, x.Turn(at), err, c.want, c.turn)
		}
	}
}
