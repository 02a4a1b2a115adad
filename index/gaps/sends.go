package gaps

import (
	"context"
	"hash/maphash"

	"plugsheet/index"
	"plugsheet/schemas/each"
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

// sent are the products that were sent after searches.
var sent = table[Send]{
	file: sendsName, key: "sent", most: maxSends,
	odd:  "entry %d has no search, no product, or was never sent",
	lost: "what was sent cannot be counted", anew: "what was sent is counted anew",
	view: func(s *Send) view {
		return view{pair{s.Query, s.Product}, s.Query == "" || s.Product == "" || s.Conversations < 1,
			&s.Conversations, &s.First, &s.Last}
	},
	first: func(p pair, day string) Send { return Send{p.query, p.product, 1, day, day} },
}

// ReadSends gives what was sent after searches, the most sent first. Errors: [*DamagedError], or of the disk.
func ReadSends(ctx context.Context, at Values) ([]Send, error) { return sent.read(ctx, at) }

// Lessons are what an index learns from what was sent.
func Lessons(all []Send) []index.Sent {
	return each.Of(all, func(s Send) index.Sent {
		return index.Sent{Query: s.Query, Product: s.Product, Conversations: s.Conversations}
	})
}

// ForgetSends takes away what was sent after searches, in any spelling; nothing is counted of them any
// more. Only a hash of each is kept. A server may count meanwhile. Errors: [*DamagedError], or of the disk.
func ForgetSends(ctx context.Context, at Values, texts ...string) error {
	return sent.forget(ctx, at, texts)
}

// ClearSends takes all away, and what was to be forgotten is counted again when it is sent. Errors: of the
// disk.
func ClearSends(ctx context.Context, at Values) error { return sent.clear(ctx, at) }

// SendCounter counts which products were sent after which search, each once for a conversation, and writes
// it in the background as a [Counter] does. It is safe for concurrent use. Close it.
type SendCounter struct {
	gathered gathering[Send]
	seed     maphash.Seed
	// of conversation, search and product: no conversation counts twice, and none is kept
	seen map[uint64]bool
}

// maxSeen bounds the conversations that are remembered in memory.
const maxSeen = 20_000

// NewSendCounter makes a counter; wrote is called after each writing, nil for nobody. No file is read or
// made before something is counted.
func NewSendCounter(o CounterOptions, wrote func()) *SendCounter {
	return &SendCounter{gathered: gathering[Send]{table: sent, o: o.withDefaults(), wrote: wrote},
		seed: maphash.MakeSeed(), seen: map[uint64]bool{}}
}

// Count counts that a product was sent after a search in a conversation. It does not touch the disk and
// cannot fail: a search that looks like personal data, or is too much at a time, is left out, and so is
// what has no conversation.
func (c *SendCounter) Count(text, product, conversation string) {
	if len(text) > 4*maxText || len(product) > maxText || product == "" || conversation == "" {
		return
	}
	text = normal(text)
	c.gathered.mu.Lock()
	defer c.gathered.mu.Unlock()
	once := maphash.String(c.seed, conversation+"\x00"+product+"\x00"+text)
	if c.seen[once] || !c.gathered.count(pair{text, product}) {
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
