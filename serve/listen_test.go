package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
)

// run serves on a port of this machine and gives the URL, and a function that stops the server and gives its
// error.
func run(t testing.TB, s *Server) (url string, stop func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel) // of a test that fails before it stops the server, which could not be closed then
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	return "http://" + l.Addr().String(), func() error {
		cancel()
		return <-ended
	}
}

func TestServeAnswersAndStops(t *testing.T) {
	s := serveSample(t)
	url, stop := run(t, s)
	for target, want := range map[string]int{"/health": 200, "/products": 200, "/nothing": 404,
		"/health?" + strings.Repeat("x", 9000): 414} {
		r, err := http.Get(url + target)
		must(t, err)
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("%.20s: %d, want %d", target, r.StatusCode, want)
		}
	}
	r, err := http.Head(url + "/products?limit=2")
	must(t, err)
	if body, err := io.ReadAll(r.Body); err != nil || len(body) > 0 || r.ContentLength < 1000 ||
		r.Header.Get("X-Total-Count") != "34" {
		t.Errorf("HEAD: %d bytes, %v, Content-Length %d", len(body), err, r.ContentLength)
	}
	must(t, stop())
	if _, err := http.Get(url + "/health"); err == nil {
		t.Error("the server still answers after it was stopped")
	}
}

// TestDrain stops the server while a request is under way: it is answered, and then Serve ends.
func TestDrain(t *testing.T) {
	s := serveSample(t)
	entered, leave := make(chan struct{}), make(chan struct{})
	add(s, "/slow", web.Route{Get: func(w http.ResponseWriter, r *http.Request) error {
		close(entered)
		<-leave
		return s.health(w, r)
	}})
	url, stop := run(t, s)
	answer := make(chan error, 1)
	go func() {
		r, err := http.Get(url + "/slow")
		if err == nil && r.StatusCode != 200 {
			err = fmt.Errorf("status %d", r.StatusCode)
		}
		answer <- err
	}()
	<-entered
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	select {
	case err := <-ended:
		t.Fatalf("Serve ended with a request under way: %v", err)
	default:
	}
	close(leave)
	if err := <-answer; err != nil {
		t.Errorf("the request under way: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// TestDrainEnds drops a request that does not come to its end.
func TestDrainEnds(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	o.Drain = time.Millisecond
	s := start(t, o)
	entered := make(chan struct{})
	add(s, "/stuck", web.Route{Get: func(w http.ResponseWriter, r *http.Request) error {
		close(entered)
		<-r.Context().Done()
		return r.Context().Err()
	}})
	url, stop := run(t, s)
	go http.Get(url + "/stuck")
	<-entered
	must(t, stop())
}

// TestServeBuildsTheIndex begins without an index: Serve builds it, and requests wait for it or are told to
// come again.
func TestServeBuildsTheIndex(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	built := make(chan struct{}, 1000)
	o.Progress = func(done, total int64) { built <- struct{}{} }
	s, err := New(context.Background(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	if w := get(s, "GET", "/ready", nil); w.Code != 503 ||
		!strings.Contains(w.Body.String(), "the bundle is being opened") {
		t.Errorf("ready before: %s", dump(w))
	}
	url, stop := run(t, s)
	<-built
	must(t, s.Reload(context.Background())) // which waits for the one under way
	r, err := http.Get(url + "/products")
	must(t, err)
	r.Body.Close()
	if r.StatusCode != 200 || readyOf(t, s).Counts.Products != 34 {
		t.Errorf("after the building: %d", r.StatusCode)
	}
	must(t, stop())
}

func TestServeFailsWhenTheIndexCannotBeBuilt(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "products", "*.json"))
	must(t, err)
	flip(t, files[0], 300)
	s, err := New(context.Background(), options(t, dir))
	must(t, err)
	defer s.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	if err := s.Serve(context.Background(), l); err == nil || !strings.Contains(err.Error(), "products/") {
		t.Errorf("Serve: %v", err)
	}
}

func TestServeRecoversTheJournal(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	path := filepath.Join(dir, bundle.PrivateDir, journalName)
	must(t, os.WriteFile(path, []byte("{}\n{\"torn"), 0o600))
	s := start(t, options(t, dir))
	must(t, s.sites.Prepare(context.Background()))
	if got, _ := os.ReadFile(path); string(got) != "{}\n" {
		t.Errorf("the journal after the start: %q", got)
	}
}

// TestStrangers sends what no client of HTTP sends; nothing is answered with HTML, and the server goes on.
func TestStrangers(t *testing.T) {
	s := serveSample(t)
	url, stop := run(t, s)
	for _, text := range []string{
		"GET //products HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"GET /products/../health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"CONNECT a.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"GET http://other.example/products HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"POST /customer/action HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{",
		"\x16\x03\x01\x02\x00\x01",
		"GET /products HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a", 60<<10) +
			"\r\nConnection: close\r\n\r\n",
	} {
		c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		must(t, err)
		fmt.Fprint(c, text)
		c.(*net.TCPConn).CloseWrite()
		answer, _ := io.ReadAll(bufio.NewReader(c)) // a reset is an answer too
		c.Close()
		if strings.Contains(string(answer), "html") || strings.Contains(string(answer), "goroutine") {
			t.Errorf("%.40q: %s", text, answer)
		}
	}
	r, err := http.Get(url + "/health")
	must(t, err)
	r.Body.Close()
	must(t, stop())
}
