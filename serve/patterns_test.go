package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestPatterns: which paths a path with braces answers, and what the endpoint reads of them.
func TestPatterns(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, r.PathValue("id")+"|"+r.PathValue("which"))
		return err
	}
	all := newPatterns(map[string]route{
		"/things/{id}":                 {get: echo},
		"/things/{id}/messages":        {get: echo},
		"/other/{id}/messages/{which}": {get: echo},
	})
	for _, c := range []struct{ path, route, body string }{
		{"/things/a", "/things/{id}", "a|"},
		{"/things/a/", "/things/{id}", "a|"},
		{"/things/a%2Fb", "", ""}, // a slash in a part is a slash of the path
		{"/things/ha-1/messages", "/things/{id}/messages", "ha-1|"},
		{"/other/a/messages/b", "/other/{id}/messages/{which}", "a|b"},
		{"/things", "", ""},
		{"/things/", "", ""},
		{"/things//messages", "", ""},
		{"/things/a/b", "", ""},
		{"/other/a/messages/b/c", "", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		got, name, ok := all.find(r)
		if ok != (c.route != "") || ok && name != c.route {
			t.Errorf("%s is answered by %q, not by %q", c.path, name, c.route)
			continue
		}
		if !ok {
			continue
		}
		w := httptest.NewRecorder()
		if err := got.get(w, r); err != nil || w.Body.String() != c.body {
			t.Errorf("%s: the endpoint reads %q, not %q (%v)", c.path, w.Body, c.body, err)
		}
	}
}

// TestMethods: PUT and OPTIONS are answered where the table has them, and what a refused method is told.
func TestMethods(t *testing.T) {
	s := serveSigned(t, demoSecret)
	s.routes["/all"] = route{
		get:      func(w http.ResponseWriter, r *http.Request) error { return nil },
		options:  func(w http.ResponseWriter, r *http.Request) error { w.WriteHeader(http.StatusNoContent); return nil },
		put:      func(w http.ResponseWriter, r *http.Request, body []byte) error { _, err := w.Write(body); return err },
		unsigned: true,
	}
	for _, c := range []struct {
		method, path string
		status       int
		body, allow  string
	}{
		{http.MethodPut, "/all", 200, "x", ""},
		{http.MethodOptions, "/all", 204, "", ""},
		{http.MethodHead, "/all", 200, "", ""},
		{http.MethodPost, "/all", 405, "", "GET, HEAD, PUT, OPTIONS"},
		{http.MethodOptions, "/products", 405, "", "GET, HEAD"},
		{http.MethodPut, "/customer/action", 405, "", "POST"},
	} {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest(c.method, c.path, strings.NewReader("x")))
		if w.Code != c.status || w.Header().Get("Allow") != c.allow || c.status == 200 && w.Body.String() != c.body {
			t.Errorf("%s %s: %d %q, Allow %q", c.method, c.path, w.Code, w.Body, w.Header().Get("Allow"))
		}
	}
}
