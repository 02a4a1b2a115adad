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
	get  endpoint
	post receiver
	open bool // to everybody: never signed
}

// allow is the value of the Allow header.
func (t route) allow() string {
	if t.post != nil {
		return http.MethodPost
	}
	return http.MethodGet + ", " + http.MethodHead
}

// table is the server's API, read from top to bottom. A slash at the end of a path is tolerated, without redirect. What
// is open says nothing of any person: the platform's health check is public (contract, 1.5), and load balancers and
// orchestrators, which sign nothing, ask /ready.
func (s *Server) table() map[string]route {
	return map[string]route{
		"/categories":      {get: s.categories},
		"/products":        {get: s.products},
		"/customer":        {get: s.customer},
		"/customer/action": {post: s.customerAction},
		"/closing-form":    {get: s.closingForm},
		"/health":          {get: s.health, open: true},
		"/ready":           {get: s.ready, open: true},
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
			s.problem(e, r, fmt.Errorf("panic: %v", p))
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
	path := pathOf(r)
	t, ok := s.routes[path]
	if !ok {
		return &failure{kind: noRoute}
	}
	w.route = path
	if !t.open {
		if err := s.gate.admit(r); err != nil {
			return err
		}
	}
	switch {
	case t.get != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		return s.answerGet(w, r, t)
	case t.post != nil && r.Method == http.MethodPost:
		return s.answerPost(w, r, t)
	}
	return &failure{kind: badMethod, allow: t.allow()}
}

// answerGet checks the signature of the query.
func (s *Server) answerGet(w *exchange, r *http.Request, t route) error {
	if t.open {
		return t.get(w, r)
	}
	if err := s.signers.query(r); err != nil {
		return err
	}
	if !s.gate.enter() {
		return &failure{kind: tooBusy}
	}
	defer s.gate.leave()
	return t.get(w, r)
}

// answerPost reads the body and checks its signature.
func (s *Server) answerPost(w *exchange, r *http.Request, t route) error {
	body, err := s.signers.body(w, r)
	if err != nil {
		return err
	}
	if !s.gate.enter() {
		return &failure{kind: tooBusy}
	}
	defer s.gate.leave()
	return t.post(w, r, body)
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
