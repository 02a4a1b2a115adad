package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
)

// Kind is what can go wrong, one for each row of the table in [Kind.row].
type Kind int

// What can go wrong; the titles are in [Kind.row].
const (
	internal Kind = iota
	BadParameter
	BadBody
	NoRoute
	NoWebsite
	NoBot
	BadMethod
	BodyTooLarge
	URLTooLong
	NotReady
	Damaged
	NotRecorded
	NotKept
	Unsigned
	NoSession
	BadKeyInAddress
	BadToken
	NoSecret
	Stranger
	TooMany
	TooBusy
	TooSlow
)

// row is how a kind of problem is answered: the status, the end of its type (RFC 9457, 3.1.1) and its title.
type row struct {
	status      int
	name, title string
}

var rows = map[Kind]row{
	BadParameter:    {http.StatusBadRequest, "parameter", "a query parameter is wrong"},
	BadBody:         {http.StatusBadRequest, "body", "the body is wrong"},
	NoRoute:         {http.StatusNotFound, "path", "there is nothing at this path"},
	NoWebsite:       {http.StatusNotFound, "website", "there is no catalog for this website"},
	NoBot:           {http.StatusNotFound, "bot", "there is no bot for this operator"},
	BadMethod:       {http.StatusMethodNotAllowed, "method", "this method is not for this path"},
	BodyTooLarge:    {http.StatusRequestEntityTooLarge, "body-size", "the body is too large"},
	URLTooLong:      {http.StatusRequestURITooLong, "url-size", "the URL is too long"},
	NotReady:        {http.StatusServiceUnavailable, "not-ready", "the data is not ready"},
	Damaged:         {http.StatusServiceUnavailable, "damaged", "the data is damaged"},
	NotRecorded:     {http.StatusServiceUnavailable, "not-recorded", "the action could not be recorded"},
	NotKept:         {http.StatusServiceUnavailable, "not-kept", "the bot could not be kept"},
	Unsigned:        {http.StatusUnauthorized, "signature", "the signature is missing or wrong"},
	BadKeyInAddress: {http.StatusUnauthorized, "key", "the key in the address is missing or wrong"},
	NoSession:       {http.StatusUnauthorized, "session", "the session is missing or over"},
	BadToken:        {http.StatusUnauthorized, "token", "the token does not count"},
	NoSecret:        {http.StatusForbidden, "no-secret", "without a secret only this machine is answered"},
	Stranger:        {http.StatusForbidden, "source", "requests from this address are not answered"},
	TooMany:         {http.StatusTooManyRequests, "rate", "too many requests from this address"},
	TooBusy:         {http.StatusServiceUnavailable, "busy", "too many requests at once"},
	TooSlow:         {http.StatusServiceUnavailable, "too-slow", "the answer took too long"},
}

func (k Kind) row() row {
	if r, ok := rows[k]; ok {
		return r
	}
	return row{http.StatusInternalServerError, "internal", "something went wrong on the server"}
}

// SignatureHeader is the platform's, as net/http writes every spelling of it (contract, 1.2).
const SignatureHeader = "X-Iadvize-Signature"

// typePrefix stands before a row's name in a problem's type. A URN, since no page describes it.
const typePrefix = "urn:plugsheet:problem:"

// Failure is an error that a client may read: detail and parameter go out, cause goes only to the log.
type Failure struct {
	Kind      Kind
	Parameter string // the query parameter or key of the body that is meant
	Detail    string // plain words; empty where the title says it all
	Allow     string // of BadMethod: the methods that there are
	Cause     error
}

// Error is what the log has.
func (f *Failure) Error() string {
	text := f.Kind.row().title
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Cause }

// Wrong is the failure of one query parameter.
func Wrong(parameter, format string, args ...any) *Failure {
	return &Failure{Kind: BadParameter, Parameter: parameter,
		Detail: parameter + " " + fmt.Sprintf(format, args...)}
}

// body is the JSON of a problem (RFC 9457).
type body struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Parameter string `json:"parameter,omitempty"`
}

// BadKey is the failure of one key of a body.
func BadKey(key, reason string) *Failure {
	return &Failure{Kind: BadBody, Parameter: key, Detail: key + " " + reason}
}

// Problem answers with an error, and tells the log of what went wrong here. An error that is no [Failure] is
// an internal one, and nothing of it goes out.
func Problem(log *slog.Logger, w *Exchange, r *http.Request, err error) {
	f := &Failure{Kind: internal, Cause: err}
	errors.As(err, &f)
	row := f.Kind.row()
	if row.status >= http.StatusInternalServerError {
		level := slog.LevelError
		if f.Kind == NotReady || f.Kind == TooBusy || r.Context().Err() != nil {
			// said when the bundle was refused or in the metrics, or nobody waits for the answer
			level = slog.LevelDebug
		}
		log.Log(r.Context(), level, "request failed", "id", w.id[0], "method", MethodOf(r), "route", w.Route,
			"status", row.status, "error", f)
	}
	data, err := json.Marshal(body{typePrefix + row.name, row.title, row.status, f.Detail, f.Parameter})
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
	if f.Kind == BadMethod {
		h.Set("Allow", f.Allow)
	}
	if f.Kind == Unsigned {
		h.Set("WWW-Authenticate", SignatureHeader) // RFC 9110, 15.5.2: a 401 names what would do
	}
	if f.Kind == NoSession || f.Kind == BadToken {
		h.Set("WWW-Authenticate", "Bearer")
	}
	switch {
	case f.Kind == TooMany || f.Kind == TooBusy:
		h.Set("Retry-After", "1")
	case row.status == http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case f.Kind == BodyTooLarge:
		h.Set("Connection", "close") // what is left of the body is not read
	}
	w.WriteHeader(row.status)
	w.Write(data)
}
