package serve

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// TestRepeatedAnswers asks for the same page until it comes from memory: it must be the same to the last
// header, and must not outlive its snapshot.
func TestRepeatedAnswers(t *testing.T) {
	dir := t.TempDir()
	shop{ids: bundle.IntegerIDs, products: 50, price: "10.00 €"}.write(t, dir)
	s := start(t, options(t, dir))
	const url = "/products?idWebsite=ha-123&limit=200&offset=3"
	id := http.Header{"X-Request-Id": {"the-same"}}
	first := get(s, "GET", url, id)
	for range 3 {
		again := get(s, "GET", url, id)
		if diff := cmp.Diff(first.Header(), again.Header()); diff != "" ||
			again.Body.String() != first.Body.String() {
			t.Fatalf("a repeated answer differs: %s", diff)
		}
	}
	if s.pages.kept.Len() == 0 {
		t.Fatal("the answer is not kept: this test tests nothing")
	}
	if got := get(s, "GET", url,
		http.Header{"If-None-Match": {first.Header().Get("ETag")}}); got.Code != 304 {
		t.Errorf("status %d with If-None-Match, want 304", got.Code)
	}
	shop{ids: bundle.IntegerIDs, products: 50, price: "11.00 €"}.write(t, dir)
	if err := s.Reload(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := get(s, "GET", url, nil); !strings.Contains(got.Body.String(), "11.00 €") {
		t.Errorf("the old answer outlives its snapshot: %.200s", got.Body)
	}
}
