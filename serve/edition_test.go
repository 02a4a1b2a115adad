package serve

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// offering serves one product with an offer of 1 to 30 November 2030 in Paris and one without, at a time that
// the test sets.
func offering(t *testing.T, now *time.Time) *Server {
	t.Helper()
	dir, shop := t.TempDir(), sample()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: shop.ids, TimeZone: "Europe/Paris",
		CustomerKey: []byte("a key for the tests")})
	must(t, err)
	defer w.Close()
	one, two := shop.product(t, 1), shop.product(t, 2)
	one.Offer = &bundle.Offer{PricePromotion: "8,00 €", From: "2030-11-01", Until: "2030-11-30"}
	must(t, w.Product(one))
	must(t, w.Product(two))
	must(t, w.Categories(shop.categories(t)))
	must(t, w.ClosingForm(forms()))
	_, err = w.Commit(t.Context())
	must(t, err)
	o := options(t, dir)
	o.Clock = func() time.Time { return *now }
	return start(t, o)
}

// TestOffersInTime asks before, in and after an offer, each page so often that it comes from memory: the
// price is that of the moment, and an answer of another time is never confirmed by 304.
func TestOffersInTime(t *testing.T) {
	var now time.Time
	s := offering(t, &now)
	var old []string
	form := ""
	for _, c := range []struct {
		at    string
		offer bool
		new   bool // an answer that nobody has yet
	}{
		{"2030-10-31T23:59:59+01:00", false, true},
		{"2030-11-01T00:00:00+01:00", true, true},
		{"2030-11-30T23:59:59+01:00", true, false},
		{"2030-12-01T00:00:00+01:00", false, true},
		{"2031-07-01T00:00:00+01:00", false, false},
	} {
		var err error
		now, err = time.Parse(time.RFC3339, c.at)
		must(t, err)
		for _, url := range []string{"/products", "/products?limit=1", "/products?searchQuery=hoodie",
			"/app/api/products"} {
			for range 3 {
				w := ask(s, "GET", url, "")
				if got := strings.Contains(w.Body.String(), `"pricePromotion":"8,00 €"`); w.Code != 200 ||
					got != c.offer {
					t.Errorf("%s %s: offer %v, want %v: %.300s", c.at, url, got, c.offer, w.Body)
				}
			}
		}
		for i, tag := range old {
			want := 200
			if i == len(old)-1 && !c.new {
				want = 304
			}
			for _, url := range []string{"/products", "/products?limit=1"} {
				if w := get(s, "GET", url, http.Header{"If-None-Match": {tag}}); w.Code != want {
					t.Errorf("%s %s: status %d for the tag of time %d, want %d", c.at, url, w.Code, i, want)
				}
			}
		}
		if tag := get(s, "GET", "/products", nil).Header().Get("ETag"); c.new {
			old = append(old, tag)
		}
		if got := get(s, "GET", "/closing-form", nil).Header().Get("ETag"); form == "" {
			form = got
		} else if got != form {
			t.Errorf("%s: the form's tag is %s, and was %s, and knows no offers", c.at, got, form)
		}
	}
}
