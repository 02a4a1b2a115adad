package mark

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
)

const hintOut = "choose another name for the annotated copy"

// checkTarget refuses a workbook that would be in the way of something.
func (m *marking) checkTarget(inputs []string) error {
	refuse := func(hint string, reason problem.Text) error {
		return &table.FileError{Path: m.out, Reason: reason, Hint: hint}
	}
	ending := ".xlsx"
	if slices.ContainsFunc(m.sheets, (*table.Sheet).HasMacros) { // which only a file with that ending may have
		ending = ".xlsm"
	}
	if !strings.EqualFold(filepath.Ext(m.out), ending) {
		return refuse(fmt.Sprintf("--annotate %q", strings.TrimSuffix(m.out, filepath.Ext(m.out))+ending),
			problem.Textf("cannot be the name of the annotated workbook: it has to end with %s", ending))
	}
	if slices.ContainsFunc(m.sheets, func(s *table.Sheet) bool { return same(m.out, s.File) }) {
		return refuse(hintOut, problem.Textf("is an input itself, which is never changed"))
	}
	if slices.ContainsFunc(inputs, func(name string) bool { return same(filepath.Dir(m.out), name) }) {
		return refuse("choose another folder for the annotated copy",
			problem.Textf("would lie in the folder that is imported, and be imported with it"))
	}
	switch info, err := os.Lstat(m.out); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return refuse(hintOut, problem.Textf("is not an ordinary file"))
	}
	switch ours, untouched := earlier(m.out); {
	case !ours:
		return refuse(hintOut,
			problem.Textf("is there already, and is no annotated workbook that could be replaced"))
	case !untouched:
		return refuse(
			"choose another name for the annotated copy, or import it when the problems in it are solved",
			problem.Textf("is an annotated workbook that was saved since, and is not replaced"))
	}
	return nil
}

// same tells whether two paths lead to the same file.
func same(a, b string) bool {
	i, err1 := os.Stat(a)
	j, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(i, j)
}

// replace writes a file as a whole or not at all. It may be read by whoever may read the
// input that it is a copy of.
func (m *marking) replace(content []byte) error {
	mode := fs.FileMode(0o600)
	if len(m.sheets) > 0 {
		if info, err := os.Stat(m.sheets[0].File); err == nil {
			mode |= info.Mode().Perm() & 0o666
		}
	}
	err := files.WriteFile(m.out, content, mode)
	var p *fs.PathError
	if errors.As(err, &p) {
		return &table.FileError{Path: m.out, Reason: problem.Textf("cannot be written: %s", p.Err.Error()),
			Hint: "choose a folder that you may write to", Err: err}
	}
	return err
}
