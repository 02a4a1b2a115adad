package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/serve/app/requests"
)

// say posts messages from somewhere.
func say(s *Server, from, target, body string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", target, strings.NewReader(body))
	r.RemoteAddr = from
	return do(s, r, header)
}

func TestAppMessages(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	const body = `{"messages":[{"id":"m1","authorType":"visitor","text":"is Hoodie No. 1, or p 2, still ` +
		`there?"},` +
		`{"id":2,"authorType":"operator","text":"P-2"},{"id":"m3","text":"no"},{"id":{"a":1},"text":"P-2"},{"id":4,"authorType":"","text":"P-12 <b>"}]}`
	w := say(s, "192.0.2.1:1", "/app/messages", body,
		http.Header{"Origin": {"https://ha.iadvize.com"}, "Content-Type": {"text/plain"}})
	const want = `{"commands":[{"type":"addMessageActions","messageId":"m1","actions":[` +
		`{"highlight":"Hoodie No. 1","intent":{"key":"find:Hoodie No. 1","payload":{"query":"Hoodie No. 1","products":1,"title":"Hoodie No. 1"}}}]}]}`
	if w.Code != 200 || w.Body.String() != want ||
		w.Header().Get("Access-Control-Allow-Origin") != "https://ha.iadvize.com" {
		t.Errorf("messages: %s\nwant %s", dump(w), want)
	}
	for _, wrong := range []string{"", "[]x", `{"messages":"x"}`, `{"messages":[1]}`, "a=b"} {
		if w := say(s, "192.0.2.1:1", "/app/messages", wrong, nil); w.Code != 400 {
			t.Errorf("%q: %s", wrong, dump(w))
		}
	}
	for _, nothing := range []string{"{}", `{"messages":null}`, `{"messages":[]}`, `{"messages":[{}]}`} {
		if w := say(s, "192.0.2.1:1", "/app/messages", nothing, nil); w.Code != 200 ||
			w.Body.String() != `{"commands":[]}` {
			t.Errorf("%q: %s", nothing, dump(w))
		}
	}
	if strings.Contains(log.String(), "Hoodie") {
		t.Error("the log holds a message")
	}
}

// TestAppMessagesBounds shows that a request cannot ask for more than there is time for.
func TestAppMessagesBounds(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	if w := say(s, "192.0.2.1:1", "/app/messages", strings.Repeat("x", maxBody+1), nil); w.Code != 413 {
		t.Errorf("a large body: %s", dump(w))
	}
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprintf(`{"id":%d,"text":"Hoodie No. %d"}`, i, i%2*2+1))
	}
	w := say(s, "192.0.2.1:1", "/app/messages", `{"messages":[`+strings.Join(many, ",")+`]}`, nil)
	if n := strings.Count(w.Body.String(), "addMessageActions"); n != 10 ||
		!strings.Contains(w.Body.String(), `"messageId":99,`) {
		t.Errorf("%d of many messages: %s", n, dump(w))
	}
	long := `{"messages":[{"id":1,"text":"Hoodie No. 1 ` + strings.Repeat("é", 1000) + ` Hoodie No. 3"}]}`
	if w := say(s, "192.0.2.1:1", "/app/messages", long,
		nil); strings.Count(w.Body.String(), "highlight") != 1 {
		t.Errorf("a long message: %s", dump(w))
	}
	refused := 0
	for range 2*requests.MessagesRate + 50 { // the clock stands still
		if w := say(s, "192.0.2.7:1", "/app/messages", "{}", nil); w.Code == 429 {
			refused++
		}
	}
	if refused != 50 {
		t.Errorf("%d refused of one source", refused)
	}
	if w := say(s, "192.0.2.8:1", "/app/messages", "{}", nil); w.Code != 200 {
		t.Errorf("another source: %s", dump(w))
	}
}

func TestAppMessagesOrigins(t *testing.T) {
	var log bytes.Buffer
	s := appServer(t, &log)
	for origin, allowed := range map[string]bool{
		"https://ha.iadvize.com": true, "https://sd.iadvize.com": true, "https://evil.example": false,
		"null":               false,
		"http://127.0.0.1:1": false, "": false,
	} {
		ask := http.Header{"Origin": {origin}, "Access-Control-Request-Method": {"POST"},
			"Access-Control-Request-Headers": {"content-type"}}
		for _, w := range []*httptest.ResponseRecorder{get(s, "OPTIONS", "/app/messages", ask),
			say(s, "192.0.2.1:1", "/app/messages", "{}", ask)} {
			if got := w.Header().Get("Access-Control-Allow-Origin"); (got == origin &&
				got != "") != allowed || !allowed && got != "" || w.Header().Get("Vary") != "Origin" {
				t.Errorf("%q: %s", origin, dump(w))
			}
		}
		w := get(s, "OPTIONS", "/app/messages", ask)
		if got := w.Header().Get("Access-Control-Allow-Methods"); w.Code != 204 ||
			(got == "POST") != allowed {
			t.Errorf("%q asks first: %s", origin, dump(w))
		}
	}
}
