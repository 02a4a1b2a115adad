// Package web is what all endpoints share: what they read of a request, and how they answer it.
package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"

	"plugsheet/serve/web/failure"
)

// requestIDHeader carries the correlation id, both ways: what a proxy in front gave, or else a new one, so
// that a line of the log can be found from an answer and the other way round.
const requestIDHeader = "X-Request-Id"

// maxRequestID is the longest id that is taken over, in bytes.
const maxRequestID = 64

// Exchange is one request with its answer, as the log and the metrics tell of it: never more than which
// route, which website of those with a folder, how it ended, how large, how long, and the correlation id.
// Nothing else of a request gets into it, since that may be anything.
type Exchange struct {
	http.ResponseWriter
	Route  string // a path of the table, or "other"
	Site   string // the folder's name; empty for the root and as long as none is known
	Status int    // 0 until the answer begins
	Bytes  int64  // of the answer's body
	Often  bool   // anybody may ask it, as often as they want
	Place  Place  // in which it is one of the requests in flight; nil: in none

	id  [1]string // the header's value
	tls bool      // over a connection that is encrypted here
}

// Place is one of a bounded number, which is given back.
type Place interface{ Leave() }

// ID is the correlation id.
func (e *Exchange) ID() string { return e.id[0] }

// Leave gives the place among the requests in flight back. That is done when the answer begins: it is ready
// then, and a client that does not read it must not keep others from theirs. Its connection ends with the
// time for writing.
func (e *Exchange) Leave() {
	if e.Place != nil {
		e.Place.Leave()
		e.Place = nil
	}
}

// otherRoute stands for every path that is not in the table: such a path could hold anything.
const otherRoute = "other"

// Begin takes a request's id over, or makes one, and answers with it.
func Begin(w http.ResponseWriter, r *http.Request, tls bool) *Exchange {
	e := &Exchange{ResponseWriter: w, Route: otherRoute, tls: tls}
	if given := r.Header[requestIDHeader]; len(given) == 1 && isRequestID(given[0]) {
		e.id[0] = given[0]
	} else {
		e.id[0] = NewRequestID()
	}
	e.common()
	return e
}

// common sets the headers that every answer has. What a browser would need beside them (a content policy, a
// referrer policy) is for pages: here all is JSON that is never framed, and each header costs a hundredth of
// a listing's speed.
func (e *Exchange) common() {
	h := e.Header()
	h[requestIDHeader], h["X-Content-Type-Options"] = e.id[:], nosniff
	if e.tls {
		h["Strict-Transport-Security"] = onlyTLS
	}
}

// isRequestID tells whether an id may be taken over: short, and of letters, digits and hyphens alone.
func isRequestID(text string) bool {
	for _, c := range []byte(text) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return text != "" && len(text) <= maxRequestID
}

// NewRequestID makes an id that no other request of these days has. It is no secret.
func NewRequestID() string {
	return strconv.FormatUint(rand.Uint64()|1<<63, 16)
}

// WriteHeader notes the status.
func (e *Exchange) WriteHeader(status int) {
	e.Leave()
	e.Status = cmp.Or(e.Status, status)
	e.ResponseWriter.WriteHeader(status)
}

// Write notes the size.
func (e *Exchange) Write(p []byte) (int, error) {
	e.Leave()
	e.Status = cmp.Or(e.Status, http.StatusOK)
	n, err := e.ResponseWriter.Write(p)
	e.Bytes += int64(n)
	return n, err
}

// Unwrap is for [http.ResponseController].
func (e *Exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// Of notes which website an answer is about.
func Of(w http.ResponseWriter, site string) {
	if e, ok := w.(*Exchange); ok {
		e.Site = site
	}
}

// MethodOf is the request's method for the log, where it is one that the table may know: another could be any
// text.
func MethodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete,
		http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return otherRoute
}

// SignatureHeader is the platform's, as net/http writes every spelling of it (contract, 1.2).
const SignatureHeader = "X-Iadvize-Signature"

// typePrefix stands before a row's name in a problem's type. A URN, since no page describes it.
const typePrefix = "urn:plugsheet:problem:"

// body is the JSON of a problem (RFC 9457).
type body struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Parameter string `json:"parameter,omitempty"`
}

// Problem answers with an error, and tells the log of what went wrong here. An error that is no
// [failure.Error] is an internal one, and nothing of it goes out.
func Problem(log *slog.Logger, w *Exchange, r *http.Request, err error) {
	f := &failure.Error{Cause: err}
	errors.As(err, &f)
	status := f.Kind.Status()
	if status >= http.StatusInternalServerError {
		level := slog.LevelError
		if f.Kind == failure.NotReady || f.Kind == failure.TooBusy || r.Context().Err() != nil {
			// said when the bundle was refused or in the metrics, or nobody waits for the answer
			level = slog.LevelDebug
		}
		log.Log(r.Context(), level, "request failed", "id", w.id[0], "method", MethodOf(r), "route", w.Route,
			"status", status, "error", f)
	}
	data, err := json.Marshal(body{typePrefix + f.Kind.Name(), f.Kind.Title(), status, f.Detail, f.Parameter})
	if err != nil {
		// strings and a number always encode
		data = []byte(`{"type":"about:blank","title":"Internal Server Error","status":500}`)
	}
	h := w.Header()
	clear(h)
	w.common()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "no-store")
	extra, has := map[failure.Kind][2]string{
		failure.BadMethod:    {"Allow", f.Allow},
		failure.Unsigned:     {"WWW-Authenticate", SignatureHeader}, // RFC 9110, 15.5.2: a 401 names what would do
		failure.NoSession:    {"WWW-Authenticate", "Bearer"},
		failure.BadToken:     {"WWW-Authenticate", "Bearer"},
		failure.TooMany:      {"Retry-After", "1"},
		failure.TooBusy:      {"Retry-After", "1"},
		failure.BodyTooLarge: {"Connection", "close"}, // what is left of the body is not read
	}[f.Kind]
	switch {
	case has:
		h.Set(extra[0], extra[1])
	case status == http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	}
	w.WriteHeader(status)
	w.Write(data)
}
