package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
)

// kind is what can go wrong, one for each row of the table in [kind.row].
type kind int

const (
	internal kind = iota
	badParameter
	badBody
	noRoute
	noWebsite
	noBot
	badMethod
	bodyTooLarge
	urlTooLong
	notReady
	damaged
	notRecorded
	notKept
	unsigned
	noSession
	badToken
	noSecret
	stranger
	tooMany
	tooBusy
	tooSlow
)

// row is how a kind of problem is answered: the status, the end of its type (RFC 9457, 3.1.1) and its title.
type row struct {
	status      int
	name, title string
}

func (k kind) row() row {
	switch k {
	case badParameter:
		return row{http.StatusBadRequest, "parameter", "a query parameter is wrong"}
	case badBody:
		return row{http.StatusBadRequest, "body", "the body is wrong"}
	case noRoute:
		return row{http.StatusNotFound, "path", "there is nothing at this path"}
	case noWebsite:
		return row{http.StatusNotFound, "website", "there is no catalog for this website"}
	case noBot:
		return row{http.StatusNotFound, "bot", "there is no bot for this operator"}
	case badMethod:
		return row{http.StatusMethodNotAllowed, "method", "this method is not for this path"}
	case bodyTooLarge:
		return row{http.StatusRequestEntityTooLarge, "body-size", "the body is too large"}
	case urlTooLong:
		return row{http.StatusRequestURITooLong, "url-size", "the URL is too long"}
	case notReady:
		return row{http.StatusServiceUnavailable, "not-ready", "the data is not ready"}
	case damaged:
		return row{http.StatusServiceUnavailable, "damaged", "the data is damaged"}
	case notRecorded:
		return row{http.StatusServiceUnavailable, "not-recorded", "the action could not be recorded"}
	case notKept:
		return row{http.StatusServiceUnavailable, "not-kept", "the bot could not be kept"}
	case unsigned:
		return row{http.StatusUnauthorized, "signature", "the signature is missing or wrong"}
	case noSession:
		return row{http.StatusUnauthorized, "session", "the session is missing or over"}
	case badToken:
		return row{http.StatusUnauthorized, "token", "the token does not count"}
	case noSecret:
		return row{http.StatusForbidden, "no-secret", "without a secret only this machine is answered"}
	case stranger:
		return row{http.StatusForbidden, "source", "requests from this address are not answered"}
	case tooMany:
		return row{http.StatusTooManyRequests, "rate", "too many requests from this address"}
	case tooBusy:
		return row{http.StatusServiceUnavailable, "busy", "too many requests at once"}
	case tooSlow:
		return row{http.StatusServiceUnavailable, "too-slow", "the answer took too long"}
	}
	return row{http.StatusInternalServerError, "internal", "something went wrong on the server"}
}

// typePrefix stands before a row's name in a problem's type. A URN, since no page describes it.
const typePrefix = "urn:plugsheet:problem:"

// failure is an error that a client may read: detail and parameter go out, cause goes only to the log.
type failure struct {
	kind      kind
	parameter string // the query parameter or key of the body that is meant
	detail    string // plain words; empty where the title says it all
	allow     string // of badMethod: the methods that there are
	cause     error
}

func (f *failure) Error() string {
	text := f.kind.row().title
	if f.detail != "" {
		text += ": " + f.detail
	}
	if f.cause != nil {
		text += ": " + f.cause.Error()
	}
	return text
}

func (f *failure) Unwrap() error { return f.cause }

// wrong is the failure of one query parameter.
func wrong(parameter, format string, args ...any) *failure {
	return &failure{kind: badParameter, parameter: parameter, detail: parameter + " " + fmt.Sprintf(format, args...)}
}

// body is the JSON of a problem (RFC 9457).
type body struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Parameter string `json:"parameter,omitempty"`
}

// problem answers with an error. An error that is no [failure] is an internal one, and nothing of it goes out.
func (s *Server) problem(w *exchange, r *http.Request, err error) {
	f := &failure{kind: internal, cause: err}
	errors.As(err, &f)
	row := f.kind.row()
	if row.status >= http.StatusInternalServerError {
		level := slog.LevelError
		if f.kind == notReady || f.kind == tooBusy || r.Context().Err() != nil {
			level = slog.LevelDebug // said when the bundle was refused or in the metrics, or nobody waits for the answer
		}
		s.log.Log(r.Context(), level, "request failed", "id", w.id[0], "method", methodOf(r), "route", w.route, "status", row.status, "error", f)
	}
	data, err := json.Marshal(body{typePrefix + row.name, row.title, row.status, f.detail, f.parameter})
	if err != nil {
		data = []byte(`{"type":"about:blank","title":"Internal Server Error","status":500}`) // strings and a number always encode
	}
	h := w.Header()
	clear(h)
	s.common(w)
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "no-store")
	if f.kind == badMethod {
		h.Set("Allow", f.allow)
	}
	if f.kind == unsigned {
		h.Set("WWW-Authenticate", signatureHeader) // RFC 9110, 15.5.2: a 401 names what would do
	}
	if f.kind == noSession || f.kind == badToken {
		h.Set("WWW-Authenticate", "Bearer")
	}
	switch {
	case f.kind == tooMany || f.kind == tooBusy:
		h.Set("Retry-After", "1")
	case row.status == http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case f.kind == bodyTooLarge:
		h.Set("Connection", "close") // what is left of the body is not read
	}
	w.WriteHeader(row.status)
	w.Write(data)
}
