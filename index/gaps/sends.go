package gaps

import (
	"cmp"
	"context"
	"fmt"
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
