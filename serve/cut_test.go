package serve

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/schemas/bundle"
)

// readers are requests that read the index, one for each way that leads to it, with what one that is whole
// answers. The bot answers a visitor in any case: an error would be silence (contract, 1.4).
var readers = []struct {
	name, method, target, body string
	want                       string // in the answer of a whole index
	sorry                      bool   // 200 with something else, where it is damaged
}{
	{"search", "GET", "/products?searchQuery=mug&limit=7", "", `"Mug No.`, false},
	{"search for a code", "GET", "/products?searchQuery=P-12", "", `"P-12"`, false},
	{"search for part of a code", "GET", "/products?searchQuery=69042499818", "", `"Hoodie No. 1"`, false},
	{"search in a category", "GET", "/products?searchQuery=mug&idCategory=10", "", `[`, false},
	{"listing", "GET", "/products?limit=7&offset=5", "", `"P-6"`, false},
	{"listing of a category", "GET", "/products?idCategory=10", "", `[`, false},
	{"search of the app", "GET", "/app/api/products?searchQuery=mug", "", `"Mug No.`, false},
	{"suggestions of the app", "GET", "/app/api/products?searchQuery=muug+zzzz", "", `"instead":[`, false},
	{"a search that was missed", "POST", "/app/api/missed", `searchQuery=mug+zzzzzz`, ``, false},
	{"messages of the desk", "POST", "/app/messages",
		`{"messages":[{"id":"m1","authorType":"visitor","text":"is Mug No. 12 or P-12 there?"}]}`,
		`addMessageActions`, false},
	{"bot", "POST", "/bot/conversations/" + talk + "/messages",
		`{"idOperator":"ha-1","message":{"idMessage":"m1","author":{"role":"visitor"},` +
			`"payload":{"contentType":"text","value":"do you have the P-12?"},` +
			`"createdAt":"2017-11-22T12:04:00.762Z"}}`, `Mug No. 12`, true},
}

// TestCutShort cuts off each file of the index under a running server, and lets each kind of request meet
// that: the answer is right or 503, the process goes on, the check in the background finds out, and the index
// is built anew.
func TestCutShort(t *testing.T) {
	names := indexFiles(t)
	if len(names) < 8 {
		t.Fatalf("only the files %q", names)
	}
	for _, name := range names {
		t.Run(strings.ReplaceAll(name, "/", "-"), func(t *testing.T) {
			o := botOptions(t)
			s := start(t, o)
			s.sites.BeginChecks()
			putOperator(t, s)
			refused := 0
			cut := s.sites.Root().Current()
			must(t, os.Truncate(filepath.Join(indexDir(t, o.Bundle), name), 0))
			for _, r := range readers {
				w := ask(s, r.method, r.target, r.body)
				damaged := w.Code == 503 && w.Header().Get("Content-Type") == "application/problem+json"
				whole := w.Code < 300 && strings.Contains(w.Body.String(), r.want)
				if !damaged && !whole && !(r.sorry && w.Code == 200) {
					t.Errorf("%s: %s", r.name, dump(w))
				}
				if damaged {
					refused++
				}
			}
			if mapped := strings.HasSuffix(name, ".zap") ||
				strings.HasSuffix(name, "products.bin"); mapped && refused == 0 {
				t.Error("no request met it")
			}
			s.sites.Check(s.sites.Root(), cut)
			s.sites.Settle()
			if name != "stamps.json" && name != "state.json" && readyOf(t, s).Damage == "" {
				t.Error("the check in the background did not find it")
			}
			must(t, s.Reload(context.Background()))
			for _, r := range readers {
				if w := ask(s, r.method, r.target, r.body); w.Code >= 300 ||
					!strings.Contains(w.Body.String(), r.want) {
					t.Errorf("built anew: %s: %s", r.name, dump(w))
				}
			}
			if r := readyOf(t, s); r.Damage != "" || r.Refused != nil {
				t.Errorf("built anew: %+v", r)
			}
		})
	}
}

// TestCutShortAlone lets each kind of request be the first and only one that meets a cut: it alone has the
// index built anew.
func TestCutShortAlone(t *testing.T) {
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			o := botOptions(t)
			s := start(t, o)
			s.sites.BeginChecks()
			putOperator(t, s)
			for _, name := range indexFiles(t) {
				if strings.HasSuffix(name, ".zap") || strings.HasSuffix(name, ".bin") {
					must(t, os.Truncate(filepath.Join(indexDir(t, o.Bundle), name), 0))
				}
			}
			if w := ask(s, r.method, r.target, r.body); w.Code != 503 && !(r.sorry && w.Code == 200) {
				t.Errorf("%s", dump(w))
			}
			s.sites.Settle()
			if !s.sites.Woken() {
				t.Error("the loop is not woken")
			}
			for _, done := range s.sites.Look() {
				<-done
			}
			if w := ask(s, r.method, r.target, strings.ReplaceAll(r.body, "m1", "m2")); w.Code >= 300 ||
				!strings.Contains(w.Body.String(), r.want) {
				t.Errorf("built anew: %s", dump(w))
			}
		})
	}
}

func putOperator(t *testing.T, s *Server) {
	t.Helper()
	if w := ask(s, "PUT", "/bot/bots/ha-1", ruleLong); w.Code != 200 {
		t.Fatal(dump(w))
	}
}

// ask sends a request of this machine, in a session of the app.
func ask(s *Server, method, target, body string) *httptest.ResponseRecorder {
	bearer, _ := session(s, "")
	r := local(method, target)
	r.Body = io.NopCloser(strings.NewReader(body))
	return do(s, r, http.Header{"Authorization": {bearer}})
}

// indexDir is the folder of the one index of a bundle.
func indexDir(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, bundle.IndexDir, "*-v*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

// indexFiles names the files of an index, by their paths in its folder.
func indexFiles(t *testing.T) (names []string) {
	t.Helper()
	o := botOptions(t)
	start(t, o)
	dir := indexDir(t, o.Bundle)
	for path := range filesBelow(t, dir) {
		rel, err := filepath.Rel(dir, path)
		must(t, err)
		names = append(names, filepath.ToSlash(rel))
	}
	return names
}
