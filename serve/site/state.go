package site

import (
	"context"
	"errors"
	"time"

	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// Age is how long ago what is served at the root was opened.
func (s *Sites) Age() time.Duration {
	if n := s.root.current.Load(); n != nil {
		return s.Clock().Sub(n.Since)
	}
	return 0
}

// Products are the products at the root.
func (s *Sites) Products() int {
	if n := s.root.current.Load(); n != nil {
		return n.Counts.Products
	}
	return 0
}

// CountRefused counts the websites, the root among them, whose newest bundle was refused.
func (s *Sites) CountRefused() int {
	return each.Count(s.open(), func(t *Site) bool {
		_, err := t.Refusal()
		return err != nil && !s.without(t, err)
	})
}

// Count counts the websites with a folder, and those of them that have been asked for.
func (s *Sites) Count() (known, open int) {
	sites := *s.sites.Load()
	for _, t := range sites {
		if t.current.Load() != nil {
			open++
		}
	}
	return len(sites), open
}

// Refusal is why the last loading failed, and when.
func (t *Site) Refusal() (time.Time, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.refused, t.refusal
}

// Cause says in plain words why a bundle is not served, with no path and no text of the system in it.
func Cause(err error) string {
	var format *bundle.FormatError
	var damaged *bundle.DamagedError
	var key *bundle.KeyError
	switch {
	case err == nil:
		return "the bundle is being opened"
	case errors.Is(err, bundle.ErrNotBundle):
		return "there is no bundle"
	case errors.As(err, &format):
		return "the bundle is of a format that this program does not read"
	case errors.As(err, &damaged):
		return "the bundle is damaged: " + damaged.Path
	case errors.As(err, &key):
		return "the customers were hashed with another key"
	case errors.Is(err, bundle.ErrStranger):
		return "the customers are encrypted to others"
	case errors.Is(err, index.ErrDamaged):
		return "the index or the products are damaged"
	case errors.Is(err, index.ErrMissing):
		return "the bundle has no usable index"
	case errors.Is(err, context.Canceled):
		return "the server is stopping"
	}
	return "the bundle or its index cannot be read"
}

// Unfit says what of a snapshot could not be answered; empty where all could. Of products one is looked up,
// as for a page.
func (s *Sites) Unfit(ctx context.Context, t *Site, n *Snapshot) string {
	found, err := n.Search(ctx, index.Query{Limit: 1}, "")
	if err == nil {
		_, err = n.Index.AppendAnswer(nil, found.Products, s.Clock())
	}
	if err != nil && ctx.Err() == nil {
		s.Suspect(t, n, err) // so that it is found out what is damaged, and mended
	}
	switch {
	case err != nil && ctx.Err() == nil:
		return "products cannot be answered: " + Cause(err)
	case n.damage.Load() != nil:
		return "products cannot be answered: " + *n.damage.Load()
	case n.hurt.Load():
		return "categories cannot be answered: the bundle is damaged"
	case n.HasActions() && !t.Actions.Ready():
		return "actions cannot be recorded: private/ or the journal in it cannot be written"
	}
	return ""
}

// Sent counts that an agent has sent a product after a search in a conversation, for the searches that learn
// from it.
func (t *Site) Sent(search, product, conversation string) {
	if t.sends != nil {
		t.sends.Count(search, product, conversation)
	}
}

// countSends has a site count what is sent, and its snapshot learn from it whenever it is written.
func (s *Sites) countSends(t *Site) {
	o := gaps.CounterOptions{Values: s.counts(t), Logger: s.Logger, Clock: s.Clock}
	t.sends = gaps.NewSendCounter(o, func() {
		if n := t.acquire(); n != nil {
			defer n.Release()
			s.teach(s.life, t, n)
		}
	})
}

// teachWait is how long a store on other machines may take to say what was sent.
const teachWait = time.Second

// teach lets a snapshot learn from what was sent. It can do without: what is wrong is only told of.
func (s *Sites) teach(ctx context.Context, t *Site, n *Snapshot) {
	soon, cancel := context.WithTimeout(ctx, teachWait)
	defer cancel()
	sent, err := gaps.ReadSends(soon, s.counts(t))
	if err == nil {
		err = n.Index.Learn(ctx, gaps.Lessons(sent))
	}
	if err != nil {
		s.Logger.Warn("nothing is learnt from what was sent", "error", err)
	}
}
