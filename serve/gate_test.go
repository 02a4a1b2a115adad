package serve

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"plugsheet/serve/listen"
	"plugsheet/serve/web"
)

func networks(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// serveWithin serves the sample with limits, at a time that the test changes.
func serveWithin(t *testing.T, l listen.Limits) (*Server, *time.Time) {
	t.Helper()
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	now := clock()
	o.Limits, o.Clock = l, func() time.Time { return now }
	return start(t, o), &now
}

// from sends a request from an address, with values of X-Forwarded-For.
func from(s *Server, addr, target string, forwarded ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	r.RemoteAddr = addr
	for _, f := range forwarded {
		r.Header.Add("X-Forwarded-For", f)
	}
	return do(s, r, nil)
}

func TestAllowFrom(t *testing.T) {
	s, _ := serveWithin(t, listen.Limits{AllowFrom: networks("35.158.0.0/16", "2001:db8::/32"),
		TrustedProxies: networks("10.0.0.0/8")})
	for _, c := range []struct {
		addr, target, forwarded string
		want                    int
	}{
		{"35.158.241.155:1", "/products", "", 200},
		{"[2001:db8::7]:1", "/products", "", 200},
		{"35.159.241.155:1", "/products", "", 403},
		{"35.159.241.155:1", "/products", "35.158.241.155", 403},
		{"10.1.1.1:1", "/products", "35.158.241.155", 200},
		{"10.1.1.1:1", "/products", "35.158.241.155, 6.6.6.6", 403},
		{"10.1.1.1:1", "/products", "", 403},
		{"nonsense", "/products", "", 403},
		{"6.6.6.6:1", "/health", "", 200},
		{"6.6.6.6:1", "/ready", "", 200},
	} {
		if w := from(s, c.addr, c.target, c.forwarded); w.Code != c.want {
			t.Errorf("%+v: %s", c, dump(w))
		}
	}
}

// TestThisMachine: without a secret nothing is answered that a proxy passes on, whichever way it shows, or
// that a web page gets a browser on this machine to ask for.
func TestThisMachine(t *testing.T) {
	for _, trusted := range [][]netip.Prefix{nil, networks("127.0.0.1/32")} {
		s, _ := serveWithin(t, listen.Limits{ThisMachine: true, TrustedProxies: trusted})
		for _, c := range []struct {
			addr, host, header, value string
			want                      int
		}{
			{"127.0.0.1:1", "127.0.0.1:8080", "", "", 200},
			{"[::1]:1", "[::1]:8080", "", "", 200},
			{"127.0.0.1:1", "localhost", "", "", 200},
			{"@", "localhost", "", "", 200},
			{"127.0.0.1:1", "connector.shop.example", "", "", 403},
			{"127.0.0.1:1", "127.0.0.1.shop.example", "", "", 403},
			{"10.0.0.1:1", "127.0.0.1:8080", "", "", 403},
			{"127.0.0.1:1", "127.0.0.1:8080", "X-Forwarded-For", "35.158.241.155", 403},
			{"127.0.0.1:1", "127.0.0.1:8080", "Forwarded", "for=35.158.241.155",
				map[bool]int{true: 403, false: 200}[trusted == nil]},
			{"127.0.0.1:1", "127.0.0.1:8080", "X-Real-Ip", "35.158.241.155",
				map[bool]int{true: 403, false: 200}[trusted == nil]},
			{"127.0.0.1:1", "127.0.0.1:8080", "HTTP", "1.0", 403},
			{"127.0.0.1:1", "127.0.0.1:8080", "Via", "1.1 proxy",
				map[bool]int{true: 403, false: 200}[trusted == nil]},
		} {
			for target, want := range map[string]int{"/products": c.want, "/health": 200, "/ready": 200} {
				r := httptest.NewRequest("GET", target, nil)
				r.RemoteAddr, r.Host = c.addr, c.host
				if c.header == "HTTP" {
					r.ProtoMinor = 0
				} else if c.header != "" {
					r.Header.Set(c.header, c.value)
				}
				if w := do(s, r, nil); w.Code != want {
					t.Errorf("%+v, trusted %v, %s: %s", c, trusted, target, dump(w))
				}
			}
		}
	}
}

func TestRate(t *testing.T) {
	s, now := serveWithin(t, listen.Limits{Rate: 5})
	for i := range 12 {
		w := from(s, "1.2.3.4:1", "/products")
		if want := map[bool]int{true: 200, false: 429}[i < 10]; w.Code != want {
			t.Errorf("request %d: %d, want %d", i, w.Code, want)
		}
		if w.Code == 429 && w.Header().Get("Retry-After") != "1" {
			t.Errorf("%s", dump(w))
		}
	}
	for _, addr := range []string{"1.2.3.5:1", "[2001:db8::1]:1", "127.0.0.1:1"} {
		if w := from(s, addr, "/products"); w.Code != 200 {
			t.Errorf("%s suffers from another: %d", addr, w.Code)
		}
	}
	for range 100 {
		if w := from(s, "127.0.0.1:1", "http://localhost/products"); w.Code != 200 {
			t.Fatalf("this machine: %d", w.Code)
		}
		if w := from(s, "1.2.3.4:1", "/health"); w.Code != 200 {
			t.Fatalf("health: %d", w.Code)
		}
	}
	for i := range 9 { // addresses of one network are one source
		from(s, fmt.Sprintf("[2001:db8::%x:0:0:0:%d]:1", i, i+2), "/products")
	}
	if w := from(s, "[2001:db8::ffff]:1", "/products"); w.Code != 429 {
		t.Errorf("another address of the same network: %d", w.Code)
	}
	*now = now.Add(time.Second)
	if w := from(s, "1.2.3.4:2", "/products"); w.Code != 200 {
		t.Errorf("a second later: %d", w.Code)
	}
	*now = now.Add(-time.Hour) // the clock is set back
	if w := from(s, "1.2.3.9:2", "/products"); w.Code != 200 {
		t.Errorf("an hour before: %d", w.Code)
	}
}

// TestInFlight holds as many requests as there may be at once: one more is refused, /health is not.
func TestInFlight(t *testing.T) {
	s, _ := serveWithin(t, listen.Limits{InFlight: 2})
	entered, leave, ended := make(chan struct{}), make(chan struct{}), make(chan int)
	add(s, "/slow", web.Route{Get: func(w http.ResponseWriter, r *http.Request) error {
		entered <- struct{}{}
		<-leave
		return s.health(w, r)
	}})
	for range 2 {
		go func() { ended <- from(s, "1.2.3.4:1", "/slow").Code }()
		<-entered
	}
	if w := from(s, "1.2.3.4:1", "/products"); w.Code != 503 || w.Header().Get("Retry-After") != "1" ||
		!strings.Contains(w.Body.String(), "at once") {
		t.Errorf("one more: %s", dump(w))
	}
	if w := post(s, "", "action=CALL"); w.Code != 503 {
		t.Errorf("one more action: %s", dump(w))
	}
	if w := from(s, "1.2.3.4:1", "/health"); w.Code != 200 {
		t.Errorf("health: %s", dump(w))
	}
	close(leave)
	for range 2 {
		if code := <-ended; code != 200 {
			t.Errorf("one of those under way: %d", code)
		}
	}
	if w := from(s, "1.2.3.4:1", "/products"); w.Code != 200 {
		t.Errorf("afterwards: %s", dump(w))
	}
	add(s, "/panic", web.Route{Get: func(http.ResponseWriter, *http.Request) error { panic("x") }})
	from(s, "1.2.3.4:1", "/panic")
	if n := s.gate.Answering(); n != 0 {
		t.Errorf("%d requests hold a place for ever", n)
	}
}

// TestSlowClientsAreDropped connects clients that say nothing, half a header, and half a body: the server
// ends each, and another is answered meanwhile.
func TestSlowClientsAreDropped(t *testing.T) {
	s, _ := serveWithin(t, listen.Limits{ReadHeader: 20 * time.Millisecond, Read: 40 * time.Millisecond,
		Write: time.Second, Idle: 20 * time.Millisecond, InFlight: 1})
	url, stop := run(t, s)
	addr := strings.TrimPrefix(url, "http://")
	var slow []net.Conn
	for _, begin := range []string{
		"", "GET /products HTTP/1.1\r\nHost: x\r\nA: ",
		"POST /customer/action HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\naction=",
		"GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		c, err := net.Dial("tcp", addr)
		must(t, err)
		defer c.Close()
		must(t, c.SetDeadline(time.Now().Add(time.Minute))) // only for a test that fails
		_, err = io.WriteString(c, begin)
		must(t, err)
		slow = append(slow, c)
	}
	a, err := http.Get(url + "/products?limit=1")
	must(t, err)
	a.Body.Close()
	if a.StatusCode != 200 {
		t.Errorf("a good client meanwhile: %d", a.StatusCode)
	}
	for i, c := range slow {
		_, err := io.Copy(io.Discard, c)
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			t.Errorf("client %d is never dropped", i)
		}
	}
	must(t, stop())
}

// TestThousandSlowClients holds a thousand connections open with half a request each; sixteen clients get
// their answers.
func TestThousandSlowClients(t *testing.T) {
	s, _ := serveWithin(t, listen.Limits{InFlight: 16})
	url, stop := run(t, s)
	for i := range 1000 {
		c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		must(t, err)
		defer c.Close()
		io.WriteString(c, []string{"GET /products HTTP/1.1\r\nHost: x\r\n",
			"POST /customer/action HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\naction="}[i%2])
	}
	codes := make(chan string, 16)
	for range 16 {
		go func() {
			a, err := http.Get(url + "/products?limit=1")
			if err != nil {
				codes <- err.Error()
				return
			}
			a.Body.Close()
			codes <- a.Status
		}()
	}
	for range 16 {
		if code := <-codes; code != "200 OK" {
			t.Errorf("a good client: %s", code)
		}
	}
	s.o.Drain = time.Millisecond
	must(t, stop())
}

// TestOpenIsLimited: one source gets /health and /ready so often and no more, which costs nobody else theirs,
// and writes few lines into the log.
func TestOpenIsLimited(t *testing.T) {
	s, log := logged(t)
	codes := map[int]int{}
	for range 1000 {
		codes[from(s, "1.2.3.4:1", "/health").Code]++
	}
	if codes[200] != 100 || codes[429] != 900 {
		t.Errorf("%v", codes)
	}
	if n := len(requestLines(t, log)); n == 0 || n > 20 {
		t.Errorf("%d lines of the log", n)
	}
	for _, c := range []struct{ addr, target string }{{"1.2.3.5:1", "/health"},
		{"127.0.0.1:1", "http://localhost/health"}, {"1.2.3.4:1", "/products"}} {
		if w := from(s, c.addr, c.target); w.Code != 200 {
			t.Errorf("%+v: %s", c, dump(w))
		}
	}
}

// TestUntoldProxy: behind a proxy on this machine that does not tell for whom it asks all its clients are one
// source, and that is said once, and by /ready.
func TestUntoldProxy(t *testing.T) {
	for name, c := range map[string]struct {
		host      string
		forwarded []string
		trusted   string
		untold    bool
	}{
		"this machine":               {"localhost:8080", nil, "192.0.2.1/32", false},
		"another's name":             {"shop.example", nil, "192.0.2.1/32", true},
		"a header nobody believes":   {"localhost:8080", []string{"35.158.241.155"}, "", true},
		"a trusted one that tells":   {"shop.example", []string{"35.158.241.155"}, "127.0.0.1/32", false},
		"a trusted one that doesn't": {"shop.example", nil, "127.0.0.1/32", true},
	} {
		t.Run(name, func(t *testing.T) {
			log := &strings.Builder{}
			o := options(t, t.TempDir())
			sample().write(t, o.Bundle)
			o.Logger, o.Limits = logger(log), listen.Limits{Rate: 5}
			if c.trusted != "" {
				o.Limits.TrustedProxies = networks(c.trusted)
			}
			s := start(t, o)
			refused := 0
			for range 20 {
				if from(s, "127.0.0.1:1", "http://"+c.host+"/products", c.forwarded...).Code == 429 {
					refused++
				}
			}
			if isLocal := name == "this machine"; isLocal != (refused == 0) {
				t.Errorf("%d refused", refused)
			}
			if n := strings.Count(log.String(), "does not tell for whom"); (n == 1) != c.untold {
				t.Errorf("told %d times", n)
			}
			if r := readyOf(t, s); (r.Proxy == "untold") != c.untold {
				t.Errorf("%+v", r)
			}
		})
	}
}
