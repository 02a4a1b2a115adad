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
	n, t, err := s.acquireSite(w, r, s.siteOf(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.release()
	k := pageKey{n.number, 0, strings.TrimSpace(q.Values[web.SearchQuery]), q.Values[web.IDCategory], 0, 0}
	if t.gaps != nil && k.search != "" {
		found, err := n.search(r.Context(), k, n.edition(s.o.Clock).at)
		if err != nil {
			return s.suspect(t, n, err)
		}
		if k.gap(found) {
			t.missed(k.search)
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
