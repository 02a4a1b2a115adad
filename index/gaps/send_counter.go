package gaps

import (
	"context"
	"errors"
	"hash/maphash"
)

// SendCounter counts which products were sent after which search, each once for a conversation, and writes
// it in the background as a [Counter] does. It is safe for concurrent use. Close it.
type SendCounter struct {
	o        CounterOptions
	wrote    func() // called after each writing; nil: not called
	gathered gathering[sentPair, Send]
	seed     maphash.Seed
	// of conversation, search and product: no conversation counts twice, and none is kept
	seen map[uint64]bool
}

// maxSeen bounds the conversations that are remembered in memory.
const maxSeen = 20_000

// NewSendCounter makes a counter; wrote is called after each writing, nil for nobody. No file is read or
// made before something is counted.
func NewSendCounter(o CounterOptions, wrote func()) *SendCounter {
	c := &SendCounter{o: o.withDefaults(), wrote: wrote, seed: maphash.MakeSeed(), seen: map[uint64]bool{}}
	c.gathered = gathering[sentPair, Send]{wait: c.o.Wait, write: c.add,
		join: func(now, before *Send) {
			now.Conversations, now.First = now.Conversations+before.Conversations, before.First
		},
		told: func(err error) { c.o.Logger.Warn("what was sent cannot be counted", "error", err) },
	}
	return c
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
	c.gathered.mu.Lock()
	defer c.gathered.mu.Unlock()
	once := maphash.String(c.seed, conversation+"\x00"+product+"\x00"+text)
	if c.seen[once] {
		return
	}
	counted := c.gathered.count(sentPair{text, product},
		func(s *Send) { s.Conversations, s.Last = s.Conversations+1, max(s.Last, today) },
		func() *Send {
			if !countable(text) {
				return nil
			}
			return &Send{text, product, 1, today, today}
		})
	if !counted {
		return
	}
	if len(c.seen) == maxSeen {
		clear(c.seen)
	}
	c.seen[once] = true
}

// Close writes what is still in memory. What is counted later is lost. It never fails: where the folder
// cannot be written, that was logged.
func (c *SendCounter) Close() { c.gathered.close() }

// add merges what was gathered into the file. One that is damaged is begun anew.
func (c *SendCounter) add(gathered map[sentPair]*Send) error {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	err := c.o.Values.Update(ctx, sendsName, func(old []byte) ([]byte, error) {
		all, err := decodeSends(c.o.Values, old)
		if d := (*DamagedError)(nil); errors.As(err, &d) {
			c.o.Logger.Warn("what was sent is counted anew", "cause", d.Reason)
		}
		all.merge(gathered, c.o.Clock())
		return all.encode()
	})
	if err == nil && c.wrote != nil {
		c.wrote()
	}
	return err
}
