package bundle

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

func TestInterruptedCommit(t *testing.T) {
	oldShop, newShop := newShop(1200), newShop(1300)
	newShop.products[3].Product.Title = "another title"
	want := filepath.Join(t.TempDir(), "want")
	wantDigest := newShop.write(t, want).Digest
	for moved := 0; ; moved++ {
		dir := t.TempDir()
		oldDigest := oldShop.write(t, dir).Digest
		w := newShop.stage(t, dir)
		m := crash(t, w)
		if got, err := Open(context.Background(), dir); err != nil || got.Digest() != oldDigest {
			t.Fatalf("before the mark: %v", err)
		}
		must(t, writeMark(dir, m))
		if moved > len(m.Move) {
			return
		}
		for _, p := range m.Move[:moved] {
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, p)), 0o755))
			must(t, os.Rename(filepath.Join(dir, stagingDir, p), filepath.Join(dir, p)))
		}
		w.lock.Lock()
		checkWhole(t, dir, wantDigest, "read-only after "+strconv.Itoa(moved)+" moves")
		w.lock.Unlock()
		checkWhole(t, dir, wantDigest, "finished after "+strconv.Itoa(moved)+" moves")
		if diff := changed(tree(t, want), tree(t, dir)); len(diff) > 0 {
			t.Fatalf("after %d moves the folders differ in %v", moved, diff)
		}
	}
}

// crash does what Commit does up to the mark, and forgets the writer.
func crash(t *testing.T, w *Writer) mark {
	t.Helper()
	must(t, w.cut())
	files, err := w.files()
	must(t, err)
	w.manifest.Files = files
	data, err := encodeManifest(w.manifest)
	must(t, err)
	must(t, w.ignore())
	_, err = w.put(ManifestFile, data, 0)
	must(t, err)
	must(t, w.lock.Unlock())
	return mark{Move: w.move, Remove: w.stale()}
}

func checkWhole(t *testing.T, dir, digest, when string) {
	t.Helper()
	b, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if b.Digest() != digest {
		t.Fatalf("%s: digest %s, want %s", when, b.Digest(), digest)
	}
	if err := b.Verify(context.Background(), nil); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
}

func TestStagedWithoutMarkIsForgotten(t *testing.T) {
	dir := t.TempDir()
	want := newShop(20).write(t, dir)
	crash(t, newShop(30).stage(t, dir))
	newShop(20).write(t, dir)
	checkWhole(t, dir, want.Digest, "after a crash before the mark")
	if _, err := os.Stat(filepath.Join(dir, stagingDir)); err == nil {
		t.Error("the staging folder is still there")
	}
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, WriteOptions{})
	must(t, err)
	if _, err := Create(dir, WriteOptions{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second writer: %v", err)
	}
	must(t, w.Close())
	w, err = Create(dir, WriteOptions{})
	must(t, err)
	must(t, w.Close())
}

func TestForeignFilesStay(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, categoriesFile), []byte("mine"), 0o644))
	w := newShopWriter(t, dir)
	defer w.Close()
	if err := w.Categories(nil); !errors.Is(err, ErrForeign) {
		t.Errorf("a foreign file: %v", err)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, categoriesFile)); string(data) != "mine" {
		t.Errorf("the foreign file now holds %q", data)
	}
}

func newShopWriter(t *testing.T, dir string) *Writer {
	t.Helper()
	w, err := Create(dir, WriteOptions{})
	must(t, err)
	return w
}

func TestWhatAnImportKeeps(t *testing.T) {
	dir := t.TempDir()
	newShop(1500).write(t, dir)
	kept := map[string]string{
		SynonymsFile: `[{"words":["tent","shelter"]}]` + "\n", ".git/HEAD": "ref",
		"private/journal.jsonl": "{}\n", "products/mine.txt": "x",
	}
	for name, text := range kept {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	s := newShop(20)
	s.customers = nil
	r := s.write(t, dir)
	got := tree(t, dir)
	for name, text := range kept {
		if got[name] != text {
			t.Errorf("%s: %q", name, got[name])
		}
	}
	if _, ok := got[customersFile]; ok || len(r.Removed) < 2 {
		t.Errorf("removed %v; customers left: %v", r.Removed, ok)
	}
	b, err := Open(context.Background(), dir)
	must(t, err)
	if b.Revision() == b.Digest() || b.Synonyms() == nil {
		t.Error("the synonyms do not count for the revision")
	}
}

func TestFailedImportLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	w := newShop(3).stage(t, dir)
	must(t, w.Close())
	must(t, w.Close())
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		entries, _ := os.ReadDir(dir)
		t.Errorf("the folder is there with %v", entries)
	}
}

func TestCommitHonoursTheContext(t *testing.T) {
	dir := t.TempDir()
	want := newShop(3).write(t, dir).Digest
	w := newShop(5).stage(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Commit: %v", err)
	}
	must(t, w.Close())
	checkWhole(t, dir, want, "after an interrupted import")
}
