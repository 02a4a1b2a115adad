package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"plugsheet/serve/webhook"
)

// How attempts follow each other. A receiver that is down is asked every few minutes at least; an action that it refuses
// again and again holds up those behind it, so it is given up when it is old, but never before leastTries.
const (
	firstWait  = time.Second
	longWait   = 5 * time.Minute
	leastTries = 8 // which take about two minutes

	faultWait = 10 * time.Second // after a disk error of ours
)

// outbox forwards the actions of one site, one after the other in the journal's order. Only an action that is given up, a
// dead letter, loses its place. It keeps nothing in memory but the action that it is at.
type outbox struct {
	f    *forwarder
	site string
	dir  string
	tail *tail

	wake chan struct{} // capacity 1: there may be something

	oldest  atomic.Int64           // when the action that waits longest was asked for, in Unix nanoseconds; 0: none waits
	trouble atomic.Pointer[string] // why it waits; nil while all is well
}

func newOutbox(f *forwarder, t *site) *outbox {
	return &outbox{f: f, site: t.name, dir: t.dir, tail: &tail{j: &t.journal}, wake: make(chan struct{}, 1)}
}

// notify tells that there may be something to forward. It does not wait.
func (b *outbox) notify() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// run forwards until ctx is done. The delivery that is under way then comes to its end.
func (b *outbox) run(ctx context.Context) {
	defer b.tail.close()
	for begun := false; ctx.Err() == nil; {
		err := error(nil)
		if !begun {
			err = b.begin()
			begun = err == nil
		}
		if err == nil {
			err = b.forward(ctx)
		}
		if err != nil && ctx.Err() == nil {
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

// begin reads how far the journal has been forwarded. Where that is lost, everything is sent again: at least once.
func (b *outbox) begin() error {
	if err := b.tail.j.opened(); err != nil {
		return err
	}
	c, err := readCursor(b.dir)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return err
		}
		b.f.log.Error("how far actions were forwarded cannot be read; the journal is sent from its beginning", "site", b.site, "error", err)
		c = cursor{Part: 1}
	}
	b.tail.at = c
	return nil
}

// forward forwards what there is.
func (b *outbox) forward(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := b.retryLetters(ctx); err != nil {
			return err
		}
		line, end, err := b.tail.next()
		if errors.Is(err, io.EOF) {
			b.rest()
			return nil
		}
		if err != nil {
			return err
		}
		if err := b.forwardLine(ctx, line); err != nil {
			b.tail.close() // what was not delivered is read again
			return err
		}
		b.tail.at = end
		if err := end.save(b.dir); err != nil {
			return err // and goes on behind it: it is in memory
		}
	}
	return ctx.Err()
}

// rest notes that nothing waits.
func (b *outbox) rest() {
	b.oldest.Store(0)
	b.clear()
}

// forwardLine delivers or gives up the action of a line. A line that is none is left out.
func (b *outbox) forwardLine(ctx context.Context, line []byte) error {
	var a Action
	if line == nil || json.Unmarshal(line, &a) != nil || a.Time == "" {
		b.f.log.Warn("a line of the journal is no action and is not forwarded", "site", b.site)
		b.f.forwards.WithLabelValues(forwardUnreadable).Inc()
		return nil
	}
	return b.deliver(ctx, DeadLetter{ID: deliveryID(line), Action: a}, false)
}

// retryLetters delivers or gives up the letters that are to be tried again.
func (b *outbox) retryLetters(ctx context.Context) error {
	for ctx.Err() == nil {
		ok, err := takeRetries(b.dir)
		if err != nil || !ok {
			return err
		}
		path := privateFile(b.dir, retryingName)
		var letter DeadLetter
		size := int64(-1) // of its line
		err = eachLetter(path, b.tail.at.Retried, func(line []byte, d DeadLetter, err error) bool {
			letter, size = d, int64(len(line))+1
			return false
		})
		switch {
		case err != nil:
			return err
		case size < 0: // the last one is done
			b.tail.at.Retried = 0
			if err := b.tail.at.save(b.dir); err != nil {
				return err // an old position must never meet a new queue
			}
			if err := os.Remove(path); err != nil {
				return err
			}
			continue
		case letter.ID != "":
			if err := b.deliver(ctx, letter, true); err != nil {
				return err
			}
		}
		b.tail.at.Retried += size
		if err := b.tail.at.save(b.dir); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// deliver tries to deliver an action until that is done or it is given up. An error says that neither is.
func (b *outbox) deliver(ctx context.Context, d DeadLetter, again bool) error {
	at, err := time.Parse(time.RFC3339Nano, d.Action.Time)
	if err != nil || again { // as a hand may have written it
		at = b.f.clock()
	}
	b.oldest.Store(at.UnixNano())
	body, err := encode(d.Action)
	if err != nil {
		return err
	}
	waits := &backoff.ExponentialBackOff{
		InitialInterval: firstWait, Multiplier: 2, RandomizationFactor: 0.3, MaxInterval: longWait,
	}
	for d.Tries = 1; ; d.Tries++ {
		err := b.attempt(ctx, d.ID, body)
		if err == nil {
			b.f.forwards.WithLabelValues(forwardDelivered).Inc()
			b.clear()
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f := failureOf(err)
		old := again || b.f.clock().Sub(at) > b.f.GiveUp
		if f.Permanent || old && d.Tries >= leastTries {
			return b.giveUp(d, f)
		}
		b.f.forwards.WithLabelValues(forwardFailed).Inc()
		b.report(f.Reason, err)
		if !sleep(ctx, max(waits.NextBackOff(), f.After)) {
			return ctx.Err()
		}
	}
}

// attempt makes one attempt when it is this site's turn. One that has begun is not broken off: the receiver may have
// taken the action already.
func (b *outbox) attempt(ctx context.Context, id string, body []byte) error {
	select {
	case b.f.slots <- struct{}{}:
		defer func() { <-b.f.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return b.f.send(context.WithoutCancel(ctx), id, body)
}

// giveUp makes an action a dead letter.
func (b *outbox) giveUp(d DeadLetter, f *webhook.Failure) error {
	d.Time, d.Reason = b.f.clock().UTC().Format(time.RFC3339Nano), f.Reason
	if err := bury(b.dir, d); err != nil {
		return err
	}
	b.f.forwards.WithLabelValues(forwardDead).Inc()
	b.f.log.Error("an action could not be forwarded and is a dead letter", "site", b.site, "delivery", d.ID, "tries", d.Tries, "error", f.Error())
	return nil
}

// report notes what holds the actions up, and logs it when it is news.
func (b *outbox) report(reason string, err error) {
	if before := b.trouble.Swap(&reason); before == nil || *before != reason {
		b.f.log.Warn("actions wait to be forwarded", "site", b.site, "error", err)
	}
}

// clear notes that nothing holds them up any more.
func (b *outbox) clear() {
	if b.trouble.Swap(nil) != nil {
		b.f.log.Info("actions are forwarded again", "site", b.site)
	}
}

// failureOf is what is known of an attempt that did not deliver.
func failureOf(err error) *webhook.Failure {
	var f *webhook.Failure
	if errors.As(err, &f) {
		return f
	}
	return &webhook.Failure{Reason: "the receiver cannot be reached"}
}

// sleep waits; false when ctx was done before.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
