package table

import (
	"errors"
	"io/fs"

	"plugsheet/schemas/problem"
)

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
