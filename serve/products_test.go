package serve

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"plugsheet/index"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
)

// TestErrorsOfTheSearch: a panic of the search engine is an error of the server, damaged files are not.
func TestErrorsOfTheSearch(t *testing.T) {
	s := serveSample(t)
	for i, c := range []struct {
		err    error
		status int
	}{{index.ErrEngine, 500}, {index.ErrDamaged, 503}, {index.ErrIndexDamaged, 503}} {
		path := fmt.Sprint("/search-", i)
		add(s, path, web.Route{Get: func(http.ResponseWriter, *http.Request) error {
			return site.Damage(fmt.Errorf("searching: %w", c.err))
		}})
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != c.status {
			t.Errorf("%v is answered with %d", c.err, w.Code)
		}
	}
}
