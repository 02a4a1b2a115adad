// Package failure is what can go wrong with a request, as a client may read it.
package failure

import (
	"fmt"
	"net/http"
)

// Kind is what can go wrong, one for each row of a table, and what is internal.
type Kind int

// What can go wrong; the titles are in that table.
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

// Status is the status of the answer.
func (k Kind) Status() int { return k.row().status }

// Name is the end of the problem's type.
func (k Kind) Name() string { return k.row().name }

// Title says in a few words what went wrong.
func (k Kind) Title() string { return k.row().title }

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
