package serve

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"plugsheet/serve/listen"
)

// TestWebLog: what net/http says is told without addresses and claims, and what repeats once a minute.
func TestWebLog(t *testing.T) {
	log, later := &strings.Builder{}, time.Duration(0)
	o := options(t, t.TempDir())
	o.Logger, o.Clock = logger(log), func() time.Time { return clock().Add(later) }
	sample().write(t, o.Bundle)
	s := start(t, o)
	w := listen.NewWebLog(s.log, s.o.Clock, s.metrics.Handshake)
	for _, c := range []struct {
		after      time.Duration
		text, want string
	}{
		{0, "http: Accept error: accept tcp 127.0.0.1:80: accept4: too many open files; retrying in 5ms",
			`level=ERROR msg="no connection can be accepted; it is tried again" times=1 error="accept tcp ` +
				`127.0.0.1:80: accept4: too many open files" hint="allow the process more open files: ` +
				`ulimit -n, or LimitNOFILE= of systemd"`},
		{time.Second, "http: Accept error: accept tcp 127.0.0.1:80: accept4: too many open files; " +
			"retrying in 10ms", ""},
		{time.Minute, "http: Accept error: x; retrying in 1s", `times=2 error=x`},
		{0, "http: TLS handshake error from [2001:db8::77]:1234: EOF", ""},
		{0, "http: TLS handshake error from 192.0.2.77:1234: read tcp 127.0.0.1:443->192.0.2.77:1234: " +
			"read: connection reset by peer", ""},
		{
			0,
			"http: TLS handshake error from [2001:db8::77]:1234: remote error: tls: unknown certificate " +
				"authority", `level=INFO msg="TLS handshakes fail" times=1 "the client says"="unknown ` +
				`certificate authority"`},
		{time.Second, "http: TLS handshake error from 192.0.2.77:1234: tls: bad record MAC", ""},
		{
			time.Hour, `http: TLS handshake error from 192.0.2.77:1234: tls: client requested unsupported ` +
				`application protocols (["jane-qzqz"])`,
			`times=2 "the server says"="client requested unsupported application protocols"`},
		{time.Hour, "http: TLS handshake error from 192.0.2.77:1234: local error: tls: bad record MAC",
			`"the server says"="bad record MAC" hint="plugsheet doctor`},
		{0, "http: superfluous response.WriteHeader call from x (x.go:1)", "level=DEBUG"},
	} {
		later += c.after
		log.Reset()
		w.Print(c.text)
		if got := log.String(); c.want == "" && got != "" || !strings.Contains(got, c.want) ||
			strings.Contains(got, "192.0.2") || strings.Contains(got, "2001:db8") || strings.Contains(got, "qzqz") {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
	if got := scrape(s); !strings.Contains(got, "plugsheet_tls_handshake_failures_total 6\n") {
		t.Errorf("the metrics do not count 6 failures:\n%s", got)
	}
}

// scarce is a listener for which no descriptor is free at first.
type scarce struct {
	net.Listener
	fails atomic.Int64
}

func (l *scarce) Accept() (net.Conn, error) {
	if l.fails.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Addr: l.Addr(),
			Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
	return l.Listener.Accept()
}

// TestNoDescriptorsIsTold: who looks for the cause finds it in the log, and the server answers when some are
// free.
func TestNoDescriptorsIsTold(t *testing.T) {
	log := &strings.Builder{}
	o := options(t, t.TempDir())
	o.Logger = logger(log)
	sample().write(t, o.Bundle)
	s := start(t, o)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	none := &scarce{Listener: l}
	none.fails.Store(3)
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { ended <- s.Serve(ctx, none) }()
	r, err := http.Get("http://" + l.Addr().String() + "/health")
	must(t, err)
	r.Body.Close()
	cancel()
	must(t, <-ended)
	if n := strings.Count(log.String(), "no connection can be accepted"); n != 1 || r.StatusCode != 200 {
		t.Errorf("status %d, told %d times:\n%s", r.StatusCode, n, log)
	}
}
