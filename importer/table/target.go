package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/schemas/problem"
)

const hintOut = "choose another name for the annotated copy"

// checkTargets names the workbooks to be written and refuses those that would be in the way of something.
func (a *annotation) checkTargets() error {
	for i, v := range a.volumes {
		ending := ".xlsx"
		if v.base != nil && v.base.macros() {
			ending = ".xlsm"
		}
		if i == 0 && !strings.EqualFold(filepath.Ext(a.out), ending) {
			return &FileError{Path: a.out, Reason: problem.Textf("cannot be the name of the annotated workbook: it has to end with %s", ending),
				Hint: fmt.Sprintf("--annotate %q", strings.TrimSuffix(a.out, filepath.Ext(a.out))+ending)}
		}
		v.path = a.target(i, ending)
		if err := a.checkTarget(v.path); err != nil {
			return err
		}
	}
	return nil
}

// macros tells whether the workbook is one with macros, which only a file with the ending xlsm may be.
func (w *workbook) macros() bool {
	for _, l := range w.links {
		if l.kind == "vbaproject" {
			return true
		}
	}
	return false
}

func (a *annotation) checkTarget(path string) error {
	info, err := os.Lstat(path)
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return systemError(path, err)
	}
	for _, b := range a.books {
		for _, s := range b.Sheets {
			if same(path, s.File) {
				return &FileError{Path: path, Reason: problem.Textf("is an input itself, which is never changed"), Hint: hintOut}
			}
		}
	}
	for _, name := range a.inputs {
		if folder, err := os.Stat(name); err == nil && folder.IsDir() && same(filepath.Dir(path), name) {
			return &FileError{Path: path, Reason: problem.Textf("would lie in the folder that is imported, and be imported with it"), Hint: "choose another folder for the annotated copy"}
		}
	}
	switch {
	case !exists:
		return nil
	case !info.Mode().IsRegular():
		return &FileError{Path: path, Reason: problem.Textf("is not an ordinary file"), Hint: hintOut}
	}
	return untouched(path)
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

// untouched refuses a file that may not be replaced: anything but an annotated workbook as this package wrote it. Spreadsheet
// programs move the texts of cells to a part of their own when they save; so the work of a person is known.
func untouched(path string) error {
	refuse := &FileError{Path: path, Reason: problem.Textf("is there already, and is no annotated workbook that could be replaced"), Hint: hintOut}
	b, err := Open(path, Options{})
	if err != nil {
		return refuse
	}
	defer b.Close()
	p, ok := b.Sheets[0].source.(*sheetPart)
	if !ok {
		return refuse
	}
	w := p.book
	_, part, err := w.problemsSheet()
	if err != nil || part == "" {
		return refuse
	}
	saved := true
	if err := w.scan(part, func(x *xmlScanner) error {
		if string(x.name) == "c" && x.attr("t") == "inlineStr" {
			saved = false
		}
		return nil
	}); err != nil {
		return refuse
	}
	if saved {
		return &FileError{Path: path, Reason: problem.Textf("is an annotated workbook that was saved since, and is not replaced"), Hint: "choose another name for the annotated copy, or import it when the problems in it are solved"}
	}
	return nil
}

// replace writes a file as a whole or not at all. It may be read by whoever may read the file that it is a copy of.
func replace(path, source string, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(source); err == nil {
		mode |= info.Mode().Perm() & 0o666
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".annotated-*")
	if err != nil {
		return &FileError{Path: path, Reason: problem.Textf("cannot be written: %s", systemWords(err)), Hint: "choose a folder that you may write to", Err: err}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return &FileError{Path: path, Reason: problem.Textf("cannot be replaced: %s", systemWords(err)), Hint: "close it in the program that has it open", Err: err}
	}
	return nil
}

// systemWords is a system's error without the path.
func systemWords(err error) string {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err.Error()
	case errors.As(err, &l):
		return l.Err.Error()
	}
	return err.Error()
}

// problemsSheet finds the sheet of problems of an earlier annotation: its number among the sheets, from 0, and its part,
// which is empty when there is none.
func (w *workbook) problemsSheet() (int, string, error) {
	b := bookCopy{ctx: context.Background(), base: w}
	doc, err := b.read(w.main)
	if err != nil {
		return 0, "", err
	}
	n, err := problemsAt(doc)
	if err != nil || n < 0 {
		return 0, "", err
	}
	sheets, err := w.readSheets()
	if err != nil || n >= len(sheets) {
		return 0, "", err
	}
	return n, w.links[sheets[n].link].target, nil
}
