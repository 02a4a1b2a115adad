package bundle

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/files"
)

// TestCustomersLinkIsNotFollowed: plain customers are not read through a link, nor is a key written through
// one.
func TestCustomersLinkIsNotFollowed(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	name := filepath.Base(customersFile)
	must(t, os.WriteFile(filepath.Join(elsewhere, name), []byte(`{}`), 0o600))
	must(t, os.Symlink(elsewhere, filepath.Join(dir, PrivateDir)))
	if _, err := readPlain(layout{dir: dir}, []byte("key")); !errors.Is(err, files.ErrLink) {
		t.Errorf("private/: %v", err)
	}
	if err := newKey(dir, []byte("key")); !errors.Is(err, files.ErrLink) {
		t.Errorf("the key: %v", err)
	}
	dir = t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, PrivateDir), 0o700))
	must(t, os.Symlink(filepath.Join(elsewhere, name), filepath.Join(dir, PrivateDir, name)))
	if _, err := readPlain(layout{dir: dir}, []byte("key")); !errors.Is(err, files.ErrLink) {
		t.Errorf("the file: %v", err)
	}
}
