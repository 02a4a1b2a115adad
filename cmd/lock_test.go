//go:build unix

package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// While another import writes a bundle a second one is refused, and does not wait.
func TestLockedBundle(t *testing.T) {
	dir := t.TempDir()
	generateCatalog(t, filepath.Join(dir, "Products.csv"), 10)
	output(t, plugsheet(t, dir, "import Products.csv -o bundle"))
	before := listFiles(t, filepath.Join(dir, "bundle"))
	locks, err := filepath.Glob(filepath.Join(dir, "bundle", ".*lock"))
	if err != nil || len(locks) != 1 {
		t.Fatalf("lock files %q (%v), want one", locks, err)
	}
	f, err := os.OpenFile(locks[0], os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	c := plugsheet(t, dir, "import Products.csv -o bundle")
	out, err := c.CombinedOutput()
	if c.ProcessState.ExitCode() != 1 {
		t.Fatalf("exit code %d (%v)\n%s", c.ProcessState.ExitCode(), err, out)
	}
	for _, want := range []string{"another import is writing this bundle",
		"plugsheet: hint: wait for the other import"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	if after := listFiles(t, filepath.Join(dir, "bundle")); len(after) != len(before) {
		t.Errorf("%d files, and %d before", len(after), len(before))
	}
}
