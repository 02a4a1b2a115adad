package index

import (
	"context"
	"strings"
	"time"

	"plugsheet/index/folder"
	"plugsheet/index/query"
	"plugsheet/index/reader"
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
func (x *Index) Search(ctx context.Context, q Query) (page Page, err error) {
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}
	q.Limit, q.Offset = max(q.Limit, 0), max(q.Offset, 0)
	place := -1
	if !q.Category.IsZero() {
		var ok bool
		if place, ok = x.Places[q.Category]; !ok {
			return Page{Explain: explainNothing(q)}, nil
		}
	}
	if strings.TrimSpace(q.Text) == "" {
		err = x.Read("listing", func(s *reader.Session) error {
			if shown := x.shownAt(s, q.At, place); shown != nil {
				page = listOf(shown, q)
				return s.Err()
			}
			page = x.list(s, q, place)
			return nil
		})
		return page, err
	}
	leave, err := x.enter(ctx)
	if err != nil {
		return Page{}, err
	}
	defer leave()
	err = x.Read("searching", func(s *reader.Session) error {
		page, err = x.search(s, q, place)
		return err
	})
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// search answers a query that has a text; place is that of its category, -1 for none.
func (x *Index) search(s *reader.Session, q Query, place int) (page Page, err error) {
	p := x.plan(s, q, x.within(s, place, q.At))
	if err := s.Err(); err != nil {
		return Page{}, err
	}
	r := ranking{x, p}
	page = p.page()
	page.Products = r.page(q.Offset, q.Limit)
	if q.Explain {
		page.Explain = x.explain(s, p, page.Products)
	}
	return page, nil
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

// list answers a query without text from the tables.
func (x *Index) list(s *reader.Session, q Query, place int) Page {
	facts := x.Facts
	total := facts.Products
	if place >= 0 {
		total = facts.Spans[place].Count
	}
	page := Page{Total: total, Whole: total, Road: RoadListing, Explain: explainListing(q)}
	from := min(q.Offset, total)
	to := from + min(q.Limit, total-from)
	if from == to {
		return page
	}
	page.Products = make([]int, 0, to-from)
	for i := from; i < to; i++ {
		if place >= 0 {
			page.Products = append(page.Products,
				int(s.Number(folder.CategoriesTable, facts.Spans[place].From+i)))
		} else {
			page.Products = append(page.Products, i)
		}
	}
	return page
}
