package site

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot"
	"plugsheet/serve/web/failure"
)

// Snapshot is one state of one website: what was read of its bundle, and its open index. It is immutable but
// for the count of its users, its customers and what is found out about damage. Whoever acquired it releases
// it; the last one closes it.
//
// The count is there because closing an index right after the swap fails the requests that hold the pointer
// and have not begun to search.
type Snapshot struct {
	users atomic.Int64 // requests, plus one while it is the site's current one; 0: closed

	Index      *index.Index
	categories *categoryFile
	Forms      Localized[[]byte] // the answers to GET /closing-form
	Fields     Localized[[]bundle.CustomerField]
	Script     *bot.Script
	customers  atomic.Pointer[bundle.Customers] // they change without a new snapshot; never nil

	Dir       string // the bundle's
	products  string // stamp of its product files when they were opened; see productsStamp
	Number    uint64 // no other snapshot of the server has it
	revision  string // of the bundle; see [bundle.Bundle.Revision]
	Digest    string
	Format    int
	IDs       bundle.IDs
	Counts    bundle.Counts
	Since     time.Time // when it was opened
	ETag      []string  // the header's value, of all that no offer changes
	latest    atomic.Pointer[Edition]
	concealed atomic.Pointer[concealed]

	damage    atomic.Pointer[string] // what the check in the background found; nil: nothing
	rebuild   atomic.Bool            // the damage is the index's, which building anew mends
	suspected atomic.Bool            // a request failed in a way that the check has to explain
	hurt      atomic.Bool            // a request met damaged categories
}

// answersVersion is part of every entity tag: raise it when the same bundle gives other answers than before.
const answersVersion = "2"

// openSnapshot makes a snapshot of a bundle and opens its index. It has one user, the caller. Where something
// is suspected the index is read whole first.
func (s *Sites) openSnapshot(ctx context.Context, t *Site, b *bundle.Bundle,
	suspicion bool) (_ *Snapshot, err error) {
	n := &Snapshot{
		revision: b.Revision(), Digest: b.Digest(), Format: b.Manifest().Format, IDs: b.Manifest().IDs,
		Counts: b.Manifest().Counts, Since: s.Clock(),
		Number: s.snapshots.Add(1), Dir: b.Dir(), products: productsStamp(b.Dir()),
		ETag: []string{`"` + b.Revision()[:32] + "-" + answersVersion + `"`},
	}
	n.users.Store(1)
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	language := b.Manifest().Language
	if n.Forms, err = formAnswers(language, b.ClosingForm()); err != nil {
		return nil, err
	}
	n.Fields = localize(language, b.CustomerFields())
	if n.categories, err = openCategories(b); err != nil {
		return nil, err
	}
	if n.Index, err = s.openIndex(ctx, b, suspicion); err != nil {
		return nil, err
	}
	if n.Script, err = bot.Read(b, shown{n.Index, s.Clock}); err != nil {
		return nil, err
	}
	if !s.NoLearning {
		s.teach(ctx, t, n)
	}
	return n, nil
}

// openIndex opens the index of b, and builds it first where that is needed and allowed.
func (s *Sites) openIndex(ctx context.Context, b *bundle.Bundle, suspicion bool) (*index.Index, error) {
	x, err := index.Open(ctx, b)
	if err == nil && suspicion {
		if err = x.Verify(ctx); err != nil {
			err = errors.Join(err, x.Close())
			x = nil
		}
	}
	if !s.Build || !needsBuilding(err) {
		return x, err
	}
	s.Logger.Info("building the index", "bundle", b.Dir(), "digest", b.Digest(), "cause", err)
	if err := s.turns.build(ctx, b, build.Options{Logger: s.Logger, Progress: s.Progress}); err != nil {
		return nil, fmt.Errorf("building the index: %w", err)
	}
	return index.Open(ctx, b)
}

// needsBuilding tells whether an index that could not be opened may be had by building it. When it is the
// products that are damaged, building finds that out.
func needsBuilding(err error) bool {
	return errors.Is(err, index.ErrMissing) || errors.Is(err, index.ErrDamaged)
}

// unchanged tells whether the files behind n are still as they were when it was opened, as far as anybody has
// seen. Those with new files in their place go on to be read, but nobody could open them again.
func (n *Snapshot) unchanged() bool {
	return n.damage.Load() == nil && !n.hurt.Load() && !n.Index.Changed() &&
		n.products == productsStamp(n.Dir)
}

// harmed is the failure of a request that met damaged categories of n, which the check in the background does
// not read: with the next look a bundle that is whole again is opened again.
func (n *Snapshot) harmed(err error) error {
	n.hurt.Store(true)
	return &failure.Error{Kind: failure.Damaged, Cause: err}
}

// acquire counts one more user; false when the last one has gone and the snapshot is closed.
func (n *Snapshot) acquire() bool {
	for {
		users := n.users.Load()
		if users == 0 {
			return false
		}
		if n.users.CompareAndSwap(users, users+1) {
			return true
		}
	}
}

// Release counts one user less and closes the snapshot after the last one.
func (n *Snapshot) Release() {
	if n.users.Add(-1) == 0 {
		n.close()
	}
}

// close closes what is open. Its errors change nothing for anybody: everything in it was only read.
func (n *Snapshot) close() {
	if n.Index != nil {
		n.Index.Close()
	}
	if n.categories != nil {
		n.categories.file.Close()
	}
}

// Customers are those whom the website knows. They change without a new snapshot.
func (n *Snapshot) Customers() *bundle.Customers { return n.customers.Load() }

// Damage is what the check in the background found; empty for nothing.
func (n *Snapshot) Damage() string {
	if text := n.damage.Load(); text != nil {
		return *text
	}
	return ""
}

// Closed tells whether the last user has gone.
func (n *Snapshot) Closed() bool { return n.users.Load() == 0 }

// Edition is what a snapshot answers of its products between two moments at which offers begin or end.
type Edition struct {
	At   time.Time // of the request; zero in a catalog without offers
	Turn int       // how many such moments are over
	// the header's value: another one in each turn, so that no answer outlives its offers anywhere
	ETag []string
}

// Edition is that of a time. In a catalog without offers there is one, and no clock is asked for it.
func (n *Snapshot) Edition(clock func() time.Time) Edition {
	if n.Index.Turns() == 0 {
		return Edition{ETag: n.ETag}
	}
	at := clock()
	turn := n.Index.Turn(at)
	if last := n.latest.Load(); last != nil && last.Turn == turn {
		return Edition{At: at, Turn: turn, ETag: last.ETag}
	}
	e := Edition{At: at, Turn: turn,
		ETag: []string{strings.TrimSuffix(n.ETag[0], `"`) + "." + strconv.Itoa(turn) + `"`}}
	n.latest.Store(&e)
	return e
}
