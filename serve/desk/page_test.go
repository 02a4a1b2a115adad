package desk_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
)

const secret = "demo-secret-0123456789abcdef"

// shop imports the sample shop and gives the bundle's folder.
func shop(t testing.TB) string {
	t.Helper()
	in, dir := t.TempDir(), t.TempDir()
	must(t, os.CopyFS(in, samples.FS()))
	report, err := importer.Run(context.Background(),
		importer.Options{Inputs: []string{filepath.Join(in, "shop")}, Bundle: dir})
	must(t, err)
	if n := report.Problems.Errors(); n > 0 {
		t.Fatalf("%d problems", n)
	}
	return dir
}

// connector serves a bundle on this machine, as plugsheet desk does.
func connector(t testing.TB, dir string, secrets ...serve.Secret) string {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	address := "http://" + web.Listener.Addr().String()
	s, err := serve.New(t.Context(),
		serve.Options{Bundle: dir, Build: true, Poll: -1, Secrets: secrets, AllowUnsigned: true,
			App: serve.App{URLs: []string{address + "/app/"}, Desk: true}})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Reload(t.Context()))
	web.Config.Handler = s.Handler()
	web.Start()
	t.Cleanup(web.Close)
	return address
}

// page is a desk that is listened for.
type page struct {
	t         testing.TB
	url, key  string
	connector string
	relay     string // of somebody else's app
}

func open(t testing.TB, o desk.Options) *page {
	t.Helper()
	relay := httptest.NewUnstartedServer(nil)
	t.Cleanup(relay.Close)
	if o.Bundle == "" {
		o.Relay = "http://" + relay.Listener.Addr().String()
	}
	d, err := desk.New(o)
	must(t, err)
	relay.Config.Handler = d.Relay()
	relay.Start()
	web := httptest.NewServer(d.Handler())
	t.Cleanup(web.Close)
	_, key, _ := strings.Cut(d.Address(web.Listener.Addr().String()), "#")
	return &page{t, web.URL, key, o.Connector, relay.URL}
}

// call sends a request as the page does; change makes it another one.
func (p *page) call(path, body string, change func(*http.Request)) (int, string) {
	p.t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	must(p.t, err)
	r.Header.Set("X-Desk-Key", p.key)
	if change != nil {
		change(r)
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	must(p.t, err)
	defer w.Body.Close()
	data, err := io.ReadAll(w.Body)
	must(p.t, err)
	if strings.Contains(string(data), secret) {
		p.t.Errorf("%s: the answer holds the secret", path)
	}
	for name, values := range w.Header {
		if strings.Contains(strings.Join(values, " "), secret) {
			p.t.Errorf("%s: header %s holds the secret", path, name)
		}
	}
	return w.StatusCode, string(data)
}

// ask asks the connector through the desk.
func (p *page) ask(kind string, values map[string]string) conform.Judged {
	p.t.Helper()
	body, err := json.Marshal(conform.Question{Kind: kind, Values: values})
	must(p.t, err)
	status, text := p.call("/api/ask", string(body), nil)
	if status != http.StatusOK {
		p.t.Fatalf("%s: status %d: %s", kind, status, text)
	}
	var j conform.Judged
	must(p.t, json.Unmarshal([]byte(text), &j))
	return j
}

// listener is one of an address that is not this machine's.
type listener struct{ address string }

func (l listener) Accept() (net.Conn, error) { return nil, net.ErrClosed }

func (l listener) Close() error { return nil }

func (l listener) Addr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(l.address))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
