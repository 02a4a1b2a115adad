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
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
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
type Counter struct{ gathered gathering[Count] }

// NewCounter makes a counter. No file is read or made before something is counted.
func NewCounter(o CounterOptions) *Counter {
	return &Counter{gathering[Count]{table: queries, o: o.withDefaults()}}
}

// Count counts a query, in lower case and with single blanks. It does not touch the disk and cannot fail:
// what looks like personal data, is too long, or is too much at a time is left out. It should be called for
// what somebody has finished typing, not for each letter on the way.
func (c *Counter) Count(text string) {
	if len(text) > 4*maxText {
		return
	}
	c.gathered.mu.Lock()
	defer c.gathered.mu.Unlock()
	c.gathered.count(pair{normal(text), ""})
}

// Close writes what is still in memory. What is counted later is lost. It never fails: where the folder
// cannot be written, that was logged.
func (c *Counter) Close() { c.gathered.close() }

// gathering keeps counts in memory for some seconds before they are written together, in the background. It
// is safe for concurrent use, and costs nothing while nothing is counted.
type gathering[E any] struct {
	table table[E]
	o     CounterOptions
	wrote func() // called after each writing; nil: not called

	mu     sync.Mutex
	next   map[pair]*E // since the last writing
	timer  *time.Timer // nil: nothing waits to be written
	closed bool

	writing sync.Mutex // held by whoever writes
	failed  bool       // the last writing; that was told
}

// count counts something once, and reports whether it did. The caller holds the lock.
func (g *gathering[E]) count(p pair) bool {
	if g.closed {
		return false
	}
	today := day(g.o.Clock())
	if e := g.next[p]; e != nil {
		v := g.table.view(e)
		*v.times, *v.last = *v.times+1, max(*v.last, today)
		return true
	}
	if len(g.next) == maxGathered || !countable(p.query) {
		return false
	}
	if g.next == nil {
		g.next = map[pair]*E{}
	}
	e := g.table.first(p, today)
	if g.next[p] = &e; g.timer == nil {
		g.timer = time.AfterFunc(g.o.Wait, g.flush)
	}
	return true
}

// write adds what was gathered to what the file holds by then. One that is damaged is begun anew.
func (g *gathering[E]) write(gathered map[pair]*E) error {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	err := g.o.Values.Update(ctx, g.table.file, func(old []byte) ([]byte, error) {
		all, err := g.table.decode(g.o.Values, old)
		if d := (*DamagedError)(nil); errors.As(err, &d) {
			g.o.Logger.Warn(g.table.anew, "cause", d.Reason)
		}
		g.table.merge(&all, gathered, g.o.Clock())
		return g.table.encode(all)
	})
	if err == nil && g.wrote != nil {
		g.wrote()
	}
	return err
}

// close writes what is still in memory. What is counted later is lost.
func (g *gathering[E]) close() {
	g.mu.Lock()
	g.closed = true
	if g.timer != nil {
		g.timer.Stop()
	}
	g.mu.Unlock()
	g.flush()
}

// flush writes what was gathered. Where that fails it is kept, within its bounds, for the next time.
func (g *gathering[E]) flush() {
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
		g.o.Logger.Warn(g.table.lost, "error", err)
	}
	if g.failed = err != nil; g.failed {
		g.keep(gathered)
	}
}

// keep takes back what could not be written.
func (g *gathering[E]) keep(gathered map[pair]*E) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for key, before := range gathered {
		switch now := g.next[key]; {
		case now != nil:
			now, before := g.table.view(now), g.table.view(before)
			*now.times, *now.first = *now.times+*before.times, *before.first
		case len(g.next) < maxGathered:
			if g.next == nil {
				g.next = map[pair]*E{}
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
