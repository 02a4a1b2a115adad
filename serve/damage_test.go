package serve

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// flip changes one byte of a file in place.
func flip(t *testing.T, path string, at int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	defer f.Close()
	b := make([]byte, 1)
	_, err = f.ReadAt(b, int64(at))
	must(t, err)
	b[0] ^= 1
	_, err = f.WriteAt(b, int64(at))
	must(t, err)
}

// TestDamageBehindTheBack flips bytes of files that are open: a wrong byte is never sent.
func TestDamageBehindTheBack(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	s := start(t, options(t, dir))
	flip(t, filepath.Join(dir, "categories.json"), 20)
	products, err := filepath.Glob(filepath.Join(dir, "products", "*.json"))
	must(t, err)
	flip(t, products[0], 300)
	for _, target := range []string{"/categories", "/products?limit=1"} {
		w := get(s, "GET", target, nil)
		if w.Code != 503 || !strings.Contains(w.Body.String(), "the data is damaged") ||
			strings.Contains(w.Body.String(), dir) {
			t.Errorf("%s: %s", target, dump(w))
		}
		if w.Header().Get("Etag") != "" || w.Header().Get("X-Total-Count") != "" {
			t.Errorf("%s: headers of an answer in a problem: %v", target, w.Header())
		}
	}
	s.sites.BeginChecks()
	s.sites.Check(s.sites.Root(), s.sites.Root().Current())
	s.sites.Settle()
	if r := readyOf(t, s); r.Damage == "" {
		t.Error("the check in the background did not find it")
	}
	if s.sites.Woken() {
		t.Error("the loop is woken for damage that it cannot mend")
	}
	for _, path := range []string{products[0], filepath.Join(dir, "categories.json")} {
		must(t, os.Remove(path))
	}
	sample().write(t, dir) // as after git checkout: the same revision
	must(t, s.Reload(context.Background()))
	if w := get(s, "GET", "/products?limit=1", nil); w.Code != 200 || readyOf(t, s).Damage != "" {
		t.Errorf("after recovery: %s", dump(w))
	}
}

// TestDamagedProductsAtStart lets the server find damage where it has to build the index, and where it has
// one.
func TestDamagedProductsAtStart(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	start(t, o)
	files, err := filepath.Glob(filepath.Join(o.Bundle, "products", "*.json"))
	must(t, err)
	flip(t, files[0], 300)
	if s, err := New(context.Background(), o); err == nil {
		t.Errorf("damaged products are served: %v", s.Close())
	}
	must(t, os.RemoveAll(filepath.Join(o.Bundle, bundle.IndexDir)))
	s, err := New(context.Background(), o)
	must(t, err)
	defer s.Close()
	if err := s.Reload(context.Background()); err == nil {
		t.Error("an index was built of damaged products")
	}
	if w := get(s, "GET", "/ready", nil); w.Code != 503 || w.Header().Get("Retry-After") == "" ||
		!strings.Contains(w.Body.String(), "damaged: products/") {
		t.Errorf("ready: %s", dump(w))
	}
	if w := get(s, "GET", "/products", nil); w.Code != 503 ||
		w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("products: %s", dump(w))
	}
	if w := get(s, "GET", "/health", nil); w.Code != http.StatusOK {
		t.Errorf("health: %s", dump(w))
	}
}

// TestFlippedIndexAtStart starts on an index with a wrong byte of the right length: the check in the
// background finds it, and it is built anew.
func TestFlippedIndexAtStart(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	must(t, start(t, o).Close())
	found, err := filepath.Glob(filepath.Join(o.Bundle, bundle.IndexDir, "*", "codes.txt"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	before, err := os.ReadFile(found[0])
	must(t, err)
	flip(t, found[0], 1)
	s, err := New(context.Background(), o)
	must(t, err)
	defer s.Close()
	s.sites.BeginChecks()
	s.sites.Check(s.sites.Root(), s.sites.Root().Current())
	s.sites.Settle()
	for _, done := range s.sites.Look() {
		<-done
	}
	if after, err := os.ReadFile(found[0]); err != nil || string(after) != string(before) ||
		readyOf(t, s).Damage != "" {
		t.Errorf("%q, %v, want %q", after, err, before)
	}
}

// TestDamageBesideTheSameManifest changes files of a bundle whose manifest stays as it is, as a careless hand
// does: whoever looks notices it, the old answers go on, and what is put back is taken up again.
func TestDamageBesideTheSameManifest(t *testing.T) {
	edited := func(data []byte) []byte { return slices.Concat(data, []byte("\n")) }
	for name, c := range map[string]struct {
		path   string
		change func(data []byte) []byte // nil: removed
		cause  string                   // its beginning; empty: it is still whole
	}{
		"categories edited":     {"categories.json", edited, "the bundle is damaged: categories.json"},
		"closing form removed":  {"closing-form.json", nil, "the bundle is damaged: closing-form.json"},
		"products edited":       {"products/*.json", edited, "the bundle is damaged: products/"},
		"products removed":      {"products", nil, "the bundle is damaged: products/"},
		"products written anew": {"products/*.json", slices.Clone[[]byte], ""},
	} {
		t.Run(name, func(t *testing.T) {
			log := &strings.Builder{}
			o := options(t, t.TempDir())
			o.Logger = logger(log)
			sample().write(t, o.Bundle)
			s := start(t, o)
			want, whole := answers(t, s), filesBelow(t, o.Bundle)
			paths, err := filepath.Glob(filepath.Join(o.Bundle, c.path))
			must(t, err)
			for _, path := range paths {
				if c.change == nil {
					must(t, os.RemoveAll(path))
					continue
				}
				// as editors and git do, so what is open stays
				must(t, os.WriteFile(path+"-new", c.change(whole[path]), 0o644))
				must(t, os.Rename(path+"-new", path))
				inPlace(t, path, slices.Clone[[]byte])
			}
			lookAround(s)
			lookAround(s)
			cause := ""
			if r := readyOf(t, s); r.Refused != nil {
				cause = r.Refused.Cause
			}
			if n := strings.Count(log.String(), "bundle refused"); !strings.HasPrefix(cause, c.cause) ||
				(cause == "") != (c.cause == "") || (n == 1) != (cause != "") {
				t.Errorf("refused %d times, because %q, want %q", n, cause, c.cause)
			}
			for target, got := range answers(t, forgetful(s)) {
				if got != want[target] && target != "/ready" {
					t.Errorf("%s answers otherwise: %s", target, got)
				}
			}
			restore(t, whole)
			must(t, lookAround(s))
			if s.sites.NeedsLoading(s.sites.Root()) {
				t.Error("what was put back is not taken up")
			}
		})
	}
}

// TestDamagedWebsiteStaysOpen: one that could not be opened again is not closed when nobody asks for it.
func TestDamagedWebsiteStaysOpen(t *testing.T) {
	o := options(t, t.TempDir())
	site := filepath.Join(o.Bundle, "sites", "ha-1")
	sample().write(t, site)
	s := start(t, o)
	want := get(s, "GET", "/products?idWebsite=ha-1", nil).Body.String()
	must(t, os.RemoveAll(filepath.Join(site, "products")))
	if n := s.sites.CloseSite(s.sites.Of("ha-1")); n >= 0 {
		t.Errorf("closed with %d products", n)
	}
	if got := get(forgetful(s), "GET", "/products?idWebsite=ha-1", nil).Body.String(); got != want {
		t.Errorf("answers otherwise: %s", got)
	}
}

// TestReadyTellsTheAge: how long the state that is served has been there, by the server's clock.
func TestReadyTellsTheAge(t *testing.T) {
	later := time.Duration(0)
	o := options(t, t.TempDir())
	o.Clock = func() time.Time { return clock().Add(later) }
	sample().write(t, o.Bundle)
	s := start(t, o)
	later = 90 * time.Minute
	if age := readyOf(t, s).Age; age == nil || *age != 90*60 {
		t.Errorf("age %v", age)
	}
}
