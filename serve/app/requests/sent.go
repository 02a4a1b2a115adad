package requests

import (
	"net/http"
	"strings"

	"plugsheet/serve/web"
)

// sent answers POST /app/api/sent, a form of searchQuery, idProduct, idConversation and idWebsite, with
// 204: an agent has sent a product that a search had found. It is counted for the search, once a
// conversation, and nothing of the conversation is kept. What the search does not find makes no difference
// later (see [index.Index.Learn]).
func (s *Requests) sent(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := s.checkSession(r); err != nil {
		return err
	}
	var q web.Query
	known := web.Set(web.IDWebsite, web.SearchQuery, web.IDProduct, web.IDConversation)
	if err := q.Parse(string(body), known); err != nil {
		return err
	}
	n, t, err := s.Sites.AcquireSite(w, r, s.Sites.Of(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	search := strings.TrimSpace(q.Values[web.SearchQuery])
	if id, ok := n.IDs.Find(q.Values[web.IDProduct]); ok && search != "" && !web.IsRehearsal(r) {
		_, known, err := n.Index.Product(r.Context(), id.String())
		if err != nil {
			return s.Sites.Suspect(t, n, err)
		}
		if known {
			t.Sent(search, id.String(), q.Values[web.IDConversation])
		}
	}
	web.NoStore(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
