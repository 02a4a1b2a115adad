package site

import (
	"cmp"
	"context"
	"slices"
	"time"

	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// touch notes that a website was asked for. What counts is how long the server has been running, which no
// change of the machine's clock disturbs.
func (s *Sites) touch(t *Site) {
	if t != s.root {
		t.used.Store(int64(s.running()))
	}
}

// running is how long the server has been there.
func (s *Sites) running() time.Duration { return s.Clock().Sub(s.born) }

// maxOpenProducts bounds the products of all open websites together: beside what a website costs by itself,
// memory and mapped files grow with them.
const maxOpenProducts = 1_000_000

// CloseIdle closes websites that nobody has asked for since o.SiteIdle, and of the others those that were
// asked for longest ago, as long as there are too many or they hold too many products. The one that was asked
// for last stays. They are opened again when they are asked for. The root always stays open.
func (s *Sites) CloseIdle() {
	s.closing.Lock()
	defer s.closing.Unlock()
	var list []*Site
	products := 0
	for _, t := range *s.sites.Load() {
		if n := t.current.Load(); n != nil {
			list = append(list, t)
			products += n.Counts.Products
		} else {
			t.Actions.Close() // which may have been opened by an action that came while the website was being closed
		}
	}
	used := make(map[*Site]time.Duration, len(list)) // as it was: it goes on to change
	for _, t := range list {
		used[t] = time.Duration(t.used.Load())
	}
	slices.SortFunc(list, func(a, b *Site) int { return cmp.Compare(used[a], used[b]) })
	open := len(list)
	for i, t := range list {
		over := (open > s.OpenSites || products > maxOpenProducts) && i < len(list)-1
		if !over && s.running()-used[t] < s.SiteIdle {
			return
		}
		if held := s.CloseSite(t); held >= 0 {
			open--
			products -= held
		}
	}
}

// CloseSite closes a website and gives the number of its products. One that could not be opened again as it
// is stays open, so that its old answers go on: then the number is negative, as for one that is being loaded.
func (s *Sites) CloseSite(t *Site) (products int) {
	if !t.load.TryLock() {
		return -1
	}
	defer t.load.Unlock()
	n := t.current.Load()
	if _, refusal := t.Refusal(); n == nil || refusal != nil || s.NeedsLoading(t) {
		return -1
	}
	t.current.Store(nil)
	n.Release()
	t.Actions.Close()
	s.Logger.Debug("website closed", "site", t.Name)
	return n.Counts.Products
}

// turns keep loadings from taking everything at once, when many websites are asked for in the same moment.
type turns struct {
	opening chan struct{} // its capacity is how many bundles are being opened at once
	// and how many indexes are being built, so that small ones do not wait for the large
	small, huge chan struct{}
}

// smallBundle is up to how many products an index takes no longer than requests may wait.
const smallBundle = 20_000

func newTurns() turns {
	return turns{make(chan struct{}, 8), make(chan struct{}, 2), make(chan struct{}, 1)}
}

// begin waits for the turn to open a bundle. Whoever got it calls end.
func (u turns) begin(ctx context.Context) error { return take(ctx, u.opening) }

func (u turns) end() { <-u.opening }

// build builds an index in its turn. It is called in a turn to open, which others have meanwhile.
func (u turns) build(ctx context.Context, b *bundle.Bundle, o build.Options) error {
	lane := u.small
	if b.Manifest().Counts.Products > smallBundle {
		lane = u.huge
	}
	u.end()
	err := take(ctx, lane)
	if err == nil {
		err = build.Build(ctx, b, o)
		<-lane
	}
	u.opening <- struct{}{}
	return err
}

// take waits for a place in a lane.
func take(ctx context.Context, lane chan struct{}) error {
	select {
	case lane <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
