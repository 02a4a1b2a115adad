package webhook

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"plugsheet/serve/store"
)

// Forward says where actions are passed on to, besides the journal, which stays the truth. Each is delivered
// at least once by a signed POST, also when the server was killed meanwhile: from a journal in its order for
// each website, from a store of several servers several at once. What the receiver refuses for good, or for
// too long, becomes a dead letter; see [store.RetryDeadLetters]. It begins with the first action after it was
// switched on.
type Forward struct {
	URL       string                   // https, or http to this machine; empty: nowhere
	PlainHTTP bool                     // http to other machines too
	Sign      func(body []byte) string // the value of the signature's header; required
	Timeout   time.Duration            // of an attempt; default 10 s
	// how old an action becomes before an attempt that fails is the last; default 24 h
	GiveUp time.Duration
}

// The outcomes of forwarding that are counted.
const (
	delivered  = "delivered"
	failed     = "failed" // and is tried again
	dead       = "dead"
	unreadable = "unreadable"
)

// Outcomes are all of them.
func Outcomes() []string { return []string{delivered, failed, dead, unreadable} }

const (
	maxForwards   = 4                // deliveries at once, of all websites together
	forwardsCheck = 10 * time.Second // how often dead letters that are to be tried again are looked for
)

// ForwarderOptions are what a [Forwarder] is given beside where it sends to. All are required.
type ForwarderOptions struct {
	Logger *slog.Logger
	Clock  func() time.Time
	Count  func(outcome string) // is told of each attempt
}

// Source is a website whose actions are forwarded.
type Source struct {
	Site    string // its name, for the log
	Actions store.Actions
}

// Forwarder passes the actions of all websites on. It is safe for concurrent use.
type Forwarder struct {
	Forward
	ForwarderOptions
	send  func(ctx context.Context, id string, action []byte) error
	close func()
	slots chan struct{}
	now   chan struct{} // capacity 1: a site has its first action

	mu    sync.Mutex
	boxes map[store.Actions][]*outbox // those at work
}

// NewForwarder is nil where nothing is to be forwarded.
func NewForwarder(f Forward, o ForwarderOptions) (*Forwarder, error) {
	if f.URL == "" {
		return nil, nil
	}
	if f.GiveUp <= 0 {
		f.GiveUp = 24 * time.Hour
	}
	r, err := newReceiver(f, o.Clock)
	if err != nil {
		return nil, err
	}
	return &Forwarder{
		Forward: f, ForwarderOptions: o, send: r.deliver, close: r.client.CloseIdleConnections,
		slots: make(chan struct{}, maxForwards), now: make(chan struct{}, 1),
		boxes: map[store.Actions][]*outbox{},
	}, nil
}

// Check tells what is wrong with f, without the URL, whose path may be a secret.
func (f Forward) Check() error {
	_, err := newReceiver(f, nil)
	return err
}

// Run keeps forwarding until ctx is done. A website's outbox begins when there is something to forward, and
// never ends before. The websites are asked for again from time to time.
func (f *Forwarder) Run(ctx context.Context, sources func() []Source) {
	defer f.close()
	var all sync.WaitGroup
	defer all.Wait()
	tick := time.NewTicker(forwardsCheck)
	defer tick.Stop()
	for {
		for _, s := range sources() {
			for _, b := range f.begin(s) {
				all.Go(func() { b.run(ctx) })
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-f.now:
		}
	}
}

// begin wakes the outboxes of a website when letters are to be tried again, or makes them where there is
// something to forward and none yet; the new ones are given. What actions wake is [Forwarder.Recorded]: a
// website that nobody uses has its journal closed, and it stays so.
func (f *Forwarder) begin(s Source) []*outbox {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.boxes[s.Actions]; known != nil {
		if s.Actions.Retries() {
			notify(known[0].wake)
		}
		return nil
	}
	if s.Actions.Forwardable() {
		f.boxes[s.Actions] = newOutboxes(f, s)
	}
	return f.boxes[s.Actions]
}

// Recorded has what was just recorded forwarded. It does not wait. Without a forwarder it does nothing.
func (f *Forwarder) Recorded(a store.Actions) {
	if f == nil {
		return
	}
	f.mu.Lock()
	wake := f.now
	if known := f.boxes[a]; known != nil {
		wake = known[0].wake
	}
	f.mu.Unlock()
	notify(wake)
}

// State is what /ready tells of it. Nothing of it makes the server less ready.
type State struct {
	Waiting int    `json:"waiting"`           // websites, the root among them, with actions that wait
	Oldest  string `json:"oldest,omitempty"`  // when the one that waits longest was asked for: RFC 3339, UTC
	Trouble string `json:"trouble,omitempty"` // why
}

// State is how far it is; nil where nothing is forwarded.
func (f *Forwarder) State() *State {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var state State
	var reasons []string
	for _, boxes := range f.boxes {
		if oldest(boxes) != 0 {
			state.Waiting++
		}
		for _, b := range boxes {
			if text := b.trouble.Load(); text != nil {
				reasons = append(reasons, *text)
			}
		}
	}
	if at := f.oldest(); at != 0 {
		state.Oldest = time.Unix(0, at).UTC().Format(time.RFC3339)
	}
	if len(reasons) > 0 {
		state.Trouble = slices.Min(reasons)
	}
	return &state
}

// oldest is when the action that waits longest was asked for; 0 where none waits. The caller holds the lock.
func (f *Forwarder) oldest() (at int64) {
	var all []*outbox
	for _, boxes := range f.boxes {
		all = append(all, boxes...)
	}
	return oldest(all)
}

// oldest is when the action of some outboxes that waits longest was asked for; 0 where none waits.
func oldest(boxes []*outbox) (at int64) {
	for _, b := range boxes {
		if one := b.oldest.Load(); one != 0 && (at == 0 || one < at) {
			at = one
		}
	}
	return at
}

// Lag is how long the action that waits longest has waited, in seconds.
func (f *Forwarder) Lag() float64 {
	if f == nil {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := f.oldest(); at != 0 {
		return max(0, f.Clock().Sub(time.Unix(0, at)).Seconds())
	}
	return 0
}
