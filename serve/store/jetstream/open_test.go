package jetstream

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"plugsheet/serve/bot/memory"
	"plugsheet/serve/store"
)

// TestWindow: an action that comes again after the window is another one. The store knows it for longer: one
// that comes at the window's end, and stands by until somebody leads the actions, is known there too.
func TestWindow(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{Window: 200 * time.Millisecond})
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
	st, err := s.js.Stream(t.Context(), streamName)
	must(t, err)
	if known := st.CachedInfo().Config.Duplicates; known <= s.Window {
		t.Errorf("known for %s", known)
	}
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
		run(b, openStore(b, url, Options{}).Actions("", store.JournalOptions{}))
	})
}

// TestConversationsExpire: what is remembered of a conversation goes by itself, of the store too; bots stay.
func TestConversationsExpire(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, url, Options{})
	short, bots := s.Conversations(time.Second), s.Operators()
	once := func([]byte) ([]byte, error) { return []byte(`"kept"`), nil }
	err := errors.Join(short.Update(t.Context(), "c", once), bots.Update(t.Context(), "o", once))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the conversation is gone", func() bool {
		value, err := short.Get(t.Context(), "c")
		return err == nil && value == nil
	})
	if value, err := bots.Get(t.Context(), "o"); err != nil || value == nil {
		t.Errorf("the bot is gone too: %v", err)
	}
	other := s.values("other", memory.KeepTime, "")
	if _, err := other.get(t.Context()); err != nil {
		t.Fatal(err)
	}
	st, err := s.js.Stream(t.Context(), "KV_plugsheet-other")
	if err != nil || st.CachedInfo().Config.MaxAge != memory.KeepTime {
		t.Errorf("%v: kept for %s, want %s", err, st.CachedInfo().Config.MaxAge, memory.KeepTime)
	}
}
