package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

// fakeReceiver receives what outboxes send.
type fakeReceiver struct {
	answer func(id, conversation string) error // nil: takes everything

	mu    sync.Mutex
	got   []string // conversations in the order in which they were taken
	ids   []string
	asked []time.Time
	seen  []string // visitors, with each attempt
	now   int      // attempts under way
	most  int      // of those
}

func (r *fakeReceiver) send(_ context.Context, id string, action []byte) error {
	var a store.Action
	if err := json.Unmarshal(action, &a); err != nil {
		return err
	}
	r.mu.Lock()
	r.now++
	r.most = max(r.most, r.now)
	r.asked, r.seen = append(r.asked, time.Now()), append(r.seen, a.VisitorUnique)
	r.mu.Unlock()
	time.Sleep(time.Millisecond) // of the bubble's clock
	var err error
	if r.answer != nil {
		err = r.answer(id, a.Conversation)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now--
	if err == nil {
		r.got, r.ids = append(r.got, a.Conversation), append(r.ids, id)
	}
	return err
}

func (r *fakeReceiver) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.got, " ")
}

func (r *fakeReceiver) forwarder() *Forwarder {
	return &Forwarder{
		Forward: Forward{GiveUp: 24 * time.Hour}, send: r.send,
		ForwarderOptions: ForwarderOptions{slog.New(slog.DiscardHandler), time.Now, func(string) {}},
		slots:            make(chan struct{}, maxForwards), boxes: map[store.Actions][]*outbox{},
	}
}

// forwardedSite is a site whose actions are forwarded, as one process has it.
type forwardedSite struct {
	journal *store.Journal
	box     *outbox
	stop    func()
}

// forwardFrom begins a process on a bundle's folder; stop ends it.
func forwardFrom(t *testing.T, r *fakeReceiver, dir string, part int64) *forwardedSite {
	t.Helper()
	s := &forwardedSite{journal: forwardedJournal(dir, part)}
	s.box = newOutboxes(r.forwarder(), Source{Actions: s.journal})[0]
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); s.box.run(ctx) }()
	s.stop = func() { cancel(); <-ended; must(t, s.journal.Close()) }
	return s
}

// forwardedJournal is a journal that remembers from its first action on how far it was forwarded.
func forwardedJournal(dir string, part int64) *store.Journal {
	return store.NewJournal(store.JournalOptions{Dir: dir, Clock: time.Now, Part: part, Forwarded: true})
}

// recorded records an action at this time.
func recorded(t *testing.T, j *store.Journal, operator, conversation string) {
	t.Helper()
	_, err := j.Record(store.Action{
		Time: time.Now().UTC().Format(time.RFC3339Nano), Action: "CALL", Operator: operator,
		Conversation: conversation})
	must(t, err)
}

// Names under private/, as the store has them.
const (
	journalName = "journal.jsonl"
	cursorName  = "forwarded.json"
)

func privateFile(dir, name string) string { return filepath.Join(dir, bundle.PrivateDir, name) }

// act records actions and lets everything come to rest, but for what waits longer.
func (s *forwardedSite) act(t *testing.T, conversations ...string) {
	t.Helper()
	for _, c := range conversations {
		recorded(t, s.journal, "ha-1", c)
	}
	notify(s.box.wake)
	time.Sleep(100 * time.Millisecond)
	synctest.Wait()
}

// wants fails unless the receiver has taken these conversations.
func (r *fakeReceiver) wants(t *testing.T, want string) {
	t.Helper()
	time.Sleep(time.Minute)
	synctest.Wait()
	if got := r.String(); got != want {
		t.Errorf("received %q, want %q", got, want)
	}
}

func bubble(t *testing.T, run func(t *testing.T, r *fakeReceiver, dir string)) {
	dir := filepath.Join(t.TempDir(), "a [b]")
	must(t, os.Mkdir(dir, 0o755))
	synctest.Test(t, func(t *testing.T) { run(t, &fakeReceiver{}, dir) })
}

// In the journal's order, over its rotation and a restart, each once while nothing goes wrong.
func TestForwardInOrder(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		s := forwardFrom(t, r, dir, 300)
		s.act(t, "0", "1")
		s.act(t, "2", "3", "4", "5")
		r.wants(t, "0 1 2 3 4 5")
		s.stop()
		s = forwardFrom(t, r, dir, 300)
		s.act(t, "6", "7", "8")
		r.wants(t, "0 1 2 3 4 5 6 7 8")
		if _, err := os.Stat(privateFile(dir, "journal-000002.jsonl")); err != nil {
			t.Errorf("too few parts: %v", err)
		}
		if len(letters(t, dir)) > 0 || s.box.oldest.Load() != 0 {
			t.Error("something is left")
		}
		s.stop()
	})
}

// A receiver that is down for hours: attempts become rare, the journal is rotated meanwhile, nothing is lost
// or changes its place, and /ready and the metrics tell.
func TestForwardWhileTheReceiverIsDown(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		var up atomic.Bool
		r.answer = func(string, string) error {
			if !up.Load() {
				return &failure{Reason: "the receiver answered 503"}
			}
			return nil
		}
		s := forwardFrom(t, r, dir, 300)
		s.box.f.boxes[s.journal] = []*outbox{s.box}
		begin := time.Now()
		s.act(t, "0", "1", "2", "3", "4", "5")
		time.Sleep(6 * time.Hour)
		s.act(t, "6")
		if n := len(r.asked); n < 60 || n > 140 {
			t.Errorf("%d attempts in six hours", n)
		}
		for i, least := range []time.Duration{700, 1400, 2800, 5600} {
			if wait := r.asked[i+1].Sub(r.asked[i]); wait < least*time.Millisecond ||
				wait > 2*least*time.Millisecond {
				t.Errorf("wait %d is %s", i, wait)
			}
		}
		want := State{Waiting: 1, Oldest: begin.UTC().Format(time.RFC3339),
			Trouble: "the receiver answered 503"}
		if got := s.box.f.State(); *got != want || s.box.f.Lag() < 6*3600 {
			t.Errorf("%+v, lag %v", got, s.box.f.Lag())
		}
		s.stop()
		s = forwardFrom(t, r, dir, 300)
		up.Store(true)
		r.wants(t, "0 1 2 3 4 5 6")
		if got := s.box.f.State(); *got != (State{}) || s.box.f.Lag() != 0 {
			t.Errorf("afterwards: %+v", got)
		}
		s.stop()
	})
}

// The receiver says when it wants to be asked again.
func TestForwardRetryAfter(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		r.answer = func(string, string) error {
			if len(r.asked) == 1 {
				return &failure{After: 10 * time.Minute}
			}
			return nil
		}
		s := forwardFrom(t, r, dir, 0)
		s.act(t, "0")
		time.Sleep(8 * time.Minute)
		r.wants(t, "")
		r.wants(t, "0")
		s.stop()
	})
}

// A process that dies between the delivery and the noting of it sends again, under the same id.
func TestForwardAtLeastOnce(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		s := forwardFrom(t, r, dir, 0)
		s.act(t, "0")
		before, err := os.ReadFile(privateFile(dir, cursorName))
		must(t, err)
		s.act(t, "1")
		s.stop()
		must(t, os.WriteFile(privateFile(dir, cursorName), before, 0o600))
		s = forwardFrom(t, r, dir, 0)
		r.wants(t, "0 1 1")
		if r.ids[1] != r.ids[2] || r.ids[0] == r.ids[1] {
			t.Errorf("ids %q", r.ids)
		}
		s.stop()
	})
}

// Forwarding begins with the first action after it was switched on, also when the process dies right after
// that one.
func TestForwardBeginsWhenSwitchedOn(t *testing.T) {
	bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
		before := store.NewJournal(store.JournalOptions{Dir: dir, Part: 200})
		for i := range 4 {
			recorded(t, before, "o", fmt.Sprint("before ", i))
		}
		must(t, before.Close())
		dies := forwardedJournal(dir, 200)
		for _, c := range []string{"0", "1", "2"} { // with a new part between them
			recorded(t, dies, "o", c)
		}
		must(t, dies.Close())
		s := forwardFrom(t, r, dir, 200)
		s.act(t, "3")
		r.wants(t, "0 1 2 3")
		s.stop()
	})
}

// position writes how far a journal was forwarded.
func position(t *testing.T, dir, text string) {
	t.Helper()
	must(t, os.WriteFile(privateFile(dir, cursorName), []byte(text), 0o600))
}

// Where the position is lost or belongs to another journal, actions are sent again rather than left out.
func TestForwardWithWrongPosition(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		want   string
	}{
		"damaged": {func(t *testing.T, dir string) {
			position(t, dir, "{")
		}, "0 1 0 1 2"},
		"nonsense": {func(t *testing.T, dir string) {
			position(t, dir, `{"part":-1}`)
		}, "0 1 0 1 2"},
		"beyond": {func(t *testing.T, dir string) { position(t, dir, `{"part":1,"offset":1000000}`) },
			"0 1 0 1 2"},
		"in a line": {func(t *testing.T, dir string) { position(t, dir, `{"part":1,"offset":9}`) },
			"0 1 0 1 2"},
		"other line": {func(t *testing.T, dir string) {
			position(t, dir, `{"part":1,"offset":108,"line":"x"}`)
		}, "0 1 0 1 2"},
		"other journal": {func(t *testing.T, dir string) {
			data, err := os.ReadFile(privateFile(dir, journalName))
			must(t, err)
			must(t, os.WriteFile(privateFile(dir, journalName),
				[]byte(strings.ReplaceAll(string(data), `ha-1`, `ha-2`)), 0o600))
		}, "0 1 0 1 2"},
		"emptied": {func(t *testing.T, dir string) { must(t, os.Truncate(privateFile(dir, journalName), 0)) },
			"0 1 2"},
		"a gap": {func(t *testing.T, dir string) {
			must(t, os.Rename(privateFile(dir, journalName), privateFile(dir, "journal-000004.jsonl")))
			position(t, dir, `{"part":2,"offset":5}`)
		}, "0 1 0 1 2"},
		"parts taken away": {func(t *testing.T, dir string) {
			data, err := os.ReadFile(privateFile(dir, cursorName))
			must(t, err)
			position(t, dir, strings.Replace(string(data), `"part":1`, `"part":7`, 1))
		}, "0 1 2"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
				s := forwardFrom(t, r, dir, 0)
				s.act(t, "0", "1")
				s.stop()
				time.Sleep(time.Hour)
				c.change(t, dir)
				s = forwardFrom(t, r, dir, 0)
				s.act(t, "2")
				r.wants(t, c.want)
				s.stop()
			})
		})
	}
}

// Many websites share few deliveries at once, and each is served.
func TestForwardAtOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := &fakeReceiver{}
		var all []*forwardedSite
		slots := make(chan struct{}, maxForwards)
		for i := range 20 {
			one := filepath.Join(dir, fmt.Sprint(i))
			must(t, os.Mkdir(one, 0o755))
			s := forwardFrom(t, r, one, 0)
			s.box.f.slots = slots
			all = append(all, s)
		}
		for _, s := range all {
			recorded(t, s.journal, "o", "c")
			notify(s.box.wake)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if len(r.got) != 20 || r.most > maxForwards {
			t.Errorf("%d received, %d at once", len(r.got), r.most)
		}
		for _, s := range all {
			s.stop()
		}
	})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Who is forgotten while an action waits for another attempt, or during the last one, is neither sent again
// nor kept in a dead letter.
func TestForwardForgets(t *testing.T) {
	for _, permanent := range []bool{false, true} {
		bubble(t, func(t *testing.T, r *fakeReceiver, dir string) {
			r.answer = func(string, string) error {
				if len(r.seen) == 1 {
					path := privateFile(dir, journalName)
					text, err := os.ReadFile(path)
					text = []byte(strings.ReplaceAll(string(text), "v-gone", "******")) // as plugsheet forget does
					if err = errors.Join(err, os.WriteFile(path, text, 0o600)); err != nil {
						t.Error(err)
					}
				}
				return &failure{Reason: "x", Permanent: permanent || len(r.seen) > 2}
			}
			s := forwardFrom(t, r, dir, 0)
			_, err := s.journal.Record(store.Action{
				Time: time.Now().UTC().Format(time.RFC3339Nano), Action: "CALL", VisitorUnique: "v-gone"})
			must(t, err)
			s.act(t)
			r.wants(t, "")
			all := letters(t, dir)
			if slices.Contains(r.seen[1:], "v-gone") || len(all) != 1 ||
				all[0].Action.VisitorUnique != "******" {
				t.Errorf("sent %q, dead %+v", r.seen, all)
			}
			s.stop()
		})
	}
}
