package conform

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// row is what paging needs to know of a category or a product.
type row struct {
	ID any `json:"id"`
}

// ids reads the ids of a list, as text.
func ids(a *answer) []string {
	rows, err := decode[[]row](a)
	if err != nil {
		return nil
	}
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = fmt.Sprint(r.ID)
	}
	return all
}

// list asks for one page and judges it.
func (p *player) list(ctx context.Context, e Endpoint, limit, offset int,
	pairs ...string) (*answer, []string) {
	query := p.usual(
		append([]string{"limit", strconv.Itoa(limit), "offset", strconv.Itoa(offset)}, pairs...)...)
	a, ok := p.documented(ctx, call{endpoint: e, query: query}, shapeOf(e))
	if !ok {
		return a, nil
	}
	all := ids(a)
	p.must(len(all) <= limit, "limit", a, "%d rows where %d were asked for", len(all), limit)
	sorted := slices.Sorted(slices.Values(all))
	twice := len(slices.Compact(slices.Clone(sorted))) < len(sorted)
	p.must(!twice, "duplicate-id", a, "an id stands twice in the answer")
	return a, all
}

// pages goes through the first pages of a list, and to its end and beyond.
func (p *player) pages(ctx context.Context, e Endpoint, pairs ...string) {
	_, whole := p.list(ctx, e, 8, 0, pairs...)
	again, repeated := p.list(ctx, e, 8, 0, pairs...)
	p.must(slices.Equal(whole, repeated), "page-order", again,
		"the same request is answered with the same rows in another order, or with others")
	var parts []string
	for offset := 0; offset < min(8, len(whole)); offset += 2 {
		a, part := p.list(ctx, e, 2, offset, pairs...)
		for _, id := range part {
			p.must(!slices.Contains(parts, id), "page-overlap", a,
				"id %s stands on this page and on one before it", id)
		}
		parts = append(parts, part...)
	}
	p.end(ctx, e, pairs...)
	p.oddPages(ctx, e, pairs...)
}

// end asks for what is past the end.
func (p *player) end(ctx context.Context, e Endpoint, pairs ...string) {
	a, past := p.list(ctx, e, 8, 1<<30, pairs...)
	p.must(len(past) == 0, "page-end", a, "%d rows at offset %d", len(past), 1<<30)
}

// oddPages asks for too much and for what is no number.
func (p *player) oddPages(ctx context.Context, e Endpoint, pairs ...string) {
	a := p.strange(ctx,
		call{endpoint: e, query: p.usual(append([]string{"limit", "100000"}, pairs...)...)})
	p.must(a.status == http.StatusOK, "large-limit", a,
		"a limit of 100,000 is answered with status %d", a.status)
	for _, odd := range [][]string{{"limit", "ten"}, {"offset", "-1"}, {"limit", "-5"},
		{"offset", "99999999999999999999"}} {
		a := p.strange(ctx, call{endpoint: e, query: p.usual(append(odd, pairs...)...)})
		p.must(a.status != http.StatusOK || odd[0] == "offset" && len(odd[1]) > 10, "bad-number", a,
			"%s=%s is answered as if it were a number", odd[0], odd[1])
	}
}
