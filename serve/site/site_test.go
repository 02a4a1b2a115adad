package site

import (
	"context"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

// opened gives the sites of a folder with an empty bundle at the root.
func opened(t *testing.T) *Sites {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: bundle.StringIDs})
	must(t, err)
	defer w.Close()
	_, err = w.Commit(context.Background())
	must(t, err)
	s, err := New(context.Background(), Options{Dir: dir, Build: true, Actions: func(t *Site) store.Actions {
		return store.NewJournal(store.JournalOptions{Dir: t.Dir})
	}})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestSnapshotCount follows one snapshot to its end: the last user closes it, and nobody gets it after that.
func TestSnapshotCount(t *testing.T) {
	n := &Snapshot{}
	n.users.Store(1) // the site
	if !n.acquire() {
		t.Fatal("an open snapshot cannot be had")
	}
	n.Release() // the site changes to another
	if !n.acquire() {
		t.Error("a snapshot with a user is closed")
	}
	n.Release()
	n.Release()
	if n.acquire() {
		t.Error("a closed snapshot can be had")
	}
}

// TestOneOpeningAtATime asks twice while the first opening is held up.
func TestOneOpeningAtATime(t *testing.T) {
	s := opened(t)
	s.root.load.Lock()
	first, second := s.Begin(s.root), s.Begin(s.root)
	s.root.load.Unlock()
	if first != second {
		t.Error("a website is opened twice at once")
	}
	<-first
	if n := s.root.Acquire(); n == nil {
		t.Error("it is not open")
	} else {
		n.Release()
	}
}

func TestWakesAreOne(t *testing.T) {
	s := opened(t)
	for range 100 {
		s.Wake()
	}
	if n := len(s.wake); n != 1 {
		t.Errorf("%d looks wait", n)
	}
}

func TestLocale(t *testing.T) {
	l := localize("en", bundle.Localized[bundle.FormField]{"": nil, "fr": nil, "pt-BR": nil})
	for locale, want := range map[string]string{
		"": "en", "fr": "fr", "FR": "fr", "fr-CA": "fr", "fr_FR": "fr", "fr-Latn-CH-x-y": "fr", "en-GB": "en",
		"pt": "pt-BR", "pt-PT": "pt-BR", "de": "en", "br": "en", "zh-Hant-TW": "en", "xx": "en", "f": "en",
		"?": "en", "fr-CA-and-much-more-than-a-tag-can-be": "en", "und": "en", "*": "en",
	} {
		if _, got := l.Find(locale); got != want {
			t.Errorf("%q finds %s, want %s", locale, got, want)
		}
	}
	tongues := localize("en", bundle.Localized[bundle.FormField]{"zh-Hans": nil, "zh-Hant": nil, "no": nil})
	for locale, want := range map[string]string{"zh-TW": "zh-Hant", "zh": "zh-Hans", "zh_CN": "zh-Hans",
		"nb-NO": "no", "da": "en"} {
		if _, got := tongues.Find(locale); got != want {
			t.Errorf("%q finds %s, want %s", locale, got, want)
		}
	}
	// A default language that is named like one of the others, and locales that cannot be parsed.
	odd := localize("nonsense!", bundle.Localized[bundle.FormField]{"": nil, "fr": nil})
	if _, got := odd.Find("fr"); got != "fr" {
		t.Errorf("beside an unknown default, fr finds %s", got)
	}
}
