package store_test

import (
	"iter"
	"path/filepath"
	"testing"

	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/store"
	"plugsheet/serve/store/storetest"
)

// TestFiles: the files do what every keeper of actions does.
func TestFiles(t *testing.T) {
	storetest.TestActions(t, func(t *testing.T) storetest.Keeper {
		dir := t.TempDir()
		return storetest.Keeper{
			Server: func(o store.JournalOptions) store.Actions {
				o.Dir = dir
				return store.NewJournal(o)
			},
			Actions:     func() iter.Seq2[store.Action, error] { return store.ReadActions(dir) },
			DeadLetters: func() iter.Seq2[store.DeadLetter, error] { return store.DeadLetters(dir) },
			Retry: func(choose func(store.DeadLetter) bool) (int, error) {
				return store.RetryDeadLetters(dir, choose)
			},
			Erase: func(who string) (int, error) { return privacy.Erase(filepath.Join(dir, "private"), who) },
		}
	})
}
