package serve

import (
	"net/http"
	"strings"

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
		param.NewPaging(r.URL.RawQuery, &q, p.total).Set(w.Header())
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
	param.NewPaging(r.URL.RawQuery, &q, found.Total).Set(w.Header())
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
	param.NewPaging(r.URL.RawQuery, &q, len(lines)).Set(w.Header())
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
