//go:build unix

package index

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/build"
	"plugsheet/index/reader"
	"plugsheet/schemas/bundle"
)

// buildVariable names the bundle of which TestMain builds the index, as a process of its own that can be
// killed.
const buildVariable = "PLUGSHEET_TEST_BUILD"

func TestMain(m *testing.M) {
	dir := os.Getenv(buildVariable)
	if dir == "" {
		os.Exit(m.Run())
	}
	os.Exit(buildAlone(dir))
}

// TestKilledUpdate kills the builder of an index that is brought up to date after each change of its folder:
// who has the old index open goes on with it, the new one is there whole or not at all, and the next builder
// needs no help and still brings up to date.
func TestKilledUpdate(t *testing.T) {
	e := newEditor(5, 250)
	dir := t.TempDir()
	queries := []string{"gartenstuhl", e.query()}
	writeBundle(t, dir, "de", e.all, e.categories())
	killed := 0
	old := buildAndOpen(t, dir)
	for changes := 1; ; changes++ {
		before := answersOf(t, old, queries)
		segment, err := os.Stat(filepath.Join(old.Dir, bleveSegment))
		if err != nil {
			t.Fatal(err)
		}
		e.records[7].Product.PriceCatalog = strconv.Itoa(changes) + " €"
		writeBundle(t, dir, "de", e.all, e.categories())
		ended := killBuilder(t, dir, changes)
		if diff := cmp.Diff(before, answersOf(t, old, queries)); diff != "" {
			t.Fatalf("after %d changes: the old index answers otherwise: %s", changes, diff)
		}
		next, err := Open(t.Context(), openBundle(t, dir))
		switch {
		case err == nil:
			defer next.Close()
			if err := next.Verify(t.Context()); err != nil {
				t.Fatalf("after %d changes: %v", changes, err)
			}
		case !ended && errors.Is(err, reader.ErrMissing):
			killed++
			next = buildAndOpen(t, dir)
		default:
			t.Fatalf("after %d changes: %v", changes, err)
		}
		after, err := os.Stat(filepath.Join(next.Dir, bleveSegment))
		if err != nil || !os.SameFile(segment, after) {
			t.Errorf("after %d changes the index was built whole, error %v", changes, err)
		}
		want := answersOf(t, indexOf(t, "de", e.all, e.categories()...), queries)
		if diff := cmp.Diff(want, answersOf(t, next, queries)); diff != "" {
			t.Fatalf("after %d changes: %s", changes, diff)
		}
		if old = next; ended {
			break
		}
	}
	t.Logf("%d killed inside", killed)
	if killed < 3 {
		t.Errorf("%d builders were killed before their index was in place: this tries nothing", killed)
	}
}

// killBuilder lets a process build the index of the bundle in dir and kills it when its folder has changed so
// many times. It tells whether the process came to its end before.
func killBuilder(t *testing.T, dir string, changes int) bool {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), buildVariable+"="+dir)
	var stderr strings.Builder
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	seen := ""
	for {
		select {
		case err := <-ended:
			if err != nil || stderr.Len() > 0 {
				t.Fatalf("the builder: %v, %q", err, stderr.String())
			}
			return true
		default:
		}
		if now := listing(t, dir); now != seen {
			seen = now
			if changes--; changes < 0 {
				c.Process.Kill()
				<-ended
				return false
			}
		}
	}
}

// listing names the files in the folders of an index that is being built.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"tmp-*", "tmp-*/*", "tmp-*/*/*", "tmp-*/*/*/*"} {
		found, err := filepath.Glob(filepath.Join(dir, "index", pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	return strings.Join(names, "\n")
}

// buildAlone builds an index and gives the exit code; nobody else may print.
func buildAlone(dir string) int {
	b, err := bundle.Open(context.Background(), dir)
	if err == nil {
		err = build.Build(context.Background(), b, build.Options{})
	}
	if err != nil {
		os.Stderr.WriteString(err.Error())
		return 1
	}
	return 0
}
