// Package requests answers those of the custom app (contract, 4): its page, its sessions, and what an agent
// looks for in it. What the page is, and who may use it, is package app's.
package requests

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"plugsheet/serve/app"
	"plugsheet/serve/listen"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// Options are what the app's requests are answered with. All are required.
type Options struct {
	App       func() *app.App // as it is now: it changes with the secrets
	Sites     *site.Sites
	Gate      *listen.Gate
	Logger    *slog.Logger
	Clock     func() time.Time
	AllowOpen bool // an app that asks nobody for proof answers this machine
}

// Requests are the endpoints. They are safe for concurrent use.
type Requests struct {
	Options
	bodies  web.Buffers
	askers  *listen.Sources // of POST /app/messages
	reading chan struct{}   // capacity half of the processors: held by each of them that is being answered
}

// New makes the endpoints.
func New(o Options) *Requests {
	return &Requests{
		Options: o, askers: listen.NewSources(MessagesRate),
		reading: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
	}
}

// Routes are the paths that are answered, besides what others lay behind [Requests.InSession].
func (s *Requests) Routes() map[string]web.Route {
	return map[string]web.Route{
		"/app":              {Get: s.page, Unsigned: true},
		"/app/{file}":       {Get: s.file, Unsigned: true},
		"/app/session":      {Post: s.session, Unsigned: true},
		"/app/messages":     {Post: s.messages, Options: s.messagesOptions, Unsigned: true},
		"/app/api/products": {Get: s.InSession(s.products), Unsigned: true},
		"/app/api/missed":   {Post: s.missed, Unsigned: true},
		"/app/api/sent":     {Post: s.sent, Unsigned: true},
	}
}

// page answers GET /app/: the page, which says nothing of any catalog. The query may hold a token; it is not
// looked at here, and the page takes it out of the address bar.
func (s *Requests) page(w http.ResponseWriter, r *http.Request) error {
	if !strings.HasSuffix(r.URL.Path, "/") {
		to := url.URL{Path: "app/", RawQuery: r.URL.RawQuery} // relative, for proxies that add a prefix
		w.Header().Set("Location", to.String())
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.WriteHeader(http.StatusPermanentRedirect)
		return nil
	}
	h := w.Header()
	h.Set("Content-Security-Policy", s.App().Policy())
	h.Set("Referrer-Policy", "no-referrer")
	return s.send(w, r, s.App().Page())
}

// file answers GET /app/{file}: what the page needs.
func (s *Requests) file(w http.ResponseWriter, r *http.Request) error {
	f, ok := s.App().File(r.PathValue("file"))
	if !ok || strings.HasSuffix(r.URL.Path, "/") {
		return &failure.Error{Kind: failure.NoRoute}
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	return s.send(w, r, f)
}

// send answers with a file, or 304.
func (s *Requests) send(w http.ResponseWriter, r *http.Request, f app.File) error {
	h := w.Header()
	h.Set("Etag", f.ETag)
	web.NoCache(w)
	if given := r.Header.Get("If-None-Match"); given != "" && web.Matches(given, f.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", f.Type)
	w.Write(f.Body)
	return nil
}

// session answers POST /app/session: a session of our own for the platform's token in the Authorization
// header (contract, 4.3). Without a secret there is no proof, and only this machine gets one, where that is
// allowed.
func (s *Requests) session(w http.ResponseWriter, r *http.Request, _ []byte) error {
	own := s.App()
	if own.Open() && !s.letsOpen(r) {
		return &failure.Error{Kind: failure.NoSecret}
	}
	session, err := own.Exchange(bearer(r))
	switch {
	case errors.Is(err, app.ErrNoURL):
		return &failure.Error{Kind: failure.BadToken,
			Detail: "the address of the app is not set on the server (--app-url)"}
	case err != nil:
		s.Logger.Warn("the custom app refused a token", "error", err)
		return &failure.Error{Kind: failure.BadToken, Cause: err}
	}
	web.NoStore(w)
	return web.WriteValue(w, session)
}

// InSession lets an endpoint answer those who show a session.
func (s *Requests) InSession(answer web.Endpoint) web.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.checkSession(r); err != nil {
			return err
		}
		return answer(w, r)
	}
}

// checkSession refuses who shows no session.
func (s *Requests) checkSession(r *http.Request) error {
	own := s.App()
	if own.Open() && !s.letsOpen(r) {
		return &failure.Error{Kind: failure.NoSecret}
	}
	if err := own.Check(bearer(r)); err != nil {
		return &failure.Error{Kind: failure.NoSession}
	}
	return nil
}

// letsOpen tells whether a request may use an app that asks nobody for proof.
func (s *Requests) letsOpen(r *http.Request) bool { return s.AllowOpen && s.Gate.IsThisMachine(r) }

// bearer is the token in a request's Authorization header; empty where there is none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

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
		return &failure.Error{Kind: failure.TooMany}
	}
	var q param.Query
	if err := q.Parse(r.URL.RawQuery, param.Set(param.IDWebsite)); err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(r.Context(), messagesWait)
	defer cancel()
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-wait.Done():
		return &failure.Error{Kind: failure.TooBusy}
	}
	n, t, err := s.Sites.AcquireSite(w, r, s.Sites.Of(q.Values[param.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	answer, err := app.Understand(r.Context(), n.Index, body)
	switch {
	case errors.Is(err, app.ErrMessages):
		return &failure.Error{Kind: failure.BadBody,
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
