package index

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"plugsheet/index/build"
	"plugsheet/index/folder"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

func openBundle(t *testing.T, dir string) *bundle.Bundle {
	t.Helper()
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wantState(t *testing.T, b *bundle.Bundle, want folder.State) {
	t.Helper()
	if got, err := folder.Check(t.Context(), b); err != nil || got != want {
		t.Errorf("state %v, %v, want %v", got, err, want)
	}
}

func TestStates(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	b := openBundle(t, dir)
	wantState(t, b, folder.Missing)
	if _, err := Open(t.Context(), b); !errors.Is(err, reader.ErrMissing) {
		t.Errorf("opening a missing index: %v", err)
	}
	x := buildAndOpen(t, dir)
	wantState(t, b, folder.Equal)
	if err := x.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	place := folder.Of(b)
	other := strings.TrimSuffix(place, "-v1") + "-v99"
	if err := os.Rename(place, other); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Version)
	if err := os.Rename(other, filepath.Join(filepath.Dir(place), "0123456789abcdef-v1")); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Stale)
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Equal)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(place), "*-v*"))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v: older indexes stay", left, err)
	}
	if got := search(t, x, "laptop"); len(got) != 1 {
		t.Errorf("an index that was open answers no more: %v", got)
	}
}

// TestIndexOfTheCatalog: only what the index is built from makes another one.
func TestIndexOfTheCatalog(t *testing.T) {
	dir := t.TempDir()
	form := func(id string) func(*bundle.Writer) error {
		return func(w *bundle.Writer) error {
			return w.ClosingForm(
				bundle.Localized[bundle.FormField]{"": {{ID: id, Label: "Reason", FieldType: "TEXT"}}})
		}
	}
	tree := func(label string) func(*bundle.Writer) error {
		return func(w *bundle.Writer) error {
			return w.Categories([]bundle.Category{{ID: mint(t, "7"), Label: label, Products: []string{}}})
		}
	}
	write := func(language string, more ...func(*bundle.Writer) error) *bundle.Bundle {
		t.Helper()
		w, err := bundle.Create(dir, bundle.WriteOptions{IDs: bundle.IntegerIDs, Language: language})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		for r := range records(t, shop) {
			err = errors.Join(err, w.Product(r))
		}
		for _, m := range more {
			err = errors.Join(err, m(w))
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		return openBundle(t, dir)
	}
	first := write("en", form("a"), tree("Lamps"))
	buildAndOpen(t, dir)
	other := write("en", form("b"), tree("Lamps"))
	if first.Digest() == other.Digest() {
		t.Fatal("another form gives the same bundle")
	}
	wantState(t, other, folder.Equal)
	x, err := Open(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := search(t, x, "laptop"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	wantState(t, write("en", form("b"), tree("Tents")), folder.Stale)
	wantState(t, write("fr", form("b"), tree("Lamps")), folder.Stale)
	wantState(t, write("en", form("a"), tree("Lamps")), folder.Equal)
}

func TestDamagedIndex(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	b := openBundle(t, dir)
	for _, name := range []string{folder.StateFile, folder.ProductsFile, bleveSegment,
		"store/root.bolt", "index_meta.json"} {
		for _, cut := range []bool{false, true} {
			if err := build.Build(t.Context(), b, build.Options{}); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder.Of(b), name)
			err := os.Remove(path)
			if cut {
				err = os.WriteFile(path, []byte("{"), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			wantState(t, b, folder.Corrupt)
			if _, err := Open(t.Context(), b); !errors.Is(err, folder.ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Equal)
}

func TestVerifyFindsFlippedByte(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	x := buildAndOpen(t, dir)
	for _, path := range []string{filepath.Join(x.Dir, folder.CodeTextFile),
		filepath.Join(dir, bundleOf(t, x).ProductFiles()[0].Path)} {
		flip(t, path)
		if err := x.Verify(t.Context()); !errors.Is(err, folder.ErrDamaged) ||
			!strings.Contains(err.Error(), filepath.Base(path)) {
			t.Errorf("%s: %v", path, err)
		}
		flip(t, path)
		if err := x.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
	flip(t, filepath.Join(dir, bundleOf(t, x).ProductFiles()[0].Path))
	if _, err := x.AppendAnswer(nil, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
		time.Time{}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("a flipped byte is answered: %v", err)
	}
}

// flip changes one byte in the middle of a file, in place.
func flip(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if _, err := f.ReadAt(b[:], st.Size()/2); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 1
	if _, err := f.WriteAt(b[:], st.Size()/2); err != nil {
		t.Fatal(err)
	}
}

// TestOpenReadsChangedFiles demands that a product file is read again when its stamp is another one, and
// refused when its content is too.
func TestOpenReadsChangedFiles(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	x := buildAndOpen(t, dir)
	path := filepath.Join(dir, bundleOf(t, x).ProductFiles()[0].Path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	buildless := func() error {
		y, err := Open(t.Context(), bundleOf(t, x))
		if err != nil {
			return err
		}
		return y.Close()
	}
	if err := buildless(); err != nil {
		t.Errorf("a file with another time: %v", err)
	}
	if got := folder.ReadStamps(x.Dir,
		len(bundleOf(t, x).ProductFiles())+len(x.Facts.Files))[0]; got.Mtime != time.Unix(1, 0).UnixNano() {
		t.Errorf("the stamp was not renewed: %+v", got)
	}
	if err := os.WriteFile(path, append(data, ' '), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := buildless(); !errors.Is(err, folder.ErrDamaged) ||
		!strings.Contains(err.Error(), filepath.Base(path)) {
		t.Errorf("a changed file: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := buildless(); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("a missing file: %v", err)
	}
	if got, err := x.AppendAnswer(nil, []int{0}, time.Time{}); err == nil && len(got) < 10 {
		t.Errorf("%s", got)
	}
}

// TestOpenReadsChangedIndex demands that a file of the index is read again when its stamp is another one, and
// that a byte which was flipped in it is noticed then, and by Verify also where neither time nor length tell
// of it.
func TestOpenReadsChangedIndex(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	x := buildAndOpen(t, dir)
	open := func() (*Index, error) {
		y, err := Open(t.Context(), bundleOf(t, x))
		if err == nil {
			t.Cleanup(func() { y.Close() })
		}
		return y, err
	}
	for i, s := range x.Facts.Files {
		path := filepath.Join(x.Dir, s.Path)
		if err := os.Chtimes(path, time.Time{}, time.Unix(int64(i+1), 0)); err != nil {
			t.Fatal(err)
		}
		if _, err := open(); err != nil {
			t.Errorf("%s with another time: %v", s.Path, err)
		}
		if got := folder.ReadStamps(x.Dir,
			len(bundleOf(t, x).ProductFiles())+len(x.Facts.Files))[len(bundleOf(t, x).ProductFiles())+
			i]; got.Mtime != time.Unix(int64(i+1), 0).UnixNano() {
			t.Errorf("%s: the stamp was not renewed: %+v", s.Path, got)
		}
		if s.Bytes == 0 {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flipAt(t, path, data[len(data)/2]^1, len(data)/2)
		if err := os.Chtimes(path, time.Time{}, time.Unix(99, 0)); err != nil {
			t.Fatal(err)
		}
		if _, err := open(); !errors.Is(err, folder.ErrIndexDamaged) {
			t.Errorf("%s with a flipped byte: %v", s.Path, err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Unix(int64(i+1), 0)); err != nil {
			t.Fatal(err)
		}
		if y, err := open(); err == nil && !errors.Is(y.Verify(t.Context()), folder.ErrIndexDamaged) {
			t.Errorf("%s with a flipped byte and its old time: Verify does not know", s.Path)
		}
		flipAt(t, path, data[len(data)/2], len(data)/2)
		if err := os.Chtimes(path, time.Time{}, time.Unix(int64(i+1), 0)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSweepSparesLiveBuilders(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	b := openBundle(t, dir)
	root := filepath.Join(dir, bundle.IndexDir)
	for _, name := range []string{"tmp-live", "tmp-dead"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name, build.LockFile), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	live := flock.New(filepath.Join(root, "tmp-live", build.LockFile))
	if ok, err := live.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer live.Unlock()
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "tmp-live")); err != nil {
		t.Errorf("the folder of a builder at work: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "tmp-dead")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of a dead builder: %v", err)
	}
}

func TestBuildersAtOnce(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), nil)
	b := openBundle(t, dir)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := build.Build(t.Context(), b, build.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantState(t, b, folder.Equal)
	x, err := Open(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestProgress(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", many(t, 2500), tree(t))
	var last, whole int64
	err := build.Build(t.Context(), openBundle(t, dir), build.Options{Progress: func(done, total int64) {
		if done < last {
			t.Errorf("progress goes back from %d to %d", last, done)
		}
		last, whole = done, total
	}})
	if err != nil || last != whole || whole != 2500+2500/build.MergeShare {
		t.Errorf("%d of %d, %v", last, whole, err)
	}
}

// TestOtherAnalysis: an index of other weights is not opened, and the state says that another program built
// it.
func TestOtherAnalysis(t *testing.T) {
	x := catalog(t, "en", shop)
	b := bundleOf(t, x)
	other := strings.TrimSuffix(x.Dir, terms.Fingerprint()) + "00000000"
	if err := os.Rename(x.Dir, other); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Version)
	if err := os.Rename(other, x.Dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(x.Dir, folder.StateFile)
	f := *x.Facts
	f.Analysis = "00000000"
	if err := folder.WriteFacts(x.Dir, &f); err != nil {
		t.Fatal(err)
	}
	wantState(t, b, folder.Corrupt)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
