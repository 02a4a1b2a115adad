package gaps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"plugsheet/index"
)

// sendsName is the file of what was sent, beside that of the counts.
const sendsName = "sent-products.json"

// maxSends is how many pairs of a search and a product are kept, the most sent ones.
const maxSends = 5000

// Send says that a product was sent after a search. Of the conversations nothing but their number is kept.
type Send struct {
	Query         string `json:"query"`         // in the spelling that [SendCounter.Count] says
	Product       string `json:"product"`       // its id
	Conversations int    `json:"conversations"` // in which it was sent
	First         string `json:"first"`         // the day, YYYY-MM-DD, UTC
	Last          string `json:"last"`          // the day, YYYY-MM-DD, UTC
}

// sends is what the file holds.
type sends struct {
	Sent []Send `json:"sent"` // those of most conversations first
	// SHA-256 of queries of which nothing is counted any more, the latest last
	Forgotten []string `json:"forgotten"`
}

// ReadSends gives what was sent after searches, the most sent first. Errors: [*DamagedError], or of the disk.
func ReadSends(ctx context.Context, at Values) ([]Send, error) {
	data, err := at.Get(ctx, sendsName)
	if err != nil {
		return nil, err
	}
	s, err := decodeSends(at, data)
	return s.Sent, err
}

// Lessons are what an index learns from what was sent.
func Lessons(all []Send) (some []index.Sent) {
	for _, s := range all {
		some = append(some, index.Sent{Query: s.Query, Product: s.Product, Conversations: s.Conversations})
	}
	return some
}

func decodeSends(at Values, data []byte) (s sends, err error) {
	if err := decode(at, sendsName, data, &s); err != nil {
		return sends{}, err
	}
	for i, one := range s.Sent {
		if one.Query == "" || one.Product == "" || one.Conversations < 1 {
			return sends{}, damaged(at, sendsName,
				fmt.Sprintf("entry %d has no search, no product, or was never sent", i+1))
		}
	}
	return s, nil
}

// ForgetSends takes away what was sent after searches, in any spelling; nothing is counted of them any
// more. Only a hash of each is kept. A server may count meanwhile. Errors: [*DamagedError], or of the disk.
func ForgetSends(ctx context.Context, at Values, queries ...string) error {
	return changeSends(ctx, at, func(s *sends) error {
		for _, q := range queries {
			h := hash(q)
			s.Sent = slices.DeleteFunc(s.Sent, func(one Send) bool { return hash(one.Query) == h })
			s.Forgotten = append(slices.DeleteFunc(s.Forgotten, func(one string) bool { return one == h }), h)
		}
		return nil
	})
}

// ClearSends takes all away, and what was to be forgotten is counted again when it is sent. Errors: of the
// disk.
func ClearSends(ctx context.Context, at Values) error {
	return clearValue(ctx, at, sendsName, (&sends{}).encode)
}

// changeSends lets what was sent be changed, while no other process does the same.
func changeSends(ctx context.Context, at Values, edit func(*sends) error) error {
	return at.Update(ctx, sendsName, func(old []byte) ([]byte, error) {
		s, err := decodeSends(at, old)
		if err == nil {
			err = edit(&s)
		}
		if err != nil {
			return nil, err
		}
		return s.encode()
	})
}

// sentPair is a search with a product that was sent after it.
type sentPair struct{ query, product string }

// merge adds what was sent since, drops what is too old, forgotten or too much.
func (s *sends) merge(more map[sentPair]*Send, today time.Time) {
	at := map[sentPair]int{}
	for i, one := range s.Sent {
		at[sentPair{one.Query, one.Product}] = i
	}
	for pair, m := range more {
		i, ok := at[pair]
		if !ok {
			s.Sent = append(s.Sent, *m)
			continue
		}
		one := &s.Sent[i]
		one.Conversations += m.Conversations
		one.First, one.Last = min(one.First, m.First), max(one.Last, m.Last)
	}
	s.Sent = slices.DeleteFunc(s.Sent, func(one Send) bool {
		return expired(one.Conversations, one.Last, today) || !countable(one.Query) ||
			slices.Contains(s.Forgotten, hash(one.Query))
	})
}

// encode gives the file: one line for each search and product, in a fixed order.
func (s *sends) encode() ([]byte, error) {
	slices.SortFunc(s.Sent, func(a, b Send) int {
		return cmp.Or(cmp.Compare(b.Conversations, a.Conversations), cmp.Compare(b.Last, a.Last),
			cmp.Compare(a.Query, b.Query), cmp.Compare(a.Product, b.Product))
	})
	s.Sent = s.Sent[:min(len(s.Sent), maxSends)]
	s.Forgotten = s.Forgotten[max(0, len(s.Forgotten)-maxForgotten):]
	return encodeFile("sent", s.Sent, s.Forgotten)
}

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
