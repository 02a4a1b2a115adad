package store

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func newJournal(t *testing.T) *Journal {
	t.Helper()
	j := NewJournal(JournalOptions{Dir: t.TempDir()})
	t.Cleanup(func() { must(t, j.Close()) })
	return j
}

// added adds a line to a journal, which is no action that comes again.
func added(j *Journal, line []byte) error {
	_, err := j.append(line, "")
	return err
}

// TestTornTail cuts a journal off at every byte, as a crash may: what was whole stays, and the next line is
// whole.
func TestTornTail(t *testing.T) {
	one, two := `{"action":"ONE"}`+"\n", `{"action":"`+strings.Repeat("2", 6000)+`"}`+"\n"
	for cut := range len(one) + len(two) + 1 {
		if cut > len(one)+20 && cut < len(one)+len(two)-20 && cut%997 > 0 {
			continue
		}
		j := newJournal(t)
		must(t, os.MkdirAll(filepath.Join(j.Dir, "private"), 0o700))
		path := filepath.Join(j.Dir, "private", journalName)
		must(t, os.WriteFile(path, []byte((one + two)[:cut]), 0o600))
		must(t, added(j, []byte(`{"action":"NEXT"}`)))
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
	must(t, j.Recover())
	if _, err := os.Stat(filepath.Join(j.Dir, "private")); !os.IsNotExist(err) {
		t.Errorf("a journal that is not there was made: %v", err)
	}
	must(t, added(j, []byte(`{}`)))
	must(t, j.Close())
	path := filepath.Join(j.Dir, "private", journalName)
	must(t, os.WriteFile(path, []byte("{}\n{\"act"), 0o600))
	must(t, j.Recover())
	if got, _ := os.ReadFile(path); string(got) != "{}\n" {
		t.Errorf("recovered to %q", got)
	}
}

// TestFailedWriteIsTakenBack lets a write fail half way and looks at what is left.
func TestFailedWriteIsTakenBack(t *testing.T) {
	j := newJournal(t)
	must(t, added(j, []byte(`{"n":1}`)))
	broken, err := os.Open(j.file.Name()) // cannot be written
	must(t, err)
	must(t, os.WriteFile(j.file.Name(), []byte("{\"n\":1}\n{\"n\":2"), 0o600))
	must(t, j.file.Close())
	j.file = broken
	if err := added(j, []byte(`{"n":2}`)); err == nil {
		t.Fatal("a write that failed was acknowledged")
	}
	must(t, added(j, []byte(`{"n":3}`)))
	if got := lines(t, j.Dir); len(got) != 2 || got[1] != `{"n":3}` {
		t.Errorf("journal %q", got)
	}
}

func TestOneWriter(t *testing.T) {
	a := newJournal(t)
	b := NewJournal(JournalOptions{Dir: a.Dir})
	must(t, added(a, []byte(`{"n":1}`)))
	if err := added(b, []byte(`{"n":2}`)); err == nil {
		t.Error("two writers have the journal at once")
	}
	must(t, a.Close())
	must(t, added(b, []byte(`{"n":3}`)))
	must(t, b.Close())
	if got := lines(t, a.Dir); len(got) != 2 {
		t.Errorf("journal %q", got)
	}
}

// clock is the time in the tests.
func clock() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 6000, time.FixedZone("", 3600)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lines are the lines of a journal.
func lines(t *testing.T, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(privateFile(dir, journalName))
	must(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
}

// await waits for something that comes by itself.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	late := time.After(time.Minute)
	for !so() {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		default:
			runtime.Gosched()
		}
	}
}
