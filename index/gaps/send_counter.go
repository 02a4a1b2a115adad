package gaps

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"log/slog"
	"sync"
	"time"
)

// SendCounter counts which products were sent after which search, each once for a conversation, and writes
// it in the background as a [Counter] does. It is safe for concurrent use. Close it.
type SendCounter struct {
	o     CounterOptions
	wrote func() // called after each writing; nil: not called

	mu     sync.Mutex
	next   map[sentPair]*Send // since the last writing
	seed   maphash.Seed
	seen   map[uint64]bool // of conversation, search and product: no conversation counts twice, and none is kept
	timer  *time.Timer     // nil: nothing waits to be written
	closed bool

	writing sync.Mutex // held by whoever writes
}

// maxSeen bounds the conversations that are remembered in memory.
const maxSeen = 20_000

// NewSendCounter makes a counter; wrote is called after each writing, nil for nobody. No file is read or
// made before something is counted.
func NewSendCounter(o CounterOptions, wrote func()) *SendCounter {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Wait = cmp.Or(o.Wait, 5*time.Second)
	return &SendCounter{
		o: o, wrote: wrote, next: map[sentPair]*Send{}, seed: maphash.MakeSeed(), seen: map[uint64]bool{},
	}
}

// Count counts that a product was sent after a search in a conversation. It does not touch the disk and
// cannot fail: a search that looks like personal data, or is too much at a time, is left out, and so is
// what has no conversation.
func (c *SendCounter) Count(text, product, conversation string) {
	if len(text) > 4*maxText || len(product) > maxText || product == "" || conversation == "" {
		return
	}
	text = normal(text)
	today := day(c.o.Clock())
	c.mu.Lock()
	defer c.mu.Unlock()
	once := maphash.String(c.seed, conversation+"\x00"+product+"\x00"+text)
	pair := sentPair{text, product}
	if c.closed || c.seen[once] || c.next[pair] == nil && (len(c.next) == maxGathered || !countable(text)) {
		return
	}
	if len(c.seen) == maxSeen {
		clear(c.seen)
	}
	c.seen[once] = true
	if s := c.next[pair]; s != nil {
		s.Conversations, s.Last = s.Conversations+1, max(s.Last, today)
		return
	}
	c.next[pair] = &Send{text, product, 1, today, today}
	if c.timer == nil {
		c.timer = time.AfterFunc(c.o.Wait, c.write)
	}
}

// Close writes what is still in memory. What is counted later is lost. It never fails: where the folder
// cannot be written, that was logged.
func (c *SendCounter) Close() {
	c.mu.Lock()
	c.closed = true
	if c.timer != nil {
		c.timer.Stop()
	}
	c.mu.Unlock()
	c.write()
}

// write adds what was gathered to the file. What cannot be written is lost: it comes again.
func (c *SendCounter) write() {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	gathered := c.next
	c.next, c.timer = map[sentPair]*Send{}, nil
	c.mu.Unlock()
	if len(gathered) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	err := rewrite(ctx, c.o.Dir, sendsName, func() ([]byte, error) {
		all, err := readSends(c.o.Dir)
		var damaged *DamagedError
		if errors.As(err, &damaged) {
			c.o.Logger.Warn("what was sent is counted anew", "cause", damaged.Reason)
			err = nil
		}
		if err != nil {
			return nil, err
		}
		all.merge(gathered, c.o.Clock())
		return all.encode()
	})
	if err != nil {
		c.o.Logger.Warn("what was sent cannot be counted", "error", err)
		return
	}
	if c.wrote != nil {
		c.wrote()
	}
}
