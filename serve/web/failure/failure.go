// Package failure is what can go wrong with a request, as a client may read it.
package failure

import (
	"cmp"
	"fmt"
	"net/http"
)

// Kind is what can go wrong, and how that is answered: the status, the end of its type (RFC 9457, 3.1.1) and
// its title. The zero one is for what is internal.
type Kind struct {
	status      int
	name, title string
}

// What can go wrong.
var (
	BadParameter    = Kind{http.StatusBadRequest, "parameter", "a query parameter is wrong"}
	BadBody         = Kind{http.StatusBadRequest, "body", "the body is wrong"}
	NoRoute         = Kind{http.StatusNotFound, "path", "there is nothing at this path"}
	NoWebsite       = Kind{http.StatusNotFound, "website", "there is no catalog for this website"}
	NoBot           = Kind{http.StatusNotFound, "bot", "there is no bot for this operator"}
	BadMethod       = Kind{http.StatusMethodNotAllowed, "method", "this method is not for this path"}
	BodyTooLarge    = Kind{http.StatusRequestEntityTooLarge, "body-size", "the body is too large"}
	URLTooLong      = Kind{http.StatusRequestURITooLong, "url-size", "the URL is too long"}
	NotReady        = Kind{http.StatusServiceUnavailable, "not-ready", "the data is not ready"}
	Damaged         = Kind{http.StatusServiceUnavailable, "damaged", "the data is damaged"}
	NotRecorded     = Kind{http.StatusServiceUnavailable, "not-recorded", "the action could not be recorded"}
	NotKept         = Kind{http.StatusServiceUnavailable, "not-kept", "the bot could not be kept"}
	Unsigned        = Kind{http.StatusUnauthorized, "signature", "the signature is missing or wrong"}
	BadKeyInAddress = Kind{http.StatusUnauthorized, "key", "the key in the address is missing or wrong"}
	NoSession       = Kind{http.StatusUnauthorized, "session", "the session is missing or over"}
	BadToken        = Kind{http.StatusUnauthorized, "token", "the token does not count"}
	NoSecret        = Kind{http.StatusForbidden, "no-secret", "without a secret only this machine is answered"}
	Stranger        = Kind{http.StatusForbidden, "source", "requests from this address are not answered"}
	TooMany         = Kind{http.StatusTooManyRequests, "rate", "too many requests from this address"}
	TooBusy         = Kind{http.StatusServiceUnavailable, "busy", "too many requests at once"}
	TooSlow         = Kind{http.StatusServiceUnavailable, "too-slow", "the answer took too long"}
)

// Status is the status of the answer.
func (k Kind) Status() int { return cmp.Or(k.status, http.StatusInternalServerError) }

// Name is the end of the problem's type.
func (k Kind) Name() string { return cmp.Or(k.name, "internal") }

// Title says in a few words what went wrong.
func (k Kind) Title() string { return cmp.Or(k.title, "something went wrong on the server") }

// Error is an error that a client may read: detail and parameter go out, cause goes only to the log.
type Error struct {
	Kind      Kind
	Parameter string // the query parameter or key of the body that is meant
	Detail    string // plain words; empty where the title says it all
	Allow     string // of BadMethod: the methods that there are
	Cause     error
}

// Error is what the log has.
func (f *Error) Error() string {
	text := f.Kind.Title()
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (f *Error) Unwrap() error { return f.Cause }

// Wrong is the failure of one query parameter.
func Wrong(parameter, format string, args ...any) *Error {
	return &Error{Kind: BadParameter, Parameter: parameter,
		Detail: parameter + " " + fmt.Sprintf(format, args...)}
}

// BadKey is the failure of one key of a body.
func BadKey(key, reason string) *Error {
	return &Error{Kind: BadBody, Parameter: key, Detail: key + " " + reason}
}
