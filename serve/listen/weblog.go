package listen

import (
	"log"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/time/rate"
)

// webLog turns what net/http says outside of any request into lines of the log: that no connection can be
// accepted, which a process without free descriptors tells nobody else, and why handshakes fail. Its texts
// name clients' addresses and what clients claim, so nothing of them goes on but what is known to hold
// neither.
type webLog struct {
	log       *slog.Logger
	failed    func() // is told of each handshake that fails
	accept    seldom
	handshake seldom
}

// NewWebLog gives the logger for a [http.Server]. failed is told of each TLS handshake that fails.
func NewWebLog(to *slog.Logger, clock func() time.Time, failed func()) *log.Logger {
	w := &webLog{log: to, failed: failed}
	w.accept.clock, w.handshake.clock = clock, clock
	return log.New(w, "", 0)
}

// Write takes one message of net/http's.
func (w *webLog) Write(p []byte) (int, error) {
	text := strings.TrimSuffix(string(p), "\n")
	if rest, ok := strings.CutPrefix(text, "http: Accept error: "); ok {
		w.notAccepted(rest)
	} else if rest, ok := strings.CutPrefix(text, "http: TLS handshake error from "); ok {
		w.notGreeted(rest)
	} else {
		w.log.Debug("from net/http", "text", text)
	}
	return len(p), nil
}

// notAccepted tells that the listener fails, which net/http tries again for ever.
func (w *webLog) notAccepted(text string) {
	count := w.accept.tell()
	if count == 0 {
		return
	}
	cause, _, _ := strings.Cut(text, "; retrying")
	more := []any{"times", count, "error", cause}
	if strings.Contains(cause, syscall.EMFILE.Error()) {
		more = append(more, "hint",
			"allow the process more open files: ulimit -n, or LimitNOFILE= of systemd")
	}
	w.log.Error("no connection can be accepted; it is tried again", more...)
}

// notGreeted counts a handshake that failed. A connection that only ends, as those of balancers' probes do,
// is not told of.
func (w *webLog) notGreeted(text string) {
	w.failed()
	_, cause, _ := strings.Cut(text, ": ")
	who := "the server says"
	if theirs, ok := strings.CutPrefix(cause, "remote error: "); ok {
		who, cause = "the client says", theirs
	}
	// OpenSSL refuses a certificate of TLS 1.3 in a record that this side cannot read: "local error: tls: bad
	// record MAC"
	cause, ok := strings.CutPrefix(strings.TrimPrefix(cause, "local error: "), "tls: ")
	if !ok {
		return
	}
	if at := strings.IndexAny(cause, `:("[`); at >= 0 {
		cause = strings.TrimSpace(cause[:at]) // behind it may stand what the client sent
	}
	if count := w.handshake.tell(); count > 0 {
		w.log.Info("TLS handshakes fail", "times", count, who, cause, "hint",
			"plugsheet doctor https://… says whether clients can trust the certificate")
	}
}

// seldom lets something be told once a minute, however often it happens.
type seldom struct {
	clock func() time.Time

	mu    sync.Mutex
	last  time.Time // when it was told
	count int       // how often it has happened since
}

// tell notes that it happened. It gives how often it has since it was told last, or 0 where that was less
// than a minute ago.
func (s *seldom) tell() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	now := s.clock()
	if !s.last.IsZero() && now.Sub(s.last).Abs() < time.Minute {
		return 0
	}
	count := s.count
	s.last, s.count = now, 0
	return count
}

// Sampled lets lines of the log through, a few at once and then one a second: those of requests that anybody
// may send as often as they want.
type Sampled struct {
	limiter *rate.Limiter
	clock   func() time.Time
	left    *atomic.Int64 // out, since the last line
}

// sampledAtOnce is how many lines come one after the other.
const sampledAtOnce = 20

// NewSampled makes one.
func NewSampled(clock func() time.Time) Sampled {
	return Sampled{rate.NewLimiter(1, sampledAtOnce), clock, &atomic.Int64{}}
}

// Take tells whether a line may be written, and how many were left out before it.
func (s Sampled) Take() (left int64, ok bool) {
	if !s.limiter.AllowN(s.clock(), 1) {
		s.left.Add(1)
		return 0, false
	}
	return s.left.Swap(0), true
}
