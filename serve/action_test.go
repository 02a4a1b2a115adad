package serve

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/serve/web"
)

const caseBody = `{"action":"OPEN_CASE","idConnectorVersion":"c008849d-7cb1-40ca-9503-d6df2c5cddd8",` +
	`"idVisitorUnique":"a7b9","idWebsite":"ha-9","idConversation":"ha-123","idOperator":"ha-12345"}`

// post sends one action.
func post(s *Server, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/customer/action", strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return do(s, r, nil)
}

// lines reads a journal.
func lines(t testing.TB, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "private", journalName))
	if os.IsNotExist(err) {
		return nil
	}
	must(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
}

func TestActionIsInTheJournalBeforeTheAnswer(t *testing.T) {
	s := serveSample(t)
	w := post(s, "application/json", caseBody)
	if got := w.Body.String(); w.Code != 200 || got != `{"success":true,"message":"The case is open."}` {
		t.Fatalf("%s", dump(w))
	}
	want := strings.Replace(caseBody, `{"action"`, `{"time":"2030-01-02T02:04:05.000006Z","action"`, 1)
	if got := lines(t, s.sites.Root().Dir); len(got) != 1 || got[0] != want {
		t.Errorf("journal %q, want %q", got, want)
	}
	if got := post(s, "application/json", `{"action":"CALL","idOperator":12}`).
		Body.String(); got != `{"success":true}` {
		t.Errorf("an action without message: %s", got)
	}
	if got := lines(t, s.sites.Root().Dir); len(got) != 2 || !strings.Contains(got[1], `"idOperator":"12"`) {
		t.Errorf("journal %q", got)
	}
}

func TestActionOfWebsiteIsInItsOwnJournal(t *testing.T) {
	s := serveSample(t)
	post(s, "", "action=CALL&idWebsite=ha-123")
	if got := lines(t, s.sites.Root().Dir); got != nil {
		t.Errorf("the root's journal has %q", got)
	}
	if got := lines(t, s.sites.Of("ha-123").Dir); len(got) != 1 {
		t.Errorf("the website's journal has %q", got)
	}
}

func TestActionBodies(t *testing.T) {
	s := serveSample(t)
	const form = "application/x-www-form-urlencoded"
	long := strings.Repeat("x", 513)
	for _, c := range []struct {
		contentType, body string
		status            int
		want              string // part of the answer
	}{
		{"application/json; charset=utf-8", `{"action":"CALL"}`, 200, `{"success":true}`},
		{"application/vnd.x+json", `{"action":"CALL","idWebsite":null,"more":[1]}`, 200, `{"success":true}`},
		{form, "action=OPEN_CASE&idOperator=ha%2D1&x=1&x=2", 200, `"The case is open."`},
		{form, "action=CALL\n", 200, `{"success":true}`},
		{form, ` {"action":"CALL"}`, 200, `{"success":true}`}, // what curl says of any body
		{"", `{"action":"CALL"}`, 200, `{"success":true}`},
		{"text/plain", "action=CALL", 200, `{"success":true}`},
		{"application/json", `{"action":"UNKNOWN"}`, 200,
			`{"success":false,"message":"this action is not known"}`},
		// a text field's template is no code
		{"application/json", `{"action":"{emailVisitor}"}`, 200, `"success":false`},
		{"application/json", `action=CALL`, 400, "not a JSON object"},
		{"application/json", `null`, 400, "not a JSON object"},
		{"application/json", `[]`, 400, "not a JSON object"},
		{"application/json", `{"action":"CALL"} {}`, 400, "not a JSON object"},
		{"application/json", `{}`, 400, `"parameter":"action"`},
		{"application/json", ``, 400, "not a JSON object"},
		{"", ``, 400, `"parameter":"action"`},
		{"", `{"action":[]}`, 400, `"parameter":"action"`},
		{"application/json", `{"action":true}`, 400, `"parameter":"action"`},
		{"application/json", `{"action":"CALL","idOperator":"` + long + `"}`, 400,
			`"parameter":"idOperator"`},
		{form, "action=CALL&action=CALL", 400, `"parameter":"action"`},
		{form, "action=%ff", 400, `"parameter":"action"`},
		{form, "action=CALL&idWebsite=" + long, 400, `"parameter":"idWebsite"`},
		{form, "action=CALL&x=" + strings.Repeat("x", maxBody), 413, `"status":413`},
	} {
		w := post(s, c.contentType, c.body)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s %.60q: %s", c.contentType, c.body, dump(w))
		}
	}
	if got := len(lines(t, s.sites.Root().Dir)); got != 7 {
		t.Errorf("%d actions in the journal, want 7", got)
	}
}

func TestNothingIsAcknowledgedThatIsNotOnTheDisk(t *testing.T) {
	s := serveSample(t)
	private := filepath.Join(s.sites.Root().Dir, "private")
	must(t, os.RemoveAll(private))
	must(t, os.WriteFile(private, nil, 0o600)) // a file where the folder should be
	w := post(s, "application/json", caseBody)
	if w.Code != 503 || strings.Contains(w.Body.String(), "success") ||
		strings.Contains(w.Body.String(), s.sites.Root().Dir) {
		t.Errorf("%s", dump(w))
	}
	must(t, os.Remove(private))
	if w := post(s, "application/json", caseBody); w.Code != 200 {
		t.Errorf("after the disk is well again: %s", dump(w))
	}
}

// TestLogHoldsNothingPersonal sends e-mails and ids through answers and failures and looks for them in the
// log.
func TestLogHoldsNothingPersonal(t *testing.T) {
	dir := t.TempDir()
	sample().write(t, dir)
	o := options(t, dir)
	log := &strings.Builder{}
	o.Logger = logger(log)
	s := start(t, o)
	must(t, os.RemoveAll(filepath.Join(dir, "private")))
	must(t, os.WriteFile(filepath.Join(dir, "private"), nil, 0o600))
	for _, target := range []string{"/customer?emailVisitor=jane.doe@example.com&idVisitorExternal=C-1",
		"/jane.doe@example.com"} {
		get(s, "GET", target, nil)
	}
	post(s, "application/json",
		`{"action":"CALL","idVisitorUnique":"C-1","idWebsite":"jane.doe@example.com"}`)
	add(s, "/panic", web.Route{Get: func(http.ResponseWriter, *http.Request) error { panic("x") }})
	get(s, "GET", "/panic?emailVisitor=jane.doe@example.com", nil)
	if text := log.String(); !strings.Contains(text, "status=500") || !strings.Contains(text, "status=503") {
		t.Errorf("the failures are not in the log: %s", text)
	}
	for _, personal := range []string{"jane", "@", "C-1"} {
		if strings.Contains(log.String(), personal) {
			t.Errorf("%q is in the log: %s", personal, log)
		}
	}
}

func TestClockIsUTC(t *testing.T) {
	if got := stamp(time.Date(2030, 1, 1, 0, 30, 0, 0,
		time.FixedZone("", 3600))); got != "2029-12-31T23:30:00Z" {
		t.Errorf("stamp: %s", got)
	}
}
