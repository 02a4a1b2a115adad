package serve

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
	"plugsheet/serve/store"
)

// TestReadyMeansActions: a server that cannot record actions is not ready, and is again once it can, by
// itself.
func TestReadyMeansActions(t *testing.T) {
	var later atomic.Int64
	o := options(t, t.TempDir())
	o.Clock = func() time.Time { return clock().Add(time.Duration(later.Load())) }
	sample().write(t, o.Bundle)
	s := start(t, o)
	unready := func(why string) {
		t.Helper()
		if r := readyOf(t, s); !strings.Contains(r.Detail, why) || r.Digest == "" {
			t.Errorf("%+v, want %q", r, why)
		}
	}
	unready("")
	private := filepath.Join(o.Bundle, bundle.PrivateDir)
	must(t, os.Rename(private, private+"-away"))
	must(t, os.WriteFile(private, nil, 0o600)) // a file where the folder should be
	unready("actions cannot be recorded")
	must(t, os.Remove(private))
	must(t, os.Rename(private+"-away", private))
	unready("")

	other := store.NewJournal(store.JournalOptions{Dir: o.Bundle}) // another process has the lock
	_, err := other.Record(store.Action{Time: "x", Action: "CALL"})
	must(t, err)
	unready("") // nobody has found out
	if w := post(s, "application/json", `{"action":"CALL","idConversation":"c"}`); w.Code != 503 {
		t.Fatalf("%s", dump(w))
	}
	unready("actions cannot be recorded")
	later.Add(int64(5 * time.Second))
	unready("actions cannot be recorded") // it was tried
	must(t, other.Close())
	unready("actions cannot be recorded") // a moment ago
	later.Add(int64(5 * time.Second))
	unready("")
	if w := post(s, "application/json", `{"action":"CALL","idConversation":"c"}`); w.Code != 200 {
		t.Errorf("%s", dump(w))
	}
	if left, err := filepath.Glob(filepath.Join(private, ".journal-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q %v", left, err)
	}
}

// TestReadyWithoutActions: where there are none nobody asks whether they could be recorded.
func TestReadyWithoutActions(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	s := start(t, o)
	s.sites.Root().Current().Fields = site.Localized[[]bundle.CustomerField]{}
	s.sites.Root().Actions = unwritable{s.sites.Root().Actions}
	if r := readyOf(t, s); r.Status != statusReady {
		t.Errorf("%+v", r)
	}
}

// TestReadyMeansProducts: so is one that cannot answer products or categories, whether somebody has asked for
// them or not.
func TestReadyMeansProducts(t *testing.T) {
	for name, c := range map[string]struct{ path, ask, why string }{
		"products":   {"products/*.json", "", "products cannot be answered"},
		"categories": {"categories.json", "/categories", "categories cannot be answered"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, t.TempDir())
			sample().write(t, o.Bundle)
			s := start(t, o)
			whole := filesBelow(t, o.Bundle)
			paths, err := filepath.Glob(filepath.Join(o.Bundle, c.path))
			must(t, err)
			for _, path := range paths {
				must(t, os.Truncate(path, 0))
			}
			if c.ask != "" {
				if w := get(s, "GET", c.ask, nil); w.Code != 503 {
					t.Errorf("%s", dump(w))
				}
			}
			r := readyOf(t, s)
			if !strings.Contains(r.Detail, c.why) || strings.Contains(r.Detail, o.Bundle) {
				t.Errorf("%+v", r)
			}
			if w := get(s, "GET", "/health", nil); w.Code != 200 {
				t.Errorf("health: %s", dump(w)) // the process is well: nobody must restart it
			}
			for _, path := range paths {
				must(t, os.Remove(path))
			}
			restore(t, whole)
			must(t, lookAround(s))
			if r := readyOf(t, s); r.Status != statusReady {
				t.Errorf("after it was put back: %+v", r)
			}
		})
	}
}

// breakable are actions that cannot be recorded from some moment on.
type breakable struct {
	store.Actions
	broken *atomic.Bool
}

func (b breakable) Ready() bool { return !b.broken.Load() && b.Actions.Ready() }

// TestReadyMeansWebsites: a website that is open and cannot record actions counts as the root does, and each
// can be asked for.
func TestReadyMeansWebsites(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	for _, name := range []string{"ha-1", "ha-2", "ha-3"} {
		sample().write(t, filepath.Join(o.Bundle, bundle.SitesDir, name))
	}
	var broken atomic.Bool
	s := start(t, o)
	two := s.sites.Of("ha-2")
	two.Actions = breakable{two.Actions, &broken}
	for _, name := range []string{"ha-1", "ha-2"} {
		if w := get(s, "GET", "/products?idWebsite="+name, nil); w.Code != 200 {
			t.Fatal(dump(w))
		}
	}
	if r := readyOf(t, s); r.Status != statusReady || len(r.Sites.Unfit) > 0 {
		t.Errorf("%+v", r)
	}
	broken.Store(true)
	r := readyOf(t, s)
	if r.Status != "NOT READY" || len(r.Sites.Unfit) != 1 || r.Sites.Unfit[0].Site != "ha-2" ||
		!strings.Contains(r.Sites.Unfit[0].Cause, "actions cannot be recorded") || r.Digest == "" {
		t.Errorf("%+v", r)
	}
	for website, want := range map[string]int{"": 503, "ha-1": 200, "ha-2": 503,
		"ha-3": 200, "unknown": 200} {
		if w := get(s, "GET", "/ready?idWebsite="+website, nil); w.Code != want {
			t.Errorf("%q alone: %s", website, dump(w))
		}
	}
}
