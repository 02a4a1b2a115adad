package serve

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
	"plugsheet/serve/store"
)

// ticking is a clock that goes on by a second whenever it is read, and may be put forward.
type ticking struct{ seconds atomic.Int64 }

func (c *ticking) now() time.Time { return clock().Add(time.Duration(c.seconds.Add(1)) * time.Second) }

// serveSites serves so many websites, each with its own price, and no more than some of them open. None has
// an index yet.
func serveSites(t *testing.T, sites, open int) (*Server, *ticking) {
	t.Helper()
	o := options(t, t.TempDir())
	c := &ticking{}
	o.Clock, o.OpenSites, o.SiteIdle = c.now, open, 1000*time.Hour
	for i := range sites {
		shop{ids: bundle.StringIDs, products: 3, price: sitePrice(i)}.write(t,
			filepath.Join(o.Bundle, bundle.SitesDir, siteName(i)))
	}
	return start(t, o), c
}

func siteName(i int) string  { return fmt.Sprintf("ha-%d", i) }
func sitePrice(i int) string { return fmt.Sprintf("%d.00 €", 100+i) }

// askSite asks for a website's products; the answer must be its own.
func askSite(t *testing.T, s *Server, i int) {
	t.Helper()
	w := get(s, "GET", "/products?idWebsite="+siteName(i), nil)
	for w.Code == 503 { // it was being closed
		w = get(s, "GET", "/products?idWebsite="+siteName(i), nil)
	}
	if n := strings.Count(w.Body.String(), sitePrice(i)); w.Code != 200 || n != 3 {
		t.Errorf("website %d: %s", i, dump(w))
	}
}

func openSites(s *Server) int {
	_, open := s.sites.Count()
	return open
}

func siteNamed(s *Server, i int) *site.Site { return s.sites.Of(siteName(i)) }

// TestOldestSitesAreClosed opens more websites than may be open: those asked for last stay, and the others
// answer again.
func TestOldestSitesAreClosed(t *testing.T) {
	s, _ := serveSites(t, 5, 2)
	askSite(t, s, 0)
	first := siteNamed(s, 0).Current()
	for _, i := range []int{1, 2, 3, 4, 3} {
		askSite(t, s, i)
	}
	await(t, "two open websites", func() bool { return openSites(s) == 2 })
	if siteNamed(s, 3).Current() == nil || siteNamed(s, 4).Current() == nil {
		t.Error("those that were asked for last are closed")
	}
	if !first.Closed() {
		t.Error("a closed website's snapshot has users")
	}
	for i := range 5 {
		askSite(t, s, i)
	}
	if r := readyOf(t, s); r.Sites.Known != 5 || r.Sites.Refused != 0 {
		t.Errorf("ready: %+v", r.Sites)
	}
}

// TestIdleSitesAreClosed lets time pass.
func TestIdleSitesAreClosed(t *testing.T) {
	s, c := serveSites(t, 2, 10)
	askSite(t, s, 0)
	askSite(t, s, 1)
	s.sites.CloseIdle()
	if n := openSites(s); n != 2 {
		t.Fatalf("%d websites are open", n)
	}
	c.seconds.Add(int64(999 * time.Hour / time.Second))
	askSite(t, s, 1) // from what is remembered
	c.seconds.Add(int64(2 * time.Hour / time.Second))
	s.sites.CloseIdle()
	if siteNamed(s, 0).Current() != nil || siteNamed(s, 1).Current() == nil {
		t.Error("not the idle one was closed")
	}
	askSite(t, s, 0)
}

// TestRefusedSiteIsNotClosed: what cannot be opened again goes on with its old answers.
func TestRefusedSiteIsNotClosed(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"bundle gone": os.RemoveAll,
		"flipped": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, bundle.ManifestFile), []byte("{}"), 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := serveSites(t, 1, 10)
			askSite(t, s, 0)
			must(t, harm(siteNamed(s, 0).Dir))
			c.seconds.Add(int64(2000 * time.Hour / time.Second))
			s.sites.CloseIdle() // before anybody noticed
			lookAround(s)
			c.seconds.Add(int64(2000 * time.Hour / time.Second))
			s.sites.CloseIdle() // and after
			askSite(t, s, 0)
		})
	}
}

// TestClosedSiteKeepsItsJournal: a website's journal is closed with it, and what it holds still counts.
func TestClosedSiteKeepsItsJournal(t *testing.T) {
	o := options(t, t.TempDir())
	dir := filepath.Join(o.Bundle, bundle.SitesDir, "ha-1")
	sample().write(t, dir)
	s := start(t, o)
	j := siteOfName(s, "ha-1").Actions
	for range 2 {
		w := post(s, "application/json",
			`{"action":"CALL","idConversation":"c","idOperator":"o","idWebsite":"ha-1"}`)
		if w.Code != 200 || !journalHeld(dir) {
			t.Errorf("%s", dump(w))
		}
		if s.sites.CloseSite(siteOfName(s, "ha-1")) != 34 || journalHeld(dir) {
			t.Error("the website was not closed")
		}
	}
	if got := lines(t, dir); len(got) != 1 {
		t.Errorf("the journal: %q", got)
	}
	must(t, j.Recover()) // as an action that came late would
	s.sites.CloseIdle()
	if journalHeld(dir) {
		t.Error("the journal of a closed website stays open")
	}
}

// journalHeld tells whether somebody has the journal of a bundle open.
func journalHeld(dir string) bool {
	other := store.NewJournal(store.JournalOptions{Dir: dir})
	defer other.Close()
	return other.Recover() != nil
}

func siteOfName(s *Server, name string) *site.Site { return s.sites.Of(name) }

// TestSitesComeAndGo asks from many sides for more websites than may be open: nothing but right answers, and
// in the end nothing is held but what is open.
func TestSitesComeAndGo(t *testing.T) {
	const sites = 8
	s, _ := serveSites(t, sites, 2)
	seed := seed(t)
	t.Logf("seed %d", seed)
	var clients sync.WaitGroup
	for client := range 8 {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(client)))
			for range 100 {
				askSite(t, s, random.IntN(sites))
			}
		})
	}
	clients.Wait()
	await(t, "at most two open websites", func() bool { s.sites.CloseIdle(); return openSites(s) <= 2 })
	if opened := s.sites.Opened(); opened <= sites {
		t.Errorf("only %d snapshots were opened: nothing was closed meanwhile", opened)
	}
	t.Logf("%d snapshots", s.sites.Opened())
}

// firstOf is the price of a website's first product.
func firstOf(s *Server, i int) string {
	_, price, _ := strings.Cut(get(s, "GET", "/products?limit=1&idWebsite="+siteName(i), nil).Body.String(),
		`"priceCatalog":"`)
	price, _, _ = strings.Cut(price, `"`)
	return price
}
