package serve

import (
	"path/filepath"
	"testing"

	"plugsheet/schemas/bundle"
)

// TestSnapshotCount follows one snapshot to its end: the last user closes it, and nobody gets it after that.
func TestSnapshotCount(t *testing.T) {
	n := &snapshot{}
	n.users.Store(1) // the site
	if !n.acquire() {
		t.Fatal("an open snapshot cannot be had")
	}
	n.release() // the site changes to another
	if !n.acquire() {
		t.Error("a snapshot with a user is closed")
	}
	n.release()
	n.release()
	if n.acquire() {
		t.Error("a closed snapshot can be had")
	}
}

// TestOneOpeningAtATime asks twice while the first opening is held up.
func TestOneOpeningAtATime(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, filepath.Join(dir, bundle.SitesDir, "ha-5"))
	s := start(t, options(t, dir))
	site := s.siteOf("ha-5")
	site.load.Lock()
	first, second := s.begin(site), s.begin(site)
	site.load.Unlock()
	if first != second {
		t.Error("a website is opened twice at once")
	}
	<-first
	if n := site.acquire(); n == nil {
		t.Error("it is not open")
	} else {
		n.release()
	}
}
