package studio_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"plugsheet/schemas/problem"
	"plugsheet/serve/desk"
	"plugsheet/serve/studio"
)

// connector is one whose desk is there, and which answers nothing.
type connector struct{ view *desk.Desk }

func (connector) URL() string { return "http://127.0.0.1:1" }

func (c connector) Desk() *desk.Desk { return c.view }

func (connector) Ready(context.Context, string, string) bool { return true }

func (connector) Reload(context.Context) error { return nil }

func (connector) Close() error { return nil }

// wholeTable is a table of which all can be imported; it notes where it was.
type wholeTable struct {
	table
	folder *string
}

func (t *wholeTable) Importing(problem.Language) importing {
	return func(_ context.Context, bundle string, _ studio.Progress) (studio.Imported, error) {
		*t.folder = bundle
		return studio.Imported{Written: true, Products: 3}, nil
	}
}

type wholeImporter struct {
	importer
	folder *string
}

func (i wholeImporter) Open(context.Context, []string, studio.Progress) (studio.Table, error) {
	return &wholeTable{folder: i.folder}, nil
}

// TestTry: what is tried is shown by a desk of its own, with a key of its own, which only the studio frames.
// Its bundle is in no folder of hers, and goes with the studio.
func TestTry(t *testing.T) {
	var folder string
	view, err := desk.New(desk.Options{Connector: "http://127.0.0.1:1", Within: true})
	must(t, err)
	t.Run("studio", func(t *testing.T) {
		p := open(t, studio.Options{
			Importer: wholeImporter{folder: &folder},
			Start: func(context.Context, string, bool) (studio.Connector, error) {
				return connector{view}, nil
			},
		})
		if w, _ := p.call("/desk/", "", nil); w.StatusCode != http.StatusNotFound {
			t.Errorf("nothing is tried: status %d", w.StatusCode)
		}
		if w, _ := p.call("/api/try", "{}", nil); w.StatusCode != http.StatusConflict {
			t.Errorf("nothing is open: status %d", w.StatusCode)
		}
		if _, text := p.call("/api/try", "", nil); text != `{"desk":"","imported":null,"stale":false}`+"\n" {
			t.Errorf("nothing is tried: %s", text)
		}
		p.work("/api/samples", "{}")
		if now := p.work("/api/try", "{}"); now.State != "done" {
			t.Fatalf("%+v", now)
		}
		if strings.HasPrefix(folder, p.folder) {
			t.Errorf("the bundle is in her folder: %s", folder)
		}
		p.checkDesk(view.Key())
		p.call("/api/choose", `{"header":"Prix","use":"title"}`, nil)
		if _, text := p.call("/api/try", "", nil); !strings.Contains(text, `"stale":true`) {
			t.Errorf("something else is chosen: %s", text)
		}
	})
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the bundle is left: %v", err)
	}
}

// checkDesk asks for the desk as the studio's page does, and as others would.
func (p *page) checkDesk(key string) {
	p.t.Helper()
	for _, c := range []struct {
		name, path string
		change     func(*http.Request)
		want       int
	}{
		{"the page", "/desk/", nil, 200},
		{"a script", "/desk/call.js", nil, 200},
		{"a picture, which the app shows", "/desk/pictures/none.jpg", nil, 404},
		{"with its key", "/desk/api/about", func(r *http.Request) { r.Header.Set("X-Desk-Key", key) }, 200},
		{"with the studio's key", "/desk/api/about", nil, 403},
		{"a page of a stranger", "/desk/api/about", func(r *http.Request) {
			r.Header.Set("X-Desk-Key", key)
			r.Header.Set("Origin", "https://evil.example")
		}, 403},
		{"another name", "/desk/", func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"a way out", "/desk/../api/home", func(r *http.Request) { r.Header.Del("X-Desk-Key") }, 307},
	} {
		w, text := p.call(c.path, "", c.change)
		if w.StatusCode != c.want && !(c.want == 307 && w.StatusCode >= 300) {
			p.t.Errorf("%s: status %d, want %d: %s", c.name, w.StatusCode, c.want, text)
		}
		isShared := w.Header.Get("Cross-Origin-Resource-Policy") == ""
		if isShared != strings.HasPrefix(c.path, "/desk/pictures/") && c.want != 307 && c.want != 421 {
			p.t.Errorf("%s: a page of another origin may show it: %t", c.name, isShared)
		}
		policy := w.Header.Get("Content-Security-Policy")
		if c.want == 200 && !strings.Contains(policy, "frame-ancestors 'self'") {
			p.t.Errorf("%s: the policy is %q", c.name, policy)
		}
	}
}
