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
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

// queries are the searches that found nothing for one of their words.
var queries = table[Count]{
	file: fileName, key: "queries", most: maxQueries, odd: "query %d has no text or was never asked",
	lost: "searches without result cannot be counted", anew: "the empty searches are counted anew",
	view: func(c *Count) view {
		return view{pair{c.Query, ""}, c.Query == "" || c.Count < 1, &c.Count, &c.First, &c.Last}
	},
	first: func(p pair, day string) Count { return Count{p.query, 1, day, day} },
}

// DamagedError says that the file of counts cannot be read.
type DamagedError struct{ Path, Reason string }

// Error is the file and what is wrong with it.
func (e *DamagedError) Error() string { return fmt.Sprintf("%s is damaged: %s", e.Path, e.Reason) }

// Read gives what was counted, the most asked first. A server may count meanwhile. Errors: [*DamagedError],
// or of the disk.
func Read(ctx context.Context, at Values) ([]Count, error) { return queries.read(ctx, at) }

// Forget takes queries out of the counts; they are not counted any more. Only a hash of each is
// kept. A server may count meanwhile. Errors: [*DamagedError], or of the disk.
func Forget(ctx context.Context, at Values, texts ...string) error {
	return queries.forget(ctx, at, texts)
}

// Clear removes all counts, and what was to be forgotten is counted again when it is asked. A server may
// count meanwhile. Errors: of the disk.
func Clear(ctx context.Context, at Values) error { return queries.clear(ctx, at) }

// hash names a query, however it is spelled, without telling it to whoever reads the file.
func hash(query string) string {
	sum := sha256.Sum256([]byte(normal(query)))
	return hex.EncodeToString(sum[:])
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
