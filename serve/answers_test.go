package serve

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/serve/web"

	"github.com/google/go-cmp/cmp"
)

// TestAnswers compares whole answers with testdata/answers/NAME.txt; UPDATE=1 rewrites them.
func TestAnswers(t *testing.T) {
	s := serveSample(t)
	const who = "idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-9&idOperator=9999"
	for _, c := range []struct{ name, method, target string }{
		{"categories", "GET", "/categories?" + who + "&limit=10&offset=0"},
		{"categories-below", "GET", "/categories?idParent=10"},
		{"categories-quoted", "GET", "/categories?idParent=%2210%22"},
		{"categories-empty-parent", "GET", "/categories?idParent="},
		{"categories-unknown-parent", "GET", "/categories?idParent=4711"},
		{"categories-second-page", "GET", "/categories?limit=1&offset=1"},
		{"categories-head", "HEAD", "/categories"},
		{"products", "GET", "/products?" + who + "&limit=2&offset=2"},
		{"products-slash", "GET", "/products/?limit=1"},
		{"products-head", "HEAD", "/products?limit=2"},
		{"products-search", "GET", "/products?limit=1&searchQuery=hoodie"},
		{"products-category-unknown", "GET", "/products?idCategory=nothing"},
		{"products-category-impossible", "GET", "/products?idCategory=99999999999999999999"},
		{"products-past-the-end", "GET", "/products?offset=40&limit=10"},
		{"products-none-asked-for", "GET", "/products?limit=0"},
		{"products-of-website", "GET", "/products?idWebsite=ha-123&limit=1"},
		{"categories-of-website", "GET", "/categories?idWebsite=ha-123"},
		{"customer-unknown", "GET", "/customer?emailVisitor=nobody@example.com"},
		{"customer-by-id", "GET", "/customer?idVisitorExternal=C-1&emailVisitor=joe@example.org"},
		{"customer-by-mail", "GET", "/customer?emailVisitor=JOE%2Bx@example.org&idVisitorExternal=C-9"},
		{"customer-by-mail-any-case", "GET", "/customer?emailVisitor=JOE@example.ORG&idVisitorExternal=C-9"},
		{"customer-french", "GET", "/customer?emailVisitor=joe@example.org&operatorLocale=fr_FR"},
		{"closing-form", "GET", "/closing-form?" + who},
		{"closing-form-french", "GET", "/closing-form?operatorLocale=fr-CA"},
		{"closing-form-malformed-locale", "GET", "/closing-form?operatorLocale=%zz"},
		{"health", "GET", "/health?limit=-1"},
		{"ready", "GET", "/ready"},
		{"error-limit", "GET", "/products?limit=-1"},
		{"error-limit-text", "GET", "/categories?limit=ten"},
		{"error-limit-empty", "GET", "/products?limit="},
		{"error-offset", "GET", "/products?offset=1.5"},
		{"error-twice", "GET", "/products?searchQuery=a&search%51uery=b"},
		{"error-encoding", "GET", "/products?searchQuery=%C3%28"},
		{"error-long-id", "GET", "/products?idWebsite=" + strings.Repeat("x", 513)},
		{"error-long-search", "GET", "/products?searchQuery=" + strings.Repeat("x", 1025)},
		{"error-long-url", "GET", "/health?" + strings.Repeat("x", 8193)},
		{"error-path", "GET", "/"},
		{"error-path-doubled", "GET", "//products"},
		{"error-path-outside", "GET", "/../private/key"},
		{"error-method", "POST", "/products"},
		{"error-method-action", "GET", "/customer/action"},
		{"error-options", "OPTIONS", "/products"},
	} {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, c.method+" "+shorten(c.target)+"\n\n"+
				dump(get(s, c.method, c.target, http.Header{"X-Request-Id": {"a-request"}})))
		})
	}
}

// shorten keeps the long URLs out of the goldens.
func shorten(target string) string {
	if len(target) > 300 {
		return target[:60] + "..."
	}
	return target
}

// golden compares got with a file under testdata/answers.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "answers", name+".txt")
	if os.Getenv("UPDATE") != "" {
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestIgnoredParametersChangeNothing(t *testing.T) {
	s := serveSample(t)
	want := get(s, "GET", "/products?limit=3", nil).Body.String()
	for _, target := range []string{
		"/products?limit=3&idParent=7&idParent=8", // known elsewhere, not here
		"/products?&&limit=3&utm=1&utm=2&=x&%zz=1",
		"/products?limit=003&offset=0&searchQuery=+%20&idCategory=",
		"/products?limi%74=3&idWebsite=../../etc",
		"/products?limit=3&Limit=7",
	} {
		if w := get(s, "GET", target, nil); w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}

func TestLimitIsClampedAndSaid(t *testing.T) {
	dir := t.TempDir()
	shop := sample()
	shop.products = 130
	shop.write(t, dir)
	s := start(t, options(t, dir))
	for limit, want := range map[string]int{"100": 100, "101": 100,
		"99999999999999999999999999": 100, "": 20} {
		target := "/products"
		if limit != "" {
			target += "?limit=" + limit
		}
		w := get(s, "GET", target, nil)
		if got := strings.Count(w.Body.String(), `"reference"`); got != want {
			t.Errorf("limit %q gives %d products, want %d", limit, got, want)
		}
		if said := w.Header().Get("X-Limit-Clamped"); (said == "100") != (len(limit) > 2 && limit != "100") {
			t.Errorf("limit %q: X-Limit-Clamped: %q", limit, said)
		}
	}
}

// TestFollowLinks walks through all pages by the links alone, forth and back, and meets every product once.
func TestFollowLinks(t *testing.T) {
	s := serveSample(t)
	for _, rel := range []string{"next", "prev"} {
		target, seen, pages := "/products?idOperator=a%20b&limit=7&x=>,<", map[string]int{}, 0
		if rel == "prev" {
			target = "/products?offset=28&limit=7"
		}
		for ; target != ""; pages++ {
			w := get(s, "GET", target, nil)
			for _, part := range strings.Split(w.Body.String(), `"reference":"`)[1:] {
				key, _, _ := strings.Cut(part, `"`)
				seen[key]++
			}
			target = linked(t, w, rel)
		}
		if pages != 5 || len(seen) != 34 || seen["P-1"] != 1 || seen["P-34"] != 1 {
			t.Errorf("%s: %d pages, products %v", rel, pages, seen)
		}
	}
}

// linked is the URL that an answer's Link header gives for a relation, empty where there is none.
func linked(t *testing.T, w *httptest.ResponseRecorder, rel string) string {
	t.Helper()
	for _, one := range strings.Split(w.Header().Get("Link"), ", ") {
		if target, ok := strings.CutSuffix(one, `>; rel="`+rel+`"`); ok {
			u, err := httptest.NewRequest("GET", "/products", nil).URL.Parse(strings.TrimPrefix(target, "<"))
			must(t, err)
			return u.String()
		}
	}
	return ""
}

func TestNotModified(t *testing.T) {
	s := serveSample(t)
	for _, target := range []string{"/categories", "/products?searchQuery=mug",
		"/closing-form?operatorLocale=fr"} {
		first := get(s, "GET", target, nil)
		tag := first.Header().Get("Etag")
		for given, want := range map[string]int{
			tag: 304, `W/` + tag: 304, `"a", ` + tag + `,"b"`: 304, "*": 304, `"a"`: 200,
			strings.Trim(tag, `"`): 200,
		} {
			w := get(s, "GET", target, http.Header{"If-None-Match": {given}})
			if w.Code != want {
				t.Errorf("%s with %s: %d, want %d", target, given, w.Code, want)
			}
			if want == 304 && (w.Body.Len() > 0 || w.Header().Get("Etag") != tag ||
				w.Header().Get("Content-Language") != first.Header().Get("Content-Language")) {
				t.Errorf("%s: 304 with %v and %d bytes", target, w.Header(), w.Body.Len())
			}
		}
	}
	if w := get(s, "GET", "/products?limit=x", http.Header{"If-None-Match": {"*"}}); w.Code != 400 {
		t.Errorf("a wrong request with If-None-Match: %d", w.Code)
	}
	if tag := get(s, "GET", "/customer", nil).Header().Get("Etag"); tag != "" {
		t.Errorf("customer information has the entity tag %s", tag)
	}
	if get(s, "GET", "/products?idWebsite=ha-123", nil).Header().
		Get("Etag") == get(s, "GET", "/products", nil).Header().Get("Etag") {
		t.Error("two websites have one entity tag")
	}
}

func TestPanicIsAProblem(t *testing.T) {
	s := serveSample(t)
	add(s, "/panic", web.Route{Get: func(http.ResponseWriter, *http.Request) error { panic("secret text") }})
	w := get(s, "GET", "/panic", nil)
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" ||
		strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%s", dump(w))
	}
}
