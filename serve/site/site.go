package site

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// Site is one website, or the root that answers for all others. What requests read is behind atomic
// pointers; loading makes everything new first and then changes a pointer.
type Site struct {
	Name string // the folder's name in sites/; empty for the root
	Dir  string

	current atomic.Pointer[Snapshot] // nil until it was opened, and after it was closed; see idle.go
	// when it was last asked for, on the server's own clock; see [Sites.touch]
	used     atomic.Int64
	Actions  store.Actions
	sends    *gaps.SendCounter // of products that were sent after a search; nil: they are not counted
	messages *gaps.Counter     // that the bot did not understand; nil: they are not counted
	gaps     *gaps.Counter     // of searches that found nothing for a word; nil: they are not counted

	load sync.Mutex // held by whoever loads

	mu      sync.Mutex
	flight  chan struct{} // closed when the loading under way ends; nil when there is none
	again   bool          // something asked for a loading while one was under way
	refusal error         // why the last loading failed; nil after one that did not
	refused time.Time     // when it did
	stamp   string        // of what was loaded last; see stampOf
}

// How long requests wait for a website that is being opened, and how long a failed opening counts before
// another is tried.
const (
	openWait  = 2 * time.Second
	retryWait = 5 * time.Second
)

// listSites names the websites that have a folder. Requests only choose among these names; no path is ever
// made from a request (contract, 7.11). Known ones are kept as they are, also when their folder has gone:
// the old answers go on.
func (s *Sites) listSites() error {
	names, err := bundle.SiteNames(s.Dir)
	if err != nil {
		return err
	}
	old := *s.sites.Load()
	next := make(map[string]*Site, len(old)+len(names))
	for name, t := range old {
		if t.current.Load() != nil {
			next[name] = t
		}
	}
	for _, name := range names {
		if next[name] != nil {
			continue
		}
		if next[name] = old[name]; next[name] == nil {
			next[name] = s.newSite(name, bundle.SiteDir(s.Dir, name))
		}
	}
	s.sites.Store(&next)
	return nil
}

func (s *Sites) newSite(name, dir string) *Site {
	t := &Site{Name: name, Dir: dir}
	t.Actions = s.Actions(t)
	if !s.NoGaps {
		o := gaps.CounterOptions{Values: s.counts(t), Logger: s.Logger, Clock: s.Clock}
		t.gaps = gaps.NewCounter(o)
		o.Values = gaps.Messages(o.Values)
		t.messages = gaps.NewCounter(o)
	}
	if !s.NoLearning {
		s.countSends(t)
	}
	return t
}

// counts are where is kept what is counted of a website.
func (s *Sites) counts(t *Site) gaps.Values {
	if s.Counts != nil {
		return s.Counts(t)
	}
	return gaps.Folder(t.Dir)
}

// Of is the site that a request's idWebsite chooses (contract, 7.10).
func (s *Sites) Of(website string) *Site {
	if website != "" {
		if t := (*s.sites.Load())[website]; t != nil {
			return t
		}
	}
	return s.root
}

// Missed counts a search that somebody has finished typing and that found nothing for one of its words, for
// "plugsheet gaps". Whatever searches while a person still types leaves it out.
func (t *Site) Missed(search string) {
	if t.gaps != nil {
		t.gaps.Count(search)
	}
}

// maxWords is how long a message may be that is counted: longer ones are somebody's story, and no question
// of many.
const maxWords = 12

// NotUnderstood counts a visitor's message that the bot did not understand, for "plugsheet gaps
// --messages". Long ones and those with a digit, which may be an order's or a telephone's, are left out,
// beside what looks like a person's.
func (t *Site) NotUnderstood(message string) {
	short := len(strings.Fields(message)) <= maxWords && !strings.ContainsFunc(message, unicode.IsDigit)
	if t.messages != nil && short {
		t.messages.Count(message)
	}
}

// CountsGaps tells whether searches that find nothing for a word are counted.
func (t *Site) CountsGaps() bool { return t.gaps != nil }

// Current is the snapshot of now, for a look that does not last; nil while there is none. Whoever answers
// from it acquires it.
func (t *Site) Current() *Snapshot { return t.current.Load() }

// Acquire gives the current snapshot; nil while there is none. The caller releases it.
func (t *Site) Acquire() *Snapshot { return t.acquire() }

// Acquire gives the snapshot for a website and notes in the answer which one it is; the caller releases it.
func (s *Sites) Acquire(w http.ResponseWriter, r *http.Request, website string) (*Snapshot, error) {
	n, _, err := s.AcquireSite(w, r, s.Of(website))
	return n, err
}

// Ask reads what a request asks for, in the form of a query, and acquires the snapshot of the website that it
// names; the caller releases it.
func (s *Sites) Ask(w http.ResponseWriter, r *http.Request, query string,
	known param.KeySet) (q param.Query, n *Snapshot, t *Site, err error) {
	if err = q.Parse(query, known); err == nil {
		n, t, err = s.AcquireSite(w, r, s.Of(q.Values[param.IDWebsite]))
	}
	return q, n, t, err
}

// AcquireSite gives the snapshot of a site, opened if need be, together with the site that it belongs to:
// where the folder turns out to hold no bundle, that is the root.
func (s *Sites) AcquireSite(w http.ResponseWriter, r *http.Request, t *Site) (*Snapshot, *Site, error) {
	web.Of(w, t.Name)
	s.touch(t)
	if n := t.acquire(); n != nil {
		return n, t, nil
	}
	err := s.await(r.Context(), t)
	if n := t.acquire(); n != nil {
		return n, t, nil
	}
	switch {
	case errors.Is(err, bundle.ErrNotBundle) && t != s.root:
		return s.AcquireSite(w, r, s.root)
	case errors.Is(err, bundle.ErrNotBundle):
		return nil, nil, &failure.Error{Kind: failure.NoWebsite}
	}
	return nil, nil, &failure.Error{Kind: failure.NotReady, Cause: err}
}

// acquire gives the current snapshot, or nil while there is none.
func (t *Site) acquire() *Snapshot {
	for {
		n := t.current.Load()
		if n == nil || n.acquire() {
			return n
		}
	}
}

// errOpening says that an opening takes longer than a request waits.
var errOpening = errors.New("still being opened")

// await opens a site, or waits for the opening that is under way, and gives its error. An opening that
// failed a moment ago is not tried again, so that a damaged website costs the others nothing.
func (s *Sites) await(ctx context.Context, t *Site) error {
	if at, err := t.Refusal(); err != nil && s.Clock().Sub(at).Abs() < retryWait {
		return err
	}
	wait := time.NewTimer(openWait)
	defer wait.Stop()
	select {
	case <-s.Begin(t):
		_, err := t.Refusal()
		return err
	case <-wait.C:
		return errOpening
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Begin loads a site in the background unless that is under way, and gives the channel that is closed at
// its end. The loading belongs to the server and goes on when the request that began it is given up.
func (s *Sites) Begin(t *Site) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flight != nil {
		t.again = true
		return t.flight
	}
	done := make(chan struct{})
	t.flight = done
	s.background.Go(func() {
		s.refresh(s.life, t)
		t.mu.Lock()
		again := t.again
		t.flight, t.again = nil, false
		t.mu.Unlock()
		close(done)
		s.CloseIdle()
		if again {
			s.Wake()
		}
	})
	return done
}

// Loading tells whether it is being loaded.
func (t *Site) Loading() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.flight != nil
}

// note keeps how a loading ended, and what was loaded; it reports whether that is news.
func (t *Site) note(err error, now time.Time, stamp string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	news := err == nil || t.refusal == nil || t.stamp != stamp || t.refusal.Error() != err.Error()
	t.refusal, t.refused, t.stamp = err, now, stamp
	return news
}
