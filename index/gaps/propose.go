package gaps

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// Proposal says that a word which the catalog does not hold may mean one that it holds, and why.
type Proposal struct {
	Typed    string    `json:"typed"`
	Meant    string    `json:"meant"`
	Why      string    `json:"why"`      // as of [index.Candidate]: spelling, beginning, part, or beside
	Products int       `json:"products"` // that the group's query would then find
	First    []Product `json:"first"`    // the first of them
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

// Find groups the counted queries that x still does not answer, the most asked first; of at most limit groups it looks
// for what may be meant. It also gives the number of queries that x answers by now. Errors: of a damaged index,
// [index.ErrDamaged], or the context's.
func Find(ctx context.Context, x *index.Index, all []Count, limit int) (found []Group, answered int, err error) {
	var open []reading
	for _, c := range all {
		page, err := x.Search(ctx, index.Query{Text: c.Query})
		if err != nil {
			return nil, 0, fmt.Errorf("searching %q: %w", c.Query, err)
		}
		if page.Total > 0 {
			answered++
			continue
		}
		r, err := readingOf(ctx, x, c)
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
		for _, c := range e.Words {
			if words, err := x.Words(ctx, c.Word); err != nil || len(words) == 1 && words[0].Stop || utf8.RuneCountInString(c.Word) < minMeant {
				continue
			}
			p := Proposal{Typed: e.Word, Meant: c.Word, Why: c.Why}
			if p.Products, p.First, err = Look(ctx, x, replaced(g.Query, e.Word, c.Word)); err != nil {
				return err
			}
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

// Look gives the number of products that answer a text, and the first of them. Errors as of [index.Index.Search].
func Look(ctx context.Context, x *index.Index, text string) (products int, first []Product, err error) {
	page, err := x.Search(ctx, index.Query{Text: text, Limit: maxFirst})
	if err != nil {
		return 0, nil, fmt.Errorf("searching %q: %w", text, err)
	}
	body, err := x.AppendAnswer(nil, page.Products)
	if err != nil {
		return 0, nil, fmt.Errorf("reading the products: %w", err)
	}
	if err := json.Unmarshal(body, &first); err != nil {
		return 0, nil, fmt.Errorf("reading the products: %w", err)
	}
	return page.Total, first, nil
}
