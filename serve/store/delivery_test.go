package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// journalAt gives a journal whose clock the test sets.
func journalAt(t *testing.T) (*Journal, *time.Time) {
	t.Helper()
	j, now := newJournal(t), clock()
	j.Clock = func() time.Time { return now }
	return j, &now
}

// recorded records an action at the journal's time.
func recorded(t *testing.T, j *Journal, operator, conversation string) (repeated bool) {
	t.Helper()
	repeated, err := j.Record(Action{
		Time: j.Clock().UTC().Format(time.RFC3339Nano), Action: "CALL", Operator: operator,
		Conversation: conversation})
	must(t, err)
	return repeated
}

func TestRepeatedDelivery(t *testing.T) {
	j, now := journalAt(t)
	begin := *now
	for _, c := range []struct {
		after                  time.Duration
		operator, conversation string
		want                   bool
	}{
		{0, "ha-1", "c-1", false},
		{0, "ha-1", "c-1", true},
		{9 * time.Minute, "ha-1", "c-1", true},
		{9 * time.Minute, "ha-2", "c-1", false},
		{9 * time.Minute, "ha-1", "c-2", false},
		{9 * time.Minute, "", "c-1", false},
		{9 * time.Minute, "", "c-1", false}, // nobody can tell
		{9 * time.Minute, "ha-1", "", false},
		{9 * time.Minute, "ha-1", "", false},
		{10 * time.Minute, "ha-1", "c-1", false}, // another one
		{10 * time.Minute, "ha-1", "c-1", true},
		{11 * time.Minute, "ha-1", "c-2", true},
		{5 * time.Minute, "ha-1", "c-1", true}, // the clock was set back
		{-time.Hour, "ha-1", "c-1", false},
	} {
		*now = begin.Add(c.after)
		if got := recorded(t, j, c.operator, c.conversation); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
	if got := len(lines(t, j.Dir)); got != 9 {
		t.Errorf("%d lines in the journal", got)
	}
}

// TestRepeatedDeliveryAfterRestart: a new process knows what the one before has written, also across a new
// part.
func TestRepeatedDeliveryAfterRestart(t *testing.T) {
	j, now := journalAt(t)
	j.Part = 300
	recorded(t, j, "ha-1", "too old")
	*now = now.Add(20 * time.Minute)
	for i := range 4 { // three to a part
		recorded(t, j, "ha-1", fmt.Sprint("c-", i))
	}
	must(t, j.Close())
	next := NewJournal(JournalOptions{Dir: j.Dir, Clock: j.Clock})
	t.Cleanup(func() { must(t, next.Close()) })
	for i := range 4 {
		if !recorded(t, next, "ha-1", fmt.Sprint("c-", i)) {
			t.Errorf("action %d is written again", i)
		}
	}
	if recorded(t, next, "ha-1", "too old") {
		t.Error("an action of twenty minutes ago counts as the same")
	}
}

// TestRepeatsAtOnce sends the same action many times at once.
func TestRepeatsAtOnce(t *testing.T) {
	j, _ := journalAt(t)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() { j.Record(Action{Action: "CALL", Operator: "o", Conversation: fmt.Sprint(i % 5)}) })
	}
	all.Wait()
	if got := len(lines(t, j.Dir)); got != 5 {
		t.Errorf("%d lines in the journal, want 5", got)
	}
}

// TestFailedDeliveryIsNotRepeated: what could not be written is not taken for written when it comes again.
func TestFailedDeliveryIsNotRepeated(t *testing.T) {
	j, _ := journalAt(t)
	private := filepath.Join(j.Dir, "private")
	must(t, os.WriteFile(private, nil, 0o600))
	if _, err := j.Record(Action{Action: "CALL", Operator: "o", Conversation: "c"}); err == nil {
		t.Fatal("recorded on nothing")
	}
	must(t, os.Remove(private))
	recorded(t, j, "x", "y")
	broken, err := os.Open(j.file.Name()) // cannot be written
	must(t, err)
	must(t, j.file.Close())
	j.file = broken
	if _, err := j.Record(Action{Action: "CALL", Operator: "o", Conversation: "c"}); err == nil {
		t.Fatal("a write that failed was acknowledged")
	}
	if recorded(t, j, "o", "c") {
		t.Error("an action that failed counts as written")
	}
}

// TestGroupCommit keeps the disk busy while actions come: they go to it together.
func TestGroupCommit(t *testing.T) {
	j, _ := journalAt(t)
	must(t, added(j, []byte(`{"n":0}`)))
	j.writing.Lock()
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := added(j, fmt.Appendf(nil, `{"n":%d}`, i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	await(t, "all wait in one batch", func() bool {
		j.mu.Lock()
		defer j.mu.Unlock()
		return j.next != nil && strings.Count(string(j.next.lines), "\n") == 20
	})
	j.writing.Unlock()
	all.Wait()
	if got := lines(t, j.Dir); len(got) != 21 || j.next != nil {
		t.Errorf("%d lines in the journal", len(got))
	}
}

func TestRotation(t *testing.T) {
	j := NewJournal(JournalOptions{Dir: filepath.Join(t.TempDir(), "a [b] *?"), Part: 100})
	must(t, os.Mkdir(j.Dir, 0o755))
	t.Cleanup(func() { must(t, j.Close()) })
	line := `{"x":"` + strings.Repeat("x", 40) + `"}`
	for range 7 {
		must(t, added(j, []byte(line)))
	}
	must(t, added(j, []byte(strings.Repeat("y", 300)))) // larger than a part
	parts, err := filepath.Glob(filepath.Join(filepath.Dir(j.Dir), "*", "private", partPattern))
	must(t, err)
	var text strings.Builder
	for _, path := range append(parts, j.file.Name()) {
		data, err := os.ReadFile(path)
		must(t, err)
		text.Write(data)
	}
	if want := strings.Repeat(line+"\n", 7) + strings.Repeat("y", 300) + "\n"; text.String() != want ||
		len(parts) != 4 {
		t.Errorf("%q: %s", parts, text.String())
	}
}

// BenchmarkActions measures actions of many operators at once beside those of one: how much a sync serves.
func BenchmarkActions(b *testing.B) {
	for name, at := range map[string]int{"one": 1, "sixty-four": 64} {
		b.Run(name, func(b *testing.B) {
			j := NewJournal(JournalOptions{Dir: b.TempDir()})
			defer j.Close()
			b.SetParallelism(at)
			if at == 1 {
				for b.Loop() {
					must(b, added(j, []byte(`{"action":"CALL"}`)))
				}
				return
			}
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := added(j, []byte(`{"action":"CALL"}`)); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

// TestRecallFails: while the last ten minutes cannot be read no action is taken, which might be kept twice.
func TestRecallFails(t *testing.T) {
	j := newJournal(t)
	must(t, os.MkdirAll(partFile(j.Dir, 1), 0o700)) // a folder, which cannot be read as lines
	one := Action{Time: "2026-11-28T12:00:00Z", Operator: "ha-1", Conversation: "c-1"}
	if _, err := j.Record(one); err == nil {
		t.Error("it was taken")
	}
	must(t, os.Remove(partFile(j.Dir, 1)))
	if recorded(t, j, "ha-1", "c-1") {
		t.Error("it was kept though it was not taken")
	}
}
