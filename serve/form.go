package serve

import (
	"net/http"

	"plugsheet/serve/web"
)

// closingForm answers GET /closing-form with the form in the operator's language.
func (s *Server) closingForm(w http.ResponseWriter, r *http.Request) error {
	var q web.Query
	if err := q.Parse(r.URL.RawQuery,
		web.Set(web.IDConnectorVersion, web.IDWebsite, web.IDOperator, web.OperatorLocale)); err != nil {
		return err
	}
	n, err := s.sites.Acquire(w, r, q.Values[web.IDWebsite])
	if err != nil {
		return err
	}
	defer n.Release()
	answer, language := n.Forms.Find(q.Values[web.OperatorLocale])
	if web.NotModified(w, r, n.ETag, language) {
		return nil
	}
	w.Header()["Content-Language"] = []string{language}
	return web.Send(w, n.ETag, answer)
}
