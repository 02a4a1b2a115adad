package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// read gives the conversations of a journal in order, and its errors.
func read(dir string) string {
	var b strings.Builder
	for a, err := range ReadActions(dir) {
		if err != nil {
			fmt.Fprintf(&b, "[%s] ", filepath.Base(err.Error()))
			continue
		}
		b.WriteString(a.Conversation + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestActions(t *testing.T) {
	j, now := journalAt(t)
	if got := read(j.Dir); got != "" {
		t.Errorf("no journal: %q", got)
	}
	j.Part = 200
	for i := range 5 {
		recorded(t, j, "o", fmt.Sprint(i))
		*now = now.Add(time.Second)
	}
	if got := read(j.Dir); got != "0 1 2 3 4" {
		t.Errorf("%q", got)
	}
	path := filepath.Join(j.Dir, "private", journalName)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(data,
		"nothing\n{\"time\":\"2030-01-02T02:04:05Z\",\"idConversation\":\"5\"}\n{\"time\":\"torn"...), 0o600))
	if got := read(j.Dir); got != "0 1 2 3 4 [journal.jsonl:2: this line is no action] 5" {
		t.Errorf("with a line that is none: %q", got)
	}
	for range ReadActions(j.Dir) {
		break // and no panic
	}
	// as between two parts
	must(t, os.Rename(path, filepath.Join(j.Dir, "private", fmt.Sprintf(partName, 99))))
	if got := read(j.Dir); !strings.HasSuffix(got, "no action] 5") {
		t.Errorf("without a current part: %q", got)
	}
}
