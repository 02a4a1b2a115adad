package serve

import (
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// requestIDHeader carries the correlation id, both ways: what a proxy in front gave, or else a new one, so that a line
// of the log can be found from an answer and the other way round.
const requestIDHeader = "X-Request-Id"

// maxRequestID is the longest id that is taken over, in bytes.
const maxRequestID = 64

// exchange is one request with its answer, as the log and the metrics tell of it: never more than which route, which
// website of those with a folder, how it ended, how large, how long, and the correlation id. Nothing else of a request
// gets into it, since that may be anything.
type exchange struct {
	http.ResponseWriter
	id     [1]string // the header's value
	route  string    // a path of the table, or "other"
	site   string    // the folder's name; empty for the root and as long as none is known
	status int       // 0 until the answer begins
	bytes  int64     // of the answer's body
	place  *gate     // in which it is one of the requests in flight; nil: in none
}

// leave gives the place among the requests in flight back. That is done when the answer begins: it is ready then, and a
// client that does not read it must not keep others from theirs. Its connection ends with the time for writing.
func (e *exchange) leave() {
	if e.place != nil {
		e.place.leave()
		e.place = nil
	}
}

// otherRoute stands for every path that is not in the table: such a path could hold anything.
const otherRoute = "other"

// begin takes a request's id over, or makes one, and answers with it.
func begin(w http.ResponseWriter, r *http.Request) *exchange {
	e := &exchange{ResponseWriter: w, route: otherRoute}
	if given := r.Header[requestIDHeader]; len(given) == 1 && isRequestID(given[0]) {
		e.id[0] = given[0]
	} else {
		e.id[0] = newRequestID()
	}
	return e
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

// newRequestID makes an id that no other request of these days has. It is no secret.
func newRequestID() string {
	return strconv.FormatUint(rand.Uint64()|1<<63, 16)
}

// WriteHeader notes the status.
func (e *exchange) WriteHeader(status int) {
	e.leave()
	if e.status == 0 {
		e.status = status
	}
	e.ResponseWriter.WriteHeader(status)
}

// Write notes the size.
func (e *exchange) Write(p []byte) (int, error) {
	e.leave()
	if e.status == 0 {
		e.status = http.StatusOK
	}
	n, err := e.ResponseWriter.Write(p)
	e.bytes += int64(n)
	return n, err
}

// Unwrap is for [http.ResponseController].
func (e *exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// of notes which website an answer is about.
func (t *site) of(w http.ResponseWriter) {
	if e, ok := w.(*exchange); ok {
		e.site = t.name
	}
}

// report tells of a request that is over, with one line of the log.
func (s *Server) report(e *exchange, r *http.Request, took time.Duration) {
	if r.Method == http.MethodHead {
		e.bytes = 0
	}
	s.metrics.request(e, took)
	if !s.log.Enabled(r.Context(), slog.LevelInfo) {
		return
	}
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("id", e.id[0]), slog.String("method", methodOf(r)), slog.String("route", e.route), slog.String("site", e.site),
		slog.Int("status", e.status), slog.Int64("bytes", e.bytes), slog.Float64("ms", float64(took.Microseconds())/1000))
}

// methodOf is the request's method for the log, where it is one that the table may know: another could be any text.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return otherRoute
}
