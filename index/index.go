// Package index answers searches and listings of a bundle. It builds a derived folder under the bundle's index/ with a
// listing table and a full-text index, opens it read-only, and gives back ordinals (0 is the first product of the
// spreadsheet) and the bytes of the answer.
package index

import (
	"context"
	"errors"
	"log/slog"

	"plugsheet/schemas/bundle"
)

// Options are the settings of [Build]. The zero value is usable.
type Options struct {
	Logger   *slog.Logger            // nil: nothing is logged
	Progress func(done, total int64) // called with products done and in all, from one goroutine; nil: not called
}

// Query is one search or listing.
type Query struct {
	Text     string    // as the agent typed it, never interpreted as a query language; empty lists
	Category bundle.ID // only products in it or below it; zero for all
	Limit    int       // at most so many products
	Offset   int       // so many are skipped
	Explain  bool      // fill Page.Explain
}

// Page is the answer to a query.
type Page struct {
	Total    int          // all products that answer the query, exact
	Products []int        // ordinals: 0 is the first product of the spreadsheet
	Explain  *Explanation // nil unless asked for
}

// Explanation says why a page looks as it does.
type Explanation struct{}

// Index is an open index. It is safe for concurrent use and reads nothing of the bundle's folder by name after Open.
type Index struct{}

// State says how an index on disk stands to its bundle.
type State int

// The states, from worst to best.
const (
	Missing State = iota // there is none
	Corrupt              // there is one, and it is damaged
	Version              // it was built by another version of this program
	Stale                // it was built from other content
	Equal                // it can be opened
)

var (
	// ErrMissing says that there is no usable index for this bundle's content: build one.
	ErrMissing = errors.New("no index for this bundle")
	// ErrDamaged says that bytes on disk are not those that were indexed.
	ErrDamaged = errors.New("damaged")
)

var errUnfinished = errors.New("index: not built yet")

// Check tells the state of the index of b without opening the search engine.
func Check(ctx context.Context, b *bundle.Bundle) (State, error) { return Missing, errUnfinished }

// Build builds the index of b in a new folder and moves it into place.
func Build(ctx context.Context, b *bundle.Bundle, o Options) error { return errUnfinished }

// Open opens the index of b read-only.
func Open(ctx context.Context, b *bundle.Bundle) (*Index, error) { return nil, errUnfinished }

// Search answers one query.
func (x *Index) Search(ctx context.Context, q Query) (Page, error) { return Page{}, errUnfinished }

// AppendAnswer appends the JSON array of the products with these ordinals to dst.
func (x *Index) AppendAnswer(dst []byte, products []int) ([]byte, error) { return dst, errUnfinished }

// Verify reads everything and compares it with the digests.
func (x *Index) Verify(ctx context.Context) error { return errUnfinished }

// Products is the number of products.
func (x *Index) Products() int { return 0 }

// Close releases files and memory. No other call may run or follow.
func (x *Index) Close() error { return nil }

// String names the state in lower case.
func (s State) String() string { return [...]string{"missing", "corrupt", "version", "stale", "equal"}[s] }
