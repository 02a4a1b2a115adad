package serve

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"plugsheet/schemas/bundle"
)

// FuzzBody reads the body of an action: it is refused as a body, or what was read keeps the bounds.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		actionBody, botBody, "action=CALL&idOperator=1", `{"action":"CALL"}`, `{"action":null}`, `{"action":1e999}`, `{"action":["x"]}`,
		"", " {", "{}", "action=%zz", "action=a&action=b", `{"action":"a","action":"b"}`, "\xff", `{"action":"\ud800"}`, `{"action":true}`,
	} {
		for _, kind := range []string{"application/json", "application/x-www-form-urlencoded", "", "text/plain; charset=", "a/b+json"} {
			f.Add(kind, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		q, err := readAction(kind, data)
		var failed *failure
		if err != nil {
			if !errors.As(err, &failed) || failed.kind != badBody {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		if q.values[action] == "" {
			t.Fatal("an action without a code")
		}
		for k, text := range q.values {
			if len(text) > maxText || !utf8.ValidString(text) {
				t.Errorf("%s: %q", key(k), text)
			}
		}
		line, err := encode(Action{Action: q.values[action], Operator: q.values[idOperator], Conversation: q.values[idConversation]})
		if err != nil || bytes.ContainsAny(line, "\n\r") {
			t.Errorf("the line %q, %v", line, err)
		}
	})
}

// FuzzJournal opens a journal that holds anything: it is repaired to whole lines, takes another action, and whoever reads
// it finds that action once and at the end.
func FuzzJournal(f *testing.F) {
	line := `{"time":"2030-01-02T02:04:05.000006Z","action":"CALL","idConversation":"c","idOperator":"o"}` + "\n"
	for _, seed := range []string{"", line, line + line[:20], "\n\n", "{}\n", "\x00\n", `{"time":1}` + "\n", strings.Repeat("x", 9000), line + strings.Repeat("y", 5000)} {
		f.Add([]byte(seed))
	}
	private := filepath.Join(f.TempDir(), bundle.PrivateDir)
	must(f, os.Mkdir(private, 0o700))
	f.Fuzz(func(t *testing.T, data []byte) {
		must(t, os.WriteFile(filepath.Join(private, journalName), data, 0o600))
		j := journal{dir: filepath.Dir(private), log: slog.New(slog.DiscardHandler), clock: clock}
		defer j.close()
		added := Action{Time: clock().UTC().Format(time.RFC3339Nano), Action: "CALL", Operator: "the new one", Conversation: string(data[:min(10, len(data))])}
		repeated, err := j.record(added)
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
		for a, err := range Actions(j.dir) {
			var broken *LineError
			if err != nil && !errors.As(err, &broken) {
				t.Fatal(err)
			}
			last = a
		}
		if last.Operator != added.Operator || bytes.Count(got, []byte("\n")) != bytes.Count(whole, []byte("\n"))+1 {
			t.Errorf("the journal ends in %+v: %q", last, got)
		}
	})
}
