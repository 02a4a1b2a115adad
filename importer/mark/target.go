package mark

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	for _, s := range m.sheets {
		if s.Format != "xlsx" {
			continue
		}
		if _, macros := packed(s.File); macros { // which only a file with that ending may have
			ending = ".xlsm"
		}
	}
	if !strings.EqualFold(filepath.Ext(m.out), ending) {
		return refuse(fmt.Sprintf("--annotate %q", strings.TrimSuffix(m.out, filepath.Ext(m.out))+ending),
			problem.Textf("cannot be the name of the annotated workbook: it has to end with %s", ending))
	}
	for _, s := range m.sheets {
		if same(m.out, s.File) {
			return refuse(hintOut, problem.Textf("is an input itself, which is never changed"))
		}
	}
	for _, name := range inputs {
		if folder, err := os.Stat(name); err == nil && folder.IsDir() && same(filepath.Dir(m.out), name) {
			return refuse("choose another folder for the annotated copy",
				problem.Textf("would lie in the folder that is imported, and be imported with it"))
		}
	}
	switch info, err := os.Lstat(m.out); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return refuse(hintOut, problem.Textf("is not an ordinary file"))
	case !holds(m.out, "xl/workbook.xml", problemsMark):
		return refuse(hintOut,
			problem.Textf("is there already, and is no annotated workbook that could be replaced"))
	// programs move texts to a part of their own when they save
	case !holds(m.out, "xl/worksheets/", `t="inlineStr"`):
		return refuse("choose another name for the annotated copy, or import it when the problems in it are solved",
			problem.Textf("is an annotated workbook that was saved since, and is not replaced"))
	}
	return nil
}

// same tells whether two paths lead to the same file, existing or not.
func same(a, b string) bool {
	if i, err := os.Stat(a); err == nil {
		if j, err := os.Stat(b); err == nil && os.SameFile(i, j) {
			return true
		}
	}
	x, err1 := filepath.Abs(a)
	y, err2 := filepath.Abs(b)
	return err1 == nil && err2 == nil && x == y
}

// holds tells whether a text stands in one of a workbook's parts whose names begin so.
func holds(path, prefix, text string) bool {
	z, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer z.Close()
	for _, p := range z.File {
		if !strings.HasPrefix(p.Name, prefix) {
			continue
		}
		if r, err := p.Open(); err == nil {
			content, _ := io.ReadAll(io.LimitReader(r, maxUnpacked)) // of a part that is cut off, what is there
			if r.Close(); bytes.Contains(content, []byte(text)) {
				return true
			}
		}
	}
	return false
}

// packed gives the size of all that is packed in a workbook, in bytes, and tells whether there are macros.
func packed(path string) (size uint64, macros bool) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return 0, false
	}
	defer z.Close()
	for _, p := range z.File {
		size += p.UncompressedSize64
		macros = macros || strings.EqualFold(filepath.Base(p.Name), "vbaProject.bin")
	}
	return size, macros
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
