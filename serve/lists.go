package serve

import (
	"hash/maphash"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"plugsheet/index"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/param"
)

// products answers GET /products: a page of the catalog, of a category with everything below it, or of what a
// search finds there (contract, 7.3 and 7.5).
func (s *Server) products(w http.ResponseWriter, r *http.Request) error {
	q, n, t, err := s.sites.Ask(w, r, r.URL.RawQuery,
		param.Set(param.IDConnectorVersion, param.IDWebsite, param.IDOperator, param.IDCategory, param.SearchQuery,
			param.Limit, param.Offset))
	if err != nil {
		return err
	}
	defer n.Release()
	now := n.Edition(s.o.Clock)
	if web.NotModified(w, r, now.ETag, "") {
		return nil
	}
	k := pageKey{n.Number, now.Turn, strings.TrimSpace(q.Values[param.SearchQuery]),
		q.Values[param.IDCategory], q.Limit, q.Offset}
	if p, ok := s.pages.find(k); ok {
		if p.gap && !web.IsRehearsal(r) {
			t.Missed(k.search)
		}
		q.SetPaging(w.Header(), r.URL.RawQuery, p.total)
		return web.Send(w, now.ETag, p.body)
	}
	found, err := n.Search(r.Context(), k.query(now.At), k.category)
	if err != nil {
		return s.sites.Suspect(t, n, err)
	}
	if k.search != "" {
		s.metrics.Search(found)
	}
	gap := site.IsGap(found, k.query(now.At), k.category)
	if gap && !web.IsRehearsal(r) {
		t.Missed(k.search)
	}
	buf := s.bodies.Take()
	defer s.bodies.Give(buf)
	if *buf, err = n.Index.AppendAnswer((*buf)[:0], found.Products, now.At); err != nil {
		return s.sites.Suspect(t, n, err)
	}
	s.pages.keep(k, page{*buf, found.Total, gap})
	q.SetPaging(w.Header(), r.URL.RawQuery, found.Total)
	return web.Send(w, now.ETag, *buf)
}

// categories answers GET /categories: the children of a category, or the roots, in the spreadsheet's order.
func (s *Server) categories(w http.ResponseWriter, r *http.Request) error {
	q, n, _, err := s.sites.Ask(w, r, r.URL.RawQuery,
		param.Set(param.IDConnectorVersion, param.IDWebsite, param.IDOperator, param.IDParent, param.Limit,
			param.Offset))
	if err != nil {
		return err
	}
	defer n.Release()
	now := site.Edition{ETag: n.ETag}
	if n.Index.Scheduled() {
		now = n.Edition(s.o.Clock)
	}
	if web.NotModified(w, r, now.ETag, "") {
		return nil
	}
	lines := n.Children(q.Values[param.IDParent])
	from := min(q.Offset, len(lines))
	page := lines[from:min(from+q.Limit, len(lines))]

	buf := s.bodies.Take()
	defer s.bodies.Give(buf)
	if *buf, err = n.AppendCategories((*buf)[:0], page); err != nil {
		return err
	}
	if n.Index.Scheduled() {
		if *buf, err = n.Recount(r.Context(), *buf, now.At); err != nil {
			return site.Damage(err)
		}
	}
	q.SetPaging(w.Header(), r.URL.RawQuery, len(lines))
	return web.Send(w, now.ETag, *buf)
}

// closingForm answers GET /closing-form with the form in the operator's language.
func (s *Server) closingForm(w http.ResponseWriter, r *http.Request) error {
	q, n, _, err := s.sites.Ask(w, r, r.URL.RawQuery,
		param.Set(param.IDConnectorVersion, param.IDWebsite, param.IDOperator, param.OperatorLocale))
	if err != nil {
		return err
	}
	defer n.Release()
	answer, language := n.Forms.Find(q.Values[param.OperatorLocale])
	if web.NotModified(w, r, n.ETag, language) {
		return nil
	}
	w.Header()["Content-Language"] = []string{language}
	return web.Send(w, n.ETag, answer)
}

// pageKey names one page of products. Operators and whatever else a request says make no difference to its
// body.
type pageKey struct {
	snapshot         uint64 // its number
	turn             int    // of its edition
	search, category string // as they stand in the request, decoded
	limit, offset    int
}

// query is what the page asks the index for, with the prices of a time.
func (k *pageKey) query(at time.Time) index.Query {
	return index.Query{Text: k.search, Limit: k.limit, Offset: k.offset, At: at}
}

// page is the body of a page, the total that it belongs to, and whether it shows a gap of the catalog's
// words. It is shared: nobody writes to it.
type page struct {
	body  []byte
	total int
	gap   bool
}

// pages keeps what was answered lately, for all websites together. Every agent opens the same first pages and
// many type the same words, and an edition of a snapshot never changes its answers.
//
// A page is kept when it is asked for the second time, so that a walk through the whole catalog costs no
// memory and drives nothing out.
type pages struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[pageKey, page]
	bytes int // of what is kept
	seed  maphash.Seed
	asked [askedLately]uint64 // hashes of keys, each where its own hash says
}

const (
	askedLately = 4 << 10
	maxPages    = 4 << 20 // bytes
	maxPage     = 64 << 10
	pageCost    = 200 // bytes that a page costs beside its body and texts, about
)

func newPages() *pages {
	c := &pages{seed: maphash.MakeSeed()}
	// fails only below one
	c.kept, _ = simplelru.NewLRU(maxPages/pageCost, func(k pageKey, p page) { c.bytes -= cost(k, p) })
	return c
}

// cost is what a page costs, in bytes.
func cost(k pageKey, p page) int { return len(p.body) + len(k.search) + len(k.category) + pageCost }

// find gives a page that is kept.
func (c *pages) find(k pageKey) (page, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.Get(k)
}

// keep keeps a copy of a page that is worth it.
func (c *pages) keep(k pageKey, p page) {
	if len(p.body) > maxPage || !c.askedBefore(k) {
		return
	}
	// not to hold a request's whole URL
	k.search, k.category = strings.Clone(k.search), strings.Clone(k.category)
	p.body = append(make([]byte, 0, len(p.body)), p.body...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept.Contains(k) {
		return
	}
	c.kept.Add(k, p)
	for c.bytes += cost(k, p); c.bytes > maxPages; {
		c.kept.RemoveOldest()
	}
}

// askedBefore tells whether a page was asked for lately, and remembers that it is now.
func (c *pages) askedBefore(k pageKey) bool {
	h := maphash.Comparable(c.seed, k)
	c.mu.Lock()
	defer c.mu.Unlock()
	slot := &c.asked[h%askedLately]
	before := *slot == h
	*slot = h
	return before
}
