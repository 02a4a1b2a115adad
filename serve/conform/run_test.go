package conform

import (
	"bytes"
	"encoding/xml"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// TestRecordAndReplay: what was recorded is answered the same again, and a changed connector is noticed.
func TestRecordAndReplay(t *testing.T) {
	right := withBotAndApp(connector(t))
	var seen bytes.Buffer
	o := options(right)
	o.Record, o.Only = &seen, []Area{Health, ProductList}
	first, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(seen.String(), "\n"); n != first.Requests {
		t.Errorf("%d lines of %d requests", n, first.Requests)
	}
	o.Record = nil
	again, err := Replay(t.Context(), o, bytes.NewReader(seen.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if again.Requests != first.Requests || len(again.Faults) > 0 {
		t.Errorf("%d requests of %d, faults %v", again.Requests, first.Requests, again.Faults)
	}
	o.Transport = inProcess{after(at("/categories"), status(204)).around(right)}
	changed, err := Replay(t.Context(), o, bytes.NewReader(seen.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if len(changed.Faults) != 1 || changed.Faults[0].ID != "replay" ||
		changed.Faults[0].Endpoint != "/categories" {
		t.Errorf("the change is told as %v", changed.Faults)
	}
	if _, err := Replay(t.Context(), o, strings.NewReader("{}\nnone\n")); err == nil ||
		!strings.Contains(err.Error(), "line 2") {
		t.Errorf("a broken line: %v", err)
	}
}

// TestBounds: no more requests than allowed, none to where a redirect leads, none to another host.
func TestBounds(t *testing.T) {
	hosts := map[string]int{}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hosts[r.Host]++
		w.Header().Set("Location", "http://elsewhere.example/")
		w.WriteHeader(http.StatusFound)
	})
	o := options(h)
	o.MaxRequests = 7
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Requests != 7 || r.Incomplete == "" || len(hosts) != 1 || hosts["127.0.0.1"] != 7 {
		t.Errorf("%d requests, to %v; %q", r.Requests, hosts, r.Incomplete)
	}
}

type silent struct{}

func (silent) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("refused") }

func TestNobodyThere(t *testing.T) {
	o := options(nil)
	o.Transport = silent{}
	if _, err := Run(t.Context(), o); !errors.Is(err, ErrUnreachable) {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"", "shop.example", "ftp://shop.example", "http://",
		"http://shop.example/?a=1", "http://a:b@shop.example", "http://%zz"} {
		o.URL = bad
		if _, err := Run(t.Context(), o); err == nil || errors.Is(err, ErrUnreachable) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	o.URL, o.URLs = "http://127.0.0.1", map[Endpoint]string{"nothing": "http://127.0.0.1"}
	if _, err := Run(t.Context(), o); err == nil || errors.Is(err, ErrUnreachable) {
		t.Errorf("an endpoint that does not exist: %v", err)
	}
}

// TestOtherURLs: each plugin may have a URL of its own.
func TestOtherURLs(t *testing.T) {
	paths := map[string]bool{}
	o := options(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths[r.Host+r.URL.Path] = true
	}))
	o.URLs = map[Endpoint]string{form: "http://127.0.0.2/forms/closing"}
	o.Only = []Area{ClosingForm}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if len(paths) != 1 || !paths["127.0.0.2/forms/closing"] {
		t.Errorf("asked were %v", paths)
	}
}

// TestUnsigned: without a secret the signature is not judged, and the report says so.
func TestUnsigned(t *testing.T) {
	o := options(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, `{"status":"UP"}`)
	}))
	o.Sign, o.Only = nil, []Area{Health}
	r, err := Run(t.Context(), o)
	if err != nil || len(r.Faults) > 0 || len(r.Skipped) != 1 || r.Signed {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestReports: the request of a fault can be pasted, and build servers can read the report.
func TestReports(t *testing.T) {
	o := options(after(at("/health"), said(200, "application/json", "{\"status\":\"it's\"}\x00")).
		around(connector(t)))
	o.Only = []Area{Health}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Worst(Breaks) || !r.Worst(Style) {
		t.Errorf("the worst is not told: %+v", r.Faults)
	}
	var text, junit bytes.Buffer
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"breaks  health at health:", "rule: the health check answers",
		"curl -i 'http://127.0.0.1/health'", "1 requests, 6 rules checked: 1 break, 0 risk, 0 style"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
	if err := r.WriteJUnit(&junit); err != nil {
		t.Fatal(err)
	}
	var back suite
	if err := xml.Unmarshal(junit.Bytes(), &back); err != nil || back.Failures != 1 ||
		back.Tests != len(r.Checked) {
		t.Errorf("%v, %+v", err, back)
	}
	if got := (Exchange{Method: "POST", URL: "http://x/?a='b", Signature: "sha256=0",
		Type: "application/json", Body: "{'}"}).Curl(); got !=
		`curl -i 'http://x/?a='\''b' -X POST -H 'x-iadvize-signature: sha256=0' -H 'content-type: `+
			`application/json' --data-binary '{'\''}'` {
		t.Error(got)
	}
}

// TestRulesSayWhatToDo: whoever has never read our contract finds where a rule is written, and what to do.
func TestRulesSayWhatToDo(t *testing.T) {
	said := map[string]string{}
	for _, r := range Rules() {
		if r.Source == "" || strings.Contains(r.Source, "contract") || r.Fix == "" {
			t.Errorf("%s: source %q, fix %q", r.ID, r.Source, r.Fix)
		}
		if other := said[r.Fix]; other != "" {
			t.Errorf("%s and %s say the same", r.ID, other)
		}
		said[r.Fix] = r.ID
	}
	if len(said) == 0 {
		t.Error("the file of rules cannot be read")
	}
}

// TestNothingThere: an endpoint that there is not is one fault, and not one of each rule; what it answers
// does not reach the terminal as it is.
func TestNothingThere(t *testing.T) {
	o := options(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte("\x1b[31mnothing\a here"))
	}))
	o.Only = []Area{ClosingForm}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Faults) != 1 || r.Faults[0].ID != "status" {
		t.Errorf("%v", r.Faults)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(text.String(), "\x1b\a") ||
		!strings.Contains(text.String(), "hint: answer it with 200; where") ||
		!strings.Contains(text.String(), "(iadvize/documentation, docs/build-apps.md: product list") {
		t.Errorf("%q", text.String())
	}
	if got := (Exchange{Method: "HEAD", URL: "http://x/"}).Curl(); got != "curl -I 'http://x/'" {
		t.Error(got)
	}
}

// FuzzAnswers: whatever a connector answers, the check ends with a report.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{"", "[]", "{}", "null", `[{"id":null}]`, `[{"id":1,"options":null}]`,
		`{"replies":[{"type":"await","duration":{"unit":"minutes","value":99999999999}}]}`, "[[[[",
		`[{"idBot":"a"}]`, `{"commands":[{"actions":[{}]}]}`} {
		f.Add(200, "application/json", body)
	}
	f.Add(500, "text/html", "<p>")
	f.Fuzz(func(t *testing.T, code int, media, body string) {
		if code < 200 || code > 599 {
			code = 200
		}
		o := options(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", media)
			w.WriteHeader(code)
			w.Write([]byte(body))
		}))
		r, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := errors.Join(r.WriteText(&out), r.WriteJUnit(&out)); err != nil {
			t.Fatal(err)
		}
	})
}
