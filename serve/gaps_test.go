package serve

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
)

// TestGaps demands that searches that find nothing for a word are counted for the site that answered, however
// they were answered, and that nothing else of a request gets anywhere.
func TestGaps(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	site := filepath.Join(dir, bundle.SitesDir, "ha-123")
	shop{ids: bundle.StringIDs, products: 3, price: "7 £"}.write(t, site)
	must(t, os.MkdirAll(filepath.Join(dir, bundle.SitesDir, "empty"), 0o755))
	var log bytes.Buffer
	o := options(t, dir)
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s, err := New(context.Background(), o)
	must(t, err)
	must(t, s.Reload(context.Background()))
	for _, target := range []string{
		"?searchQuery=Torch&idOperator=op-7&idWebsite=ha-9",
		"?searchQuery=Torch&idOperator=op-7&idWebsite=ha-9",
		// from memory
		"?searchQuery=Torch&idOperator=op-7&idWebsite=ha-9",
		"?searchQuery=Torch&idOperator=op-7&idWebsite=ha-9", "?searchQuery=%20torch%20&offset=20",
		"?searchQuery=torch&idCategory=20", "?searchQuery=torch&idWebsite=empty",
		"?searchQuery=lamp&idWebsite=ha-123", "?searchQuery=hoodie", "?searchQuery=hoodie&offset=1000",
		"?searchQuery=",
		// some found
		"?searchQuery=velvet+hoodie", "?searchQuery=velvet+hoodie", "?searchQuery=velvet+hoodie",
		"?searchQuery=velvet+hoodie", "?searchQuery=hoodie&idCategory=20",
		"?searchQuery=hoodie&idCategory=999", "?searchQuery=jane%40example.com", "?searchQuery=0612345678",
		"?limit=x&searchQuery=wrong",
	} {
		get(s, "GET", "/products"+target, nil)
	}
	etag := get(s, "GET", "/products?searchQuery=torch", nil).Header().Get("ETag")
	if w := get(s, "GET", "/products?searchQuery=torch",
		http.Header{"If-None-Match": {etag}}); w.Code != 304 {
		t.Errorf("asked again: %s", dump(w))
	}
	if ready := get(s, "GET", "/ready", nil).Body.String(); strings.Contains(ready, "torch") {
		t.Errorf("/ready says what was searched: %s", ready)
	}
	must(t, s.Close())
	for dir, want := range map[string][]gaps.Count{
		dir: {
			{Query: "torch", Count: 7, First: "2030-01-02", Last: "2030-01-02"},
			{Query: "velvet hoodie", Count: 4, First: "2030-01-02", Last: "2030-01-02"},
		}, site: {{Query: "lamp", Count: 1, First: "2030-01-02", Last: "2030-01-02"}},
		filepath.Join(dir, bundle.SitesDir, "empty"): nil,
	} {
		got, err := gaps.Read(t.Context(), gaps.Folder(dir))
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", dir, diff)
		}
	}
	if text := strings.ToLower(log.String()); strings.Contains(text, "torch") ||
		strings.Contains(text, "op-7") {
		t.Errorf("the log has it: %s", text)
	}
}

// TestNoGaps demands that nothing is written where that is not wanted, or where nothing was missed.
func TestNoGaps(t *testing.T) {
	for _, off := range []bool{true, false} {
		dir := t.TempDir()
		shop{ids: bundle.IntegerIDs, products: 5, price: "1 €"}.write(t, dir)
		o := options(t, dir)
		o.NoGaps = off
		s, err := New(context.Background(), o)
		must(t, err)
		must(t, s.Reload(context.Background()))
		get(s, "GET", "/products?searchQuery="+
			url.QueryEscape(map[bool]string{true: "torch", false: "hoodie"}[off]), nil)
		must(t, s.Close())
		if names, err := os.ReadDir(filepath.Join(dir, bundle.PrivateDir)); len(names) > 0 {
			t.Errorf("private/ holds %v, %v", names, err)
		}
	}
}

// tellMissed posts a finished search of the app, as this machine.
func tellMissed(s *Server, form, bearer string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/app/api/missed", strings.NewReader(form))
	r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1:8080"
	return do(s, r,
		http.Header{"Authorization": {bearer}, "Content-Type": {"application/x-www-form-urlencoded"}})
}

// TestGapsOfTheApp demands that of the searches of the custom app those are counted that the page says are
// finished, where they miss something, of who has a session; and that nothing is counted that is not to be.
func TestGapsOfTheApp(t *testing.T) {
	for _, off := range []bool{false, true} {
		dir := t.TempDir()
		sample().write(t, dir)
		site := filepath.Join(dir, bundle.SitesDir, "ha-123")
		shop{ids: bundle.StringIDs, products: 3, price: "7 £"}.write(t, site)
		var log bytes.Buffer
		o := options(t, dir)
		o.NoGaps = off
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s, err := New(context.Background(), o)
		must(t, err)
		must(t, s.Reload(context.Background()))
		for query, want := range map[string]bool{
			"searchQuery=torch": true, "searchQuery=velvet+hoodie": true, "searchQuery=hoodie": false,
			"searchQuery=hoodie&idCategory=20": false, "searchQuery=torch&offset=20": false, "limit=2": false,
			"searchQuery=tor": true,
		} {
			if _, _, about := searched(t, s, query); about.Missed != (want && !off) {
				t.Errorf("%s, --no-gaps=%v: missed is %v", query, off, about.Missed)
			}
		}
		bearer, _ := session(s, "")
		for form, want := range map[string]int{
			"searchQuery=Torch+": 204, "searchQuery=velvet+hoodie&idCategory=10": 204,
			"searchQuery=lamp&idWebsite=ha-123": 204, "searchQuery=hoodie": 204,
			"searchQuery=hoodie&idCategory=20": 204, "searchQuery=": 204, "": 204,
			"searchQuery=jane%40example.com": 204, "searchQuery=wrong&searchQuery=wrong": 400,
			"searchQuery=%zz": 400, "searchQuery=" + strings.Repeat("long", 300): 400,
			"searchQuery=" + strings.Repeat("longer", maxBody): 413,
		} {
			if w := tellMissed(s, form, bearer); w.Code != want ||
				want == 204 && (w.Body.Len() > 0 || w.Header().Get("Cache-Control") != "no-store") {
				t.Errorf("%.40s: want %d: %s", form, want, dump(w))
			}
		}
		for _, none := range []string{"", "Bearer x", bearer + "x"} {
			if w := tellMissed(s, "searchQuery=stranger", none); w.Code != 401 {
				t.Errorf("with session %q: %s", none, dump(w))
			}
		}
		if w := get(s, "GET", "/app/api/missed?searchQuery=stranger",
			http.Header{"Authorization": {bearer}}); w.Code != 405 {
			t.Errorf("read: %s", dump(w))
		}
		metrics := httptest.NewRecorder()
		s.Operations(false).ServeHTTP(metrics, httptest.NewRequest("GET", "/metrics", nil))
		must(t, s.Close())
		for _, text := range []string{log.String(), metrics.Body.String()} {
			if text = strings.ToLower(text); strings.Contains(text, "torch") ||
				strings.Contains(text, "velvet") || !strings.Contains(text, "/app/api/missed") {
				t.Errorf("the log or the metrics: %s", text)
			}
		}
		counted := func(text string) gaps.Count {
			return gaps.Count{Query: text, Count: 1, First: "2030-01-02", Last: "2030-01-02"}
		}
		for dir, want := range map[string][]gaps.Count{dir: {counted("torch"), counted("velvet hoodie")},
			site: {counted("lamp")}} {
			got, err := gaps.Read(t.Context(), gaps.Folder(dir))
			must(t, err)
			if off {
				want = nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, --no-gaps=%v: %s", dir, off, diff)
			}
		}
	}
}

// BenchmarkEmptySearch is a search without result, counted and not, answered from memory: what counting
// costs.
func BenchmarkEmptySearch(b *testing.B) {
	for _, off := range []bool{true, false} {
		b.Run(fmt.Sprintf("counted=%v", !off), func(b *testing.B) {
			dir := b.TempDir()
			sample().write(b, dir)
			o := options(b, dir)
			o.Logger, o.NoGaps = nil, off
			s := start(b, o)
			for b.Loop() {
				get(s, "GET", "/products?searchQuery=torch+with+lamp", nil)
			}
		})
	}
}
