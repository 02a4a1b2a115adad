//go:build unix

package cmd

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/cmd/cli"
	"plugsheet/samples/testdata/catalog"
)

// An interrupted import ends with 130, and the bundle that was there is still there, whole.
func TestInterruptedImport(t *testing.T) {
	dir := t.TempDir()
	generateCatalog(t, filepath.Join(dir, "few", "Products.csv"), 100)
	generateCatalog(t, filepath.Join(dir, "many", "Products.csv"), 30_000)
	output(t, plugsheet(t, dir, "import few -o bundle"))
	before := listFiles(t, filepath.Join(dir, "bundle"))

	c := plugsheet(t, dir, "import many -o bundle")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	awaitChange(t, filepath.Join(dir, "bundle"), before)
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Fatalf("%v, want exit code %d\n%s", err, 130, stderr.String())
	}
	const want = "plugsheet: error: interrupted\nplugsheet: hint: nothing is half done: what was " +
		"there before is still there\n"
	if diff := cmp.Diff(want, stderr.String()); diff != "" || stdout.Len() > 0 {
		t.Errorf("stdout %q, stderr (-want +got):\n%s", stdout.String(), diff)
	}
	if diff := cmp.Diff(before, listFiles(t, filepath.Join(dir, "bundle"))); diff != "" {
		t.Errorf("the bundle has changed (-before +after):\n%s", diff)
	}
	output(t, plugsheet(t, dir, `search bundle "" --limit 1`))
}

// Each kind of error has its exit code, however it is wrapped.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("x"), 1},
		{cli.WithHint(errors.New("x"), "y"), 1},
		{cli.UsageErrorf("x"), 2},
		{errors.Join(errors.New("x"), cli.UsageErrorf("y")), 2},
		{cli.ErrProblems, 3},
		{cli.WithHint(context.Canceled, "x"), 130},
		{errors.Join(cli.ErrProblems, context.Canceled), 130},
		{syscall.ENOSPC, 1},
	} {
		if got := cli.ExitCode(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

func generateCatalog(t *testing.T, file string, n int) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := catalog.Write(f, n); err != nil {
		t.Fatal(err)
	}
}

// listFiles gives the content of each file below a folder, by name.
func listFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// awaitChange waits until something new stands in a folder: the import has begun to write.
func awaitChange(t *testing.T, dir string, before map[string]string) {
	t.Helper()
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		changed := false
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				if _, known := before[path]; !known {
					changed = true
				}
			}
			return nil
		})
		if err == nil && changed {
			return
		}
		select {
		case <-deadline.C:
			t.Fatal("the import does not begin to write")
		case <-tick.C:
		}
	}
}
