package bundle

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSites(t *testing.T) {
	for id, want := range map[string]bool{"": true, "ha-123": true, "A_b-9": true, strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false, "../x": false, "a/b": false, "a b": false, "é": false, ".": false} {
		if got := IsSiteName(id); got != want {
			t.Errorf("%q may be a website: %t, want %t", id, got, want)
		}
	}
	dir := t.TempDir()
	if names, err := SiteNames(dir); len(names) > 0 || err != nil {
		t.Errorf("without websites: %q, %v", names, err)
	}
	for _, name := range []string{"b", "a"} {
		if err := os.MkdirAll(SiteDir(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, SitesDir, "note.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if names, err := SiteNames(dir); !slices.Equal(names, []string{"a", "b"}) || err != nil {
		t.Errorf("two websites and a file: %q, %v", names, err)
	}
	if got := SiteDir(dir, ""); got != dir {
		t.Errorf("without a website the folder is %s", got)
	}
}
