package web

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
)

// Endpoint answers one kind of request. An error that it returns is answered as a problem, so it writes
// nothing before everything that can fail is done.
type Endpoint func(w http.ResponseWriter, r *http.Request) error

// Receiver answers one kind of request with a body, which was read and whose signature was checked.
type Receiver func(w http.ResponseWriter, r *http.Request, body []byte) error

// Route is what one path answers to; HEAD is answered where GET is.
type Route struct {
	Get, Options Endpoint
	Post, Put    Receiver
	Open         bool // to everybody: never signed
	// not by the platform's servers, so without their signature: the Endpoint asks for proof itself
	Unsigned bool
}

// Allow is the value of the Allow header.
func (t Route) Allow() string {
	var all []string
	if t.Get != nil {
		all = append(all, http.MethodGet, http.MethodHead)
	}
	for _, one := range []struct {
		is     bool
		method string
	}{{t.Post != nil, http.MethodPost}, {t.Put != nil, http.MethodPut},
		{t.Options != nil, http.MethodOptions}} {
		if one.is {
			all = append(all, one.method)
		}
	}
	return strings.Join(all, ", ")
}

// Reads is the Endpoint for a method that comes without a body; nil where there is none.
func (t Route) Reads(method string) Endpoint {
	switch method {
	case http.MethodGet, http.MethodHead:
		return t.Get
	case http.MethodOptions:
		return t.Options
	}
	return nil
}

// Receives is the Endpoint for a method that comes with a body; nil where there is none.
func (t Route) Receives(method string) Receiver {
	switch method {
	case http.MethodPost:
		return t.Post
	case http.MethodPut:
		return t.Put
	}
	return nil
}

// Panicked is the error of a panic, to be called by the function that recovered it. What a panic says may be
// made of the request, so of a text only its type is told; what the runtime says (an index, a nil pointer)
// holds nothing of it. Where it happened is what helps.
func Panicked(p any) error {
	what := fmt.Sprintf("%T", p)
	if err, ok := p.(runtime.Error); ok {
		what = err.Error()
	}
	return fmt.Errorf("panic: %s, at %s", what, panicPlace())
}

// panicPlace is the function and the line that panicked.
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for inPanic := false; ; {
		f, more := frames.Next()
		if inPanic && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		inPanic = inPanic || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}

// ConformAgent is the User-Agent of "plugsheet conform": by it we know that nothing of its requests is to be
// kept.
const ConformAgent = "plugsheet-conform"

// IsRehearsal tells whether a request is one of "plugsheet conform", which plays the platform: it is answered
// as any other, and nothing of it is kept. Who may send requests at all gains nothing by saying so.
func IsRehearsal(r *http.Request) bool { return r.UserAgent() == ConformAgent }
