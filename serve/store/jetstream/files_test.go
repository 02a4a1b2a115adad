package jetstream

import (
	"iter"
	"path/filepath"
	"testing"
	"time"

	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/bot/memory"
	"plugsheet/serve/store"
)

// TestFiles: the files do what every keeper of actions does.
func TestFiles(t *testing.T) {
	testActions(t, func(t *testing.T) keeper {
		dir := t.TempDir()
		return keeper{
			Server: func(o store.JournalOptions) store.Actions {
				o.Dir = dir
				return store.NewJournal(o)
			},
			Actions:     func() iter.Seq2[store.Action, error] { return store.ReadActions(dir) },
			DeadLetters: func() iter.Seq2[store.DeadLetter, error] { return store.DeadLetters(dir) },
			Retry:       func(choose func(store.DeadLetter) bool) error { return store.RetryDeadLetters(dir, choose) },
			Erase:       func(who string) (int, error) { return privacy.Erase(filepath.Join(dir, "private"), who) },
		}
	})
}

// TestFilesOfBotsAndCounts: the files do what every memory does.
func TestFilesOfBotsAndCounts(t *testing.T) {
	testMemory(t, func(t *testing.T) keeping {
		dir := t.TempDir()
		return keeping{
			Operators: func() *memory.Operators { return memory.NewOperators(dir) },
			Conversations: func() *memory.Conversations {
				c, err := memory.OpenConversations(dir, time.Date(2026, 11, 28, 12, 2, 0, 0, time.UTC), nil)
				if err != nil {
					t.Fatal(err)
				}
				return c
			},
			Counts: func() gaps.Values { return gaps.Folder(dir) },
		}
	})
}
