//go:build unix

package serve

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestSlowSiteKeepsNobody has websites whose disk does not answer, and one that is damaged: the others are
// opened, answer and are loaded again meanwhile, and once the disk answers so do they.
func TestSlowSiteKeepsNobody(t *testing.T) {
	s, _ := serveSites(t, 6, 10)
	path := filepath.Join(siteNamed(s, 0).Dir, "categories.json")
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.Remove(path))
	must(t, syscall.Mkfifo(path, 0o600)) // who reads it waits for somebody who writes
	flip(t, filepath.Join(siteNamed(s, 1).Dir, "categories.json"), 20)

	ctx, giveUp := context.WithCancel(context.Background())
	waiting := make(chan int)
	go func() {
		w := httptest.NewRecorder()
		s.Handler().
			ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/products?idWebsite="+siteName(0), nil))
		waiting <- w.Code
	}()
	await(t, "the opening to begin", func() bool {
		return siteNamed(s, 0).Loading()
	})
	if w := get(s, "GET", "/products?idWebsite="+siteName(1), nil); w.Code != 503 {
		t.Errorf("the damaged website: %s", dump(w))
	}
	for i := 2; i < 6; i++ {
		askSite(t, s, i)
	}
	shop{ids: "string", products: 3, price: "1 €"}.write(t, siteNamed(s, 2).Dir)
	s.sites.Look()
	await(t, "a new price", func() bool { return firstOf(s, 2) == "1 €" })
	giveUp()
	if status := <-waiting; status != 503 {
		t.Errorf("the slow website: %d", status)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // comes to it while the opening reads
	must(t, err)
	must(t, os.Remove(path))
	must(t, os.WriteFile(path, whole, 0o644))
	must(t, f.Close())
	await(t, "the slow website", func() bool {
		return get(s, "GET", "/products?idWebsite="+siteName(0), nil).Code == 200
	})
	askSite(t, s, 0)
}
