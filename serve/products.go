package serve

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"plugsheet/index"
	"plugsheet/serve/web"
)

// searchTime is how long one search may take before it is given up. No source says how long the platform waits
// (contract, 1.4: aim under 1 s, at most about 5 s).
const searchTime = 5 * time.Second

// products answers GET /products: a page of the catalog, of a category with everything below it, or of what a search
// finds there (contract, 7.3 and 7.5).
func (s *Server) products(w http.ResponseWriter, r *http.Request) error {
	var q web.Query
	if err := q.Parse(r.URL.RawQuery, web.Set(web.IDConnectorVersion, web.IDWebsite, web.IDOperator, web.IDCategory, web.SearchQuery, web.Limit, web.Offset)); err != nil {
		return err
	}
	n, t, err := s.acquireSite(w, r, s.siteOf(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.release()
	now := n.edition(s.o.Clock)
	if web.NotModified(w, r, now.etag, "") {
		return nil
	}
	k := pageKey{n.number, now.turn, strings.TrimSpace(q.Values[web.SearchQuery]), q.Values[web.IDCategory], q.Limit, q.Offset}
	if p, ok := s.pages.find(k); ok {
		if p.gap {
			t.missed(k.search)
		}
		web.NewPaging(r.URL.RawQuery, &q, p.total).Set(w.Header())
		return web.Send(w, now.etag, p.body)
	}
	found, err := n.search(r.Context(), k, now.at)
	if err != nil {
		return s.suspect(t, n, err)
	}
	if k.search != "" {
		s.metrics.Search(found)
	}
	gap := k.gap(found)
	if gap {
		t.missed(k.search)
	}
	buf := s.bodies.Take()
	defer s.bodies.Give(buf)
	if *buf, err = n.index.AppendAnswer((*buf)[:0], found.Products, now.at); err != nil {
		return s.suspect(t, n, err)
	}
	s.pages.keep(k, page{*buf, found.Total, gap})
	web.NewPaging(r.URL.RawQuery, &q, found.Total).Set(w.Header())
	return web.Send(w, now.etag, *buf)
}

// gap tells whether a page shows that the catalog has no word for what was searched: some word of the search found
// nothing, whatever its other words found. That a category has nothing of what the catalog has is none.
func (k *pageKey) gap(found index.Page) bool {
	return k.search != "" && k.offset == 0 && (len(found.Missing) > 0 || found.Total == 0 && k.category == "")
}

// search finds the products of one page, with the prices of a time. A limit of 0 asks for the total alone.
func (n *snapshot) search(ctx context.Context, k pageKey, at time.Time) (index.Page, error) {
	want := index.Query{Text: k.search, Limit: max(1, k.limit), Offset: k.offset, At: at}
	if k.category != "" {
		id, ok := n.ids.Find(k.category)
		if !ok {
			return index.Page{}, nil
		}
		want.Category = id
	}
	if want.Text != "" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, searchTime)
		defer cancel()
	}
	found, err := n.index.Search(ctx, want)
	found.Products = found.Products[:min(k.limit, len(found.Products))]
	return found, err
}

// suspect gives an error of damaged files its kind. What is damaged, and whether building the index anew mends it, is
// found out in the background, once for a snapshot; so is what made the engine panic.
func (s *Server) suspect(t *site, n *snapshot, err error) error {
	if (errors.Is(err, index.ErrDamaged) || errors.Is(err, index.ErrEngine)) && !n.suspected.Swap(true) {
		s.check(t, n)
	}
	return damage(err)
}

// damage gives an error of damaged files its kind. A panic of the search engine stays an error of the server.
func damage(err error) error {
	if errors.Is(err, index.ErrDamaged) {
		return &web.Failure{Kind: web.Damaged, Cause: err}
	}
	return err
}
