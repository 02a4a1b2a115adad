package serve

import (
	"context"
	"errors"
	"fmt"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// Reload reads the bundles that are open anew and swaps in those that have changed and check out; it also finds new
// websites and reads the customers again. The error tells what was refused; the server goes on with what it had, and
// /ready tells too. Building an index that is missing is part of it.
func (s *Server) Reload(ctx context.Context) error {
	refused := s.listSites()
	for _, t := range s.open() {
		err := s.refresh(ctx, t)
		if !s.without(t, err) {
			refused = errors.Join(refused, err)
		}
	}
	return refused
}

// without tells whether err only says that there never was a bundle where none is needed: a website's folder, or the
// root when there are websites.
func (s *Server) without(t *site, err error) bool {
	return errors.Is(err, bundle.ErrNotBundle) && t.current.Load() == nil && (t != s.root || len(*s.sites.Load()) > 0)
}

// open lists the root and the websites that have been asked for.
func (s *Server) open() []*site {
	list := []*site{s.root}
	for _, t := range *s.sites.Load() {
		if _, refusal := t.lastRefusal(); refusal != nil || t.current.Load() != nil {
			list = append(list, t)
		}
	}
	return list
}

// refresh loads one site and notes how that ended. What does not check out changes nothing.
func (s *Server) refresh(ctx context.Context, t *site) error {
	t.load.Lock()
	defer t.load.Unlock()
	before, stamp := t.current.Load(), stampOf(t.dir) // taken first: what changes meanwhile is loaded again
	err := s.reload(ctx, t)
	if err != nil && ctx.Err() != nil {
		return err // told to stop, which says nothing about the bundle
	}
	news := t.note(err, s.o.Clock(), stamp)
	if news {
		s.metrics.Reload(err, t.current.Load() != before, s.without(t, err))
	}
	if err == nil {
		return nil
	}
	if news && (!errors.Is(err, bundle.ErrNotBundle) || t.current.Load() != nil) {
		s.log.Error("bundle refused", "site", t.name, "error", err)
	}
	return fmt.Errorf("loading %s: %w", t.dir, err)
}

// reload opens what has changed and swaps the pointers.
func (s *Server) reload(ctx context.Context, t *site) error {
	if err := s.turns.begin(ctx); err != nil {
		return err
	}
	defer s.turns.end()
	b, err := bundle.Open(ctx, t.dir)
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
	next, err := s.openSnapshot(ctx, b, same)
	if err != nil {
		return err
	}
	next.customers.Store(customers)
	t.current.Store(next)
	if old != nil {
		old.release()
	}
	s.log.Info("bundle loaded", "site", t.name, "digest", next.digest, "products", next.counts.Products)
	if next.hasActions() && !t.actions.Writable() {
		s.log.Warn("actions cannot be recorded: this process may not write in private/", "site", t.name,
			"hint", "plugsheet doctor BUNDLE, as the server's user, says how it may")
	}
	s.check(t, next)
	return nil
}

// openCustomers reads a site's customers. Where they are encrypted and cannot be opened, the site goes on without them:
// nothing else tells that a bundle fresh from git is one of those.
func (s *Server) openCustomers(t *site) (*bundle.Customers, error) {
	c, err := bundle.OpenCustomers(t.dir, s.o.Customers)
	if err == nil && c.Locked() {
		s.log.Warn("the customers are encrypted, and no identity was given to open them: nobody is known", "site", t.name)
	}
	return c, err
}

// check reads everything of a snapshot again in the background and notes what is damaged, for the reloading loop to
// mend. It waits for [Server.Serve]: a server that is only being tried out does not do it. One check runs at a time; a
// snapshot that is closed before its turn comes is not held open for it.
func (s *Server) check(t *site, n *snapshot) {
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
		defer n.release()
		err := n.index.Verify(s.life)
		if err == nil || s.life.Err() != nil {
			return
		}
		text := cause(err)
		n.rebuild.Store(errors.Is(err, index.ErrIndexDamaged))
		n.damage.Store(&text)
		if n.rebuild.Load() && s.o.Build {
			s.Wake() // for other damage the clock is soon enough: what opens and is damaged still would be read without pause
		}
		s.log.Error("damage found behind an open bundle", "site", t.name, "digest", n.digest, "error", err)
	})
}
