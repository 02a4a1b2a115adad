package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"plugsheet/serve/web/failure"
	"strconv"
)

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

// Problem answers with an error, and tells the log of what went wrong here. An error that is no [failure.Error]
// is an internal one, and nothing of it goes out.
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
