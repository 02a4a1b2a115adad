package site

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// Reload reads the bundles that are open anew and swaps in those that have changed and check out; it also
// finds new websites and reads the customers again. The error tells what was refused; the server goes on with
// what it had, and /ready tells too. Building an index that is missing is part of it.
func (s *Sites) Reload(ctx context.Context) error {
	refused := s.listSites()
	for _, t := range s.open() {
		err := s.refresh(ctx, t)
		if !s.without(t, err) {
			refused = errors.Join(refused, err)
		}
	}
	return refused
}

// without tells whether err only says that there never was a bundle where none is needed: a website's folder,
// or the root when there are websites.
func (s *Sites) without(t *Site, err error) bool {
	return errors.Is(err, bundle.ErrNotBundle) && t.current.Load() == nil &&
		(t != s.root || len(*s.sites.Load()) > 0)
}

// open lists the root and the websites that have been asked for.
func (s *Sites) open() []*Site {
	list := []*Site{s.root}
	for _, t := range *s.sites.Load() {
		if _, refusal := t.Refusal(); refusal != nil || t.current.Load() != nil {
			list = append(list, t)
		}
	}
	return list
}

// refresh loads one site and notes how that ended. What does not check out changes nothing.
func (s *Sites) refresh(ctx context.Context, t *Site) error {
	t.load.Lock()
	defer t.load.Unlock()
	before, stamp := t.current.Load(), stampOf(t.Dir) // taken first: what changes meanwhile is loaded again
	err := s.reload(ctx, t)
	if err != nil && ctx.Err() != nil {
		return err // told to stop, which says nothing about the bundle
	}
	if err != nil && strings.Contains(err.Error(), syscall.EMFILE.Error()) { // bleve hands it on as a text
		s.Logger.Warn("too few files may be open to look at the bundle; it is tried again",
			"site", t.Name, "error", err)
		return err // which says nothing about the bundle either
	}
	news := t.note(err, s.Clock(), stamp)
	if news {
		s.Loaded(err, t.current.Load() != before, s.without(t, err))
	}
	if err == nil {
		return nil
	}
	if news && (!errors.Is(err, bundle.ErrNotBundle) || t.current.Load() != nil) {
		s.Logger.Error("bundle refused", "site", t.Name, "error", err)
	}
	return fmt.Errorf("loading %s: %w", t.Dir, err)
}

// reload opens what has changed and swaps the pointers.
func (s *Sites) reload(ctx context.Context, t *Site) error {
	if err := s.turns.begin(ctx); err != nil {
		return err
	}
	defer s.turns.end()
	b, err := bundle.Open(ctx, t.Dir)
	if err != nil {
		return err
	}
	customers, err := s.openCustomers(t)
	if err != nil {
		return err
	}
	old := t.current.Load()
	same := old != nil && old.revision == b.Revision()
	if same && old.unchanged() {
		old.customers.Store(customers)
		return nil
	}
	next, err := s.openSnapshot(ctx, t, b, same)
	if err != nil {
		return err
	}
	next.customers.Store(customers)
	t.current.Store(next)
	if old != nil {
		old.Release()
	}
	s.Logger.Info("bundle loaded", "site", t.Name, "digest", next.Digest, "products", next.Counts.Products)
	if next.HasActions() && !t.Actions.Ready() {
		s.Logger.Warn("actions cannot be recorded: this process may not write in private/", "site", t.Name,
			"hint", "plugsheet doctor BUNDLE, as the server's user, says how it may")
	}
	if !next.Index.Whole { // else it was just done
		s.Check(t, next)
	}
	return nil
}

// openCustomers reads a site's customers. Where they are encrypted and cannot be opened, the site goes on
// without them: nothing else tells that a bundle fresh from git is one of those.
func (s *Sites) openCustomers(t *Site) (*bundle.Customers, error) {
	c, err := bundle.OpenCustomers(t.Dir, s.Customers)
	if err == nil && c.Locked() {
		s.Logger.Warn("the customers are encrypted, and no identity was given to open them: nobody is known",
			"site", t.Name)
	}
	return c, err
}

// Check reads everything of a snapshot again in the background and notes what is damaged, for the reloading
// loop to mend. It waits for [Sites.Prepare]: a server that is only being tried out does not do it. One check
// runs at a time; a snapshot that is closed before its turn comes is not held open for it.
func (s *Sites) Check(t *Site, n *Snapshot) {
	if !s.serving.Load() || n == nil {
		return
	}
	s.background.Go(func() {
		select {
		case s.checking <- struct{}{}:
			defer func() { <-s.checking }()
		case <-s.life.Done():
			return
		}
		if !n.acquire() {
			return
		}
		defer n.Release()
		err := n.Index.Verify(s.life)
		if err == nil || s.life.Err() != nil {
			return
		}
		text := Cause(err)
		n.rebuild.Store(errors.Is(err, index.ErrIndexDamaged))
		n.damage.Store(&text)
		if n.rebuild.Load() && s.Build {
			// for other damage the clock is soon enough: what opens and is damaged still would be read
			// without pause
			s.Wake()
		}
		s.Logger.Error("damage found behind an open bundle", "site", t.Name, "digest", n.Digest, "error", err)
	})
}
