package serve

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"plugsheet/serve/app"
	"plugsheet/serve/web"
)

// App are the settings of the custom app at /app/ (contract, 4). The zero value takes no token as soon as there is a
// secret: the app's address has to be known for that.
type App struct {
	URLs []string // where the platform has the app; the tokens' audience
	Desk bool     // for a desk on this machine: its pages may frame the app, which gets a stand-in for the platform's library
}

// newApp makes the custom app, for tokens by these secrets.
func (s *Server) newApp(secrets []Secret) *app.App {
	o := app.Options{URLs: s.o.App.URLs, Desk: s.o.App.Desk, Clock: s.o.Clock}
	for _, secret := range secrets {
		o.Secrets = append(o.Secrets, append([]byte(nil), secret...))
	}
	return app.New(o)
}

// appPage answers GET /app/: the page, which says nothing of any catalog. The query may hold a token; it is not looked
// at here, and the page takes it out of the address bar.
func (s *Server) appPage(w http.ResponseWriter, r *http.Request) error {
	if !strings.HasSuffix(r.URL.Path, "/") {
		to := url.URL{Path: "app/", RawQuery: r.URL.RawQuery} // relative, for proxies that add a prefix
		w.Header().Set("Location", to.String())
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.WriteHeader(http.StatusPermanentRedirect)
		return nil
	}
	h := w.Header()
	h.Set("Content-Security-Policy", s.app().Policy())
	h.Set("Referrer-Policy", "no-referrer")
	return s.appSend(w, r, s.app().Page())
}

// appFile answers GET /app/{file}: what the page needs.
func (s *Server) appFile(w http.ResponseWriter, r *http.Request) error {
	f, ok := s.app().File(r.PathValue("file"))
	if !ok || strings.HasSuffix(r.URL.Path, "/") {
		return &web.Failure{Kind: web.NoRoute}
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	return s.appSend(w, r, f)
}

// appSend answers with a file, or 304.
func (s *Server) appSend(w http.ResponseWriter, r *http.Request, f app.File) error {
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

// appSession answers POST /app/session: a session of our own for the platform's token in the Authorization header
// (contract, 4.3). Without a secret there is no proof, and only this machine gets one, where that is allowed.
func (s *Server) appSession(w http.ResponseWriter, r *http.Request, _ []byte) error {
	own := s.app()
	if own.Open() && !s.letsOpen(r) {
		return &web.Failure{Kind: web.NoSecret}
	}
	session, err := own.Exchange(bearer(r))
	switch {
	case errors.Is(err, app.ErrNoURL):
		return &web.Failure{Kind: web.BadToken, Detail: "the address of the app is not set on the server (--app-url)"}
	case err != nil:
		s.log.Warn("the custom app refused a token", "error", err)
		return &web.Failure{Kind: web.BadToken, Cause: err}
	}
	web.NoStore(w)
	return web.WriteValue(w, session)
}

// inSession lets an endpoint answer those who show a session.
func (s *Server) inSession(answer web.Endpoint) web.Endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.checkSession(r); err != nil {
			return err
		}
		return answer(w, r)
	}
}

// checkSession refuses who shows no session.
func (s *Server) checkSession(r *http.Request) error {
	own := s.app()
	if own.Open() && !s.letsOpen(r) {
		return &web.Failure{Kind: web.NoSecret}
	}
	if err := own.Check(bearer(r)); err != nil {
		return &web.Failure{Kind: web.NoSession}
	}
	return nil
}

// letsOpen tells whether a request may use an app that asks nobody for proof.
func (s *Server) letsOpen(r *http.Request) bool { return s.o.AllowUnsigned && s.gate.IsThisMachine(r) }

// bearer is the token in a request's Authorization header; empty where there is none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
