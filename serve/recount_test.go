package serve

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// TestProductsInTime asks before, in and after the days of a product: it is listed, found and counted in its
// category only while it is shown, and an answer of another time is never confirmed by 304.
func TestProductsInTime(t *testing.T) {
	dir, shop := t.TempDir(), sample()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: shop.ids, TimeZone: "Europe/Paris",
		CustomerKey: []byte("a key for the tests")})
	must(t, err)
	defer w.Close()
	one, two := shop.product(t, 1), shop.product(t, 2)
	one.Listed = &bundle.Listing{From: "2030-11-01", Until: "2030-11-30"}
	categories := shop.categories(t)[:1]
	one.Categories, two.Categories = []bundle.ID{categories[0].ID}, []bundle.ID{categories[0].ID}
	categories[0].IDParent, categories[0].ProductsCount = bundle.ID{}, 2
	categories[0].Products = []string{one.Product.ID.String(), two.Product.ID.String()}
	must(t, w.Product(one))
	must(t, w.Product(two))
	must(t, w.Categories(categories))
	_, err = w.Commit(t.Context())
	must(t, err)
	var now time.Time
	o := options(t, dir)
	o.Clock = func() time.Time { return now }
	s := start(t, o)
	old := ""
	for _, c := range []struct {
		at   string
		want int
	}{
		{"2030-10-31T23:59:59+01:00", 1}, {"2030-11-01T00:00:00+01:00", 2}, {"2030-11-30T23:59:59+01:00", 2},
		{"2030-12-01T00:00:00+01:00", 1},
	} {
		now, err = time.Parse(time.RFC3339, c.at)
		must(t, err)
		for range 2 {
			var answer []bundle.Category
			body := get(s, "GET", "/categories", nil)
			must(t, json.Unmarshal(body.Body.Bytes(), &answer))
			if len(answer) != 1 || answer[0].ProductsCount != c.want || len(answer[0].Products) != c.want {
				t.Errorf("%s: categories %s, want %d products", c.at, body.Body, c.want)
			}
			var products []bundle.Product
			for _, url := range []string{"/products", "/products?idCategory=" + categories[0].ID.String()} {
				must(t, json.Unmarshal(get(s, "GET", url, nil).Body.Bytes(), &products))
				if len(products) != c.want {
					t.Errorf("%s %s: %d products, want %d", c.at, url, len(products), c.want)
				}
			}
		}
		tag := get(s, "GET", "/categories", nil).Header().Get("ETag")
		if again := get(s, "GET", "/categories",
			http.Header{"If-None-Match": {tag}}); again.Code != http.StatusNotModified {
			t.Errorf("%s: status %d for the tag of now", c.at, again.Code)
		}
		if old != "" && c.at[8:10] != "30" {
			if again := get(s, "GET", "/categories",
				http.Header{"If-None-Match": {old}}); again.Code != http.StatusOK {
				t.Errorf("%s: status %d for an old tag", c.at, again.Code)
			}
		}
		old = tag
	}
}
