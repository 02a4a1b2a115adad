package gaps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// CounterOptions are the settings of a [Counter]. The zero value of each but Dir is its default.
type CounterOptions struct {
	Dir    string           // the bundle's folder
	Logger *slog.Logger     // nil: nothing is logged; no query ever is
	Clock  func() time.Time // nil: time.Now
	Wait   time.Duration    // how long counts are gathered before they are written; default 5 s
}

// How much is gathered in memory, and how long writing may wait for another process.
const (
	maxGathered = 500
	lockWait    = 2 * time.Second
)

// Counter counts queries that found nothing for one of their words and writes them in the background, gathered for some seconds and added to
// what the file holds by then. It is safe for concurrent use, and costs nothing while nothing is counted. Close it.
type Counter struct {
	o CounterOptions

	mu     sync.Mutex
	next   map[string]*Count // since the last writing
	timer  *time.Timer       // nil: nothing waits to be written
	closed bool

	writing sync.Mutex // held by whoever writes
	failed  bool       // the last writing; that was told
}

// NewCounter makes a counter. No file is read or made before something is counted.
func NewCounter(o CounterOptions) *Counter {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Wait = cmp.Or(o.Wait, 5*time.Second)
	return &Counter{o: o, next: map[string]*Count{}}
}

// Count counts a query, in lower case and with single blanks. It does not touch the disk and cannot fail: what looks like
// personal data, is too long, or is too much at a time is left out. It should be called for what somebody has finished
// typing, not for each letter on the way.
func (c *Counter) Count(text string) {
	if len(text) > 4*maxText {
		return
	}
	text = normal(text)
	today := day(c.o.Clock())
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	if q := c.next[text]; q != nil {
		q.Count++
		q.Last = max(q.Last, today)
		return
	}
	if len(c.next) == maxGathered || !countable(text) {
		return
	}
	c.next[text] = &Count{text, 1, today, today}
	if c.timer == nil {
		c.timer = time.AfterFunc(c.o.Wait, c.write)
	}
}

// Close writes what is still in memory. What is counted later is lost. It never fails: where the folder cannot be
// written, that was logged.
func (c *Counter) Close() {
	c.mu.Lock()
	c.closed = true
	if c.timer != nil {
		c.timer.Stop()
	}
	c.mu.Unlock()
	c.write()
}

// write adds what was gathered to the file. Where that fails it is kept, within its bounds, for the next time.
func (c *Counter) write() {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	gathered := c.next
	c.next, c.timer = map[string]*Count{}, nil
	c.mu.Unlock()
	if len(gathered) == 0 {
		return
	}
	err := c.add(gathered)
	if err != nil && !c.failed {
		c.o.Logger.Warn("searches without result cannot be counted", "error", err)
	}
	if c.failed = err != nil; !c.failed {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for text, q := range gathered {
		if now := c.next[text]; now != nil {
			now.Count, now.First = now.Count+q.Count, q.First
		} else if len(c.next) < maxGathered {
			c.next[text] = q
		}
	}
}

// add merges what was gathered into the file. One that is damaged is begun anew.
func (c *Counter) add(gathered map[string]*Count) error {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	return replace(ctx, c.o.Dir, func() (counts, error) {
		all, err := read(c.o.Dir)
		var damaged *DamagedError
		if errors.As(err, &damaged) {
			c.o.Logger.Warn("the empty searches are counted anew", "cause", damaged.Reason)
			err = nil
		}
		if err != nil {
			return all, fmt.Errorf("adding to what was counted: %w", err)
		}
		all.merge(gathered, c.o.Clock())
		return all, nil
	})
}
