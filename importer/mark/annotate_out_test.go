package mark_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/mark"
	"plugsheet/importer/table"
)

func TestAnnotateRefuses(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, "Products.csv"), "id,title\n1,x\n")
	if err := os.Link(in, filepath.Join(dir, "linked.xlsx")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("shop.xlsx", filepath.Join(dir, "symlink.xlsx")); err != nil {
		t.Fatal(err)
	}
	saved := filepath.Join(dir, "saved.xlsx")
	annotate(t, saved, nil, in)
	f := openBook(t, saved)
	for cell, text := range map[string]string{"A1": "a", "B1": "b", "C1": "c", "D1": "d",
		"E1": "e", "F1": "f"} {
		if err := f.SetCellStr("Problems", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	for out, want := range map[string]string{
		in:                                   "is an input itself",
		filepath.Join(dir, ".", "shop.xlsx"): "is an input itself",
		filepath.Join(dir, "linked.xlsx"):    "is an input itself",
		filepath.Join(dir, "symlink.xlsx"):   "is an input itself",
		put(t, filepath.Join(dir, "text.xlsx"), "a,b"): "is there already",
		shopBook(t, filepath.Join(dir, "hers.xlsx")):   "is there already",
		saved:                                  "saved since",
		filepath.Join(folder, "out.xlsx"):      "imported with it",
		filepath.Join(dir, "out.csv"):          "has to end with .xlsx",
		filepath.Join(dir, "none", "out.xlsx"): "cannot be written",
		folder:                                 "has to end with .xlsx",
	} {
		before, _ := os.ReadFile(out)
		_, err := mark.Annotate(t.Context(), []string{in, folder}, out, nil, mark.Options{})
		var refused *table.FileError
		if !errors.As(err, &refused) || !strings.Contains(refused.Reason.String(), want) ||
			refused.Hint == "" {
			t.Errorf("%s: got %v, want %q and a hint", out, err, want)
		}
		if after, _ := os.ReadFile(out); string(after) != string(before) {
			t.Errorf("%s was changed", out)
		}
	}
}

func TestAnnotateReplacesItsOwn(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	out := filepath.Join(dir, "out.xlsx")
	annotate(t, out, shopNotes(in), in)
	first, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	annotate(t, out, shopNotes(in), in)
	if second, err := os.ReadFile(out); err != nil || string(second) != string(first) {
		t.Errorf("the same problems gave other bytes, %v", err)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm()&0o077 != mode(t, in)&0o077 {
		t.Errorf("the copy may be read by others than its original: %v", info.Mode())
	}
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm() & 0o666
}

func TestAnnotateCancelled(t *testing.T) {
	dir := t.TempDir()
	in := put(t, filepath.Join(dir, "p.csv"), "id,title\n"+strings.Repeat("1,x\n", 1000))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := mark.Annotate(ctx, []string{in}, filepath.Join(dir, "out.xlsx"), nil, mark.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("files were left behind: %v, %v", left, err)
	}
}
