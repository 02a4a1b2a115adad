//go:build unix

package cmd

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The platform's requests of the contract (1.2), with their signatures.
const vectorSecret = "demo-secret-0123456789abcdef"

var vectors = []struct{ name, method, target, body, signature string }{
	{"1", "GET",
		"/products?idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-123&idOperator=9999&limit=10&offset=0", "",
		"sha256=5823077c2b46c73976b477f42904181727cc9b042d68b3a7ed4701a0d1689322"},
	{"2a", "GET",
		"/products?idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-123&idOperator=9999&limit=10&offset=0&searchQuery=caf%C3%A9+cr%C3%A8me", "",
		"sha256=e6f9774a2dcd85b3425eeae8824ae1d6dccd7dc34d9f139f8f4155d5648c4073"},
	{"2b", "GET",
		"/products?idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-123&idOperator=9999&limit=10&offset=0&searchQuery=caf%C3%A9%20cr%C3%A8me", "",
		"sha256=b569c136f26b93af928fc0f29c4b632ff5b94fcd492cf7ece8df0f358c70bb7c"},
	{"3", "GET",
		"/customer?emailVisitor=jane.doe%40example.com&idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idVisitorExternal=123&idVisitorUnique=a7b9&idWebsite=ha-123&operatorLocale=fr&idOperator=9999", "",
		"sha256=2865d2d09d8027612142cb711ac17342d345360ca26855c8b3ba61f3d5d1c206"},
	{"4", "POST", "/customer/action",
		`{"action":"OPEN_CASE","idConnectorVersion":"c008849d-7cb1-40ca-9503-d6df2c5cddd8",` +
			`"idVisitorUnique":"a7b9","idWebsite":"ha-123","idConversation":"ha-123",` +
			`"idOperator":"ha-12345"}`,
		"sha256=0633c26df73fb6920660f531c7affd2f01def002134a4672357b6d045ffec34c"},
	{"5", "POST", "/customer/action",
		`{"idOperator":"ha-456678","message":{"idMessage":"ba4e1f71-7012-4b1a-86c3-d2fce8883dc7",` +
			`"author":{"role":"visitor"},"payload":{"contentType":"text","value":"Caf\u00e9 \/ ok ?"},` +
			`"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}}`,
		"sha256=c6425a97d27d5d77d7ade0ce1ca19d5071b13d8b64922f01815b1f6f5e21d274"},
	{"6", "GET", "/categories", "",
		"sha256=7027564a88c486ff4987333a14d92b62cf6532e134567cd1912ea49525260ff5"},
}

// refusedVectors are the names of the vectors that are answered 401 when they are sent to url by a client.
func refusedVectors(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	var refused []string
	for _, v := range vectors {
		r, err := http.NewRequest(v.method, url+v.target, strings.NewReader(v.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("x-iadvize-signature", v.signature)
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		switch {
		case err != nil:
			t.Fatal(err)
		case answer.StatusCode == http.StatusUnauthorized:
			refused = append(refused, v.name)
		case answer.StatusCode != http.StatusOK && v.name != "5":
			// which is another endpoint's body: 400 here
			t.Errorf("vector %s: status %d: %s", v.name, answer.StatusCode, body)
		}
	}
	return strings.Join(refused, " ")
}

// startServer runs plugsheet as a process of its own until the test ends and gives its HOST:PORT.
func startServer(t *testing.T, dir, args string) string {
	t.Helper()
	addrFile := filepath.Join(t.TempDir(), "addr")
	c := plugsheet(t, dir, args+" --addr 127.0.0.1:0 --addr-file "+addrFile)
	c.Env = append(os.Environ(), "PLUGSHEET_SECRET="+vectorSecret)
	ended := startProcess(t, c)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := askReady(ctx, addrFile, ended); err != nil {
		t.Fatal(err)
	}
	addr, err := os.ReadFile(addrFile)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(addr))
}

// startProcess starts a process that ends with the test, whose failure shows what it said.
func startProcess(t *testing.T, c *exec.Cmd) (ended chan error) {
	t.Helper()
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended = make(chan error, 2)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		<-ended
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(c.Path), said.String())
		}
	})
	return ended
}

// sampleServer serves the sample shop, signed.
func sampleServer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	return startServer(t, dir, "serve bundle")
}

// over gives a client that reaches everything by a socket in the file system, which it waits for.
func over(t *testing.T, socket string, ended chan error) *http.Client {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(time.Minute)
	for {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			break
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("ended at once: %v", err)
		case <-deadline:
			t.Fatalf("nobody listens on %s", socket)
		case <-tick.C:
		}
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}
	return &http.Client{Timeout: time.Minute,
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
}

// shortDir is a folder whose path leaves room for a socket's name, which may have 104 bytes at most.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// asNginx prepares nginx as samples/deploy sets it up, without TLS and on the socket "sock" in dir.
func asNginx(t *testing.T, nginx, addr string, change func(site string) string) (dir string, run *exec.Cmd) {
	t.Helper()
	dir = shortDir(t)
	site := deployed(t, "nginx.conf", "127.0.0.1:8080", addr, "listen 443 ssl http2;",
		"listen unix:"+dir+"/sock;",
		"listen [::]:443 ssl http2;", "", "/var/log/nginx/error.log", "stderr")
	site = regexp.MustCompile(`(?m)^\tssl_.*\n`).ReplaceAllString(site, "")
	conf := "pid " + dir + "/pid; error_log stderr warn; daemon off; events {}\nhttp {\n"
	for _, temp := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		conf += temp + "_temp_path " + dir + "/" + temp + ";\n"
	}
	if err := os.WriteFile(dir+"/nginx.conf", []byte(conf+change(site)+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, exec.Command(nginx, "-p", dir, "-e", "stderr", "-c", dir+"/nginx.conf")
}

// asCaddy prepares Caddy likewise, with more in its site.
func asCaddy(t *testing.T, caddy, addr, more string) (dir string, run *exec.Cmd) {
	t.Helper()
	dir = shortDir(t)
	conf := deployed(t, "Caddyfile", "127.0.0.1:8080", addr, "\n{\n",
		"\n{\n\tadmin off\n\tauto_https off\n\tstorage file_system "+dir+"\n",
		"connector.shop.example {", "http://connector.shop.example {\n\tbind unix/"+dir+"/sock\n\t"+more)
	if err := os.WriteFile(dir+"/Caddyfile", []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	run = exec.Command(caddy, "run", "--adapter", "caddyfile", "--config", dir+"/Caddyfile")
	run.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	return dir, run
}

// The platform's signatures get through nginx as samples/deploy sets it up, and not
// through what its README warns of.
func TestNginxKeepsSignatures(t *testing.T) {
	nginx := needs(t, "nginx")
	addr := sampleServer(t)
	for _, c := range []struct{ name, from, to, refused string }{
		{"as it is", "", "", ""},
		{"a path behind the port", "proxy_pass http://plugsheet;", "proxy_pass http://plugsheet/;", ""},
		{"$request_uri", "proxy_pass http://plugsheet;", "proxy_pass http://plugsheet$request_uri;", ""},
		{"$uri without the query", "proxy_pass http://plugsheet;",
			"proxy_pass http://plugsheet$uri;", "1 2a 2b 3"},
		{"rewrite with a question mark", "proxy_pass http://plugsheet;",
			"rewrite ^(.*)$ $1?from=nginx break; proxy_pass http://plugsheet;", "1 2a 2b 3 6"},
		{"a query put together", "proxy_pass http://plugsheet;",
			"proxy_pass http://plugsheet$uri?limit=$arg_limit&searchQuery=$arg_searchQuery;", "1 2a 2b 3 6"},
		{"a body put together", "proxy_pass http://plugsheet;",
			"proxy_pass http://plugsheet; proxy_set_body '$request_body\n';", "4 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, run := asNginx(t, nginx, addr, func(site string) string {
				return strings.Replace(site, c.from, c.to, 1)
			})
			ended := startProcess(t, run)
			if got := refusedVectors(t, over(t, dir+"/sock", ended),
				"http://connector.shop.example"); got != c.refused {
				t.Errorf("refused: %q, want %q", got, c.refused)
			}
		})
	}
}

// And through Caddy.
func TestCaddyKeepsSignatures(t *testing.T) {
	caddy := needs(t, "caddy")
	addr := sampleServer(t)
	for _, c := range []struct{ name, more, refused string }{
		{"as it is", "", ""},
		{"compressed answers", "encode gzip", ""},
		{"a part of the path taken away", "uri strip_prefix /connector", ""},
		{"the path rewritten", "rewrite * {path}?{query}", ""},
		{"the query rewritten", "rewrite * {path}?{query}&from=caddy", "1 2a 2b 3 6"},
		{"the query left out", "rewrite * {path}?", "1 2a 2b 3"},
		{"text replaced", "uri replace %20 +", "2b"},
		{"a query put together", "rewrite * {path}?limit={query.limit}&searchQuery={query.searchQuery}",
			"1 2a 2b 3 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, run := asCaddy(t, caddy, addr, c.more)
			ended := startProcess(t, run)
			if got := refusedVectors(t, over(t, dir+"/sock", ended),
				"http://connector.shop.example"); got != c.refused {
				t.Errorf("refused: %q, want %q", got, c.refused)
			}
		})
	}
}

// While plugsheet is away, which is when proxies write requests into their logs, nothing of a customer gets
// there; and what they answer says that browsers are to come by HTTPS.
func TestProxiesLogNoQuery(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close() // nobody listens there
	for name, start := range map[string]func(program string) (dir string, run *exec.Cmd){
		"nginx": func(nginx string) (string, *exec.Cmd) {
			return asNginx(t, nginx, closed.Addr().String(), func(site string) string { return site })
		},
		"caddy": func(caddy string) (string, *exec.Cmd) {
			return asCaddy(t, caddy, closed.Addr().String(), "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, run := start(needs(t, name))
			ended := startProcess(t, run)
			answer, err := over(t, dir+"/sock", ended).
				Get("http://connector.shop.example/customer?emailVisitor=jane.qzqz%40shop.example")
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			run.Process.Signal(syscall.SIGTERM)
			ended <- <-ended
			if said := run.Stderr.(*bytes.Buffer).String(); answer.StatusCode != http.StatusBadGateway ||
				strings.Contains(said, "qzqz") {
				t.Errorf("status %d, and the log is\n%s", answer.StatusCode, said)
			}
			if got := answer.Header.Get("Strict-Transport-Security"); name == "nginx" && got == "" {
				t.Error("no Strict-Transport-Security")
			}
		})
	}
}
