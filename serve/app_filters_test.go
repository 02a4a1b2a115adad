package serve

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"plugsheet/serve/app/requests"
)

// TestAppFilters narrows the sample down: odd products are hoodies, and each third one cannot be had.
func TestAppFilters(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	s := start(t, options(t, dir))
	ask := func(filters, rest string) (int, requests.Found) {
		total, _, about := searched(t, s, "filters="+url.QueryEscape(filters)+rest)
		return total, about
	}
	total, about := ask(`{"available":true}`, "")
	if total != 23 || about.Available != 23 || about.Prices == nil || about.Prices.Unit != "€" {
		t.Errorf("what is available: %d, %+v", total, about)
	}
	if total, _ := ask(`{"values":{"brand":["nobody"]}}`, ""); total != 0 {
		t.Errorf("a brand that there is not: %d", total)
	}
	if total, about := ask(`{"from":10,"to":10}`, "&searchQuery=mug"); total != 17 || about.Whole != 17 {
		t.Errorf("what costs 10: %d, %+v", total, about)
	}
	if total, about := ask(`{"from":10.01}`, ""); total != 0 || len(about.Instead) > 0 || about.Missed {
		t.Errorf("what costs more: %d, %+v", total, about)
	}
	if _, about := ask("", "&offset=2"); about.Facets != nil || about.Categories != nil {
		t.Errorf("a further page counts anew: %+v", about)
	}
	if _, about := ask("", ""); about.Categories["20"] != 17 {
		t.Errorf("categories: %v", about.Categories)
	}
	bearer, _ := session(s, "")
	for _, bad := range []string{"filters=x", "filters={}x", "filters=" + url.QueryEscape(`{"other":1}`),
		"sort=best", "filters=" + strings.Repeat("x", 4097)} {
		if w := do(s, local("GET", "/app/api/products?"+bad),
			http.Header{"Authorization": {bearer}}); w.Code != 400 {
			t.Errorf("%.20s: %s", bad, dump(w))
		}
	}
}
