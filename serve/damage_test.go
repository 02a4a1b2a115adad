package serve

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDamageBesideTheSameManifest changes files of a bundle whose manifest stays as it is, as a careless hand does: whoever
// looks notices it, the old answers go on, and what is put back is taken up again.
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
			want, whole := answers(t, s), files(t, o.Bundle)
			paths, err := filepath.Glob(filepath.Join(o.Bundle, c.path))
			must(t, err)
			for _, path := range paths {
				if c.change == nil {
					must(t, os.RemoveAll(path))
					continue
				}
				must(t, os.WriteFile(path+"-new", c.change(whole[path]), 0o644)) // as editors and git do, so what is open stays
				must(t, os.Rename(path+"-new", path))
				inPlace(t, path, slices.Clone[[]byte])
			}
			lookAround(s)
			lookAround(s)
			cause := ""
			if r := readyOf(t, s); r.Refused != nil {
				cause = r.Refused.Cause
			}
			if n := strings.Count(log.String(), "bundle refused"); !strings.HasPrefix(cause, c.cause) || (cause == "") != (c.cause == "") || (n == 1) != (cause != "") {
				t.Errorf("refused %d times, because %q, want %q", n, cause, c.cause)
			}
			for target, got := range answers(t, forgetful(s)) {
				if got != want[target] && target != "/ready" {
					t.Errorf("%s answers otherwise: %s", target, got)
				}
			}
			restore(t, whole)
			must(t, lookAround(s))
			if s.needsLoading(s.root) {
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
	must(t, os.RemoveAll(filepath.Join(site, productsPath)))
	if n := s.closeSite((*s.sites.Load())["ha-1"]); n >= 0 {
		t.Errorf("closed with %d products", n)
	}
	if got := get(forgetful(s), "GET", "/products?idWebsite=ha-1", nil).Body.String(); got != want {
		t.Errorf("answers otherwise: %s", got)
	}
}
