package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
)

// FuzzJournal opens a journal that holds anything: it is repaired to whole lines, takes another action, and
// whoever reads it finds that action once and at the end.
func FuzzJournal(f *testing.F) {
	line := `{"time":"2030-01-02T02:04:05.000006Z","action":"CALL","idConversation":"c","idOperator":"o"}` +
		"\n"
	for _, seed := range []string{"", line, line + line[:20], "\n\n", "{}\n", "\x00\n", `{"time":1}` + "\n",
		strings.Repeat("x", 9000), line + strings.Repeat("y", 5000)} {
		f.Add([]byte(seed))
	}
	private := filepath.Join(f.TempDir(), bundle.PrivateDir)
	must(f, os.Mkdir(private, 0o700))
	f.Fuzz(func(t *testing.T, data []byte) {
		must(t, os.WriteFile(filepath.Join(private, journalName), data, 0o600))
		j := NewJournal(JournalOptions{Dir: filepath.Dir(private), Clock: clock})
		defer j.Close()
		added := Action{
			Time: clock().UTC().Format(time.RFC3339Nano), Action: "CALL", Operator: "the new one",
			Conversation: string(data[:min(10, len(data))]),
		}
		repeated, err := j.Record(added)
		must(t, err)
		whole := data[:bytes.LastIndexByte(data, '\n')+1]
		got, err := os.ReadFile(filepath.Join(private, journalName))
		must(t, err)
		if !bytes.HasPrefix(got, whole) {
			t.Fatalf("what was whole has changed: %q became %q", data, got)
		}
		if repeated {
			return // the journal had it
		}
		var last Action
		for a, err := range ReadActions(j.Dir) {
			if err != nil && !errors.Is(err, ErrNoAction) {
				t.Fatal(err)
			}
			last = a
		}
		if last.Operator != added.Operator ||
			bytes.Count(got, []byte("\n")) != bytes.Count(whole, []byte("\n"))+1 {
			t.Errorf("the journal ends in %+v: %q", last, got)
		}
	})
}
