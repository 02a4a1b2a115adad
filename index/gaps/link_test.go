package gaps

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/files"
)

// TestLinkIsNotFollowed: where private/ leads elsewhere nothing is counted, and nothing is written there.
func TestLinkIsNotFollowed(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(dir, "private")); err != nil {
		t.Fatal(err)
	}
	err := Forget(t.Context(), Folder(dir), "torch")
	if !errors.Is(err, files.ErrLink) {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}
