//go:build unix

package cmd

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"plugsheet/serve/store"
)

// A server that forwards is killed again and again, while its receiver fails now and then: each action that
// was acknowledged is received at least once, and everything that is received more than once has one id.
func TestKilledWhileForwarding(t *testing.T) {
	rounds := killRoundsWanted()
	var mu sync.Mutex
	asked, received := 0, map[string]map[string]bool{} // ids of deliveries by conversation
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var d struct {
			Delivery string
			Action   store.Action
		}
		err := json.NewDecoder(r.Body).Decode(&d)
		mu.Lock()
		defer mu.Unlock()
		if asked++; err != nil || asked%7 == 3 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		if received[d.Action.Conversation] == nil {
			received[d.Action.Conversation] = map[string]bool{}
		}
		received[d.Action.Conversation][d.Delivery] = true
	}))
	defer hook.Close()
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	t.Setenv("PLUGSHEET_WEBHOOK_SECRET", "hush")
	t.Setenv("PLUGSHEET_ACTIONS_WEBHOOK", hook.URL)
	var acknowledged []string
	for round := range rounds {
		acknowledged = append(acknowledged, killedRound(t, dir, round, int64(5+round%9), nil)...)
	}
	all := func() bool {
		mu.Lock()
		defer mu.Unlock()
		for _, id := range acknowledged {
			if received[id] == nil {
				return false
			}
		}
		return true
	}
	c := plugsheet(t, dir, "serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Wait()
	defer c.Process.Kill()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	// the receiver's failures make the server wait, so hundreds of actions take minutes:
	// late is when nothing more comes
	late, got := time.NewTimer(2*time.Minute), 0
	defer late.Stop()
	for !all() {
		select {
		case <-tick.C:
			mu.Lock()
			if len(received) > got {
				got = len(received)
				late.Reset(2 * time.Minute)
			}
			mu.Unlock()
		case <-late.C:
			t.Fatalf("of %d acknowledged actions %d are received", len(acknowledged), got)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for conversation, ids := range received {
		if len(ids) != 1 {
			t.Errorf("%s was received under %d ids", conversation, len(ids))
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "bundle", "private", "dead-letters.jsonl")); !os.IsNotExist(err) {
		t.Errorf("there are dead letters: %v", err)
	}
	t.Logf("%d acknowledged, %d received, %d deliveries", len(acknowledged), len(received), asked)
}
