package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// endpoint answers one kind of request. An error that it returns is answered as a problem, so it writes nothing before
// everything that can fail is done.
type endpoint func(w http.ResponseWriter, r *http.Request) error

// route is what one path answers to; HEAD is answered where GET is.
type route struct{ get, post endpoint }

// allow is the value of the Allow header.
func (t route) allow() string {
	if t.post != nil {
		return http.MethodPost
	}
	return http.MethodGet + ", " + http.MethodHead
}

// table is the server's API, read from top to bottom. A slash at the end of a path is tolerated, without redirect.
func (s *Server) table() map[string]route {
	return map[string]route{
		"/categories":      {get: s.categories},
		"/products":        {get: s.products},
		"/customer":        {get: s.customer},
		"/customer/action": {post: s.customerAction},
		"/closing-form":    {get: s.closingForm},
		"/health":          {get: s.health},
		"/ready":           {get: s.ready},
	}
}

// serveHTTP is the one way in: it finds the endpoint and turns errors and panics into problems.
func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		switch p := recover(); {
		case p == nil:
		case p == http.ErrAbortHandler:
			panic(p) // the way to drop a connection on purpose
		default:
			s.problem(w, r, fmt.Errorf("panic: %v", p))
		}
	}()
	answer, err := s.route(r)
	if err == nil {
		err = answer(w, r)
	}
	if err != nil {
		s.problem(w, r, known(err))
	}
}

// route finds the endpoint of a request.
func (s *Server) route(r *http.Request) (endpoint, error) {
	if len(r.RequestURI) > maxURL || len(r.URL.RawQuery) > maxURL {
		return nil, &failure{kind: urlTooLong, detail: fmt.Sprintf("at most %d bytes", maxURL)}
	}
	t, ok := s.routes[pathOf(r)]
	if !ok {
		return nil, &failure{kind: noRoute}
	}
	switch {
	case t.get != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		return t.get, nil
	case t.post != nil && r.Method == http.MethodPost:
		return t.post, nil
	}
	return nil, &failure{kind: badMethod, allow: t.allow()}
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

// logPath is the request's path for the log, where it is one of the table's: another could hold anything.
func (s *Server) logPath(r *http.Request) string {
	p := pathOf(r)
	if _, ok := s.routes[p]; ok {
		return p
	}
	return "other"
}
