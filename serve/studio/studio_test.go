package studio_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// importer is one that opens whatever it is told to; its first work waits until it is stopped where it says
// so.
type importer struct{ hang bool }

func (i importer) Open(ctx context.Context, inputs []string, p studio.Progress) (studio.Table, error) {
	p("reading", 1, 2)
	if i.hang {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	for _, name := range inputs {
		if strings.HasSuffix(name, "bad.csv") {
			return nil, spoken{}
		}
	}
	return &table{inputs: inputs}, nil
}

func (importer) Samples(_ context.Context, folder string) (string, error) {
	return filepath.Join(folder, "shop"), nil
}

func (importer) Map([]string) studio.Same { return studio.Same{Lines: []string{"plugsheet map"}} }

// spoken is an error that is told in the person's language.
type spoken struct{}

func (spoken) Error() string { return "bad" }

func (spoken) In(l problem.Language) (message, hint string) { return "bad in " + string(l), "a hint" }

// table is a spreadsheet whose plugsheet.yaml is the list of choices.
type table struct {
	studio.Table // the methods below are asked for here
	inputs       []string
	before, now  string
}

func (t *table) Mapping(context.Context, problem.Language) (studio.Mapping, error) {
	return studio.Mapping{Inputs: t.inputs, Changed: t.before != t.now}, nil
}

func (t *table) Choose(_ context.Context, c studio.Choice) error {
	if c.Use == "prize" {
		return errors.New("there is no such field")
	}
	t.now += c.Header + ": " + c.Use + "\n"
	return nil
}

func (t *table) Settings() (studio.Settings, error) {
	return studio.Settings{File: "plugsheet.yaml", Before: t.before, After: t.now}, nil
}

func (t *table) Keep() error { t.before = t.now; return nil }

func (t *table) Importing(problem.Language) importing {
	return func(context.Context, string, studio.Progress) (studio.Imported, error) {
		return studio.Imported{Skipped: 1, Errors: 1, First: []string{"a.csv!B2: bad"}}, nil
	}
}

func (t *table) Close() error { return nil }

// importing is what a table gives that is imported.
type importing = func(context.Context, string, studio.Progress) (studio.Imported, error)

// work is what goes on in the background, as the page sees it.
type work struct {
	ID, Stage, State, Problem, Hint string
	Done, Total                     int64
	Result                          any
}

// page is a studio that is listened for.
type page struct {
	t        testing.TB
	url, key string
	folder   string
}

func open(t testing.TB, o studio.Options) *page {
	t.Helper()
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	if o.Importer == nil {
		o.Importer = importer{}
	}
	s, err := studio.New(o)
	must(t, err)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		web.Close()
		must(t, s.Close())
	})
	_, key, _ := strings.Cut(s.Address(web.Listener.Addr().String()), "#")
	return &page{t, web.URL, key, o.Folder}
}

// call sends a request as the page does; change makes it another one.
func (p *page) call(path, body string, change func(*http.Request)) (*http.Response, string) {
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
	return w, string(data)
}

// work sends a request that is worked on in the background, and gives how it ended.
func (p *page) work(path, body string) work {
	p.t.Helper()
	w, text := p.call(path, body, nil)
	for {
		var now work
		if w.StatusCode != http.StatusOK || json.Unmarshal([]byte(text), &now) != nil {
			p.t.Fatalf("%s: status %d: %s", path, w.StatusCode, text)
		}
		if now.State != "running" {
			return now
		}
		w, text = p.call("/api/work/"+now.ID, "", nil)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestOpen: what is in the folder can be opened, and what is on the web; nothing else.
func TestOpen(t *testing.T) {
	p := open(t, studio.Options{})
	must(t, os.WriteFile(filepath.Join(p.folder, "a.csv"), nil, 0o600))
	for _, c := range []struct {
		inputs string
		want   int
	}{
		{`["a.csv"]`, 200}, {`["https://shop.example/a.csv"]`, 200},
		{`["a.csv","http://shop.example/b.csv"]`, 200}, {`["b.csv"]`, 400}, {`["../a.csv"]`, 400},
		{`["/etc/passwd"]`, 400},
		{`["file:///etc/passwd"]`, 400}, {`["-"]`, 400},
		{`["*.csv"]`, 400}, {`[]`, 400}, {`{}`, 400}, {`[""]`, 400},
	} {
		if w, text := p.call("/api/open", `{"inputs":`+c.inputs+`}`, nil); w.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d: %s", c.inputs, w.StatusCode, c.want, text)
		}
	}
}

// TestWork: what takes long is worked on in the background, tells how far it is, is told of in the person's
// language where it fails, and can be stopped; too much at once is refused.
func TestWork(t *testing.T) {
	p := open(t, studio.Options{})
	must(t, os.WriteFile(filepath.Join(p.folder, "bad.csv"), nil, 0o600))
	if w, text := p.call("/api/open", `{"inputs":["bad.csv"]}`, func(r *http.Request) {
		r.Header.Set("Accept-Language", "fr")
	}); w.StatusCode != 200 || !strings.Contains(text, `"failed","problem":"bad in fr","hint":"a hint"`) {
		t.Errorf("status %d: %s", w.StatusCode, text)
	}
	p = open(t, studio.Options{Importer: importer{hang: true}})
	for n := range 5 {
		w, text := p.call("/api/samples", "{}", nil)
		var now work
		switch err := json.Unmarshal([]byte(text), &now); {
		case n == 4 && w.StatusCode != http.StatusTooManyRequests:
			t.Errorf("a fifth: status %d: %s", w.StatusCode, text)
		case n < 4 && (err != nil || now.State != "running" || now.Stage != "reading" || now.Total != 2):
			t.Errorf("status %d: %s", w.StatusCode, text)
		}
	}
	if now := p.work("/api/work/2/stop", "{}"); now.State != "stopped" {
		t.Errorf("stopped: %+v", now)
	}
	if w, _ := p.call("/api/work/77", "", nil); w.StatusCode != http.StatusNotFound {
		t.Errorf("none of that name: status %d", w.StatusCode)
	}
}

// TestChoose: a choice changes the plugsheet.yaml that would be written, and nothing on the disk until that
// is wanted.
func TestChoose(t *testing.T) {
	p := open(t, studio.Options{})
	if w, _ := p.call("/api/mapping", "", nil); w.StatusCode != http.StatusConflict {
		t.Errorf("nothing is open: status %d", w.StatusCode)
	}
	if now := p.work("/api/samples", "{}"); now.State != "done" {
		t.Fatalf("opened: %+v", now)
	}
	for _, c := range []struct{ path, body, want string }{
		{"/api/choose", `{"header":"Prix","use":"prize"}`, `{"problem":"there is no such field"}`},
		{"/api/choose", `{"header":"Prix","use":"title"}`, `"changed":true`},
		{"/api/settings", "", `{"file":"plugsheet.yaml","lines":[{"text":"Prix: title","sign":"+"}]}`},
		{"/api/settings", "{}", `"lines":[{"text":"Prix: title","sign":""}]`},
		{"/api/mapping", "", `"changed":false`},
	} {
		if _, text := p.call(c.path, c.body, nil); !strings.Contains(text, c.want) {
			t.Errorf("%s %s: %s", c.path, c.body, text)
		}
	}
}
