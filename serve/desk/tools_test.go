package desk_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
)

// Requests come from whom the page says, and what is empty is as at the start.
func TestWho(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir, serve.Secret(secret)), Bundle: dir,
		Secret: serve.Secret(secret)})
	set := func(body string) (int, string) { return p.call("/api/who", body, nil) }
	if status, text := set(
		`{"idWebsite":" sd-7 ","idOperator":"4711","idConnectorVersion":"v-1"}`); status != http.StatusOK {
		t.Fatalf("status %d: %s", status, text)
	}
	j := p.ask("products", nil)
	for _, part := range []string{"idWebsite=sd-7&", "idOperator=4711", "idConnectorVersion=v-1&"} {
		if !strings.Contains(j.Exchange.URL, part) {
			t.Errorf("%s: no %s", j.Exchange.URL, part)
		}
	}
	if _, text := p.call("/api/about", "", nil); !strings.Contains(text, `"idOperator":"4711"`) {
		t.Errorf("about says %s", text)
	}
	if _, text := set(`{}`); !strings.Contains(text, `"idWebsite":"ha-123","idOperator":"9999"`) {
		t.Errorf("nothing is set: %s", text)
	}
	if status, _ := set(`{"idWebsite":"` + strings.Repeat("x", 513) + `"}`); status != http.StatusBadRequest {
		t.Errorf("a long id: status %d", status)
	}
}

// The whole check gives the report of plugsheet conform; the desk's own stand-in is no fault of the app.
func TestCheck(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir, serve.Secret(secret)), Bundle: dir,
		Secret: serve.Secret(secret)})
	status, text := p.call("/api/check", `{"actions":false}`, nil)
	var report conform.Report
	must(t, json.Unmarshal([]byte(text), &report))
	if status != http.StatusOK || report.Requests < 50 || len(report.Checked) < 20 || report.Worst("breaks") {
		t.Errorf("status %d, %d requests, %d rules, %+v", status, report.Requests,
			len(report.Checked), report.Faults)
	}
	if status, _ := open(t, desk.Options{Connector: "http://127.0.0.1:1"}).
		call("/api/check", `{}`, nil); status != http.StatusBadGateway {
		t.Errorf("nobody answers: status %d", status)
	}
}

// What is edited is held against no answer of then.
func TestEdited(t *testing.T) {
	p := open(t, desk.Options{Connector: connector(t, shop(t))})
	e := p.ask("products", map[string]string{"limit": "2"}).Exchange
	e.URL = strings.Replace(e.URL, "limit=2", "limit=-2", 1)
	for edited, want := range map[bool]bool{false: true, true: false} {
		body, err := json.Marshal(map[string]any{"method": e.Method, "url": e.URL,
			"status": e.Status, "edited": edited})
		must(t, err)
		_, text := p.call("/api/again", string(body), nil)
		var j conform.Judged
		must(t, json.Unmarshal([]byte(text), &j))
		if j.Exchange.Status != http.StatusBadRequest || strings.Contains(text, `"id":"replay"`) != want {
			t.Errorf("edited %v: %s", edited, text)
		}
	}
}
