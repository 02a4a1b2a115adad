package serve

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// filesBelow are the contents of all files below a folder, by path.
func filesBelow(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all[path], err = os.ReadFile(path)
		}
		return err
	}))
	return all
}

// restore puts files back as git does: as new ones.
func restore(t *testing.T, all map[string][]byte) {
	t.Helper()
	for path, data := range all {
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path+"-new", data, 0o644))
		must(t, os.Rename(path+"-new", path))
	}
}

// inPlace changes an open file behind the server's back, some time later as a clock tells it.
func inPlace(t *testing.T, path string, change func(data []byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, change(data), 0o644))
	later := time.Now().Add(time.Hour)
	must(t, os.Chtimes(path, later, later))
}

// everything are requests that read everything that a bundle has.
var everything = []string{
	"/products?limit=100", "/products?limit=7&offset=5", "/products?idCategory=10",
	"/products?searchQuery=mug", "/products?searchQuery=P-3", "/categories", "/categories?idParent=10",
	"/closing-form", "/customer?emailVisitor=joe@example.org", "/ready",
}

// answers are those to all that is asked, but for what /ready says of the moment.
func answers(t *testing.T, s *Server) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, target := range everything {
		w := get(s, "GET", target, nil)
		if target == "/ready" {
			r := readyOf(t, s)
			all[target] = r.Digest + r.Damage
			if r.Refused != nil {
				all[target] += r.Refused.Cause
			}
			continue
		}
		all[target] = w.Body.String()
		if w.Code == 503 && strings.Contains(w.Body.String(), `"title":`) {
			all[target] = "503"
		} else if w.Code != 200 {
			t.Errorf("%s: %s", target, dump(w))
		}
	}
	return all
}

// forgetful drops what was answered before, so that the next answers come from the files.
func forgetful(s *Server) *Server {
	s.pages.mu.Lock()
	defer s.pages.mu.Unlock()
	s.pages.kept.Purge()
	return s
}

// TestFaults harms the files under a running server: each answer is the old one or a 503, and once they are
// whole again, if that needs anybody at all, so are the answers, without a restart.
func TestFaults(t *testing.T) {
	flipped := func(data []byte) []byte {
		data[len(data)/2] ^= 1
		return data
	}
	cut := func(data []byte) []byte { return data[:len(data)/2] }
	type fault struct {
		glob   string
		change func(data []byte) []byte // nil: removed
		heals  bool                     // by itself
	}
	faults := map[string]fault{
		"index deleted": {glob: "index", heals: true}, "bundle deleted": {glob: "."},
		"products deleted": {glob: "products"}, "manifest deleted": {glob: "manifest.json"},
	}
	for _, glob := range []string{
		"products/*.json", "categories.json", "closing-form.json", "manifest.json",
		"index/*/state.json", "index/*/products.bin", "index/*/codes.bin",
		"index/*/codes.txt", "index/*/store/*.zap", "index/*/store/root.bolt",
	} {
		heals := strings.HasPrefix(glob, "index")
		faults[glob+" flipped"] = fault{glob, flipped, heals}
		faults[glob+" cut short"] = fault{glob, cut, heals}
	}
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		f := faults[name]
		t.Run(name, func(t *testing.T) {
			o := options(t, filepath.Join(t.TempDir(), "shop"))
			sample().write(t, o.Bundle)
			s := start(t, o)
			want, whole := answers(t, s), filesBelow(t, o.Bundle)
			paths, err := filepath.Glob(filepath.Join(o.Bundle, f.glob))
			must(t, err)
			if len(paths) == 0 {
				t.Fatal("there is no such file")
			}
			for _, path := range paths {
				if f.change == nil {
					must(t, os.RemoveAll(path))
				} else {
					inPlace(t, path, f.change)
				}
			}
			answers(t, forgetful(s)) // before anybody looked: nothing but 200 and 503
			for range 2 {
				lookAround(s)
				for target, got := range answers(t, forgetful(s)) {
					if got != want[target] && got != "503" && target != "/ready" {
						t.Errorf("%s answers otherwise: %s", target, got)
					}
				}
			}
			if !f.heals {
				restore(t, whole)
				lookAround(s)
			}
			for target, got := range answers(t, forgetful(s)) {
				if got != want[target] {
					t.Errorf("%s after the repair: %s\nwant %s", target, got, want[target])
				}
			}
		})
	}
}

// TestClockJumps turns the clock of a running server back by a day and then by a year, two years forward, and
// to where it was: answers, actions and new states of the bundle go on, and what was refused before is tried
// again.
func TestClockJumps(t *testing.T) {
	var back atomic.Int64
	o := options(t, t.TempDir())
	o.Clock = func() time.Time { return clock().Add(-time.Duration(back.Load())) }
	shop := sample()
	shop.write(t, o.Bundle)
	damaged := filepath.Join(o.Bundle, bundle.SitesDir, "ha-1", "categories.json")
	shop.write(t, filepath.Dir(damaged))
	flip(t, damaged, 20)
	s := start(t, o)
	if w := get(s, "GET", "/products?idWebsite=ha-1", nil); w.Code != 503 {
		t.Errorf("a damaged website: %s", dump(w))
	}
	flip(t, damaged, 20)
	const year = 365 * 24 * time.Hour
	for i, by := range []time.Duration{24 * time.Hour, year, -year, 0} {
		back.Store(int64(by))
		if w := get(s, "GET", "/products?idWebsite=ha-1", nil); w.Code != 200 {
			t.Errorf("a website that is whole again: %s", dump(w))
		}
		for range 2 {
			if w := post(s, "application/json",
				`{"action":"CALL","idConversation":"`+by.String()+`","idOperator":"o"}`); w.Code != 200 {
				t.Errorf("%s", dump(w))
			}
		}
		if got := lines(t, o.Bundle); len(got) != i+1 {
			t.Errorf("the journal: %q", got)
		}
		shop.price = fmt.Sprintf("%d.00 €", 11+i)
		shop.write(t, o.Bundle)
		must(t, lookAround(s))
		if got := firstProduct(s); !strings.Contains(got, shop.price) {
			t.Errorf("the new state is not served: %s", got)
		}
	}
}
