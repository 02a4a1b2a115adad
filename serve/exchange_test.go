package serve

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
)

// logged gives a server whose log is JSON, and what is logged.
func logged(t *testing.T) (*Server, *bytes.Buffer) {
	t.Helper()
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	shop{ids: bundle.StringIDs, products: 3, price: "7 £"}.write(t,
		filepath.Join(o.Bundle, bundle.SitesDir, "ha-123"))
	log := &bytes.Buffer{}
	o.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return start(t, o), log
}

// requestLines are the lines of requests in a log.
func requestLines(t *testing.T, log *bytes.Buffer) []map[string]any {
	t.Helper()
	var found []map[string]any
	for line := range bytes.Lines(log.Bytes()) {
		var m map[string]any
		must(t, json.Unmarshal(line, &m))
		if m["msg"] == "request" {
			found = append(found, m)
		}
	}
	return found
}

func TestOneLineARequest(t *testing.T) {
	s, log := logged(t)
	for _, c := range []struct {
		method, target, id string
		route, site        string
		status             float64
	}{
		{"GET", "/products?limit=3", "abc-1", "/products", "", 200},
		{"GET", "/products/?limit=3&idWebsite=ha-123", "", "/products", "ha-123", 200},
		{"GET", "/products/?limit=3&idWebsite=ha-123", "", "/products", "ha-123", 200},
		{"GET", "/products/?limit=3&idWebsite=ha-123", "", "/products", "ha-123", 200}, // a repeated one
		{"GET", "/customer?idWebsite=ha-123", "", "/customer", "ha-123", 200},
		{"GET", "/closing-form?idWebsite=unknown", "", "/closing-form", "", 200},
		{"HEAD", "/categories", "", "/categories", "", 200},
		{"GET", "/products?limit=x", "", "/products", "", 400},
		{"GET", "/nothing", "", "other", "", 404},
		{"BREW", "/health", "", "/health", "", 405},
		{"GET", "/health", strings.Repeat("x", 65), "/health", "", 200},
		{"GET", "/health", "jane.doe@example.com", "/health", "", 200},
	} {
		log.Reset()
		header := http.Header{}
		if c.id != "" {
			header.Set("x-request-id", c.id)
		}
		w := get(s, c.method, c.target, header)
		lines := requestLines(t, log)
		if len(lines) != 1 {
			t.Fatalf("%s: %d lines: %s", c.target, len(lines), log)
		}
		m, id := lines[0], w.Header().Get("X-Request-Id")
		if m["route"] != c.route || m["site"] != c.site || m["status"] != c.status || m["id"] != id ||
			int(c.status) != w.Code {
			t.Errorf("%s: %v, answered %d with id %q", c.target, m, w.Code, id)
		}
		if want := float64(w.Body.Len()); m["bytes"] != want && c.method != "HEAD" ||
			c.method == "HEAD" && m["bytes"] != 0.0 {
			t.Errorf("%s: %v bytes, want %v", c.target, m["bytes"], want)
		}
		if _, ok := m["ms"].(float64); !ok {
			t.Errorf("%s: no duration: %v", c.target, m)
		}
		if c.id == "abc-1" && id != c.id ||
			c.id != "abc-1" && !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(id) {
			t.Errorf("%s: id %q", c.target, id)
		}
	}
}

func TestPanicIsOneLineToo(t *testing.T) {
	s, log := logged(t)
	add(s, "/panic", web.Route{Get: func(http.ResponseWriter, *http.Request) error { panic("x") }})
	add(s, "/abort",
		web.Route{Get: func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) }})
	get(s, "GET", "/panic", nil)
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the connection is not dropped")
			}
		}()
		get(s, "GET", "/abort", nil)
	}()
	if lines := requestLines(t, log); len(lines) != 2 || lines[0]["status"] != 500.0 {
		t.Errorf("%v", lines)
	}
}

// TestNothingPersonalIsTold sends e-mails, external ids, tokens and searches in every place of a request, to
// good and bad ends, and looks for them in everything that is logged, counted, and answered with an error.
func TestNothingPersonalIsTold(t *testing.T) {
	s, log := logged(t)
	must(t, s.SetSecrets([]Secret{Secret(demoSecret)}))
	const mail, id, token, search = "jane.doe@example.com", "EXT-4711", "tok-3n-secret",
		"lamp for john@example.org"
	values := []string{mail, "jane.doe%40example.com", id, token, "lamp+for+john@example.org",
		"lamp%20for%20john%40example.org"}
	var told strings.Builder
	send := func(method, target, body string) {
		for _, sum := range []string{Sign(Secret(demoSecret), []byte(queryOf(target))),
			Sign(Secret(demoSecret), []byte(body)), "sha256=" + token} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Method = method
			r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
			for _, name := range []string{"X-Request-Id", "User-Agent", "Referer", "Cookie", "Authorization",
				"X-Forwarded-For", "Content-Type"} {
				r.Header.Set(name, values[len(body)%2])
			}
			r.Header.Set(web.SignatureHeader, sum)
			if w := do(s, r, nil); w.Code >= 400 {
				told.WriteString(dump(w))
			}
		}
	}
	for _, v := range values {
		for _, path := range []string{"/products", "/categories", "/customer", "/closing-form", "/health",
			"/ready", "/nothing", "/" + v} {
			for _, name := range []string{"searchQuery", "emailVisitor", "idVisitorExternal",
				"idVisitorUnique", "idWebsite", "idOperator", "idCategory", "idParent", "limit",
				"operatorLocale", "jwt"} {
				target := path + "?" + name + "=" + v
				send("GET", target, "")
				send("GET", target+"%zz&"+name+"="+v, "")
				send(v, target, "")
			}
		}
		for _, key := range []string{"action", "idVisitorUnique", "idWebsite", "idConversation"} {
			send("POST", "/customer/action?"+v, `{"`+key+`":"`+v+`"}`)
			send("POST", "/customer/action?"+v, `{"action":"CALL","`+key+`":"`+v+`"}`)
			send("POST", "/customer/action", "action=CALL&"+key+"="+v+"&"+key+"="+v)
			send("POST", "/customer/action", `{"`+v+`"`)
		}
	}
	must(t, os.RemoveAll(filepath.Join(s.sites.Root().Dir, "private"))) // a journal that fails
	must(t, s.sites.Root().Actions.Close())
	must(t, os.WriteFile(filepath.Join(s.sites.Root().Dir, "private"), nil, 0o600))
	send("POST", "/customer/action", `{"action":"CALL","idVisitorUnique":"`+mail+`"}`)
	told.WriteString(log.String())
	told.WriteString(scrape(s))
	if n := len(requestLines(t, log)); n < 1000 {
		t.Errorf("only %d requests were logged", n)
	}
	for _, personal := range []string{"jane", "doe", "john", "@", "%40", id, token, "lamp", demoSecret} {
		if at := strings.Index(told.String(), personal); at >= 0 {
			t.Errorf("%q is told: …%s", personal, told.String()[max(0, at-200):min(told.Len(), at+100)])
		}
	}
}

// scrape gives the metrics.
func scrape(s *Server) string {
	w := httptest.NewRecorder()
	s.Operations(false).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	s, _ := logged(t)
	for _, target := range []string{
		"/products", "/products?searchQuery=mug", "/products?searchQuery=P-3", "/products?searchQuery=xyzzyx",
		"/products?limit=x", "/jane", "/products?idWebsite=ha-123"} {
		get(s, "GET", target, nil)
	}
	post(s, "", "action=CALL")
	post(s, "", "action=WHAT")
	must(t, s.Reload(t.Context()))
	flip(t, filepath.Join(s.sites.Root().Dir, "categories.json"), 20)
	if s.Reload(t.Context()) == nil {
		t.Error("a damaged bundle was loaded")
	}
	text := scrape(s)
	for _, want := range []string{
		`plugsheet_requests_total{route="/products",status="200"} 5`,
		`plugsheet_requests_total{route="/products",status="400"} 1`,
		`plugsheet_requests_total{route="other",status="404"} 1`,
		`plugsheet_request_duration_seconds_count{route="/products"} 6`,
		`plugsheet_searches_total{road="words"} 2`,
		`plugsheet_searches_total{road="code"} 1`,
		`plugsheet_searches_empty_total 1`,
		`plugsheet_reloads_total{result="refused"} 1`,
		`plugsheet_actions_total{result="recorded"} 1`,
		`plugsheet_actions_total{result="unknown"} 1`,
		`plugsheet_journal_write_seconds_count 1`,
		`plugsheet_snapshot_age_seconds 0`,
		`plugsheet_snapshot_products 34`,
		`plugsheet_bundle_refused 1`,
		`plugsheet_sites_open 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// TestOperations: the operators' listener has the metrics, and profiles only when they are asked for; the
// other one has neither.
func TestOperations(t *testing.T) {
	s, _ := logged(t)
	for _, c := range []struct {
		h      http.Handler
		target string
		want   int
	}{
		{s.Operations(false), "/metrics", 200}, {s.Operations(false), "/health", 200},
		{s.Operations(false), "/ready", 200}, {s.Operations(false), "/debug/pprof/", 404},
		{s.Operations(false), "/products", 404}, {s.Operations(true), "/debug/pprof/", 200},
		{s.Operations(true), "/debug/pprof/cmdline", 404}, {s.Operations(true), "/debug/pprof/heap", 200},
		{s.Handler(), "/metrics", 404}, {s.Handler(), "/debug/pprof/", 404},
	} {
		ask := func(addr, host string) int {
			w, r := httptest.NewRecorder(), httptest.NewRequest("GET", c.target, nil)
			r.RemoteAddr, r.Host = addr, host
			c.h.ServeHTTP(w, r)
			return w.Code
		}
		if got := ask("127.0.0.1:1", "127.0.0.1:9090"); got != c.want {
			t.Errorf("%s: %d, want %d", c.target, got, c.want)
		}
		// a proxy, and a page in a browser of this machine that points a name of its own here
		for _, from := range [][2]string{{"10.0.0.1:1", "127.0.0.1:9090"},
			{"127.0.0.1:1", "page.example:9090"}} {
			if got := ask(from[0], from[1]); strings.HasPrefix(c.target, "/debug/pprof/") && got < 400 {
				t.Errorf("%s from %q: %d", c.target, from, got)
			}
		}
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	var mu sync.Mutex
	var ids []string
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 1000 {
				id := web.NewRequestID()
				mu.Lock()
				ids = append(ids, id)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != 4000 {
		t.Errorf("%d of 4000 ids differ", n)
	}
}
