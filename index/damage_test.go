package index

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"plugsheet/index/folder"
	"plugsheet/index/reader"
)

// ownFiles are the files of an index that are read while it is open.
var ownFiles = []string{folder.ProductsFile, folder.CodesFile, folder.CodeTextFile, bleveSegment}

// bleveSegment is the one file of terms and their products.
const bleveSegment = "store/000000000002.zap"

// hostile are queries that together read every file of an index of shop.
var hostile = []string{"laptop", "lap", "hedphones", "dv7-1211ea", "638133", "headphones case", "müller",
	"sony", "17 inch", ""}

// TestTruncatedWhileOpen cuts off files that are mapped: reading behind their new end must not end the
// program.
func TestTruncatedWhileOpen(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), tree(t))
	for _, name := range ownFiles {
		x := buildAndOpen(t, dir)
		if err := os.Truncate(filepath.Join(x.Dir, name), 0); err != nil {
			t.Fatal(err)
		}
		failed := 0
		for _, text := range hostile {
			page, err := x.Search(t.Context(), Query{Text: text, Limit: 10, Explain: true})
			if err == nil {
				_, err = x.AppendAnswer(nil, page.Products, time.Time{})
			}
			if err != nil {
				failed++
			}
			if err != nil && !errors.Is(err, reader.ErrEngine) && !errors.Is(err, folder.ErrDamaged) {
				t.Errorf("%s, %q: %v", name, text, err)
			}
		}
		if _, err := x.Suggest(t.Context(), "hedphones", 3); err != nil &&
			!errors.Is(err, reader.ErrEngine) && !errors.Is(err, folder.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if failed == 0 {
			t.Errorf("%s: every query was answered", name)
		}
		if err := x.Verify(t.Context()); !errors.Is(err, folder.ErrIndexDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		wantState(t, bundleOf(t, x), folder.Corrupt)
	}
}

// TestFlippedWhileOpen flips a byte of each file in many places: there is an answer or an error, the program
// goes on, and Verify knows.
func TestFlippedWhileOpen(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), tree(t))
	x := buildAndOpen(t, dir)
	for _, name := range ownFiles {
		path := filepath.Join(x.Dir, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(whole); i += 1 + len(whole)/150 {
			flipAt(t, path, whole[i]^(1<<(i%8)), i)
			for _, text := range hostile {
				page, err := x.Search(t.Context(), Query{Text: text, Limit: 10, Explain: true})
				if err == nil {
					_, err = x.AppendAnswer(nil, page.Products, time.Time{})
				}
				_ = err // right, wrong in its order, or an error
			}
			if i%7 == 0 {
				if err := x.Verify(t.Context()); !errors.Is(err, folder.ErrIndexDamaged) {
					t.Errorf("%s at %d: %v", name, i, err)
				}
				y, err := Open(t.Context(), bundleOf(t, x))
				if err != nil && !errors.Is(err, folder.ErrIndexDamaged) {
					t.Errorf("%s at %d: %v", name, i, err)
				}
				if err == nil {
					y.Close()
				}
			}
			flipAt(t, path, whole[i], i)
		}
		if err := x.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func flipAt(t *testing.T, path string, to byte, at int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{to}, int64(at)); err != nil {
		t.Fatal(err)
	}
}

// TestFlippedState flips the bytes of the state file: what it says is right, or the index is damaged.
func TestFlippedState(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, shop), tree(t))
	x := buildAndOpen(t, dir)
	path := filepath.Join(x.Dir, folder.StateFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for i := range whole {
		flipAt(t, path, whole[i]^1, i)
		f, err := folder.ReadFacts(bundleOf(t, x))
		switch {
		case errors.Is(err, folder.ErrIndexDamaged):
			damaged++
		case err != nil:
			t.Errorf("byte %d: %v", i, err)
		case f.Language != "en" || f.Mean != x.Facts.Mean || f.Products != x.Facts.Products:
			t.Errorf("byte %d: taken for whole: %+v", i, f)
		}
		flipAt(t, path, whole[i], i)
	}
	if damaged < len(whole)/2 {
		t.Errorf("%d of %d flips were noticed", damaged, len(whole))
	}
}
