package serve

import (
	"net/http"
	"strings"

	"plugsheet/serve/web"
)

// appMissed answers POST /app/api/missed, a form of searchQuery, idWebsite and idCategory, with 204: an agent has finished
// typing this search. It is counted as one of GET /products is: where some word of it finds nothing, which is looked up
// here and not believed. That the same search is told once is the page's part; who has a session can count no more with it
// than the counter's bounds allow.
func (s *Server) appMissed(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := s.checkSession(r); err != nil {
		return err
	}
	var q web.Query
	if err := q.Parse(string(body), web.Set(web.IDWebsite, web.IDCategory, web.SearchQuery)); err != nil {
		return err
	}
	n, t, err := s.sites.AcquireSite(w, r, s.sites.Of(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	k := pageKey{n.Number, 0, strings.TrimSpace(q.Values[web.SearchQuery]), q.Values[web.IDCategory], 0, 0}
	if t.CountsGaps() && k.search != "" {
		found, err := n.Search(r.Context(), k.query(n.Edition(s.o.Clock).At), k.category)
		if err != nil {
			return s.sites.Suspect(t, n, err)
		}
		if k.gap(found) {
			t.Missed(k.search)
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
