package serve

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/serve/site"
)

// await asks again and again until it is so; the test's own deadline ends a wait that has no end.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !so() {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

// serving runs a server whose bundle is looked at only when one of the doors says so.
func serving(t *testing.T, o Options) *Server {
	t.Helper()
	s := start(t, o)
	_, stop := run(t, s)
	t.Cleanup(func() { must(t, stop()) })
	return s
}

func firstProduct(s *Server) string { return get(s, "GET", "/products?limit=1", nil).Body.String() }

// TestFileEventReloads writes another bundle over the one that is served, without polling or waking.
func TestFileEventReloads(t *testing.T) {
	o := options(t, t.TempDir())
	o.Poll = -1
	shop := sample()
	shop.write(t, o.Bundle)
	s := serving(t, o)
	for _, price := range []string{"11.00 €", "12.00 €"} {
		shop.price = price
		await(t, "the price "+price, func() bool {
			if !s.sites.Woken() && !strings.Contains(firstProduct(s), price) {
				shop.write(t, o.Bundle) // the first one may come before the folder is watched
			}
			return strings.Contains(firstProduct(s), price)
		})
	}
}

// The customers lie where no events are looked for, so that only the clock and Wake notice a change of them.
func changeCustomers(t *testing.T, o Options) {
	t.Helper()
	shop := sample()
	shop.customers[1].Values["Level"] = "platinum"
	shop.write(t, o.Bundle)
}

func platinum(s *Server) bool {
	return strings.Contains(get(s, "GET", "/customer?emailVisitor=joe@example.org", nil).Body.String(),
		"platinum")
}

func TestPollReloads(t *testing.T) {
	o := options(t, t.TempDir())
	o.Poll = time.Millisecond
	sample().write(t, o.Bundle)
	s := serving(t, o)
	changeCustomers(t, o)
	await(t, "the customers", func() bool { return platinum(s) })
}

func TestWakeReloads(t *testing.T) {
	o := options(t, t.TempDir())
	o.Poll = -1
	sample().write(t, o.Bundle)
	s := serving(t, o)
	changeCustomers(t, o)
	s.Wake()
	await(t, "the customers", func() bool { return platinum(s) })
}

// lookAround looks, waits for what that began, and gives why the root was refused.
func lookAround(s *Server) error {
	for _, done := range s.sites.Look() {
		<-done
	}
	_, err := s.sites.Root().Refusal()
	return err
}

// TestLook: what has not changed is not read, a refused bundle is told of once and tried again until it is
// whole.
func TestLook(t *testing.T) {
	log := &strings.Builder{}
	o := options(t, t.TempDir())
	o.Logger = logger(log)
	shop := sample()
	shop.write(t, o.Bundle)
	s := start(t, o)
	if s.sites.NeedsLoading(s.sites.Root()) {
		t.Error("a bundle that was just loaded counts as changed")
	}
	shop.price = "11.00 €"
	shop.write(t, o.Bundle)
	path := filepath.Join(o.Bundle, "categories.json")
	whole, err := os.ReadFile(path)
	must(t, err)
	flip(t, path, 20)
	for range 3 {
		if lookAround(s) == nil {
			t.Error("a damaged bundle was loaded")
		}
	}
	if n := strings.Count(log.String(), "bundle refused"); n != 1 {
		t.Errorf("told of %d times: %s", n, log)
	}
	if r := readyOf(t, s); r.Refused == nil || r.Sites.Refused != 1 ||
		!strings.Contains(scrape(s), `plugsheet_reloads_total{result="refused"} 1`) {
		t.Errorf("ready: %+v", r)
	}
	if !strings.Contains(firstProduct(s), "10.00 €") {
		t.Error("the old answers do not go on")
	}
	must(t, os.WriteFile(path, whole, 0o644)) // the manifest is the same as before
	must(t, lookAround(s))
	if r := readyOf(t, s); r.Refused != nil || r.Sites.Refused != 0 ||
		!strings.Contains(firstProduct(s), "11.00 €") {
		t.Errorf("after recovery: %+v", r)
	}
}

// TestCheckoutIsRollback takes an older state back, file by file and with looks between, as git checkout does
// it.
func TestCheckoutIsRollback(t *testing.T) {
	o := options(t, t.TempDir())
	shop := sample()
	shop.write(t, o.Bundle)
	old := map[string][]byte{}
	for _, glob := range []string{"*.json", "products/*.json"} {
		names, err := filepath.Glob(filepath.Join(o.Bundle, glob))
		must(t, err)
		for _, name := range names {
			data, err := os.ReadFile(name)
			must(t, err)
			old[name] = data
		}
	}
	shop.price = "11.00 €"
	shop.write(t, o.Bundle)
	s := start(t, o)
	for name, data := range old {
		must(t, os.Remove(name))
		must(t, os.WriteFile(name, data, 0o644))
		lookAround(s) // refused as long as it is a mixture
		if w := get(s, "GET", "/products?limit=100", nil); w.Code != 200 ||
			strings.Contains(w.Body.String(), "10.00 €") && strings.Contains(w.Body.String(), "11.00 €") {
			t.Errorf("meanwhile: %d", w.Code)
		}
	}
	must(t, lookAround(s))
	if !strings.Contains(firstProduct(s), "10.00 €") {
		t.Error("the old state is not back")
	}
}

// TestWatchImports saves an input: it is imported and served. An import that fails changes nothing.
func TestWatchImports(t *testing.T) {
	o := options(t, t.TempDir())
	o.Poll = -1
	shop := sample()
	shop.write(t, o.Bundle)
	input := filepath.Join(t.TempDir(), "shop.csv")
	must(t, os.WriteFile(input, []byte("10.00 €"), 0o644))
	imported := make(chan string, 1000)
	o.Watch = site.Watch{Inputs: []string{input}, Import: func(context.Context) error {
		data, err := os.ReadFile(input)
		must(t, err)
		defer func() { imported <- string(data) }()
		if string(data) == "bad" {
			return errors.New("problems in the data")
		}
		shop.price = string(data)
		shop.write(t, o.Bundle)
		return nil
	}}
	s := serving(t, o)
	for _, text := range []string{"11.00 €", "bad", "12.00 €"} {
		last := ""
		await(t, "the import of "+text, func() bool {
			select {
			case last = <-imported:
			default:
				part := input + ".part"
				must(t, os.WriteFile(part, []byte(text), 0o644))
				must(t, os.Rename(part, input)) // as editors save
				select {
				case last = <-imported:
				case <-time.After(600 * time.Millisecond):
					// the first one may come before the folder is watched
				}
			}
			return last == text
		})
		want := text
		if text == "bad" {
			want = "11.00 €"
		}
		await(t, want, func() bool { return strings.Contains(firstProduct(s), want) })
		await(t, "/ready after "+text, func() bool {
			said := readyOf(t, s).Import
			return text != "bad" && said == nil ||
				text == "bad" && said != nil && said.Cause == notImported && said.At != ""
		})
	}
	if got := scrape(s); !strings.Contains(got, "plugsheet_imports_failed_total 1\n") {
		t.Errorf("the import that failed is not counted once:\n%s", got)
	}
}

// TestWatchPolls: an input on a share of another machine, where nothing tells of a save, is imported too, and
// not while it is being written.
func TestWatchPolls(t *testing.T) {
	o := options(t, t.TempDir())
	o.Poll = time.Millisecond
	sample().write(t, o.Bundle)
	var looks, imports atomic.Int64
	var writing atomic.Bool
	writing.Store(true)
	o.Watch = site.Watch{
		Inputs: []string{filepath.Join(t.TempDir(), "gone", "shop.csv")},
		Stamp: func() string {
			n := looks.Add(1)
			if !writing.Load() {
				n = 0
			}
			return strconv.FormatInt(n, 10)
		},
		Import: func(context.Context) error { imports.Add(1); return nil },
	}
	serving(t, o)
	await(t, "the first import", func() bool { return imports.Load() == 1 })
	from := looks.Load()
	await(t, "looks at what is being written", func() bool { return looks.Load() > from+20 })
	if n := imports.Load(); n != 1 {
		t.Errorf("imported %d times while it was being written", n-1)
	}
	writing.Store(false)
	await(t, "the import of what was written", func() bool { return imports.Load() > 1 })
}
