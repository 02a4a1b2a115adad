package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/files"
)

// TestLinksAreNotFollowed: neither private/ nor a file in it may lead elsewhere; what a link points to stays
// as it is, and the journal says that it cannot be written.
func TestLinksAreNotFollowed(t *testing.T) {
	for name, link := range map[string]func(dir, elsewhere string) error{
		"private": func(dir, elsewhere string) error {
			return os.Symlink(elsewhere, filepath.Join(dir, "private"))
		},
		"journal": func(dir, elsewhere string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "private"), 0o700),
				os.Symlink(filepath.Join(elsewhere, "victim"), privateFile(dir, journalName)))
		},
		"lock": func(dir, elsewhere string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "private"), 0o700),
				os.Symlink(filepath.Join(elsewhere, "nowhere"), privateFile(dir, lockName)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, elsewhere := t.TempDir(), t.TempDir()
			victim := filepath.Join(elsewhere, "victim")
			must(t, os.WriteFile(victim, []byte("precious, without a newline"), 0o600))
			must(t, link(dir, elsewhere))
			j := NewJournal(JournalOptions{Dir: dir})
			if _, err := j.Record(Action{Time: "x", Action: "CALL"}); !errors.Is(err, files.ErrLink) {
				t.Errorf("recorded: %v", err)
			}
			if name != "lock" && j.Ready() {
				t.Error("it counts as writable")
			}
			if err := j.Queues(1)[0].Bury(DeadLetter{}); name == "private" && !errors.Is(err, files.ErrLink) {
				t.Errorf("buried: %v", err)
			}
			if name != "lock" {
				for _, err := range ReadActions(dir) {
					if !errors.Is(err, files.ErrLink) {
						t.Errorf("read: %v", err)
					}
				}
			}
			got, err := os.ReadFile(victim)
			entries, errDir := os.ReadDir(elsewhere)
			if string(got) != "precious, without a newline" || len(entries) != 1 || err != nil ||
				errDir != nil {
				t.Errorf("elsewhere: %q, %v", got, entries)
			}
		})
	}
}
