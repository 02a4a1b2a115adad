package site

import (
	"os"
	"path/filepath"
	"testing"

	"plugsheet/schemas/bundle"
)

func TestPlacesOfInputs(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "export"), 0o755))
	folders, means := Watch{
		Inputs: []string{filepath.Join(dir, "shop.xlsx"), filepath.Join(dir, "export") + "/"},
	}.places()
	if len(folders) != 2 || folders[0] != dir || folders[1] != filepath.Join(dir, "export") {
		t.Errorf("folders %q", folders)
	}
	for name, want := range map[string]bool{
		"shop.xlsx": true, "other.xlsx": false, "~$shop.xlsx": false, "export": false,
		bundle.ManifestFile: false, "export/Products.csv": true, "export/~$Products.csv": false,
		"export/.Products.csv.swp": false, "export/a/b.csv": false,
	} {
		if got := means(filepath.Join(dir, name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
