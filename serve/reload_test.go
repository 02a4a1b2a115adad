package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
)

// readyOf decodes the answer to GET /ready.
func readyOf(t *testing.T, s *Server) readiness {
	t.Helper()
	w := get(s, "GET", "/ready", nil)
	var r readiness
	must(t, json.Unmarshal(w.Body.Bytes(), &r))
	if want := map[string]int{statusReady: 200, "NOT READY": 503}[r.Status]; w.Code != want ||
		(r.Detail != "") != (want == 503) {
		t.Fatalf("%s", dump(w))
	}
	return r
}

func TestReloadSwaps(t *testing.T) {
	dir := t.TempDir()
	shop := sample()
	shop.write(t, dir)
	s := start(t, options(t, dir))
	before, tag := s.sites.Root().Current(), get(s, "GET", "/products", nil).Header().Get("Etag")
	must(t, s.Reload(context.Background()))
	if s.sites.Root().Current() != before {
		t.Error("an unchanged bundle was opened anew")
	}
	shop.price = "11.00 €"
	shop.customers = shop.customers[:1]
	shop.write(t, dir)
	must(t, s.Reload(context.Background()))
	w := get(s, "GET", "/products?limit=1", nil)
	if !strings.Contains(w.Body.String(), "11.00 €") || w.Header().Get("Etag") == tag {
		t.Errorf("after the reload: %s", dump(w))
	}
	if !before.Closed() {
		t.Error("the old snapshot still has users")
	}
	if got := get(s, "GET", "/customer?emailVisitor=joe@example.org", nil).
		Body.String(); strings.Contains(got, "silver") {
		t.Errorf("a customer that was removed is still known: %s", got)
	}
}

func TestCustomersAndSynonymsAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	shop := sample()
	shop.write(t, dir)
	s := start(t, options(t, dir))
	tag := get(s, "GET", "/products", nil).Header().Get("Etag")
	shop.customers[1].Values["Level"] = "platinum"
	shop.write(t, dir) // the digest is the same
	must(t, s.Reload(context.Background()))
	if got := get(s, "GET", "/customer?emailVisitor=joe@example.org", nil).
		Body.String(); !strings.Contains(got, "platinum") {
		t.Errorf("customer: %s", got)
	}
	if got := get(s, "GET", "/products", nil).Header().Get("Etag"); got != tag {
		t.Errorf("new customers change the products' entity tag to %s", got)
	}
	must(t, os.WriteFile(filepath.Join(dir, bundle.SynonymsFile),
		[]byte(`[{"words":["mug","beaker"]}]`), 0o644))
	must(t, s.Reload(context.Background()))
	if got := get(s, "GET", "/products", nil).Header().Get("Etag"); got == tag {
		t.Error("new synonyms do not change the entity tag")
	}
}

// TestRefusedBundleChangesNothing damages a bundle in several ways under a running server.
func TestRefusedBundleChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		harm  func(t *testing.T, dir string)
		cause string
	}{
		"manifest gone": {func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, bundle.ManifestFile)))
		}, "there is no bundle"},
		"folder gone": {func(t *testing.T, dir string) { must(t, os.RemoveAll(dir)) }, "there is no bundle"},
		"byte flipped": {func(t *testing.T, dir string) {
			flip(t, filepath.Join(dir, "categories.json"), 20)
		}, "the bundle is damaged: categories.json"},
		"newer format": {func(t *testing.T, dir string) {
			path := filepath.Join(dir, bundle.ManifestFile)
			data, err := os.ReadFile(path)
			must(t, err)
			must(t, os.WriteFile(path, []byte(strings.Replace(string(data), `"format":1`, `"format":9`, 1)),
				0o644))
		}, "the bundle is of a format that this program does not read"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "shop")
			sample().write(t, dir)
			s := start(t, options(t, dir))
			want := get(s, "GET", "/products?searchQuery=mug", nil).Body.String()
			c.harm(t, dir)
			if err := s.Reload(context.Background()); err == nil {
				t.Error("the reload says nothing")
			}
			if got := get(s, "GET", "/products?searchQuery=mug", nil).Body.String(); got != want {
				t.Errorf("after the refusal: %s", got)
			}
			r := readyOf(t, s)
			if r.Refused == nil || r.Refused.Cause != c.cause || r.Counts.Products != 34 {
				t.Errorf("ready: %+v %+v", r, r.Refused)
			}
			sample().write(t, dir)
			must(t, s.Reload(context.Background()))
			if r := readyOf(t, s); r.Refused != nil {
				t.Errorf("after recovery: %+v", r.Refused)
			}
		})
	}
}

// TestReloadUnderLoad swaps two states of a bundle, with damaged ones between, under clients that read
// without pause: each answer is whole and of one state, and no snapshot stays open.
func TestReloadUnderLoad(t *testing.T) {
	dir := t.TempDir()
	shop := sample()
	shop.write(t, dir)
	s := start(t, options(t, dir))
	var stop atomic.Bool
	var clients sync.WaitGroup
	var requests atomic.Int64
	for i := range 16 {
		clients.Go(func() {
			for !stop.Load() {
				w := get(s, "GET", []string{"/products?limit=100", "/products?searchQuery=mug&limit=17"}[i%2],
					nil)
				body := w.Body.String()
				one, two := strings.Count(body, "10.00 €"), strings.Count(body, "11.00 €")
				if w.Code != 200 || one*two != 0 || one+two != []int{34, 17}[i%2] {
					t.Errorf("%d with %d and %d products", w.Code, one, two)
				}
				requests.Add(1)
			}
		})
	}
	var old []*site.Snapshot
	reloads := 14
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		reloads = 50
	}
	for i := range reloads {
		shop.price = []string{"11.00 €", "10.00 €"}[i%2]
		shop.write(t, dir)
		if i%3 == 2 {
			flip(t, filepath.Join(dir, "categories.json"), 20)
		}
		old = append(old, s.sites.Root().Current())
		if err := s.Reload(context.Background()); (err != nil) != (i%3 == 2) {
			t.Errorf("reload %d: %v", i, err)
		}
		if i%3 == 2 {
			must(t, os.Remove(filepath.Join(dir, "categories.json")))
		}
	}
	stop.Store(true)
	clients.Wait()
	for i, n := range old {
		if n != s.sites.Root().Current() && !n.Closed() {
			t.Errorf("snapshot %d has users", i)
		}
	}
	t.Logf("%d requests", requests.Load())
}

// TestFirstRequestsOpenASiteOnce lets many requests ask for a website at once.
func TestFirstRequestsOpenASiteOnce(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	site := filepath.Join(dir, bundle.SitesDir, "ha-5")
	shop{ids: bundle.IntegerIDs, products: 2, price: "5 €"}.write(t, site)
	log := &strings.Builder{}
	o := options(t, dir)
	o.Logger = logger(log)
	s := start(t, o)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if w := get(s, "GET", "/products?idWebsite=ha-5", nil); w.Header().Get("X-Total-Count") != "2" {
				t.Errorf("%s", dump(w))
			}
		})
	}
	all.Wait()
	if n := strings.Count(log.String(), `msg="bundle loaded" site=ha-5`); n != 1 {
		t.Errorf("it was opened %d times:\n%s", n, log)
	}
}

func TestSites(t *testing.T) {
	dir := t.TempDir()
	sites := filepath.Join(dir, bundle.SitesDir)
	shop{ids: bundle.IntegerIDs, products: 2, price: "5 €"}.write(t, filepath.Join(sites, "ha-5"))
	must(t, os.MkdirAll(filepath.Join(sites, "empty"), 0o755))
	must(t, os.WriteFile(filepath.Join(sites, "file"), nil, 0o644))
	var later atomic.Int64 // nanoseconds
	o := options(t, dir)
	o.Clock = func() time.Time { return clock().Add(time.Duration(later.Load())) }
	s := start(t, o) // no bundle at the root
	for website, want := range map[string]int{
		"ha-5": 200, "": 404, "ha-6": 404, "empty": 404, "file": 404, "../sites/ha-5": 404, "ha-5/": 404,
		".": 404,
	} {
		w := get(s, "GET", "/products?idWebsite="+website, nil)
		if w.Code != want {
			t.Errorf("website %q: %d, want %d", website, w.Code, want)
		}
	}
	if r := readyOf(t, s); r.Digest != "" ||
		!reflect.DeepEqual(r.Sites, siteCounts{Known: 2, Open: 1, Refused: 0}) {
		t.Errorf("ready without a root: %+v", r)
	}
	sample().write(t, dir)
	shop{ids: bundle.IntegerIDs, products: 3, price: "5 €"}.write(t, filepath.Join(sites, "ha-6"))
	must(t, s.Reload(context.Background()))
	for website, want := range map[string]string{"ha-5": "2", "ha-6": "3", "empty": "34", "": "34"} {
		if got := get(s, "GET", "/products?idWebsite="+website, nil).Header().
			Get("X-Total-Count"); got != want {
			t.Errorf("website %q has %q products, want %s", website, got, want)
		}
	}
	flip(t, filepath.Join(sites, "ha-6", "categories.json"), 20)
	s = start(t, o)
	if w := get(s, "GET", "/products?idWebsite=ha-6", nil); w.Code != 503 {
		t.Errorf("a damaged website: %s", dump(w))
	}
	must(t, os.Remove(filepath.Join(sites, "ha-6", "categories.json")))
	shop{ids: bundle.IntegerIDs, products: 3, price: "5 €"}.write(t, filepath.Join(sites, "ha-6"))
	if w := get(s, "GET", "/products?idWebsite=ha-6", nil); w.Code != 503 {
		t.Errorf("a damaged website is tried again at once: %d", w.Code)
	}
	later.Store(int64(time.Minute))
	if w := get(s, "GET", "/products?idWebsite=ha-6", nil); w.Code != 200 {
		t.Errorf("a website that is well again: %s", dump(w))
	}
}

func TestNewTellsWhatIsWrong(t *testing.T) {
	empty := t.TempDir()
	if _, err := New(context.Background(), options(t, empty)); !errors.Is(err, bundle.ErrNotBundle) {
		t.Errorf("an empty folder: %v", err)
	}
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	o.Build = false
	if _, err := New(context.Background(), o); !errors.Is(err, index.ErrMissing) {
		t.Errorf("no index: %v", err)
	}
	flip(t, filepath.Join(o.Bundle, "closing-form.json"), 20)
	var damaged *bundle.DamagedError
	if _, err := New(context.Background(), o); !errors.As(err, &damaged) ||
		damaged.Path != "closing-form.json" {
		t.Errorf("a flipped byte: %v", err)
	}
}

func TestServesFromAReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	must(t, start(t, o).Close())
	must(t, filepath.WalkDir(o.Bundle, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(path, 0o500)
			t.Cleanup(func() { os.Chmod(path, 0o700) })
		}
		return err
	}))
	if w := get(start(t, o), "GET", "/products", nil); w.Code != 200 {
		t.Errorf("%s", dump(w))
	}
}
