package memory

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"plugsheet/schemas/files"
)

// TestLinksAreNotFollowed: neither what is remembered nor the bots are read through a link.
func TestLinksAreNotFollowed(t *testing.T) {
	for _, name := range []string{conversationsFile, operatorsFile} {
		dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "victim")
		must(t, os.WriteFile(elsewhere, []byte(`{}`), 0o600))
		must(t, os.Symlink(elsewhere, filepath.Join(dir, name)))
		var err error
		if name == operatorsFile {
			_, _, err = NewOperators(dir).Find("op")
		} else {
			_, err = OpenConversations(dir, time.Now(), nil)
		}
		if !errors.Is(err, files.ErrLink) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
