package bundle

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// layout finds the files of a bundle. Where a commit was interrupted and cannot be finished (a read-only
// folder, or a writer that is moving files at this moment), a staged file counts over the one in place.
type layout struct {
	dir    string
	staged map[string]bool // files that the commit mark moves
	gone   map[string]bool // files that the commit mark removes
}

// settle finishes an interrupted commit in dir where it may, and says how to read the bundle where it may
// not.
func settle(dir string) (layout, error) {
	l, err := pending(dir)
	if l.staged == nil || err != nil {
		return l, err
	}
	if held, err := lock(dir); err == nil {
		err = recoverDir(dir)
		held.Unlock()
		if err == nil {
			return layout{dir: dir}, nil
		}
	}
	return l, nil
}

// pending says how to read the bundle in dir as it is; with an interrupted commit there are staged files.
func pending(dir string) (layout, error) {
	l := layout{dir: dir}
	m, err := readMark(dir)
	if m == nil || err != nil {
		return l, err
	}
	l.staged, l.gone = map[string]bool{}, map[string]bool{}
	for _, p := range m.Move {
		l.staged[p] = true
	}
	for _, p := range m.Remove {
		l.gone[p] = true
	}
	return l, nil
}

// at is the path of a file in place.
func (l layout) at(path string) string { return filepath.Join(l.dir, filepath.FromSlash(path)) }

// open opens a file, the staged one first. A file that is no longer staged has been moved into place
// meanwhile.
func (l layout) open(path string) (*os.File, error) {
	if l.gone[path] {
		return nil, &fs.PathError{Op: "open", Path: l.at(path), Err: fs.ErrNotExist}
	}
	if l.staged[path] {
		f, err := os.Open(filepath.Join(l.dir, stagingDir, filepath.FromSlash(path)))
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return os.Open(l.at(path))
}

// has tells whether there is a file.
func (l layout) has(path string) bool {
	f, err := l.open(path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	f.Close()
	return true
}

// readFile reads a whole file.
func (l layout) readFile(path string) ([]byte, error) {
	f, err := l.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, min(st.Size(), maxFile))
	_, err = io.ReadFull(f, data)
	return data, err
}
