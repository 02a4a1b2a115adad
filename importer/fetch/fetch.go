// Package fetch brings what a person names as inputs onto the disk: files and folders stay where they are,
// patterns are expanded, and what comes from stdin, from the web or packed is put into temporary files.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Limits of what is fetched, where the caller gives none.
const (
	DefaultSize    = 512 << 20 // bytes of one download, of stdin, and of one unpacked file
	DefaultTimeout = 2 * time.Minute
)

// maxRedirects is how often a server may send us elsewhere.
const maxRedirects = 5

// Options say how inputs are brought in. The zero value fetches from the web with the default limits and has
// no stdin.
type Options struct {
	Stdin   io.Reader     // what "-" stands for
	Size    int64         // at most so many bytes an input; 0: DefaultSize
	Timeout time.Duration // for one download, from the request to the last byte; 0: DefaultTimeout
}

// Set is a list of inputs on the disk.
type Set struct {
	Paths []string          // in the order in which they were named, patterns sorted by name
	Names map[string]string // by path: what the person called it, where that is not the path
	temp  string            // folder of the temporary files; empty as long as there are none
}

// Error says why an input cannot be had, in words for the person who named it.
type Error struct {
	Name   string // as the person named it, without a password
	Reason problem.Text
	Hint   string // may be empty
	Err    error  // the cause, where there is one
}

// Error is name and reason; the hint is for the printer.
func (e *Error) Error() string { return e.Name + ": " + e.Reason.String() }

// Advice is the hint.
func (e *Error) Advice() string { return e.Hint }

// In says in a language what [Error.Error] says, and the hint.
func (e *Error) In(l problem.Language) (message, hint string) {
	return e.Name + ": " + l.Say("%s", e.Reason), l.Say("%s", problem.Phrase(e.Hint))
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Open brings in everything that was named: files, folders, patterns such as export/*.csv, "-" for stdin,
// http and https URLs; files and downloads may be packed with gzip. Every input that cannot be had is in the
// error, as an [*Error], or the context's. Close the set when the inputs are read.
func Open(ctx context.Context, names []string, o Options) (*Set, error) {
	o.Size, o.Timeout = cmp.Or(o.Size, DefaultSize), cmp.Or(o.Timeout, DefaultTimeout)
	s := &Set{Names: map[string]string{}}
	failed := errors.Join(each.Of(names, func(name string) error { return s.add(ctx, name, o) })...)
	if err := cmp.Or(ctx.Err(), failed); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close removes the temporary files.
func (s *Set) Close() error {
	if s.temp == "" {
		return nil
	}
	if err := os.RemoveAll(s.temp); err != nil {
		return fmt.Errorf("removing the temporary files: %w", err)
	}
	return nil
}

// add brings in one name.
func (s *Set) add(ctx context.Context, name string, o Options) error {
	switch {
	case name == "-":
		return s.addStdin(ctx, o)
	case IsURL(name):
		return s.download(ctx, name, o)
	case isPattern(name):
		return s.addPattern(ctx, name, o)
	}
	return s.addFile(ctx, name, o)
}

// IsURL tells whether a name is taken as the address of a download.
func IsURL(name string) bool {
	lower := strings.ToLower(name[:min(len(name), 8)])
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// isPattern tells whether a name is no file and has the signs of a pattern.
func isPattern(name string) bool {
	if _, err := os.Lstat(name); err == nil {
		return false
	}
	return strings.ContainsAny(name, "*?[")
}

// addPattern brings in all files that a pattern matches, hidden ones and lock files of Excel left out.
func (s *Set) addPattern(ctx context.Context, pattern string, o Options) error {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return &Error{Name: pattern, Reason: problem.Textf("is no pattern"),
			Hint: `a pattern has *, ? and [a-z]; a sign that stands for itself has a \ before it`, Err: err}
	}
	found = slices.DeleteFunc(found, func(path string) bool {
		base := filepath.Base(path)
		return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$")
	})
	if len(found) == 0 {
		return &Error{Name: pattern, Reason: problem.Textf("matches no file"),
			Hint: "check the folder and the ending"}
	}
	slices.Sort(found)
	return errors.Join(each.Of(found, func(path string) error { return s.addFile(ctx, path, o) })...)
}

// addStdin puts stdin into a temporary file.
func (s *Set) addStdin(ctx context.Context, o Options) error {
	const name = "stdin"
	if o.Stdin == nil {
		return &Error{Name: name, Reason: problem.Textf("there is none here")}
	}
	if slices.ContainsFunc(s.Paths, func(p string) bool { return s.Names[p] == name }) {
		return &Error{Name: name, Reason: problem.Textf("can be read only once"), Hint: "name - once"}
	}
	return s.spool(ctx, name, name, o.Stdin, o)
}

// addFile brings in a file, unpacked where it is packed. What cannot be opened is left to whoever reads it.
func (s *Set) addFile(ctx context.Context, path string, o Options) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		s.Paths = append(s.Paths, path)
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		s.Paths = append(s.Paths, path)
		return nil
	}
	defer f.Close()
	head := make([]byte, len(gzipMagic))
	if n, _ := io.ReadFull(f, head); string(head[:n]) != gzipMagic {
		s.Paths = append(s.Paths, path)
		return nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return &Error{Name: path, Reason: problem.Textf("cannot be read: %v", err), Err: err}
	}
	return s.spool(ctx, path, filepath.Base(path), f, o)
}

// file makes an empty temporary file for what was called name; its own name has the title of the sheet in it.
func (s *Set) file(base string) (*os.File, error) {
	if s.temp == "" {
		dir, err := os.MkdirTemp("", "plugsheet-")
		if err != nil {
			return nil, fmt.Errorf("making a folder for temporary files: %w", err)
		}
		s.temp = dir
	}
	dir := filepath.Join(s.temp, strconv.Itoa(len(s.Paths)))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for temporary files: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, base), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	return f, nil
}

// baseName is the name of a temporary file: the last part of the name or of the URL's path, without the
// ending of packed files and with nothing in it that a file system refuses.
func baseName(name string) string {
	if IsURL(name) {
		if u, err := url.Parse(name); err == nil {
			name = u.Path
		}
	}
	name = strings.TrimRight(name, "/")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if ext := filepath.Ext(name); strings.EqualFold(ext, ".gz") {
		name = name[:len(name)-len(ext)]
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 60 {
		name = string(r[len(r)-60:])
	}
	name = strings.Trim(name, ". ")
	if name == "" {
		return "download"
	}
	return name
}
