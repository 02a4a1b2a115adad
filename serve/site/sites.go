// Package site is what a server answers from: each website's bundle and open index, as one snapshot that is
// loaded, checked, put in the place of the one before and closed when nobody needs it any more. What changes
// on the disk is seen and loaded again; a bundle that does not check out never replaces one that does.
package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"plugsheet/index/folder"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

// Options are the settings of [Sites]. Dir and Actions are required; the zero value of each other field is
// its default.
type Options struct {
	Dir       string                // the bundle's folder; websites of their own lie in its sites/
	Customers bundle.CustomerAccess // the zero value takes each bundle's own key file

	Logger *slog.Logger     // nil: nothing is logged; personal data is never logged
	Clock  func() time.Time // nil: time.Now
	// build an index that is missing, stale or damaged; otherwise that is an error
	Build    bool
	Progress func(done, total int64) // of building an index, in products; nil: not called

	// how often is looked for changed bundles, besides when it is woken; default 10 s, negative: never
	Poll  time.Duration
	Watch Watch // the inputs that are followed; none: none

	NoGaps     bool // do not count searches that find nothing for a word under private/ (see index/gaps)
	NoLearning bool // do not count what agents send there, nor let the app's searches learn from it

	OpenSites int           // websites that are kept open, those last asked for; default 500
	SiteIdle  time.Duration // how long a website is kept open that nobody asks for; default 30 min

	Actions func(t *Site) store.Actions            // makes the keeper of a website's actions
	Counts  func(t *Site) gaps.Values              // where is kept what is counted; nil: in its folder
	Loaded  func(err error, changed, nothing bool) // is told of each loading; nil: not called
	// is told of each input that could not be imported; nil: not called
	Unimported func()
}

// withDefaults fills in what is left out.
func (o Options) withDefaults() Options {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Poll = cmp.Or(o.Poll, 10*time.Second)
	if o.OpenSites <= 0 {
		o.OpenSites = 500
	}
	if o.SiteIdle <= 0 {
		o.SiteIdle = 30 * time.Minute
	}
	if o.Loaded == nil {
		o.Loaded = func(error, bool, bool) {}
	}
	if o.Unimported == nil {
		o.Unimported = func() {}
	}
	return o
}

// Sites are the root and the websites with a bundle of their own. They are safe for concurrent use.
type Sites struct {
	Options

	snapshots atomic.Uint64 // how many there have been
	turns     turns
	born      time.Time
	closing   sync.Mutex // held by whoever closes idle websites

	root *Site
	// by folder name, which is the idWebsite; never changed, only replaced
	sites atomic.Pointer[map[string]*Site]

	life       context.Context // of what goes on in the background; ends with Close
	end        context.CancelFunc
	background sync.WaitGroup
	serving    atomic.Bool
	checking   chan struct{} // capacity 1: held by the check that runs
	wake       chan struct{} // capacity 1: a look at the bundles is asked for

	unimported atomic.Pointer[unimported] // nil: the last import of what is watched did not fail
}

// New opens the bundle at the root, if there is one; the websites' bundles are opened when they are first
// asked for. An index that is missing is left for [Sites.Prepare] or [Sites.Reload] to build when o.Build
// says so, since that may take minutes. Errors: [bundle.ErrNotBundle] where there is neither a bundle nor a
// website's, [*bundle.FormatError], [*bundle.DamagedError], [index.ErrMissing] and [index.ErrDamaged] without
// o.Build, or of the disk.
func New(ctx context.Context, o Options) (*Sites, error) {
	s := &Sites{Options: o.withDefaults(), checking: make(chan struct{}, 1),
		wake: make(chan struct{}, 1), turns: newTurns()}
	s.born = s.Clock()
	s.root = s.newSite("", s.Dir)
	s.sites.Store(&map[string]*Site{})
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// start opens what can be opened at once.
func (s *Sites) start(ctx context.Context) error {
	if err := s.listSites(); err != nil {
		return fmt.Errorf("listing the websites: %w", err)
	}
	if s.Build {
		b, err := bundle.Open(ctx, s.root.Dir)
		if err != nil {
			return s.unlessSites(err)
		}
		state, err := folder.Check(ctx, b)
		if err != nil {
			return fmt.Errorf("checking the index: %w", err)
		}
		if state != folder.Equal {
			return nil
		}
	}
	return s.unlessSites(s.refresh(ctx, s.root))
}

// unlessSites forgives a root without bundle when there are websites with bundles of their own.
func (s *Sites) unlessSites(err error) error {
	if s.without(s.root, err) {
		s.root.note(err, s.Clock(), "")
		return nil
	}
	return err
}

// Prepare does what New left for later: the index, the journals, and the check of what is open.
func (s *Sites) Prepare(ctx context.Context) error {
	s.serving.Store(true)
	if s.root.current.Load() == nil {
		if err := s.unlessSites(s.refresh(ctx, s.root)); err != nil {
			return err
		}
	} else {
		s.Check(s.root, s.root.current.Load())
	}
	for _, t := range *s.sites.Load() {
		s.Check(t, t.current.Load())
		s.recoverJournal(t)
	}
	s.recoverJournal(s.root)
	return nil
}

// recoverJournal removes what a crash cut off. A journal that cannot be opened is no reason not to answer
// requests: each action will say so.
func (s *Sites) recoverJournal(t *Site) {
	if err := t.Actions.Recover(); err != nil {
		s.Logger.Warn("the journal cannot be written", "site", t.Name, "error", err)
	}
	if t != s.root {
		t.Actions.Close() // opened again by the first action: a thousand websites need not hold it
	}
}

// Close releases everything. No request may be under way.
func (s *Sites) Close() error {
	s.end()
	s.background.Wait()
	var err error
	for _, t := range s.All() {
		err = errors.Join(err, t.Actions.Close())
		if t.gaps != nil {
			t.gaps.Close()
			t.messages.Close()
		}
		if t.sends != nil {
			t.sends.Close()
		}
		if n := t.current.Swap(nil); n != nil {
			n.Release()
		}
	}
	return err
}

// All are the root and the websites that are known.
func (s *Sites) All() []*Site {
	return append(slices.Collect(maps.Values(*s.sites.Load())), s.root)
}

// Root is the one that answers for all websites without a bundle of their own.
func (s *Sites) Root() *Site { return s.root }

// Opened is how many snapshots there have been.
func (s *Sites) Opened() uint64 { return s.snapshots.Load() }

// Settle waits until nothing goes on in the background.
func (s *Sites) Settle() { s.background.Wait() }

// Woken tells whether a look is asked for that has not begun.
func (s *Sites) Woken() bool { return len(s.wake) > 0 }

// BeginChecks lets what is opened from now on be checked in the background; see [Sites.Check].
func (s *Sites) BeginChecks() { s.serving.Store(true) }
