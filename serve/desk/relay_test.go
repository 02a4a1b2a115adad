package desk_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/serve/desk"
)

const libraryFolder = "https://static.iadvize.com/conversation-panel-app-lib/2.9.0/"

// strangers is an app that somebody else wrote: it has the library with a digest, states who may frame it in
// three ways, and has headers that the desk must not pass on. It notes the last request.
func strangers(t testing.TB, seen *http.Request) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = *r.Clone(r.Context())
		h := w.Header()
		h.Set("Set-Cookie", "session=1")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Etag", `"1"`)
		switch r.URL.Path {
		case "/app/":
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("X-Frame-Options", "DENY")
			h.Add("Content-Security-Policy", "default-src 'self'; script-src http://"+r.Host+"/app/ "+
				libraryFolder+"; frame-ancestors https://ha.iadvize.com; upgrade-insecure-requests")
			fmt.Fprint(w, `<!doctype html><title>Theirs</title><link rel="stylesheet" `+
				`href="//static.iadvize.com/conversation-panel-app-lib/2.9.0/idzcpa.base.css"><script src="`+
				libraryFolder+`idzcpa.umd.production.min.js" integrity="sha384-AAAA" `+
				`crossorigin="anonymous"></script>`)
		case "/data":
			fmt.Fprint(w, "static.iadvize.com "+r.Header.Get("Origin"))
		case "/away":
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		case "/on":
			http.Redirect(w, r, "/app/?x=%2f;a", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(web.Close)
	return web.URL
}

// The relay passes on what the frame asks, to the app's origin and nowhere else, and changes what keeps a
// page out of a frame.
func TestRelay(t *testing.T) {
	var seen http.Request
	theirs := strangers(t, &seen)
	p := open(t, desk.Options{Connector: theirs})
	ask := func(path string, change func(*http.Request)) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, p.relay+path, nil)
		must(t, err)
		if change != nil {
			change(r)
		}
		w, err := http.DefaultTransport.RoundTrip(r)
		must(t, err)
		defer w.Body.Close()
		body, err := io.ReadAll(w.Body)
		must(t, err)
		return w, string(body)
	}
	w, body := ask("/app/?jwt=a%2fb;c", func(r *http.Request) {
		for name, value := range map[string]string{"Cookie": "other=1", "Referer": p.relay,
			"If-None-Match": `"1"`, "Origin": p.relay, "Authorization": "Bearer x"} {
			r.Header.Set(name, value)
		}
	})
	if seen.URL.RawQuery != "jwt=a%2fb;c" || seen.Host != strings.TrimPrefix(theirs, "http://") ||
		seen.Header.Get("Origin") != theirs || seen.Header.Get("Authorization") != "Bearer x" {
		t.Errorf("the app was asked %s of %s with %v", seen.URL, seen.Host, seen.Header)
	}
	for _, name := range []string{"Cookie", "Referer", "If-None-Match", "X-Forwarded-For", "X-Desk-Key"} {
		if seen.Header.Get(name) != "" {
			t.Errorf("the app was told %s: %s", name, seen.Header.Get(name))
		}
	}
	for _, name := range []string{"Set-Cookie", "Access-Control-Allow-Origin", "X-Frame-Options", "Etag"} {
		if w.Header.Get(name) != "" {
			t.Errorf("%s: %s", name, w.Header.Get(name))
		}
	}
	want := []string{"default-src 'self'; script-src " + p.relay + " " + p.relay,
		"frame-ancestors http://127.0.0.1:* http://localhost:*"}
	if got := w.Header["Content-Security-Policy"]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the policies are %q, want %q", got, want)
	}
	if strings.Contains(body, "iadvize.com") || strings.Contains(body, "integrity") ||
		strings.Count(body, p.relay+"/conversation-panel-app-lib/2.9.0/") != 2 ||
		w.ContentLength != int64(len(body)) {
		t.Errorf("the page is %s", body)
	}
	if _, body := ask("/data", nil); !strings.HasPrefix(body, "static.iadvize.com") {
		t.Errorf("data is changed: %s", body)
	}
	for from, to := range map[string]string{"/away": "http://192.0.2.1/", "/on": p.relay + "/app/?x=%2f;a"} {
		if w, _ := ask(from, nil); w.StatusCode != http.StatusFound || w.Header.Get("Location") != to {
			t.Errorf("%s leads to %s, want %s", from, w.Header.Get("Location"), to)
		}
	}
	if w, body := ask("/conversation-panel-app-lib/2.9.0/idzcpa.umd.production.min.js",
		nil); !strings.Contains(body, "idzCpa") ||
		!strings.HasPrefix(w.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("in the library's place: %.100s", body)
	}
	seen = http.Request{}
	for name, change := range map[string]func(*http.Request){
		"a page of another origin": func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example")
		},
		"a sandboxed page":           func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another machine's page":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a name that points here":    func(r *http.Request) { r.Host = "rebound.example" },
		"a name like this machine's": func(r *http.Request) { r.Host = "localhost.evil.example" },
		"another machine's own frame": func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Sec-Fetch-Dest", "iframe")
		},
	} {
		if w, _ := ask("/app/", change); w.StatusCode < 400 || seen.URL != nil {
			t.Errorf("%s: status %d, passed on: %v", name, w.StatusCode, seen.URL)
		}
	}
}

// An app whose server is away leaves a sentence.
func TestRelayOfNobody(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	p := open(t, desk.Options{Connector: gone.URL})
	w, err := http.Get(p.relay + "/app/")
	must(t, err)
	defer w.Body.Close()
	if body, _ := io.ReadAll(w.Body); w.StatusCode != http.StatusBadGateway ||
		!strings.Contains(string(body), "no answer") {
		t.Errorf("status %d %s", w.StatusCode, body)
	}
}
