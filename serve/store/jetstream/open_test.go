package jetstream

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"plugsheet/serve/store"
)

// TestRefusals: what is wrong with a store is told apart, and no error holds a password.
func TestRefusals(t *testing.T) {
	locked := start(t, server.Options{JetStream: true, Username: "shop", Password: "right"})
	plain := start(t, server.Options{})
	junk := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(junk, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		o    Options
		want error
	}{
		"password":     {Options{URL: "nats://shop:wrongpass@" + locked}, ErrRefused},
		"no password":  {Options{URL: "nats://" + locked, Late: true}, ErrRefused},
		"no jetstream": {Options{URL: "nats://" + plain, Late: true}, ErrPlain},
		"no tls":       {Options{URL: "tls://" + plain}, ErrTLS},
		"nobody":       {Options{URL: "nats://127.0.0.1:1"}, ErrAway},
		"no creds":     {Options{URL: "nats://" + locked, Creds: junk + ".gone"}, os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(c.o)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), "wrongpass") {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	openStore(t, Options{URL: "nats://shop:right@" + locked})
}

// TestWindow: an action that comes again after the window is another one.
func TestWindow(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, Options{URL: url, Window: 200 * time.Millisecond})
	a := s.Actions("", store.JournalOptions{})
	e := store.Action{Time: "2026-11-28T12:00:00Z", Action: "CALL", Operator: "o", Conversation: "c"}
	record := func() bool {
		repeated, err := a.Record(e)
		if err != nil {
			t.Fatal(err)
		}
		return repeated
	}
	if record() {
		t.Error("the first is a repeat")
	}
	eventually(t, "it is another one", func() bool { return !record() })
}

// BenchmarkActions holds a store of three servers, which sync each message, against the files: actions a
// second with 64 at once, and how long 99 of 100 take at most.
func BenchmarkActions(b *testing.B) {
	run := func(b *testing.B, a store.Actions) {
		var mu sync.Mutex
		var took []time.Duration
		if _, err := a.Record(store.Action{Time: "2026-11-28T12:00:00Z", Action: "CALL"}); err != nil {
			b.Fatal(err) // which makes what is missing
		}
		b.ResetTimer()
		b.SetParallelism(32)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				since := time.Now()
				if _, err := a.Record(store.Action{Time: since.Format(time.RFC3339Nano), Action: "CALL"}); err != nil {
					b.Error(err)
				}
				mu.Lock()
				took = append(took, time.Since(since))
				mu.Unlock()
			}
		})
		slices.Sort(took)
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "actions/s")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	}
	b.Run("files", func(b *testing.B) { run(b, store.NewJournal(store.JournalOptions{Dir: b.TempDir()})) })
	b.Run("store", func(b *testing.B) {
		_, url := startServers(b, 3)
		run(b, openStore(b, Options{URL: url}).Actions("", store.JournalOptions{}))
	})
}
