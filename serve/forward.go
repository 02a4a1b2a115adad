package serve

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"plugsheet/serve/webhook"
)

// Forward says where actions are passed on to, besides the journal, which stays the truth. Each is delivered at least
// once, in the journal's order for each website, by a signed POST (see package webhook), also when the server was killed
// meanwhile. What the receiver refuses for good, or for too long, becomes a dead letter; see [RetryDeadLetters]. It begins
// with the first action after it was switched on. With several servers, each forwards what is in its own journal.
type Forward struct {
	URL       string        // https, or http to this machine; empty: nowhere
	PlainHTTP bool          // http to other machines too
	Secret    Secret        // of the signature; required
	Timeout   time.Duration // of an attempt; default 10 s
	GiveUp    time.Duration // how old an action becomes before an attempt that fails is the last; default 24 h
}

// The outcomes of forwarding that are counted.
const (
	forwardDelivered  = "delivered"
	forwardFailed     = "failed"
	forwardDead       = "dead"
	forwardUnreadable = "unreadable"
)

const (
	maxForwards   = 4                // deliveries at once, of all websites together
	forwardsCheck = 10 * time.Second // how often dead letters that are to be tried again are looked for
)

// forwarder passes the actions of all sites on.
type forwarder struct {
	Forward
	send  func(ctx context.Context, id string, action []byte) error
	close func()
	log   *slog.Logger
	clock func() time.Time
	slots chan struct{}

	forwards *prometheus.CounterVec // by result

	mu    sync.Mutex
	boxes map[*site]*outbox // those at work
}

// newForwarder is nil where nothing is to be forwarded.
func newForwarder(o Options, forwards *prometheus.CounterVec) (*forwarder, error) {
	f := o.Forward
	if f.URL == "" {
		return nil, nil
	}
	if f.GiveUp <= 0 {
		f.GiveUp = 24 * time.Hour
	}
	r, err := f.receiver(o.Clock)
	if err != nil {
		return nil, err
	}
	return &forwarder{
		Forward: f, send: r.Deliver, close: r.Close, log: o.Logger, clock: o.Clock, forwards: forwards,
		slots: make(chan struct{}, maxForwards), boxes: map[*site]*outbox{},
	}, nil
}

// Check tells what is wrong with f, without the URL, whose path may be a secret.
func (f Forward) Check() error {
	_, err := f.receiver(nil)
	return err
}

func (f Forward) receiver(clock func() time.Time) (*webhook.Receiver, error) {
	if len(f.Secret) == 0 {
		return nil, errors.New("there is no secret to sign with")
	}
	return webhook.New(webhook.Options{
		URL: f.URL, PlainHTTP: f.PlainHTTP, Timeout: f.Timeout, AtOnce: maxForwards, Clock: clock,
		Sign: func(body []byte) string { return Sign(f.Secret, body) },
	})
}

// forward keeps forwarding until ctx is done. A site's outbox begins when the site has a journal, and never ends before.
func (s *Server) forward(ctx context.Context) {
	defer s.forwarder.close()
	var all sync.WaitGroup
	defer all.Wait()
	tick := time.NewTicker(forwardsCheck)
	defer tick.Stop()
	for {
		for _, t := range s.allSites() {
			if b := s.forwarder.box(t); b != nil {
				all.Go(func() { b.run(ctx) })
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.forwardNow:
		}
	}
}

// box wakes the outbox of a site when letters are to be tried again, or makes it where the site has a journal and no outbox
// yet; the new one is given. What actions wake is [outbox.notify]: a website that nobody uses has its journal closed, and
// it stays so.
func (f *forwarder) box(t *site) *outbox {
	f.mu.Lock()
	defer f.mu.Unlock()
	if b := f.boxes[t]; b != nil {
		if fileThere(privateFile(t.dir, retryName)) || fileThere(privateFile(t.dir, retryingName)) {
			b.notify()
		}
		return nil
	}
	if !hasJournal(t.dir) {
		return nil
	}
	b := newOutbox(f, t)
	f.boxes[t] = b
	return b
}

// hasJournal tells whether a bundle has a journal or a part of one.
func hasJournal(dir string) bool {
	last, err := lastPart(dir)
	return err == nil && last > 0 || fileThere(privateFile(dir, journalName))
}

func fileThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// wroteJournal counts what was written to a site's journal and has it forwarded.
func (s *Server) wroteJournal(t *site) func(lines, bytes int, failed error) {
	return func(lines, bytes int, failed error) {
		s.metrics.wroteJournal(lines, bytes, failed)
		if s.forwarder == nil || failed != nil {
			return
		}
		s.forwarder.mu.Lock()
		b := s.forwarder.boxes[t]
		s.forwarder.mu.Unlock()
		if b != nil {
			b.notify()
			return
		}
		select {
		case s.forwardNow <- struct{}{}:
		default:
		}
	}
}

// allSites are the websites that are known and the root.
func (s *Server) allSites() []*site {
	all := []*site{s.root}
	for _, t := range *s.sites.Load() {
		all = append(all, t)
	}
	return all
}

// forwarding is what /ready tells of it. Nothing of it makes the server less ready.
type forwarding struct {
	Waiting int    `json:"waiting"`           // websites, the root among them, with actions that wait
	Oldest  string `json:"oldest,omitempty"`  // when the one that waits longest was asked for: RFC 3339, UTC
	Trouble string `json:"trouble,omitempty"` // why
}

// state is what /ready tells; nil where nothing is forwarded.
func (f *forwarder) state() *forwarding {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var state forwarding
	var reasons []string
	for _, b := range f.boxes {
		if b.oldest.Load() != 0 {
			state.Waiting++
		}
		if text := b.trouble.Load(); text != nil {
			reasons = append(reasons, *text)
		}
	}
	if at := f.oldest(); at != 0 {
		state.Oldest = stamp(time.Unix(0, at))
	}
	if len(reasons) > 0 {
		state.Trouble = slices.Min(reasons)
	}
	return &state
}

// oldest is when the action that waits longest was asked for; 0 where none waits. The caller holds the lock.
func (f *forwarder) oldest() (at int64) {
	for _, b := range f.boxes {
		if one := b.oldest.Load(); one != 0 && (at == 0 || one < at) {
			at = one
		}
	}
	return at
}

// lag is how long the action that waits longest has waited, in seconds.
func (f *forwarder) lag() float64 {
	if f == nil {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := f.oldest(); at != 0 {
		return max(0, f.clock().Sub(time.Unix(0, at)).Seconds())
	}
	return 0
}
