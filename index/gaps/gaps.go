// Package gaps keeps the searches that found nothing for one of their words, and finds out what was meant by
// them. Who types "blue flurbel" and is shown what is blue has a gap as who types "flurbel" and is shown
// nothing.
//
// A server counts with a [Counter], in a file under the bundle's private/: the text of the query, how often
// it was asked and on which first and last day. Nothing else of a request is kept, no text that looks like
// personal data is counted at all, and what nobody has asked for in [kept] days goes, or in a week where it
// was asked once. [Find] groups what was counted and proposes synonyms from the catalog's own words; [Forget]
// and [Clear] take entries away while a server counts.
package gaps

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Bounds of what is kept.
const (
	kept = 90 // days after the last time that somebody asked

	// keptOnce is the same for what was asked once. What one shopper wants others want, too; a name that
	// nothing tells from a word, nobody else types.
	keptOnce = 7

	maxQueries   = 2000
	maxForgotten = 10_000
)

// Names under a bundle's private/.
const (
	fileName = "empty-searches.json"
	lockName = "empty-searches.lock"
)

// Count is a query of which a word found nothing. A server counts it in the spelling that [Counter.Count]
// says.
type Count struct {
	Query string `json:"query"`
	Count int    `json:"count"`
	First string `json:"first"` // the day, YYYY-MM-DD, UTC
	Last  string `json:"last"`  // the day, YYYY-MM-DD, UTC
}

// counts is what the file holds.
type counts struct {
	Queries   []Count  `json:"queries"`   // the most asked first
	Forgotten []string `json:"forgotten"` // SHA-256 of queries that are counted no more, the latest last
}

// DamagedError says that the file of counts cannot be read.
type DamagedError struct{ Path, Reason string }

// Error is the file and what is wrong with it.
func (e *DamagedError) Error() string { return fmt.Sprintf("%s is damaged: %s", e.Path, e.Reason) }

// Read gives what was counted, the most asked first. A server may count meanwhile. Errors: [*DamagedError],
// or of the disk.
func Read(ctx context.Context, at Values) ([]Count, error) {
	data, err := at.Get(ctx, fileName)
	if err != nil {
		return nil, err
	}
	c, err := decodeCounts(at, data)
	return c.Queries, err
}

func decodeCounts(at Values, data []byte) (counts, error) {
	var c counts
	if err := decode(at, fileName, data, &c); err != nil {
		return counts{}, err
	}
	for i := range c.Queries {
		if c.Queries[i].Query == "" || c.Queries[i].Count < 1 {
			return counts{},
				damaged(at, fileName, fmt.Sprintf("query %d has no text or was never asked", i+1))
		}
	}
	return c, nil
}

// Forget takes queries out of the counts; they are not counted any more. Only a hash of each is
// kept. A server may count meanwhile. Errors: [*DamagedError], or of the disk.
func Forget(ctx context.Context, at Values, queries ...string) error {
	return change(ctx, at, func(c *counts) error {
		for _, q := range queries {
			h := hash(q)
			c.Queries = slices.DeleteFunc(c.Queries, func(one Count) bool { return hash(one.Query) == h })
			c.Forgotten = append(slices.DeleteFunc(c.Forgotten, func(one string) bool { return one == h }), h)
		}
		return nil
	})
}

// Clear removes all counts, and what was to be forgotten is counted again when it is asked. A server may
// count meanwhile. Errors: of the disk.
func Clear(ctx context.Context, at Values) error {
	return clearValue(ctx, at, fileName, (&counts{}).encode)
}

// clearValue replaces a value, where there is one, by what none gives.
func clearValue(ctx context.Context, at Values, name string, none func() ([]byte, error)) error {
	if data, err := at.Get(ctx, name); data == nil && err == nil {
		return nil // no folder is made for nothing
	}
	return at.Update(ctx, name, func([]byte) ([]byte, error) { return none() })
}

// hash names a query, however it is spelled, without telling it to whoever reads the file.
func hash(query string) string {
	sum := sha256.Sum256([]byte(normal(query)))
	return hex.EncodeToString(sum[:])
}

// change lets the counts be changed, while no other process does the same.
func change(ctx context.Context, at Values, edit func(*counts) error) error {
	return at.Update(ctx, fileName, func(old []byte) ([]byte, error) {
		c, err := decodeCounts(at, old)
		if err == nil {
			err = edit(&c)
		}
		if err != nil {
			return nil, err
		}
		return c.encode()
	})
}

// encode gives the file: one query a line, in a fixed order.
func (c *counts) encode() ([]byte, error) {
	c.sort()
	c.Forgotten = c.Forgotten[max(0, len(c.Forgotten)-maxForgotten):]
	return encodeFile("queries", c.Queries, c.Forgotten)
}

// encodeFile gives a file of counts under a key, and of what was forgotten: one a line.
func encodeFile[T any](key string, counts []T, forgotten []string) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{%q:[", key)
	err := encodeLines(&out, counts)
	out.WriteString(`],"forgotten":[`)
	err = errors.Join(err, encodeLines(&out, forgotten))
	out.WriteString("]}\n")
	if err != nil {
		return nil, fmt.Errorf("encoding what is counted: %w", err)
	}
	return out.Bytes(), nil
}

// encodeLines writes values as JSON, each on a line of its own.
func encodeLines[T any](out *bytes.Buffer, values []T) (err error) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for i, v := range values {
		out.WriteString(map[bool]string{true: "\n", false: ","}[i == 0])
		err = errors.Join(err, e.Encode(v)) // ends the line
	}
	return err
}

// sort puts those first that are asked most, and of them those that were asked last.
func (c *counts) sort() {
	slices.SortFunc(c.Queries, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Last, a.Last),
			cmp.Compare(a.Query, b.Query))
	})
}

// merge adds what was counted since, drops what is too old, forgotten or too much.
func (c *counts) merge(more map[string]*Count, today time.Time) {
	at := map[string]int{}
	for i, q := range c.Queries {
		at[q.Query] = i
	}
	for text, m := range more {
		i, ok := at[text]
		if !ok {
			c.Queries = append(c.Queries, *m)
			continue
		}
		q := &c.Queries[i]
		q.Count, q.First, q.Last = q.Count+m.Count, min(q.First, m.First), max(q.Last, m.Last)
	}
	forgotten := map[string]bool{}
	for _, h := range c.Forgotten {
		forgotten[h] = true
	}
	c.Queries = slices.DeleteFunc(c.Queries, func(q Count) bool {
		return expired(q.Count, q.Last, today) || !countable(q.Query) ||
			len(forgotten) > 0 && forgotten[hash(q.Query)]
	})
	c.sort()
	c.Queries = c.Queries[:min(len(c.Queries), maxQueries)]
}

// expired tells whether what was asked so often, last on a day, is kept no longer.
func expired(times int, last string, today time.Time) bool {
	days := kept
	if times == 1 {
		days = keptOnce
	}
	return last < day(today.AddDate(0, 0, -days))
}

// day is all that is ever kept of a time.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// normal is the spelling in which a query is counted: lower case, one blank between words, no control
// characters.
func normal(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), blank), " ")
}
