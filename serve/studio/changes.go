package studio

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// maxListed is how many products of a list of changes are given at once.
const maxListed = 200

// moves are the bounds of the histogram of prices, in percent.
var moves = []float64{-50, -25, -10, -5, 0, 5, 10, 25, 50}

// summedChanges is what the draft changes in the published bundle.
type summedChanges struct {
	First   bool         `json:"first"` // nothing is published yet
	Errors  int          `json:"errors"`
	Before  int          `json:"before"` // products
	After   int          `json:"after"`
	Added   int          `json:"added"`
	Gone    int          `json:"gone"`
	Changed int          `json:"changed"` // products with another value
	Moved   int          `json:"moved"`   // prices
	Bars    []bar        `json:"bars"`    // of the prices that moved
	Other   []otherCount `json:"other"`   // what else changes, by a name
	Beyond  []string     `json:"beyond"`  // what asks for a yes, with the numbers
	Same    bool         `json:"same"`
	Command Same         `json:"command"`
}

// bar is how many prices moved between two bounds, in percent; the outermost have none.
type bar struct {
	From  *float64 `json:"from"`
	To    *float64 `json:"to"`
	Count int      `json:"count"`
}

type otherCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// changes answers POST /api/changes: the draft is held against what is published, in the background. Where
// there is no draft of now, everything is checked first.
func (s *Studio) changes(w http.ResponseWriter, r *http.Request) {
	l := languageOf(r)
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		c, err := s.checkNow(ctx, p, l, nil)
		if err != nil {
			return nil, err
		}
		if !c.Written {
			return summedChanges{Errors: max(1, c.Problems.Errors())}, nil
		}
		p("comparing", 0, 0)
		report, err := s.difference(ctx)
		if err != nil {
			return nil, err
		}
		return s.changesOf(report, c, l), nil
	})
}

// difference compares the published bundle with the draft; nil where nothing is published.
func (s *Studio) difference(ctx context.Context) (*diff.Report, error) {
	s.checks.mu.Lock()
	dir, err := s.checks.draft()
	s.checks.mu.Unlock()
	if err != nil {
		return nil, err
	}
	draft, err := bundle.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	before, err := bundle.Open(ctx, s.published())
	var report *diff.Report
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
	case err != nil:
		return nil, err
	default:
		if report, err = diff.Compare(ctx, before, draft); err != nil {
			return nil, err
		}
	}
	s.checks.mu.Lock()
	s.checks.report = report
	s.checks.mu.Unlock()
	return report, nil
}

func (s *Studio) changesOf(r *diff.Report, c *Check, l problem.Language) summedChanges {
	out := summedChanges{After: c.Products, Bars: []bar{}, Other: []otherCount{}, Beyond: []string{},
		Command: c.Import}
	if r == nil {
		out.First, out.Added = true, c.Products
		return out
	}
	out.Before, out.Added, out.Gone, out.Same = r.Before.Products, len(r.Added), len(r.Gone), r.Empty()
	out.Changed, out.Bars = len(byProduct(r)), histogram(r)
	for _, b := range out.Bars {
		out.Moved += b.Count
	}
	out.Other = slices.DeleteFunc([]otherCount{
		{"recategorized", len(r.Recategorized)}, {"categoriesAdded", len(r.CategoriesAdded)},
		{"categoriesGone", len(r.CategoriesGone)}, {"categoriesEmptied", len(r.CategoriesEmptied)},
		{"categoriesRenamed", len(r.CategoriesRenamed)}, {"forms", len(r.Forms)},
	}, func(o otherCount) bool { return o.Count == 0 })
	out.Beyond = each.Of(r.Beyond(c.Limits), l.Text)
	return out
}

// histogram counts how far prices moved.
func histogram(r *diff.Report) []bar {
	bars := make([]bar, len(moves)+1)
	for i := range moves {
		bars[i].To, bars[i+1].From = &moves[i], &moves[i]
	}
	for _, c := range r.Prices {
		if c.Percent == nil || *c.Percent == 0 {
			continue
		}
		at := 0
		for at < len(moves) && *c.Percent >= moves[at] {
			at++
		}
		bars[at].Count++
	}
	return bars
}

// changedProduct is a product with its values that are others, side by side.
type changedProduct struct {
	diff.Product
	Values []changedValue `json:"values"`
}

type changedValue struct {
	Field   string   `json:"field"`
	Before  string   `json:"before"`
	After   string   `json:"after"`
	Percent *float64 `json:"percent,omitempty"`
}

// byProduct puts the changes of each product together, prices first.
func byProduct(r *diff.Report) (all []changedProduct) {
	at := map[string]int{}
	for _, list := range [][]diff.Change{r.Prices, r.Fields} {
		for _, c := range list {
			i, known := at[c.ID]
			if !known {
				i = len(all)
				at[c.ID], all = i, append(all, changedProduct{Product: c.Product})
			}
			all[i].Values = append(all[i].Values, changedValue{c.Field, c.Before, c.After, c.Percent})
		}
	}
	return all
}

// listed answers GET /api/changes/{added|gone|changed}?from=0: a part of a list.
func (s *Studio) listed(w http.ResponseWriter, r *http.Request) {
	s.checks.mu.Lock()
	report := s.checks.report
	s.checks.mu.Unlock()
	from, _ := strconv.Atoi(r.FormValue("from"))
	if report == nil {
		loopback.Write(w, []any{})
		return
	}
	switch r.PathValue("list") {
	case "added":
		loopback.Write(w, part(report.Added, from))
	case "gone":
		loopback.Write(w, part(report.Gone, from))
	default:
		loopback.Write(w, part(byProduct(report), from))
	}
}

func part[T any](all []T, from int) []T {
	from = min(max(from, 0), len(all))
	return append([]T{}, all[from:min(from+maxListed, len(all))]...)
}
