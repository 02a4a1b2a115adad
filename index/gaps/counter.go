package gaps

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"
)

// CounterOptions are the settings of a [Counter]. Dir or Values is required.
type CounterOptions struct {
	Dir    string           // the bundle's folder
	Values Values           // where counts are kept; nil: in that folder
	Logger *slog.Logger     // nil: nothing is logged; no query ever is
	Clock  func() time.Time // nil: time.Now
	Wait   time.Duration    // how long counts are gathered before they are written; default 5 s
}

// How much is gathered in memory, and how long writing may wait for another process.
const (
	maxGathered = 500
	lockWait    = 2 * time.Second
)

// withDefaults fills in what is left out.
func (o CounterOptions) withDefaults() CounterOptions {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Values == nil {
		o.Values = Folder(o.Dir)
	}
	o.Wait = cmp.Or(o.Wait, 5*time.Second)
	return o
}

// Counter counts queries that found nothing for one of their words and writes them in the background,
// gathered for some seconds and added to what the file holds by then. It is safe for concurrent use. Close
// it.
type Counter struct {
	o        CounterOptions
	gathered gathering[string, Count]
}

// NewCounter makes a counter. No file is read or made before something is counted.
func NewCounter(o CounterOptions) *Counter {
	c := &Counter{o: o.withDefaults()}
	c.gathered = gathering[string, Count]{wait: c.o.Wait, write: c.add,
		join: func(now, before *Count) { now.Count, now.First = now.Count+before.Count, before.First },
		told: func(err error) { c.o.Logger.Warn("searches without result cannot be counted", "error", err) },
	}
	return c
}

// Count counts a query, in lower case and with single blanks. It does not touch the disk and cannot fail:
// what looks like personal data, is too long, or is too much at a time is left out. It should be called for
// what somebody has finished typing, not for each letter on the way.
func (c *Counter) Count(text string) {
	if len(text) > 4*maxText {
		return
	}
	text = normal(text)
	today := day(c.o.Clock())
	c.gathered.mu.Lock()
	defer c.gathered.mu.Unlock()
	c.gathered.count(text,
		func(q *Count) { q.Count, q.Last = q.Count+1, max(q.Last, today) },
		func() *Count {
			if !countable(text) {
				return nil
			}
			return &Count{text, 1, today, today}
		})
}

// Close writes what is still in memory. What is counted later is lost. It never fails: where the folder
// cannot be written, that was logged.
func (c *Counter) Close() { c.gathered.close() }

// add merges what was gathered into the file. One that is damaged is begun anew.
func (c *Counter) add(gathered map[string]*Count) error {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	return c.o.Values.Update(ctx, fileName, func(old []byte) ([]byte, error) {
		all, err := decodeCounts(c.o.Values, old)
		if d := (*DamagedError)(nil); errors.As(err, &d) {
			c.o.Logger.Warn("the empty searches are counted anew", "cause", d.Reason)
		}
		all.merge(gathered, c.o.Clock())
		return all.encode()
	})
}
