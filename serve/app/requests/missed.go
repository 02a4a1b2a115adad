package requests

import (
	"net/http"
	"strings"

	"plugsheet/index"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
)

// missed answers POST /app/api/missed, a form of searchQuery, idWebsite and idCategory, with 204: an agent
// has finished typing this search. It is counted as one of GET /products is: where some word of it finds
// nothing, which is looked up here and not believed. That the same search is told once is the page's part;
// who has a session can count no more with it than the counter's bounds allow.
func (s *Requests) missed(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := s.checkSession(r); err != nil {
		return err
	}
	var q web.Query
	if err := q.Parse(string(body), web.Set(web.IDWebsite, web.IDCategory, web.SearchQuery)); err != nil {
		return err
	}
	n, t, err := s.Sites.AcquireSite(w, r, s.Sites.Of(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	want := index.Query{Text: strings.TrimSpace(q.Values[web.SearchQuery]), At: n.Edition(s.Clock).At}
	if t.CountsGaps() && want.Text != "" && !web.IsRehearsal(r) {
		found, err := n.Search(r.Context(), want, q.Values[web.IDCategory])
		if err != nil {
			return s.Sites.Suspect(t, n, err)
		}
		if site.IsGap(found, want, q.Values[web.IDCategory]) {
			t.Missed(want.Text)
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
