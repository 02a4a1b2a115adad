package gaps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
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
	Sent      []Send   `json:"sent"`      // those of most conversations first
	Forgotten []string `json:"forgotten"` // SHA-256 of queries of which nothing is counted any more, the latest last
}

// ReadSends gives what was sent after searches in the bundle in dir, the most sent first; nothing where
// there is no file. Errors: [*DamagedError], or of the disk.
func ReadSends(dir string) ([]Send, error) {
	s, err := readSends(dir)
	return s.Sent, err
}

// Lessons are what an index learns from what was sent.
func Lessons(all []Send) (some []index.Sent) {
	for _, s := range all {
		some = append(some, index.Sent{Query: s.Query, Product: s.Product, Conversations: s.Conversations})
	}
	return some
}

func readSends(dir string) (s sends, err error) {
	path, err := readFile(dir, sendsName, &s)
	if err != nil {
		return sends{}, err
	}
	for i, one := range s.Sent {
		if one.Query == "" || one.Product == "" || one.Conversations < 1 {
			return sends{}, &DamagedError{path,
				fmt.Sprintf("entry %d has no search, no product, or was never sent", i+1)}
		}
	}
	return s, nil
}

// ForgetSends takes away what was sent after searches, in any spelling; nothing is counted of them any
// more. Only a hash of each is kept. A server may count meanwhile. Errors: [*DamagedError], or of the disk.
func ForgetSends(ctx context.Context, dir string, queries ...string) error {
	return changeSends(ctx, dir, func(s *sends) error {
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
func ClearSends(ctx context.Context, dir string) error {
	if _, err := os.Stat(filepath.Join(dir, bundle.PrivateDir, sendsName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return rewrite(ctx, dir, sendsName, func() ([]byte, error) { return (&sends{}).encode() })
}

// changeSends reads what was sent, lets it be changed and writes it back, while no other process does the
// same.
func changeSends(ctx context.Context, dir string, edit func(*sends) error) error {
	return rewrite(ctx, dir, sendsName, func() ([]byte, error) {
		s, err := readSends(dir)
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
	oldest := day(today.AddDate(0, 0, -Kept))
	s.Sent = slices.DeleteFunc(s.Sent, func(one Send) bool {
		return one.Last < oldest || !countable(one.Query) || slices.Contains(s.Forgotten, hash(one.Query))
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
