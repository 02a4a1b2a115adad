package serve

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/serve/app/requests"
	"plugsheet/serve/web"
)

// The contract's test vector of a token (4.3), with the secret of 1.2.
const (
	appURL    = "https://connector.example.com/app/"
	appToken  = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJpYWR2aXplIiwic3ViIjoiMjcwNTg2IiwiYXVkIjoiaHR0cHM6Ly9jb25uZWN0b3IuZXhhbXBsZS5jb20vYXBwLyIsImV4cCI6MTg5MzQ1NjA2MCwiaWF0IjoxODkzNDU2MDAwLCJlbWFpbCI6ImFnZW50QGV4YW1wbGUuY29tIn0.F_B1oFWGjcA7e1BUMSwZnsG2NIFkyc-9b__e3lwR0vo"
	appIssued = 1893456000
)

// appServer serves the sample with a secret, at the vector's time; what is logged goes to log.
func appServer(t *testing.T, log *bytes.Buffer) *Server {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	o.Secrets, o.App.URLs = []Secret{Secret(demoSecret)}, []string{appURL}
	o.Clock = func() time.Time { return time.Unix(appIssued, 0) }
	o.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return start(t, o)
}

// local is a request of this machine.
func local(method, target string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1:8080"
	return r
}

// session exchanges a token.
func session(s *Server, token string) (string, *httptest.ResponseRecorder) {
	w := do(s, local("POST", "/app/session"), http.Header{"Authorization": {"Bearer " + token}})
	var answer struct{ Token string }
	json.Unmarshal(w.Body.Bytes(), &answer)
	return "Bearer " + answer.Token, w
}

func TestAppSession(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	bearer, w := session(s, appToken)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("a good token: %s", dump(w))
	}
	for _, target := range []string{"/app/api/products?searchQuery=mug", "/app/api/categories"} {
		if w := get(s, "GET", target, http.Header{"Authorization": {bearer}}); w.Code != 200 {
			t.Errorf("%s: %s", target, dump(w))
		}
		for name, header := range map[string]http.Header{
			"nothing": {}, "the platform's token": {"Authorization": {"Bearer " + appToken}},
			"another":     {"Authorization": {bearer + "x"}},
			"a signature": {web.SignatureHeader: {Sign(Secret(demoSecret), []byte(queryOf(target)))}},
			"no scheme":   {"Authorization": {bearer[7:]}},
		} {
			if w := get(s, "GET", target, header); w.Code != 401 ||
				w.Header().Get("Www-Authenticate") != "Bearer" {
				t.Errorf("%s with %s: %s", target, name, dump(w))
			}
		}
	}
	if _, w := session(s, appToken+"x"); w.Code != 401 ||
		!strings.Contains(w.Body.String(), `"urn:plugsheet:problem:token"`) {
		t.Errorf("a bad token: %s", dump(w))
	}
	if w := get(s, "GET", "/products", http.Header{"Authorization": {bearer}}); w.Code != 401 {
		t.Errorf("a session opens the platform's endpoints: %s", dump(w))
	}
}

// TestAppLeavesNoTrace shows that tokens, sessions and what is searched get into no log.
func TestAppLeavesNoTrace(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	get(s, "GET", "/app/?jwt="+appToken, nil)
	get(s, "GET", "/app?jwt="+appToken, nil)
	bearer, _ := session(s, appToken)
	session(s, appToken+"x")
	get(s, "GET", "/app/api/products?searchQuery=jane.doe%40example.com",
		http.Header{"Authorization": {bearer}})
	for _, secret := range []string{appToken[:20], appToken[60:80], bearer[7:], "jane",
		"270586", "agent@", "jwt="} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log.String(), "route=/app/session") {
		t.Errorf("the log misses the request: %s", &log)
	}
}

func TestAppWithoutURL(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	o.Secrets = []Secret{Secret(demoSecret)}
	if _, w := session(start(t, o), appToken); w.Code != 401 ||
		!strings.Contains(w.Body.String(), "--app-url") {
		t.Errorf("without an address: %s", dump(w))
	}
}

// TestAppWithoutSecret shows that only this machine gets anywhere then.
func TestAppWithoutSecret(t *testing.T) {
	s := serveSample(t)
	ask := func(method, target, from, host, bearer string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, nil)
		r.RemoteAddr, r.Host = from, host
		return do(s, r, http.Header{"Authorization": {bearer}})
	}
	w := ask("POST", "/app/session", "127.0.0.1:1", "localhost:8080", "")
	var answer struct{ Token string }
	must(t, json.Unmarshal(w.Body.Bytes(), &answer))
	for _, c := range []struct {
		from, host string
		want       int
	}{
		{"127.0.0.1:1", "127.0.0.1:8080", 200}, {"[::1]:1", "[::1]:8080", 200},
		{"127.0.0.1:1", "localhost", 200}, {"192.0.2.1:1", "127.0.0.1:8080", 403},
		{"127.0.0.1:1", "shop.example", 403}, {"127.0.0.1:1", "127.0.0.1.evil.example", 403},
	} {
		if w := ask("POST", "/app/session", c.from, c.host, ""); w.Code != c.want {
			t.Errorf("a session for %s at %s: %s", c.from, c.host, dump(w))
		}
		if w := ask("GET", "/app/api/products", c.from, c.host, "Bearer "+answer.Token); w.Code != c.want {
			t.Errorf("products for %s at %s: %s", c.from, c.host, dump(w))
		}
	}
}

func TestAppPage(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	w := get(s, "GET", "/app/?jwt=x", nil)
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "X-Frame-Options": "",
		"Set-Cookie": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasSuffix(policy,
		"frame-ancestors https://ha.iadvize.com https://sd.iadvize.com") {
		t.Errorf("the policy is %q", policy)
	}
	if w := get(s, "GET", "/app/", http.Header{"If-None-Match": w.Header()["Etag"]}); w.Code != 304 ||
		w.Body.Len() > 0 {
		t.Errorf("an unchanged page: %s", dump(w))
	}
	if w := get(s, "GET", "/app?jwt=x", nil); w.Code != 308 || w.Header().Get("Location") != "app/?jwt=x" {
		t.Errorf("without the slash: %s", dump(w))
	}
	for _, target := range []string{"/app/index.html", "/app/stand-in.js", "/app/none", "/app/app.js/"} {
		if w := get(s, "GET", target, nil); w.Code != 404 {
			t.Errorf("%s: %s", target, dump(w))
		}
	}
}

// searched asks the app's search, as this machine and without secret.
func searched(t *testing.T, s *Server, query string) (total int, titles []string, about requests.Found) {
	t.Helper()
	bearer, _ := session(s, "")
	w := do(s, local("GET", "/app/api/products?"+query), http.Header{"Authorization": {bearer}})
	var answer struct {
		requests.Found
		Products []struct{ Title string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v: %s", query, err, dump(w))
	}
	for _, p := range answer.Products {
		titles = append(titles, p.Title)
	}
	return answer.Found.Total, titles, answer.Found
}

func TestAppProducts(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	s := start(t, options(t, dir))
	if total, titles, about := searched(t, s, "limit=2"); total != 34 ||
		!slices.Equal(titles, []string{"Hoodie No. 1", "Mug No. 2"}) || len(about.Understood) > 0 {
		t.Errorf("a listing: %d %q %v", total, titles, about)
	}
	if total, _, about := searched(t, s, "searchQuery=hoodei"); total == 0 || len(about.Understood) != 1 ||
		about.Understood[0].How != "corrected" {
		t.Errorf("a typo: %d %v", total, about)
	}
	if total, _, about := searched(t, s, "searchQuery=mug&idCategory=10"); total != 0 ||
		about.Understood[0].How != "word" {
		t.Errorf("in another category: %d %v", total, about)
	}
	if total, titles, about := searched(t, s, "searchQuery=mugwumps&limit=5"); total != 0 || titles != nil ||
		!slices.Contains(about.Instead, "mug") {
		t.Errorf("an unknown word: %d %q %v", total, titles, about)
	}
	if _, _, about := searched(t, s, "searchQuery=zzz%3Cimg%3E"); about.Instead == nil {
		t.Errorf("nothing to propose: %v", about)
	}
}
