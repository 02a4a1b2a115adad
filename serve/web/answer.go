package web

import (
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"plugsheet/schemas/files"
)

// Header values that are the same in every answer. They are shared: a header holds the slice itself, which
// costs no memory, and nobody may write to it.
var (
	jsonType = []string{"application/json"}
	noCache  = []string{"no-cache"}
	private  = []string{"private, no-store"}
	noStore  = []string{"no-store"}
	nosniff  = []string{"nosniff"}
	onlyTLS  = []string{"max-age=31536000"} // a year
)

// NoCache lets an answer be kept, and asked for again each time.
func NoCache(w http.ResponseWriter) { w.Header()["Cache-Control"] = noCache }

// NoStore lets nobody keep an answer.
func NoStore(w http.ResponseWriter) { w.Header()["Cache-Control"] = noStore }

// Private says so of an answer that is about a person.
func Private(w http.ResponseWriter) { w.Header()["Cache-Control"] = private }

// NotModified answers 304 and reports true when the client has the answer already. The entity tag is the
// bundle's revision, and of products the edition's: with the URL, which tags belong to, it settles the answer
// of every GET that takes nothing but the bundle and the time.
func NotModified(w http.ResponseWriter, r *http.Request, etag []string, language string) bool {
	given := r.Header["If-None-Match"]
	if len(given) == 0 {
		return false
	}
	for _, one := range given {
		if !Matches(one, etag[0]) {
			continue
		}
		h := w.Header()
		h["Etag"], h["Cache-Control"] = etag, noCache
		if language != "" {
			h["Content-Language"] = []string{language}
		}
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// Send answers 200 with a body that depends on what its entity tag stands for alone.
func Send(w http.ResponseWriter, etag []string, body []byte) error {
	h := w.Header()
	h["Etag"], h["Cache-Control"] = etag, noCache
	return Write(w, body)
}

// Write answers 200 with a JSON body. An error of the connection is nobody's to answer, so it is dropped.
func Write(w http.ResponseWriter, body []byte) error { return write(w, http.StatusOK, body) }

func write(w http.ResponseWriter, status int, body []byte) error {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	w.Write(body)
	return nil
}

// WriteValue answers 200 with a value as JSON.
func WriteValue(w http.ResponseWriter, v any) error { return WriteStatus(w, http.StatusOK, v) }

// WriteStatus answers with a value as JSON under another status.
func WriteStatus(w http.ResponseWriter, status int, v any) error {
	body, err := files.Encode(v)
	if err != nil {
		return err
	}
	return write(w, status, body)
}

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
	for _, one := range []struct {
		is      bool
		methods string
	}{{t.Get != nil, "GET, HEAD"}, {t.Post != nil, "POST"}, {t.Put != nil, "PUT"},
		{t.Options != nil, "OPTIONS"}} {
		if one.is {
			all = append(all, one.methods)
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

// Matches tells whether an If-None-Match header names the entity tag (RFC 9110, 13.1.2: compared weakly).
func Matches(header, etag string) bool {
	for header != "" {
		var one string
		one, header, _ = strings.Cut(header, ",")
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}

// Buffers are bodies to be filled, reused.
type Buffers struct{ pool sync.Pool }

// maxKept is the largest buffer that is kept for later, in bytes.
const maxKept = 256 << 10

// Take gives one, empty.
func (b *Buffers) Take() *[]byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return p
	}
	p := make([]byte, 0, 16<<10)
	return &p
}

// Give gives one back.
func (b *Buffers) Give(p *[]byte) {
	if cap(*p) <= maxKept {
		*p = (*p)[:0]
		b.pool.Put(p)
	}
}
