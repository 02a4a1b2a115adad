package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
	"plugsheet/serve/webhook"
)

// hush signs what is forwarded.
func hush(body []byte) string { return Sign(Secret("hush"), body) }

// hook is a receiver of actions: it refuses while down says so, and keeps the first delivery of each id.
type hook struct {
	*httptest.Server
	mu    sync.Mutex
	down  bool
	asked int
	got   map[string]string // conversations by delivery id
	wrong []string          // signatures that do not fit
}

func newHook(t *testing.T) *hook {
	h := &hook{got: map[string]string{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var d struct {
			Delivery, SentAt string
			Action           store.Action
		}
		err := json.Unmarshal(body, &d)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.asked++
		if claim := r.Header.Get(webhook.SignatureHeader); err != nil || claim != hush(body) ||
			d.SentAt == "" || d.Delivery != r.Header.Get(webhook.DeliveryHeader) {
			h.wrong = append(h.wrong, fmt.Sprintf("%v %v: %s", err, r.Header, body))
		}
		if h.down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		h.got[d.Delivery] = d.Action.Conversation
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) counts() (asked, got int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked, len(h.got)
}

// TestForwarded is the whole way: a server under way, a receiver that is down at first, two websites, what
// /ready and the metrics say, and a log without a secret or anything personal.
func TestForwarded(t *testing.T) {
	h := newHook(t)
	h.down = true
	s := serveSample(t)
	dir := s.sites.Root().Dir
	must(t, s.Close())
	var log strings.Builder
	var mu sync.Mutex
	o := options(t, dir)
	o.Logger = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil))
	o.Forward = webhook.Forward{URL: h.URL + "/private-path", Sign: hush}
	s, err := New(context.Background(), o)
	must(t, err)
	must(t, s.Reload(context.Background()))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { ended <- s.Serve(ctx, l) }()
	for i := range 3 {
		for _, site := range []string{"", "ha-123"} {
			body := fmt.Sprintf(`{"action":"CALL","idOperator":"o","idConversation":"person-%d%s",`+
				`"idWebsite":%q}`, i, site, site)
			if w := post(s, "application/json", body); w.Code != 200 {
				t.Fatalf("%s", dump(w))
			}
		}
	}
	await(t, "an attempt for each website", func() bool { asked, _ := h.counts(); return asked >= 2 })
	await(t, "trouble in /ready", func() bool {
		w := get(s, "GET", "/ready", nil)
		return w.Code == 200 &&
			strings.Contains(w.Body.String(),
				`"forwarding":{"waiting":2,"oldest":"2030-01-02T02:04:05Z","trouble":"the receiver `+
					`answered 503"}`)
	})
	h.mu.Lock()
	h.down = false
	h.mu.Unlock()
	await(t, "all six", func() bool { _, got := h.counts(); return got == 6 })
	await(t, "nothing waits", func() bool {
		return strings.Contains(get(s, "GET", "/ready", nil).Body.String(), `"forwarding":{"waiting":0}`)
	})
	for _, want := range []string{
		`plugsheet_forwards_total{result="delivered"} 6`, `plugsheet_forwards_total{result="dead"} 0`,
		`plugsheet_forward_lag_seconds 0`, `plugsheet_journal_actions_total 6`,
		`plugsheet_journal_failures_total 0`,
	} {
		if !strings.Contains(scrape(s), want) {
			t.Errorf("the metrics do not say %s", want)
		}
	}
	cancel()
	must(t, <-ended)
	must(t, s.Close())
	if len(h.wrong) > 0 {
		t.Errorf("wrong: %q", h.wrong)
	}
	for _, secret := range []string{"hush", "private-path", "person-"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "actions wait to be forwarded") ||
		!strings.Contains(log.String(), "actions are forwarded again") {
		t.Errorf("the log does not tell:\n%s", log.String())
	}
}

// lockedWriter lets several write.
type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

func (w lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.w.Write(p)
}

// A server that forwards nothing says nothing of it and keeps no position.
func TestNotForwarded(t *testing.T) {
	s := serveSample(t)
	post(s, "", "action=CALL")
	if body := get(s, "GET", "/ready", nil).Body.String(); strings.Contains(body, "forward") {
		t.Error(body)
	}
	if _, err := os.Stat(filepath.Join(s.sites.Root().Dir, bundle.PrivateDir, "forwarded.json")); err == nil {
		t.Error("there is a position")
	}
	for _, f := range []webhook.Forward{{URL: "https://hooks.example"},
		{URL: "http://hooks.example", Sign: hush}} {
		o := options(t, s.sites.Root().Dir)
		o.Forward = f
		if _, err := New(context.Background(), o); err == nil {
			t.Errorf("%s is taken", f.URL)
		}
	}
}
