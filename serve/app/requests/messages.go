package requests

import (
	"context"
	"errors"
	"net/http"
	"time"

	"plugsheet/serve/app"
	"plugsheet/serve/web"
)

// MessagesRate is how many requests about messages a second one source may send, in bursts of twice as many:
// a whole office of agents has one address. Nobody has to prove anything for them, and each costs more than a
// search.
const MessagesRate = 20

// messagesWait is how long a request about messages waits for those before it.
const messagesWait = time.Second

// messages answers POST /app/messages (contract, 4.4): what a conversation's messages say of the catalog. It
// is asked by the desk, probably from the agent's browser, without any proof; so it is bounded, takes half of
// the processors at most, and tells of the catalog alone. Whose messages they are the request does not say:
// where websites have catalogs of their own, the address that the developer platform has names one
// (?idWebsite=ha-123).
func (s *Requests) messages(w http.ResponseWriter, r *http.Request, body []byte) error {
	from := s.Gate.Source(r)
	if !from.IsLoopback() && !s.askers.Allow(from, s.Clock()) {
		return &web.Failure{Kind: web.TooMany}
	}
	var q web.Query
	if err := q.Parse(r.URL.RawQuery, web.Set(web.IDWebsite)); err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(r.Context(), messagesWait)
	defer cancel()
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-wait.Done():
		return &web.Failure{Kind: web.TooBusy}
	}
	n, t, err := s.Sites.AcquireSite(w, r, s.Sites.Of(q.Values[web.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	answer, err := app.Understand(r.Context(), n.Index, body)
	switch {
	case errors.Is(err, app.ErrMessages):
		return &web.Failure{Kind: web.BadBody,
			Detail: `it is no {"messages":[{"id":…,"authorType":…,"text":…}]}`}
	case err != nil:
		return s.Sites.Suspect(t, n, err)
	}
	s.letDesk(w, r)
	web.NoStore(w)
	return web.Write(w, answer)
}

// messagesOptions answers OPTIONS /app/messages, with which a browser asks whether a page of the desk may
// send that.
func (s *Requests) messagesOptions(w http.ResponseWriter, r *http.Request) error {
	if s.letDesk(w, r) {
		h := w.Header()
		h.Set("Access-Control-Allow-Methods", http.MethodPost)
		h.Set("Access-Control-Allow-Headers", "Content-Type")
		h.Set("Access-Control-Max-Age", "86400")
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// letDesk lets a page of the desk read the answer, and no other page; it reports whether it is one.
func (s *Requests) letDesk(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !s.App().MayAsk(origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	return true
}
