package table

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/schemas/problem"
)

const (
	hintSpreadsheet = "open it in the program that made it and save it as xlsx or csv"
	hintEmpty       = "check that the export had finished when the file was taken"
	headBytes       = 64 << 10 // how much of a file is looked at to tell what it is
)

// open adds the sheets of what stands at path.
func (b *Book) open(path string, o Options) error {
	info, err := os.Stat(path)
	if err != nil {
		return systemError(path, err)
	}
	if info.IsDir() {
		return b.openFolder(path, o)
	}
	return b.openFile(path, o)
}

// openFolder adds the files of a folder, in the order of their names.
func (b *Book) openFolder(path string, o Options) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return systemError(path, err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		file := filepath.Join(path, e.Name())
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || !tableName(e.Name()) {
			continue
		}
		if isLock(file) {
			b.warn(file, "lock-file", "left out: is the lock file of a workbook that is open in Excel")
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			b.warn(file, "empty-file", "left out: is empty")
			continue
		}
		if err := b.openFile(file, o); err != nil {
			return err
		}
		if len(b.Sheets) > maxSheets {
			return refuse(path, hintLimit, problem.Textf("holds more than %d sheets", maxSheets))
		}
	}
	if len(b.Sheets) == 0 {
		return refuse(path, "name the file itself, or the folder that it is in",
			problem.Textf("is a folder without a csv, tsv or xlsx file that holds something"))
	}
	return nil
}

func (b *Book) warn(path, code, format string, args ...any) {
	b.Warnings = append(b.Warnings, problem.Warnf(problem.Position{File: path}, code, format, args...))
}

// tableName tells whether a file in a folder is meant to be read; what it is, its content says.
func tableName(name string) bool {
	return !IsCorrections(name) && slices.Contains([]string{".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xltx"},
		strings.ToLower(filepath.Ext(name)))
}

// isLock recognises the small file that Excel puts beside a workbook while it is open.
func isLock(path string) bool { return strings.HasPrefix(filepath.Base(path), "~$") }

// openFile adds the sheets of one file.
func (b *Book) openFile(path string, o Options) error {
	head, err := readHead(path)
	if err != nil {
		return err
	}
	if isLock(path) {
		name := strings.TrimPrefix(filepath.Base(path), "~$")
		return refuse(path, fmt.Sprintf("close Excel, then choose %q", name),
			problem.Textf("is the lock file of a workbook that is open in Excel, not the workbook"))
	}
	if len(head) == 0 {
		return refuse(path, hintEmpty, problem.Textf("is empty"))
	}
	what, hint := foreign(head)
	switch {
	case what == compound:
		return compoundError(path)
	case what == zipped:
		return b.openWorkbook(path)
	case what != "":
		return refuse(path, hint, problem.Textf("is %s, not a spreadsheet", problem.Phrase(what)))
	}
	return b.openText(path, head, o)
}

// readHead reads how a file begins, refusing what is no file: devices and pipes may never end.
func readHead(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, systemError(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(path, "save the content to a file and choose that",
			problem.Textf("is not an ordinary file"))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, systemError(path, err)
	}
	defer f.Close()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, systemError(path, err)
	}
	return head[:n], nil
}

const hintQuote = `close the quote, write a quote inside a cell twice (""), or save the file again from a ` +
	`spreadsheet program`

const hintLimit = "such a file is no list of products: check that the right one was chosen, and how it " +
	"was made"

// refuse makes the error for a place of the sheet; row and column may be 0.
func (s *Sheet) refuse(row, column int, hint, format string, args ...any) *FileError {
	return &FileError{Path: s.File, At: s.At(row, column), Reason: problem.Textf(format, args...), Hint: hint}
}

// refuse is the error of a file that is not read.
func refuse(path, hint string, reason problem.Text) *FileError {
	return &FileError{Path: path, Reason: reason, Hint: hint}
}

// systemError puts an error of the operating system in plain words.
func systemError(path string, err error) *FileError {
	e := &FileError{Path: path, Err: err}
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Reason, e.Hint = problem.Textf("is not there"), "check the name and the folder"
	case errors.Is(err, fs.ErrPermission):
		e.Reason, e.Hint = problem.Textf("may not be read"),
			"ask for the right to read it, or copy it to a folder of your own"
	case errors.As(err, &p):
		e.Reason = problem.Textf("cannot be read: %v", p.Err)
	default:
		e.Reason = problem.Textf("cannot be read: %v", err)
	}
	return e
}

// Named gives the errors about files the names that the person gave these.
func Named(err error, names map[string]string) error {
	var f *FileError
	if len(names) == 0 || !errors.As(err, &f) {
		return err
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			Named(e, names)
		}
		return err
	}
	if name := names[f.Path]; name != "" {
		f.Path = name
	}
	if name := names[f.At.File]; name != "" {
		f.At.File = name
	}
	return err
}
