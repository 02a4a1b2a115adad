package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"path"
	"strings"
	"time"

	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// table is the server's API; see also [requests.Requests.Routes] and [protocol.Protocol.Routes]. A slash at
// the end of a path is tolerated, without redirect. A part of a path in braces stands for any one part that
// is not empty; the endpoint reads it with [http.Request.PathValue]. What is open says nothing of any person:
// the platform's health check is public (contract, 1.5), and load balancers and orchestrators, which sign
// nothing, ask /ready.
func (s *Server) table() map[string]web.Route {
	all := map[string]web.Route{
		"/categories":         {Get: s.categories},
		"/products":           {Get: s.products},
		"/customer":           {Get: s.customer},
		"/customer/action":    {Post: s.customerAction},
		"/closing-form":       {Get: s.closingForm},
		"/app/api/categories": {Get: s.app.InSession(s.categories), Unsigned: true},
		"/health":             {Get: s.health, Open: true},
		"/ready":              {Get: s.ready, Open: true},
	}
	if len(s.o.FeedKeys) > 0 {
		all["/feed.csv"] = web.Route{Get: s.feedCSV, Unsigned: true}
	}
	maps.Copy(all, s.app.Routes())
	maps.Copy(all, s.bot.Routes())
	return all
}

// handle adds routes to those that are answered.
func (s *Server) handle(table map[string]web.Route) {
	for path, t := range table {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.answer(w.(*web.Exchange), r, path, t)
		})
		s.mux.Handle(path, h)
		s.mux.Handle(path+"/{$}", h)
	}
}

// serveHTTP is the one way in: it finds the endpoint, turns errors and panics into problems, and tells of the
// request when it is over.
func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	e, since := web.Begin(w, r, s.tls != nil), time.Now()
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler {
			web.Problem(s.log, e, r, web.Panicked(p))
		}
		s.report(e, r, time.Since(since))
		if p == http.ErrAbortHandler {
			panic(p) // the way to drop a connection on purpose
		}
	}()
	switch {
	case len(r.RequestURI) > param.MaxURL || len(r.URL.RawQuery) > param.MaxURL:
		s.fail(e, r, &failure.Error{Kind: failure.URLTooLong,
			Detail: fmt.Sprintf("at most %d bytes", param.MaxURL)})
	case !isClean(r.URL.Path):
		s.fail(e, r, &failure.Error{Kind: failure.NoRoute}) // the mux would send elsewhere
	default:
		s.mux.ServeHTTP(e, r)
	}
}

// isClean tells whether a path is written as one of the table is.
func isClean(p string) bool {
	clean := path.Clean(p)
	return strings.HasPrefix(p, "/") && (p == clean || p == clean+"/" && clean != "/")
}

// fail answers with an error.
func (s *Server) fail(e *web.Exchange, r *http.Request, err error) {
	web.Problem(s.log, e, r, known(err))
}

// answer lets the endpoint of a route answer, after a look where the request comes from and at its signature.
func (s *Server) answer(w *web.Exchange, r *http.Request, path string, t web.Route) {
	w.Route = path
	p := s.proof.Load()
	signed := !t.Open && !t.Unsigned && s.checks(p)
	err := s.admit(w, r, t, signed)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	read, receive := t.Reads(r.Method), t.Receives(r.Method)
	switch {
	case receive != nil:
		take := readBody
		if signed {
			take = p.signers.body
		}
		var body []byte
		body, err = take(w, r)
		read = func(w http.ResponseWriter, r *http.Request) error { return receive(w, r, body) }
	case read == nil:
		err = &failure.Error{Kind: failure.BadMethod, Allow: t.Allow()}
	case signed:
		err = p.signers.query(r)
	}
	if err == nil {
		err = s.enter(w, r, t.Open, read)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

// admit checks where a request comes from, and how often. It says once that a proxy does not tell for whom it
// asks.
func (s *Server) admit(w *web.Exchange, r *http.Request, t web.Route, signed bool) (err error) {
	if w.Often = t.Open; t.Open {
		err = s.gate.AdmitOpen(r)
	} else {
		err = s.gate.Admit(r, signed)
	}
	if !s.warned.Load() && s.gate.Untold() && s.warned.CompareAndSwap(false, true) {
		s.log.Warn("requests come by a proxy on this machine that does not tell for whom: all its clients "+
			"count as one",
			"hint", "let the proxy set X-Forwarded-For, and give --trusted-proxy 127.0.0.1,::1")
	}
	return err
}

// enter lets an endpoint answer; one that is not open to everybody only unless too many do already.
func (s *Server) enter(w *web.Exchange, r *http.Request, open bool, answer web.Endpoint) error {
	if open {
		return answer(w, r)
	}
	if !s.gate.Enter() {
		return &failure.Error{Kind: failure.TooBusy}
	}
	w.Place = s.gate
	defer w.Leave()
	return answer(w, r)
}

// known gives errors that are nobody's fault in the program their kind.
func known(err error) error {
	var f *failure.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &failure.Error{Kind: failure.TooSlow, Cause: err}
	}
	return err
}

// report tells of a request that is over, with one line of the log.
func (s *Server) report(e *web.Exchange, r *http.Request, took time.Duration) {
	if r.Method == http.MethodHead {
		e.Bytes = 0
	}
	s.metrics.Request(e.Route, e.Status, took)
	if !s.log.Enabled(r.Context(), slog.LevelInfo) {
		return
	}
	var left int64
	if e.Often || e.Status == http.StatusTooManyRequests {
		var ok bool
		if left, ok = s.often.Take(); !ok {
			return
		}
	}
	line := []slog.Attr{
		slog.String("id", e.ID()), slog.String("method", web.MethodOf(r)), slog.String("route", e.Route),
		slog.String("site", e.Site), slog.Int("status", e.Status), slog.Int64("bytes", e.Bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000),
	}
	if left > 0 {
		line = append(line, slog.Int64("unlogged", left))
	}
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", line...)
}
