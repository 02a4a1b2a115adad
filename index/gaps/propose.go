package gaps

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// Proposal says that a word which the catalog does not hold may mean one that it holds, and why.
type Proposal struct {
	Typed string `json:"typed"`
	Meant string `json:"meant"`
	Why   string `json:"why"` // as of [index.Candidate]: spelling, beginning, part, or beside
	// that the group's query would then find, with all its words where that is possible
	Products int       `json:"products"`
	First    []Product `json:"first"` // the first of them
}

// Product is one that a search finds.
type Product struct {
	ID        bundle.ID `json:"id"`
	Reference string    `json:"reference"`
	Title     string    `json:"title"`
}

// How much is proposed: words for each unknown one, and products that show what would be found.
const (
	maxMeant = 5
	maxFirst = 3
	minMeant = 3 // letters of a word that is proposed
)

// Find groups the counted queries of which x still finds nothing for a word, the most asked first; of at most
// limit groups it looks for what may be meant. It also gives the number of queries that x answers by now.
// Errors: of a damaged index, [index.ErrDamaged], or the context's.
func Find(ctx context.Context, x *index.Index, all []Count, limit int) (found []Group,
	answered int, err error) {
	var open []reading
	for _, c := range all {
		page, err := x.Search(ctx, index.Query{Text: c.Query})
		if err != nil {
			return nil, 0, fmt.Errorf("searching %q: %w", c.Query, err)
		}
		if page.Total > 0 && len(page.Missing) == 0 {
			answered++
			continue
		}
		r, err := readingOf(ctx, x, c, page)
		if err != nil {
			return nil, 0, err
		}
		open = append(open, r)
	}
	slices.SortStableFunc(open, func(a, b reading) int { return cmp.Compare(b.Count.Count, a.Count.Count) })
	found = groups(open)
	for i := range found[:min(len(found), max(limit, 0))] {
		if err := found[i].propose(ctx, x); err != nil {
			return nil, 0, err
		}
	}
	return found, answered, nil
}

// propose looks for what the group's unknown words may mean.
func (g *Group) propose(ctx context.Context, x *index.Index) error {
	evidence, err := x.Suggest(ctx, g.Query, maxMeant)
	if err != nil {
		return fmt.Errorf("looking for what %q may mean: %w", g.Query, err)
	}
	for _, e := range evidence {
		if !slices.ContainsFunc(g.Unknown, func(u Unknown) bool { return u.Word == e.Word }) {
			continue // it is corrected as it is
		}
		for _, c := range e.Words {
			if words, err := x.Words(ctx, c.Word); err != nil || len(words) == 1 && words[0].Stop ||
				utf8.RuneCountInString(c.Word) < minMeant {
				continue
			}
			f, err := Look(ctx, x, replaced(g.Query, e.Word, c.Word))
			if err == nil && f.Whole == 0 && !f.Missing { // what the other words say is of no such product
				f, err = Look(ctx, x, c.Word)
			}
			if err != nil {
				return err
			}
			if f.Whole > 0 {
				f.Products, f.First = f.Whole, f.First[:min(f.Whole, len(f.First))]
			}
			p := Proposal{Typed: e.Word, Meant: c.Word, Why: c.Why, Products: f.Products, First: f.First}
			if p.Products > 0 {
				g.Proposals = append(g.Proposals, p)
			}
		}
	}
	return nil
}

// replaced is the query with one of its words exchanged.
func replaced(query, word, by string) string {
	at := strings.Index(query, word)
	if at < 0 {
		return by
	}
	return query[:at] + by + query[at+len(word):]
}

// Found is what a text finds.
type Found struct {
	Products int       // in all
	Whole    int       // of them those that have all words; they come first
	Missing  bool      // a word of the text is in no product
	First    []Product // the first of them
}

// Look searches a text. Errors as of [index.Index.Search].
func Look(ctx context.Context, x *index.Index, text string) (Found, error) {
	page, err := x.Search(ctx, index.Query{Text: text, Limit: maxFirst})
	if err != nil {
		return Found{}, fmt.Errorf("searching %q: %w", text, err)
	}
	f := Found{Products: page.Total, Whole: page.Whole, Missing: len(page.Missing) > 0}
	records, err := x.Records(page.Products)
	if err != nil {
		return Found{}, fmt.Errorf("reading the products: %w", err)
	}
	f.First = each.Of(records, func(r bundle.Record) Product {
		return Product{r.Product.ID, r.Product.Reference, r.Product.Title}
	})
	return f, nil
}
