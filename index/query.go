package index

import (
	"context"
	"time"

	"plugsheet/index/query"
	"plugsheet/schemas/bundle"
)

// Query is one search or listing.
type Query struct {
	// as the agent typed it, never read as a query language; of blanks only: all products are listed
	Text     string
	Category bundle.ID // only products in it or below it; zero for all
	Limit    int       // at most so many products
	Offset   int       // so many are left out before
	Explain  bool      // fill Page.Explain
	Taught   bool      // what was learnt of sent products counts (see [Index.Learn])
	At       time.Time // only products that are shown then, at the prices of then; zero for all
}

// Unlimited is the upper end of a limit of the price that has none.
const Unlimited = query.None

// Page is the answer to a query.
type Page struct {
	Total int // all products that answer the query, on all pages; exact
	// of them those that answer all of it: they have all words, or the code. They come first
	Whole int
	// pieces of the text that no product answers, as they were typed; of a code that is found none
	Missing  []string
	Products []int     // ordinals: 0 is the first product of the spreadsheet
	LeftOut  []LeftOut // what the text leaves out
	// what the products may cost, as the text says; To is [Unlimited] where it has no upper end. Nil for none
	Price *PriceRange
	// the text says what they may cost, and the catalog's prices cannot be held against it
	Unpriced bool
	// which way the answer was found: one of the Road constants; empty for an unknown category
	Road    string
	Explain *Explanation // nil unless asked for
}

// Search answers a query. A listing is in the spreadsheet's order and costs the same anywhere in the catalog.
// A search is by worth, where what is not available is worth less, then as in the spreadsheet; of its text
// the first 10,000 characters and 64 words are considered. An unknown category answers nothing. As many
// searches run at a time as there are processors, and one that may wait for the disk; the others wait for
// their turn, the first come first. Errors: [folder.ErrDamaged], [ErrEngine], or the context's.
func (x *Index) Search(ctx context.Context, q Query) (Page, error) {
	found, err := x.Find(ctx, Wish{Query: q, reasons: true})
	return found.Page, err
}

// page is the answer but for its products.
func (p *plan) page() Page {
	return Page{
		Total: int(p.total()), Whole: int(p.whole()), Missing: p.missing(), Road: p.road(),
		LeftOut: p.wishes.leftOut, Price: p.wishes.price, Unpriced: p.wishes.unpriced,
	}
}

// enter waits for a turn to search. Where all searches ran at once, each would take as many times longer as
// there are others, and the longest would be waited for longest: with 16 clients without a pause on two
// processors the slowest of 4,000 searches took four to ten times as long so, and all together took no less.
func (x *Index) enter(ctx context.Context) (leave func(), err error) {
	select {
	case x.turns <- struct{}{}:
		return func() { <-x.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
