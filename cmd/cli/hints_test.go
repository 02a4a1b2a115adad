package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
)

// The hint for a folder of the bundle's that another user made says whose it must be;
// for any other place it does not.
func TestPermissionHints(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index", "shop")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, bundle.ManifestFile), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"private/key":     "it must belong to whoever runs this: sudo chown -R ",
		"index/tmp-1":     "it must belong to whoever runs this: sudo chown -R ",
		"categories.json": "check who owns it",
	} {
		denied := &fs.PathError{Op: "open", Path: filepath.Join(dir, path), Err: fs.ErrPermission}
		_, got := Describe(fmt.Errorf("opening: %w", errors.Join(denied)), "serve")
		if !strings.HasPrefix(got, want) || strings.Contains(want, "chown") &&
			!strings.HasSuffix(got, " "+filepath.Join(dir, filepath.Dir(path))) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// TestAdvice finds the hint of the first error in a chain that has one.
func TestAdvice(t *testing.T) {
	long := &bounded.Error{File: "a", Reason: "long", Hint: "cut it"}
	for err, want := range map[error]string{
		long:                               "cut it",
		fmt.Errorf("reading: %w", long):    "cut it",
		&fetch.Error{Name: "b", Err: long}: "cut it",
		&fetch.Error{Name: "b", Hint: "fetch it", Err: long}: "fetch it",
		errors.Join(io.EOF, long):                            "cut it",
		&config.Error{}:                                      "",
		io.EOF:                                               "",
	} {
		if got := advice(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
