package gaps

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
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

// gathering keeps counts in memory for some seconds before they are written together, in the background. It
// is safe for concurrent use, and costs nothing while nothing is counted.
type gathering[K comparable, V any] struct {
	wait  time.Duration
	write func(map[K]*V) error // adds to what the file holds by then
	join  func(now, before *V) // adds an earlier count of the same key to a later one
	told  func(error)          // of the first writing of several that fails

	mu     sync.Mutex
	next   map[K]*V    // since the last writing
	timer  *time.Timer // nil: nothing waits to be written
	closed bool

	writing sync.Mutex // held by whoever writes
	failed  bool       // the last writing; that was told
}

// count counts a key once: again is told of one that is gathered already, and of any other first makes the
// count, or none where it is not to be counted. Both are called under the lock. It reports whether the key
// was counted.
func (g *gathering[K, V]) count(key K, again func(*V), first func() *V) bool {
	if g.closed {
		return false
	}
	if v := g.next[key]; v != nil {
		again(v)
		return true
	}
	if len(g.next) == maxGathered {
		return false
	}
	v := first()
	if v == nil {
		return false
	}
	if g.next == nil {
		g.next = map[K]*V{}
	}
	if g.next[key] = v; g.timer == nil {
		g.timer = time.AfterFunc(g.wait, g.flush)
	}
	return true
}

// close writes what is still in memory. What is counted later is lost.
func (g *gathering[K, V]) close() {
	g.mu.Lock()
	g.closed = true
	if g.timer != nil {
		g.timer.Stop()
	}
	g.mu.Unlock()
	g.flush()
}

// flush writes what was gathered. Where that fails it is kept, within its bounds, for the next time.
func (g *gathering[K, V]) flush() {
	g.writing.Lock()
	defer g.writing.Unlock()
	g.mu.Lock()
	gathered := g.next
	g.next, g.timer = nil, nil
	g.mu.Unlock()
	if len(gathered) == 0 {
		return
	}
	err := g.write(gathered)
	if err != nil && !g.failed {
		g.told(err)
	}
	if g.failed = err != nil; g.failed {
		g.keep(gathered)
	}
}

// keep takes back what could not be written.
func (g *gathering[K, V]) keep(gathered map[K]*V) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for key, before := range gathered {
		switch now := g.next[key]; {
		case now != nil:
			g.join(now, before)
		case len(g.next) < maxGathered:
			if g.next == nil {
				g.next = map[K]*V{}
			}
			g.next[key] = before
		}
	}
}

// messagesName is the value that holds the messages.
const messagesName = "messages.json"

// Messages are the counts of what visitors wrote to the bot and it did not understand, beside those of
// searches: what this package does with queries it does with them. They are counted like queries, without
// anything of the person.
func Messages(at Values) Values { return messages{at} }

// messages are values of which the counts have another name.
type messages struct{ Values }

func (m messages) Get(ctx context.Context, _ string) ([]byte, error) {
	return m.Values.Get(ctx, messagesName)
}

func (m messages) Update(ctx context.Context, _ string, change func(old []byte) ([]byte, error)) error {
	return m.Values.Update(ctx, messagesName, change)
}
