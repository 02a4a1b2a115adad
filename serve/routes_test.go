package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/serve/web"
)

// add lets a server answer one more path.
func add(s *Server, path string, r web.Route) { s.handle(map[string]web.Route{path: r}) }

// TestPaths: which paths a route with braces answers, what its endpoint reads of them, and what is told of
// it.
func TestPaths(t *testing.T) {
	s, log := logged(t)
	echo := func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, r.PathValue("id")+"|"+r.PathValue("which"))
		return err
	}
	for _, path := range []string{"/things/{id}", "/things/{id}/messages", "/other/{id}/messages/{which}"} {
		add(s, path, web.Route{Get: echo})
	}
	for _, c := range []struct{ path, route, body string }{
		{"/things/a", "/things/{id}", "a|"},
		{"/things/a/", "/things/{id}", "a|"},
		{"/things/a%2Fb", "/things/{id}", "a/b|"}, // part of the name, not of the path
		{"/things/ha-1/messages", "/things/{id}/messages", "ha-1|"},
		{"/other/a/messages/b", "/other/{id}/messages/{which}", "a|b"},
		{"/things", "other", ""},
		{"/things/", "other", ""},
		{"/things//messages", "other", ""},
		{"/things/a/b", "other", ""},
		{"/other/a/messages/b/c", "other", ""},
		{"/things/a//", "other", ""},
		{"/things/./a", "other", ""},
		{"/other/../things/a", "other", ""},
	} {
		log.Reset()
		w := get(s, http.MethodGet, c.path, nil)
		if c.route == "other" && w.Code != 404 ||
			c.route != "other" && (w.Code != 200 || w.Body.String() != c.body) {
			t.Errorf("%s: %s", c.path, dump(w))
		}
		if told := requestLines(t, log); len(told) != 1 || told[0]["route"] != c.route {
			t.Errorf("%s is told as %v, want %s", c.path, told, c.route)
		}
	}
	r := httptest.NewRequest(http.MethodOptions, "/", nil)
	r.RequestURI, r.URL.Path = "*", "*"
	if w := do(s, r, nil); w.Code != 404 {
		t.Errorf("a request for the server as a whole: %s", dump(w))
	}
}

// TestMethods: PUT and OPTIONS are answered where the table has them, and what a refused method is told.
func TestMethods(t *testing.T) {
	s := serveSigned(t, demoSecret)
	add(s, "/all", web.Route{
		Get: func(w http.ResponseWriter, r *http.Request) error { return nil },
		Options: func(w http.ResponseWriter, r *http.Request) error {
			w.WriteHeader(http.StatusNoContent)
			return nil
		},
		Put: func(w http.ResponseWriter, r *http.Request, body []byte) error {
			_, err := w.Write(body)
			return err
		},
		Unsigned: true,
	})
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
		if w.Code != c.status || w.Header().Get("Allow") != c.allow ||
			c.status == 200 && w.Body.String() != c.body {
			t.Errorf("%s %s: %d %q, Allow %q", c.method, c.path, w.Code, w.Body, w.Header().Get("Allow"))
		}
	}
}
