package listen

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"plugsheet/schemas/files"
)

// TestLinkIsNotFollowed: the folder of the certificates that are fetched, or private/ itself, may not lead
// elsewhere.
func TestLinkIsNotFollowed(t *testing.T) {
	for _, name := range []string{"", acmeDir} {
		private, elsewhere := filepath.Join(t.TempDir(), "private"), t.TempDir()
		if name != "" {
			if err := os.Mkdir(private, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(elsewhere, filepath.Join(private, name)); err != nil {
			t.Fatal(err)
		}
		o := TLSOptions{Private: private, Logger: slog.New(slog.DiscardHandler), Clock: time.Now}
		_, err := TLS{Domains: []string{"shop.example"}}.Config(o)
		if !errors.Is(err, files.ErrLink) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
