package index

import (
	"context"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Sorting is the order of an answer.
type Sorting int

// The orders. In all of them what answers the whole query stands before what answers a part of it.
const (
	ByWorth Sorting = iota
	CheapestFirst
	DearestFirst
)

// Filter is what an answer is narrowed down to; the zero value is everything.
type Filter struct {
	Values    map[string][]string // by the name of a facet: one of these, in either case
	Available bool                // only what is known to be available
	Price     *PriceRange         // only what costs so much; the unit says nothing
}

// Wish is a query with filters and an order.
type Wish struct {
	Query
	Filter Filter
	Sort   Sorting
	// take the text as it is typed: nothing that may be meant, and nothing that has only some of it
	Exact bool
	Count bool // count what the answer can be narrowed down by; as Explain does, it costs time

	reasons bool // explain each product of the page, too
}

// Found is the answer to a wish.
type Found struct {
	Page
	Facets    []Facet     // the brand, and at most five others: those that say most of this answer
	Available int         // products that are known to be available and pass the other filters
	Prices    *PriceRange // of these products; nil where none has a price
	// by category: the products in it and below it, whatever the category asked for
	Categories map[bundle.ID]int
}

// Find is [Index.Search] with filters: it takes the query's answer as Search gives it, leaves out what the
// filters do not let through, and counts by what else it can be narrowed down. Each count is of what is found
// with all filters but that of the same name, so that it says what another choice there would give.
func (x *Index) Find(ctx context.Context, w Wish) (found Found, err error) {
	if err := ctx.Err(); err != nil {
		return Found{}, err
	}
	w.Limit, w.Offset = max(w.Limit, 0), max(w.Offset, 0)
	place, known := -1, true
	if !w.Category.IsZero() {
		if place, known = x.Places[w.Category]; !known {
			return Found{Page: Page{Explain: listingExplained(w.Query)}}, nil
		}
	}
	if !w.lists() || w.narrows() {
		leave, err := x.enter(ctx)
		if err != nil {
			return Found{}, err
		}
		defer leave()
	}
	err = x.Read("searching", func(s *reader.Session) error {
		found, err = x.find(s, &w, place)
		return err
	})
	if err != nil {
		return Found{}, err
	}
	return found, nil
}

// lists tells whether there is no text to search for.
func (w *Wish) lists() bool { return strings.TrimSpace(w.Text) == "" }

// narrows tells whether more is wanted than the page of a query.
func (w *Wish) narrows() bool {
	return w.Count || w.Sort != ByWorth || len(w.Filter.Values) > 0 || w.Filter.Available ||
		w.Filter.Price != nil
}

// find answers a wish; place is that of its category, -1 for none.
func (x *Index) find(s *reader.Session, w *Wish, place int) (f Found, err error) {
	if w.lists() && !w.narrows() {
		f.Page = x.list(s, &w.Query, place)
		return f, s.Err()
	}
	p := x.planIn(s, w, place)
	f.Page = p.page()
	if w.narrows() {
		x.narrow(s, w, place, p, &f)
	} else {
		f.Products = x.pageOf(p, w, nil)
	}
	if w.Explain {
		explained := f.Products
		if !w.reasons {
			explained = nil
		}
		f.Explain = x.explain(s, p, explained)
	}
	return f, s.Err()
}

// list is the page of a query without text, without a plan: it takes a quarter longer with one.
func (x *Index) list(s *reader.Session, q *Query, place int) Page {
	docs := x.everything(x.within(s, place, q.At))
	n := int(docs.GetCardinality())
	page := Page{Total: n, Whole: n, Road: RoadListing, Explain: listingExplained(*q)}
	if q.Offset < n && q.Limit > 0 {
		out := window{skip: q.Offset, want: q.Limit}
		out.take(docs)
		page.Products = out.out
	}
	return page
}

// narrow takes the page of a plan that filters and orders apply to, and counts.
func (x *Index) narrow(s *reader.Session, w *Wish, place int, p *plan, f *Found) {
	narrowing := x.narrowing(s, w)
	answer := p.docs()
	if len(narrowing.sets) > 0 {
		p.narrow(narrowing.but("", answer))
	}
	f.Total, f.Whole = int(p.total()), int(p.whole())
	f.Products = x.pageOf(p, w, narrowing.prices)
	if w.Count {
		x.count(s, narrowing, answer, f)
		elsewhere := answer
		if place >= 0 {
			elsewhere = x.planIn(s, w, -1).docs()
		}
		f.Categories = x.countCategories(s, narrowing.but("", elsewhere))
	}
}

// planIn plans the query in a category, -1 for all. A listing is one group of all that there is.
func (x *Index) planIn(s *reader.Session, w *Wish, place int) *plan {
	within := x.within(s, place, w.At)
	if w.lists() {
		p := &plan{listing: true}
		p.add(whyListing, x.everything(within))
		return p
	}
	p := x.plan(s, w.Query, within)
	if w.Exact {
		p.exactly()
	}
	return p
}

// exactly leaves out what only may be meant.
func (p *plan) exactly() {
	asTyped := func(c *clause.Clause) bool {
		return c.Welcome || c.How == clause.ByWord || c.How == clause.ByCode || c.How == clause.ByCodePart ||
			c.How == clause.ByBeginning
	}
	all := !slices.ContainsFunc(p.clauses, func(c *clause.Clause) bool { return !asTyped(c) })
	p.groups = slices.DeleteFunc(p.groups, func(g group) bool {
		return g.why == whyMost || g.why == whyMeant || g.why == whyMeaning || !all && !g.code()
	})
}

// whyListing is the group of a listing.
const whyListing = "listing"

// docs are all documents of a plan.
func (p *plan) docs() *roaring.Bitmap {
	all := make([]*roaring.Bitmap, len(p.groups))
	for i, g := range p.groups {
		all[i] = g.docs
	}
	return roaring.FastOr(all...)
}

// narrow leaves out the documents that are not among those.
func (p *plan) narrow(docs *roaring.Bitmap) {
	for i := range p.groups {
		p.groups[i].docs = roaring.And(p.groups[i].docs, docs)
	}
	p.groups = slices.DeleteFunc(p.groups, func(g group) bool { return g.docs.IsEmpty() })
}

// pageOf gives the products of the page that is asked for.
func (x *Index) pageOf(p *plan, w *Wish, priced *prices) (page []int) {
	from, to := min(w.Offset, int(p.total())), min(w.Offset+w.Limit, int(p.total()))
	switch {
	case w.Sort == ByWorth && !p.listing:
		return (&ranking{x, p}).page(w.Offset, w.Limit)
	case from >= to:
		return nil
	case w.Sort == ByWorth:
		out := window{skip: from, want: to - from}
		for _, g := range p.groups {
			out.take(g.docs)
		}
		return out.out
	}
	whole, rest := &plan{}, &plan{}
	for _, g := range p.groups {
		if g.partial() {
			rest.groups = append(rest.groups, g)
		} else {
			whole.groups = append(whole.groups, g)
		}
	}
	for _, part := range []*plan{whole, rest} {
		n := int(part.total())
		if from < min(n, to) {
			page = append(page, priced.sorted(part.docs(), w.Sort == DearestFirst, from, min(n, to))...)
		}
		from, to = max(0, from-n), max(0, to-n)
	}
	return page
}

// narrowing is what a filter lets through.
type narrowing struct {
	columns []*column
	prices  *prices
	filter  Filter
	sets    map[string]*roaring.Bitmap // by the name of what is filtered
}

// The names of the filters that are no facets.
const (
	availableFilter = "\x01available"
	priceFilter     = "\x01price"
)

func (x *Index) narrowing(s *reader.Session, w *Wish) *narrowing {
	n := &narrowing{columns: x.columns(s), prices: x.pricesAt(s, w.At), filter: w.Filter}
	n.sets = map[string]*roaring.Bitmap{}
	for name, values := range w.Filter.Values {
		n.sets[name] = roaring.New() // of an unknown name nothing gets through
		for _, c := range n.columns {
			if c.name == name {
				n.sets[name] = c.of(values)
			}
		}
	}
	if w.Filter.Available {
		n.sets[availableFilter] = available(s)
	}
	if r := w.Filter.Price; r != nil {
		n.sets[priceFilter] = n.prices.between(r.From, r.To)
	}
	return n
}

// available are the products that are known to be.
func available(s *reader.Session) *roaring.Bitmap {
	if docs := s.Postings(terms.AbsentField, terms.PresentTerm); docs != nil {
		return docs
	}
	return roaring.New()
}

// but gives those of the documents that all filters let through but that of a name.
func (n *narrowing) but(name string, docs *roaring.Bitmap) *roaring.Bitmap {
	for other, set := range n.sets {
		if other != name {
			docs = roaring.And(docs, set)
		}
	}
	return docs
}
