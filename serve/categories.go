package serve

import (
	"net/http"

	"plugsheet/serve/site"
	"plugsheet/serve/web"
)

// categories answers GET /categories: the children of a category, or the roots, in the spreadsheet's order.
func (s *Server) categories(w http.ResponseWriter, r *http.Request) error {
	var q web.Query
	if err := q.Parse(r.URL.RawQuery,
		web.Set(web.IDConnectorVersion, web.IDWebsite, web.IDOperator, web.IDParent, web.Limit,
			web.Offset)); err != nil {
		return err
	}
	n, err := s.sites.Acquire(w, r, q.Values[web.IDWebsite])
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
	lines := n.Children(q.Values[web.IDParent])
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
	web.NewPaging(r.URL.RawQuery, &q, len(lines)).Set(w.Header())
	return web.Send(w, now.ETag, *buf)
}
