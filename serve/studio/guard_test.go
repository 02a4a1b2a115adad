package studio_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/serve/studio"
)

// TestGuard: a page of a stranger can neither read nor steer the studio, and nobody frames it.
func TestGuard(t *testing.T) {
	p := open(t, studio.Options{})
	must(t, os.WriteFile(filepath.Join(p.folder, "a.csv"), []byte("id\n"), 0o600))
	const body = `{"inputs":["a.csv"]}`
	keyless := func(r *http.Request) { r.Header.Del("X-Desk-Key") }
	from := func(origin string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Origin", origin) }
	}
	for _, c := range []struct {
		name, path, body string
		change           func(*http.Request)
		want             int
	}{
		{"as the page", "/api/open", body, nil, 200},
		{"read, without a key", "/api/home", "", keyless, 403},
		{"read, another key", "/api/home", "",
			func(r *http.Request) { r.Header.Set("X-Desk-Key", "X") }, 403},
		{"steered by another page", "/api/open", body, from("https://evil.example"), 403},
		{"steered by a file", "/api/open", body, from("null"), 403},
		{"steered by another port", "/api/open", body, from("http://127.0.0.1:1"), 403},
		{"a form of a stranger", "/api/settings", "a=b", func(r *http.Request) {
			r.Header.Del("X-Desk-Key")
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}, 403},
		{"an upload of a stranger", "/api/upload/a.csv", "id\n", keyless, 403},
		{"a correction of a stranger", "/api/correct", "{}", keyless, 403},
		{"a publication of a stranger", "/api/publish", "{}", keyless, 403},
		{"a way back of a stranger", "/api/restore", "{}", keyless, 403},
		{"a website chosen by a stranger", "/api/website", `{"website":"ha-9"}`, keyless, 403},
		{"a check of a stranger", "/api/check", "{}", keyless, 403},
		{"a sheet read by a stranger", "/api/grid?grid=0&count=9", "", keyless, 403},
		{"a marked copy read by a stranger", "/api/marked", "", keyless, 403},
		{"the history read by a stranger", "/api/history", "", keyless, 403},
		{"a stop of a stranger", "/api/work/1/stop", "{}", keyless, 403},
		{"another name that points here", "/api/home", "",
			func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"another name, the page", "/", "", func(r *http.Request) { r.Host = "evil.example:8090" }, 421},
		{"an address of the network", "/", "", func(r *http.Request) { r.Host = "192.168.1.5" }, 421},
		{"the page", "/", "", keyless, 200},
		{"localhost", "/", "", func(r *http.Request) { r.Host = "localhost:8090" }, 200},
		{"IPv6", "/", "", func(r *http.Request) { r.Host = "[::1]:8090" }, 200},
	} {
		w, text := p.call(c.path, c.body, c.change)
		if w.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d: %s", c.name, w.StatusCode, c.want, text)
		}
		policy := w.Header.Get("Content-Security-Policy")
		for _, part := range []string{
			"default-src 'none'", "frame-ancestors 'none'", "script-src 'self';", "form-action 'none'",
		} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy %q lacks %q", c.name, policy, part)
			}
		}
		for name, want := range map[string]string{
			"Cross-Origin-Resource-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
			"Cache-Control": "no-store", "Access-Control-Allow-Origin": "",
		} {
			if got := w.Header.Get(name); got != want && c.want != 421 {
				t.Errorf("%s: %s is %q, want %q", c.name, name, got, want)
			}
		}
	}
}

// TestPreflight: no page of another origin may send the key.
func TestPreflight(t *testing.T) {
	p := open(t, studio.Options{})
	w, _ := p.call("/api/home", "", func(r *http.Request) {
		r.Method = http.MethodOptions
		r.Header.Set("Origin", "https://evil.example")
		r.Header.Set("Access-Control-Request-Headers", "x-desk-key")
	})
	if w.StatusCode < 400 || w.Header.Get("Access-Control-Allow-Headers") != "" {
		t.Errorf("status %d, header %v", w.StatusCode, w.Header)
	}
}

// TestUpload: what is dropped becomes a copy in a folder of the studio's; nothing else is written, however it
// is called.
func TestUpload(t *testing.T) {
	p := open(t, studio.Options{MaxUpload: 10})
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"a.csv", "id\n1\n", 200},
		{"a.csv", "id\n2\n", 200}, // a new export of the same name
		{"%C3%89t%C3%A9%202026.xlsx", "x", 200},
		{"large.csv", strings.Repeat("x", 11), 413},
		{"plugsheet.yaml", "x", 400},
		{".hidden.csv", "x", 400},
		{"..%2Fup.csv", "x", 400},
		{"..%2F..%2Fetc%2Fup.csv", "x", 400},
		{"%2Ftmp%2Fup.csv", "x", 400},
		{"a%5Cb.csv", "x", 400},
		{"C%3Aup.csv", "x", 400},
		{"a%00.csv", "x", 400},
		{strings.Repeat("a", 300) + ".csv", "x", 400},
		{"program.exe", "x", 400},
	} {
		if w, text := p.call("/api/upload/"+c.name, c.body, nil); w.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d: %s", c.name, w.StatusCode, c.want, text)
		}
	}
	var names []string
	must(t, filepath.WalkDir(p.folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(p.folder, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	}))
	if got := strings.Join(names, " "); got != "dropped/a.csv dropped/Été 2026.xlsx" {
		t.Errorf("in the folder are %s", got)
	}
	data, err := os.ReadFile(filepath.Join(p.folder, "dropped", "a.csv"))
	if err != nil || string(data) != "id\n2\n" {
		t.Errorf("a.csv holds %q, %v", data, err)
	}
}

// TestUploadThroughLink: a link in the place of the folder, or of a file in it, leads nowhere.
func TestUploadThroughLink(t *testing.T) {
	for _, place := range []string{"dropped", "dropped/a.csv"} {
		p, out := open(t, studio.Options{}), filepath.Join(t.TempDir(), "elsewhere")
		if place == "dropped" {
			must(t, os.Mkdir(out, 0o700))
		} else {
			must(t, os.WriteFile(out, []byte("mine"), 0o600))
			must(t, os.Mkdir(filepath.Join(p.folder, "dropped"), 0o700))
		}
		if err := os.Symlink(out, filepath.Join(p.folder, filepath.FromSlash(place))); err != nil {
			t.Skip("no links here")
		}
		if w, text := p.call("/api/upload/a.csv", "id\n",
			nil); w.StatusCode != http.StatusInternalServerError {
			t.Errorf("%s: status %d: %s", place, w.StatusCode, text)
		}
	}
}
