package serve

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func newJournal(t *testing.T) *journal {
	t.Helper()
	j := &journal{dir: t.TempDir(), log: slog.New(slog.DiscardHandler)}
	t.Cleanup(func() { must(t, j.close()) })
	return j
}

// TestTornTail cuts a journal off at every byte, as a crash may: what was whole stays, and the next line is whole.
func TestTornTail(t *testing.T) {
	one, two := `{"action":"ONE"}`+"\n", `{"action":"`+strings.Repeat("2", 6000)+`"}`+"\n"
	for cut := range len(one) + len(two) + 1 {
		if cut > len(one)+20 && cut < len(one)+len(two)-20 && cut%997 > 0 {
			continue
		}
		j := newJournal(t)
		must(t, os.MkdirAll(filepath.Join(j.dir, "private"), 0o700))
		path := filepath.Join(j.dir, "private", journalName)
		must(t, os.WriteFile(path, []byte((one + two)[:cut]), 0o600))
		must(t, j.append([]byte(`{"action":"NEXT"}`)))
		want := `{"action":"NEXT"}` + "\n"
		if cut == len(one)+len(two) {
			want = two + want
		}
		if cut >= len(one) {
			want = one + want
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Fatalf("cut at %d: %.80q, %v", cut, got, err)
		}
	}
}

func TestRecoverBeforeTheFirstAction(t *testing.T) {
	j := newJournal(t)
	must(t, j.recover())
	if _, err := os.Stat(filepath.Join(j.dir, "private")); !os.IsNotExist(err) {
		t.Errorf("a journal that is not there was made: %v", err)
	}
	must(t, j.append([]byte(`{}`)))
	must(t, j.close())
	path := filepath.Join(j.dir, "private", journalName)
	must(t, os.WriteFile(path, []byte("{}\n{\"act"), 0o600))
	must(t, j.recover())
	if got, _ := os.ReadFile(path); string(got) != "{}\n" {
		t.Errorf("recovered to %q", got)
	}
}

// TestFailedWriteIsTakenBack lets a write fail half way and looks at what is left.
func TestFailedWriteIsTakenBack(t *testing.T) {
	j := newJournal(t)
	must(t, j.append([]byte(`{"n":1}`)))
	broken, err := os.Open(j.file.Name()) // cannot be written
	must(t, err)
	must(t, os.WriteFile(j.file.Name(), []byte("{\"n\":1}\n{\"n\":2"), 0o600))
	must(t, j.file.Close())
	j.file = broken
	if err := j.append([]byte(`{"n":2}`)); err == nil {
		t.Fatal("a write that failed was acknowledged")
	}
	must(t, j.append([]byte(`{"n":3}`)))
	if got := lines(t, j.dir); len(got) != 2 || got[1] != `{"n":3}` {
		t.Errorf("journal %q", got)
	}
}

func TestOneWriter(t *testing.T) {
	a := newJournal(t)
	b := &journal{dir: a.dir, log: a.log}
	must(t, a.append([]byte(`{"n":1}`)))
	if err := b.append([]byte(`{"n":2}`)); err == nil {
		t.Error("two writers have the journal at once")
	}
	must(t, a.close())
	must(t, b.append([]byte(`{"n":3}`)))
	must(t, b.close())
	if got := lines(t, a.dir); len(got) != 2 {
		t.Errorf("journal %q", got)
	}
}

func TestManyActionsAtOnce(t *testing.T) {
	s := serveSample(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if w := post(s, "application/json", fmt.Sprintf(`{"action":"CALL","idConversation":"c%d"}`, i)); w.Code != 200 {
				t.Errorf("%s", dump(w))
			}
		})
	}
	all.Wait()
	got := lines(t, s.root.dir)
	seen := map[string]bool{}
	for _, l := range got {
		seen[l] = true
		if !strings.HasPrefix(l, `{"time":"`) || !strings.HasSuffix(strings.TrimSpace(l), "}") {
			t.Errorf("line %q", l)
		}
	}
	if len(got) != 20 || len(seen) != 20 {
		t.Errorf("%d lines, %d different", len(got), len(seen))
	}
}

func FuzzWholeLines(f *testing.F) {
	f.Add([]byte("a\nb"), 3)
	f.Add([]byte(""), 0)
	f.Fuzz(func(t *testing.T, data []byte, pad int) {
		data = append(data, bytes.Repeat([]byte("x"), min(max(pad, 0), 10000))...)
		got, err := wholeLines(bytes.NewReader(data), int64(len(data)))
		if want := bytes.LastIndexByte(data, '\n') + 1; err != nil || got != int64(want) {
			t.Errorf("%d, %v, want %d", got, err, want)
		}
	})
}

// logger writes everything that is logged to b.
func logger(b *strings.Builder) *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// TestUnwritableJournalIsToldEarly: whoever looks after the server hears that nothing can be recorded before an operator
// does.
func TestUnwritableJournalIsToldEarly(t *testing.T) {
	log := &strings.Builder{}
	o := options(t, t.TempDir())
	o.Logger = logger(log)
	shop := sample()
	shop.customers = nil
	shop.write(t, o.Bundle)
	s := start(t, o)
	if strings.Contains(log.String(), "actions cannot be recorded") {
		t.Errorf("a folder that can be written: %s", log)
	}
	s.root.journal.dir = filepath.Join(t.TempDir(), "nowhere") // no folder can be made there, not even by root
	must(t, os.WriteFile(s.root.journal.dir, nil, 0o600))
	shop.price = "11.00 €"
	shop.write(t, o.Bundle)
	must(t, s.Reload(context.Background()))
	if !strings.Contains(log.String(), `level=WARN msg="actions cannot be recorded: this process may not write in private/" site="" hint="plugsheet doctor BUNDLE`) {
		t.Errorf("the log: %s", log)
	}
}
