package webhook

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// How attempts follow each other. A receiver that is down is asked every few minutes at least; an action that
// it refuses again and again holds up those behind it, so it is given up when it is old, but never before
// leastTries.
const (
	firstWait  = time.Second
	longWait   = 5 * time.Minute
	leastTries = 8 // which take about two minutes

	faultWait = 10 * time.Second // after a disk error of ours
)

// outbox forwards actions of one website, one after the other in its queue's order. Only an action that is
// given up, a dead letter, loses its place.
type outbox struct {
	f     *Forwarder
	site  string
	queue store.Queue

	wake chan struct{} // capacity 1, shared by all of the website: there may be something

	held  string                      // the id of the letter that was tried last; empty: it came to its end
	at    time.Time                   // when it was asked for
	tries int                         // to deliver it
	waits *backoff.ExponentialBackOff // between them

	// when the action that waits longest was asked for, in Unix nanoseconds; 0: none waits
	oldest  atomic.Int64
	trouble atomic.Pointer[string] // why it waits; nil while all is well
}

// newOutboxes are those of a website.
func newOutboxes(f *Forwarder, s Source) (all []*outbox) {
	wake := make(chan struct{}, 1)
	for _, queue := range s.Actions.Queues(maxForwards) {
		all = append(all, &outbox{f: f, site: s.Site, queue: queue, wake: wake})
	}
	return all
}

// notify says that there may be something, unless that has been said already.
func notify(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// run forwards until ctx is done. The delivery that is under way then comes to its end.
func (b *outbox) run(ctx context.Context) {
	defer b.queue.Close()
	for ctx.Err() == nil {
		if err := b.forward(ctx); err != nil && ctx.Err() == nil {
			b.report("the journal or its position cannot be read or written", err)
			sleep(ctx, faultWait)
			continue
		}
		select {
		case <-ctx.Done():
		case <-b.wake:
		}
	}
}

// forward forwards what there is.
func (b *outbox) forward(ctx context.Context) error {
	for ctx.Err() == nil {
		l, err := b.queue.Next()
		switch {
		case errors.Is(err, io.EOF):
			b.rest()
			return nil
		case errors.Is(err, store.ErrNoAction):
			b.f.Logger.Warn("a line of the journal is no action and is not forwarded", "site", b.site)
			b.f.Count(unreadable)
		case err != nil:
			return err
		default:
			notify(b.wake) // there may be more, for another outbox of the website
			done, err := b.deliver(ctx, l)
			if err != nil {
				b.queue.Close() // what was not delivered is read again
				return err
			}
			if !done {
				continue // it is read again: somebody may have been blotted out of it
			}
		}
		if err := b.queue.Done(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// rest notes that nothing waits.
func (b *outbox) rest() {
	b.oldest.Store(0)
	b.clear()
}

// deliver makes an attempt to deliver an action, and waits after one that failed. It tells whether the action
// is delivered or given up. An error says that no more attempts are made.
func (b *outbox) deliver(ctx context.Context, l store.Letter) (done bool, err error) {
	body, err := files.Encode(l.Action)
	if err != nil {
		return false, err
	}
	if l.ID != b.held {
		b.take(l)
	}
	b.tries++
	if err = b.attempt(ctx, l.ID, body); err == nil {
		b.held = ""
		b.f.Count(delivered)
		b.clear()
		return true, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	f := failureOf(err)
	old := l.Again || b.f.Clock().Sub(b.at) > b.f.GiveUp
	if f.Permanent || old && b.tries >= leastTries {
		return b.giveUp(l, f)
	}
	b.f.Count(failed)
	b.report(f.Reason, err)
	sleep(ctx, max(b.waits.NextBackOff(), f.After))
	return false, ctx.Err()
}

// take begins with a letter that was not tried just before.
func (b *outbox) take(l store.Letter) {
	at, err := time.Parse(time.RFC3339Nano, l.Action.Time)
	if err != nil || l.Again { // as a hand may have written it
		at = b.f.Clock()
	}
	b.oldest.Store(at.UnixNano())
	b.held, b.at, b.tries = l.ID, at, 0
	b.waits = &backoff.ExponentialBackOff{
		InitialInterval: firstWait, Multiplier: 2, RandomizationFactor: 0.3, MaxInterval: longWait,
	}
}

// attempt makes one attempt when it is this site's turn. One that has begun is not broken off: the receiver
// may have taken the action already.
func (b *outbox) attempt(ctx context.Context, id string, body []byte) error {
	select {
	case b.f.slots <- struct{}{}:
		defer func() { <-b.f.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return b.f.send(context.WithoutCancel(ctx), id, body)
}

// giveUp makes an action a dead letter, unless it is another one by now.
func (b *outbox) giveUp(l store.Letter, f *failure) (done bool, err error) {
	if now, err := b.queue.Next(); err != nil || now != l {
		return false, nil
	}
	d := store.DeadLetter{
		ID: l.ID, Time: b.f.Clock().UTC().Format(time.RFC3339Nano), Reason: f.Reason, Tries: b.tries,
		Action: l.Action,
	}
	if err := b.queue.Bury(d); err != nil {
		return false, err
	}
	b.held = ""
	b.f.Count(dead)
	b.f.Logger.Error("an action could not be forwarded and is a dead letter", "site", b.site,
		"delivery", d.ID, "tries", d.Tries, "error", f.Error())
	return true, nil
}

// report notes what holds the actions up, and logs it when it is news.
func (b *outbox) report(reason string, err error) {
	if before := b.trouble.Swap(&reason); before == nil || *before != reason {
		b.f.Logger.Warn("actions wait to be forwarded", "site", b.site, "error", err)
	}
}

// clear notes that nothing holds them up any more.
func (b *outbox) clear() {
	if b.trouble.Swap(nil) != nil {
		b.f.Logger.Info("actions are forwarded again", "site", b.site)
	}
}

// failureOf is what is known of an attempt that did not deliver.
func failureOf(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return &failure{Reason: "the receiver cannot be reached"}
}

// sleep waits, until ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
