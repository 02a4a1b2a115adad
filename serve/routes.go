package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// endpoint answers one kind of request. An error that it returns is answered as a problem, so it writes nothing before
// everything that can fail is done.
type endpoint func(w http.ResponseWriter, r *http.Request) error

// receiver answers one kind of request with a body, which was read and whose signature was checked.
type receiver func(w http.ResponseWriter, r *http.Request, body []byte) error

// route is what one path answers to; HEAD is answered where GET is.
type route struct {
	get, options endpoint
	post, put    receiver
	open         bool // to everybody: never signed, never refused
	unsigned     bool // not by the platform's servers, so without their signature: the endpoint asks for proof itself
}

// allow is the value of the Allow header.
func (t route) allow() string {
	var all []string
	if t.get != nil {
		all = append(all, http.MethodGet, http.MethodHead)
	}
	for _, one := range []struct {
		is     bool
		method string
	}{{t.post != nil, http.MethodPost}, {t.put != nil, http.MethodPut}, {t.options != nil, http.MethodOptions}} {
		if one.is {
			all = append(all, one.method)
		}
	}
	return strings.Join(all, ", ")
}

// reads is the endpoint for a method that comes without a body; nil where there is none.
func (t route) reads(method string) endpoint {
	switch method {
	case http.MethodGet, http.MethodHead:
		return t.get
	case http.MethodOptions:
		return t.options
	}
	return nil
}

// receives is the endpoint for a method that comes with a body; nil where there is none.
func (t route) receives(method string) receiver {
	switch method {
	case http.MethodPost:
		return t.post
	case http.MethodPut:
		return t.put
	}
	return nil
}

// table is the server's API, read from top to bottom, but for the bot's; see botTable. A slash at the end of a path is tolerated, without redirect. A part
// of a path in braces stands for any one part that is not empty; the endpoint reads it with [http.Request.PathValue]. What
// is open says nothing of any person: the platform's health check is public (contract, 1.5), and load balancers and
// orchestrators, which sign nothing, ask /ready.
func (s *Server) table() map[string]route {
	return map[string]route{
		"/categories":         {get: s.categories},
		"/products":           {get: s.products},
		"/customer":           {get: s.customer},
		"/customer/action":    {post: s.customerAction},
		"/closing-form":       {get: s.closingForm},
		"/app":                {get: s.appPage, unsigned: true},
		"/app/{file}":         {get: s.appFile, unsigned: true},
		"/app/session":        {post: s.appSession, unsigned: true},
		"/app/messages":       {post: s.appMessages, options: s.appMessagesOptions, unsigned: true},
		"/app/api/products":   {get: s.inSession(s.appProducts), unsigned: true},
		"/app/api/categories": {get: s.inSession(s.categories), unsigned: true},
		"/app/api/missed":     {post: s.appMissed, unsigned: true},
		"/health":             {get: s.health, open: true},
		"/ready":              {get: s.ready, open: true},
	}
}

// serveHTTP is the one way in: it finds the endpoint, turns errors and panics into problems, and tells of the request
// when it is over.
func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	e, since := begin(w, r), time.Now()
	s.common(e)
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler {
			s.problem(e, r, panicked(p))
		}
		s.report(e, r, time.Since(since))
		if p == http.ErrAbortHandler {
			panic(p) // the way to drop a connection on purpose
		}
	}()
	if err := s.answer(e, r); err != nil {
		s.problem(e, r, known(err))
	}
}

// common sets the headers that every answer has. What a browser would need beside them (a content policy, a referrer
// policy) is for pages: here all is JSON that is never framed, and each header costs a hundredth of a listing's speed.
func (s *Server) common(e *exchange) {
	h := e.Header()
	h[requestIDHeader], h["X-Content-Type-Options"] = e.id[:], s.fixed.nosniff
	if s.tls != nil {
		h["Strict-Transport-Security"] = s.fixed.onlyTLS
	}
}

// answer finds the endpoint of a request, checks where it comes from and its signature, and lets the endpoint answer.
func (s *Server) answer(w *exchange, r *http.Request) error {
	if len(r.RequestURI) > maxURL || len(r.URL.RawQuery) > maxURL {
		return &failure{kind: urlTooLong, detail: fmt.Sprintf("at most %d bytes", maxURL)}
	}
	t, ok := s.routes[pathOf(r)]
	if ok {
		w.route = pathOf(r)
	} else if t, w.route, ok = s.patterns.find(r); !ok {
		return &failure{kind: noRoute}
	}
	p := s.proof.Load()
	signed := !t.open && !t.unsigned && s.checks(p)
	if !t.open {
		if err := s.gate.admit(r, signed); err != nil {
			return err
		}
	}
	if read := t.reads(r.Method); read != nil {
		if signed {
			if err := p.signers.query(r); err != nil {
				return err
			}
		}
		return s.answerRead(w, r, t, read)
	}
	if receive := t.receives(r.Method); receive != nil {
		take := readBody
		if signed {
			take = p.signers.body
		}
		body, err := take(w, r)
		if err != nil {
			return err
		}
		return s.answerBody(w, r, body, receive)
	}
	return &failure{kind: badMethod, allow: t.allow()}
}

// answerRead lets an endpoint answer, unless too many do already.
func (s *Server) answerRead(w *exchange, r *http.Request, t route, read endpoint) error {
	if t.open {
		return read(w, r)
	}
	if !s.gate.enter() {
		return &failure{kind: tooBusy}
	}
	w.place = &s.gate
	defer w.leave()
	return read(w, r)
}

// answerBody does so for a request whose body was read.
func (s *Server) answerBody(w *exchange, r *http.Request, body []byte, receive receiver) error {
	if !s.gate.enter() {
		return &failure{kind: tooBusy}
	}
	w.place = &s.gate
	defer w.leave()
	return receive(w, r, body)
}

// pathOf is the request's path without a slash at its end.
func pathOf(r *http.Request) string {
	if p := r.URL.Path; len(p) > 1 {
		return strings.TrimSuffix(p, "/")
	}
	return r.URL.Path
}

// known gives errors that are nobody's fault in the program their kind.
func known(err error) error {
	var f *failure
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &failure{kind: tooSlow, cause: err}
	}
	return err
}
