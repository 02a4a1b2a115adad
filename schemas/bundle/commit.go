package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"plugsheet/schemas"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// A bundle changes whole or not at all, and its folder is never renamed, since it may be a mount or hold
// .git. New files are staged inside it and synced; then the commit mark, which lists the moves, is written;
// then the files are moved into place and the mark goes. Before the mark stands the old bundle is the one
// that counts, after it the new one.
const (
	stagingDir = ".staging"
	markFile   = ".commit"
	lockFile   = ".lock"
)

// mark is what the commit mark holds: paths relative to the bundle, slash-separated.
type mark struct {
	Move   []string `json:"move"`
	Remove []string `json:"remove"`
}

// lock takes the bundle's file lock, or says [ErrLocked].
func lock(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, lockFile))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking the bundle: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	return l, nil
}

// readMark reads the commit mark; nil where there is none.
func readMark(dir string) (*mark, error) {
	data, err := bounded.ReadFile(filepath.Join(dir, markFile), maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the commit mark: %w", err)
	}
	var m mark
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, &DamagedError{Dir: dir, Path: markFile, Reason: err.Error()}
	}
	for _, p := range append(m.Move, m.Remove...) {
		if !filepath.IsLocal(p) {
			return nil, &DamagedError{Dir: dir, Path: markFile,
				Reason: fmt.Sprintf("path %q leads out of the bundle", p)}
		}
	}
	return &m, nil
}

// writeMark makes the staged files the ones that count. They and their folders must have been synced.
func writeMark(dir string, m mark) error {
	data, err := files.Encode(m)
	if err != nil {
		return err
	}
	if err := files.WriteFile(filepath.Join(dir, markFile), data, 0o644); err != nil {
		return fmt.Errorf("writing the commit mark: %w", err)
	}
	return files.SyncFolder(dir)
}

// finish moves the staged files into place as the mark says. It can be called again after a crash at any
// moment: a file that is no longer staged has been moved. The caller holds the lock.
func finish(dir string, m mark) error {
	folders := map[string]bool{dir: true}
	for _, p := range m.Move {
		to := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(to), folderMode(p)); err != nil {
			return fmt.Errorf("moving the new files into place: %w", err)
		}
		folders[filepath.Dir(to)] = true
		err := files.Rename(filepath.Join(dir, stagingDir, filepath.FromSlash(p)), to)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("moving the new files into place: %w", err)
		}
	}
	for _, p := range m.Remove {
		at := filepath.Join(dir, filepath.FromSlash(p))
		folders[filepath.Dir(at)] = true
		if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing files of the old bundle: %w", err)
		}
	}
	for f := range folders {
		if err := files.SyncFolder(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(filepath.Join(dir, markFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the commit mark: %w", err)
	}
	if err := os.RemoveAll(filepath.Join(dir, stagingDir)); err != nil {
		return fmt.Errorf("removing the staging folder: %w", err)
	}
	return files.SyncFolder(dir)
}

// recover finishes an interrupted commit and throws away what an interrupted import staged. The caller holds
// the lock.
func recoverDir(dir string) error {
	m, err := readMark(dir)
	if err != nil {
		return err
	}
	if m != nil {
		return finish(dir, *m)
	}
	if err := os.RemoveAll(filepath.Join(dir, stagingDir)); err != nil {
		return fmt.Errorf("removing the staging folder: %w", err)
	}
	return nil
}

// folderMode is the mode of the folder that a path of the bundle needs.
func folderMode(path string) fs.FileMode {
	if private(path) {
		return 0o700
	}
	return 0o755
}

// fileMode is the mode of a file of the bundle.
func fileMode(path string) fs.FileMode {
	if private(path) {
		return 0o600
	}
	return 0o644
}

// private tells whether a path of the bundle lies under private/.
func private(path string) bool {
	return len(path) > len(PrivateDir) && path[:len(PrivateDir)+1] == PrivateDir+"/"
}

// writeSynced writes a new file and syncs it.
func writeSynced(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// Parts are the files that make a bundle for another machine, which builds its own index, and the encrypted
// customers apart: nothing of private/ is among them. Each has the SHA-256 of its content.
func (b *Bundle) Parts() (parts, customers map[string]string, err error) {
	parts, customers = map[string]string{}, map[string]string{}
	for _, f := range b.manifest.Files {
		parts[f.Path] = f.SHA256
	}
	parts[ManifestFile] = b.digest
	for path, to := range map[string]map[string]string{
		SynonymsFile: parts, sealedFile: customers, sealNoteFile: customers,
	} {
		data, err := b.Part(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		to[path] = digest(data)
	}
	return parts, customers, nil
}

// Part reads one of the parts.
func (b *Bundle) Part(path string) ([]byte, error) { return b.read(path, maxFile) }

// HasPlainCustomers tells whether the bundle has customers that are not encrypted, which are no part of it.
func (b *Bundle) HasPlainCustomers() bool { return b.at.has(customersFile) }

// Install makes the bundle in dir that of some parts, whole or not at all; fetch is asked at once for those
// that are not there yet, and what it gives is held against its SHA-256. It tells whether anything changed.
// Parts under index/ are left to others. Product files are not synced: who installs them has them elsewhere,
// and should the power fail the next Install finds those that are damaged.
// Errors: [ErrLocked], [*DamagedError] for parts that make no bundle, those of fetch, or of the disk.
func Install(
	dir string, parts map[string]string, fetch func(path string) ([]byte, error),
) (changed bool, err error) {
	w := &Writer{dir: dir, paths: map[string]bool{}, sums: map[string]string{}}
	if w.set, err = schemas.Load(); err != nil {
		return false, err
	}
	if err := w.begin(); err != nil {
		return false, errors.Join(err, w.Close())
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if w.before != nil {
		for _, f := range w.before.Files {
			w.sums[f.Path] = f.SHA256
		}
	}
	manifest, err := w.stagePart(ManifestFile, parts[ManifestFile], fetch)
	if err != nil {
		return false, err
	}
	m, err := readManifest(w.set, dir, manifest)
	if err != nil {
		return false, err
	}
	paths := []string{SynonymsFile, sealedFile, sealNoteFile}
	for _, f := range m.Files {
		if paths = append(paths, f.Path); parts[f.Path] != f.SHA256 {
			return false, &DamagedError{Dir: dir, Path: f.Path,
				Reason: "it is not the part that the manifest names"}
		}
	}
	if err := w.stageParts(paths, parts, fetch); err != nil {
		return false, err
	}
	change := mark{Move: w.move, Remove: w.stale()}
	if parts[SynonymsFile] == "" && (layout{dir: dir}).has(SynonymsFile) {
		change.Remove = append(change.Remove, SynonymsFile)
	}
	return len(change.Move)+len(change.Remove) > 0, w.publish(change)
}

// fetchesAtOnce is how many parts are asked for at once.
const fetchesAtOnce = 8

// stageParts stages those of the paths that are parts.
func (w *Writer) stageParts(
	paths []string, parts map[string]string, fetch func(path string) ([]byte, error),
) error {
	var all errgroup.Group
	all.SetLimit(fetchesAtOnce)
	for _, path := range paths {
		if parts[path] != "" {
			all.Go(func() error {
				_, err := w.stagePart(path, parts[path], fetch)
				return err
			})
		}
	}
	return all.Wait()
}

// stagePart stages a part that is not there yet, and gives what is in it.
func (w *Writer) stagePart(path, sum string, fetch func(path string) ([]byte, error)) ([]byte, error) {
	data := w.installed(path, sum)
	there := data != nil
	if !there {
		var err error
		if data, err = fetch(path); err != nil {
			return nil, fmt.Errorf("fetching %s: %w", path, err)
		}
		if digest(data) != sum {
			return nil, &DamagedError{Dir: w.dir, Path: path, Reason: "what was fetched is something else"}
		}
		to := filepath.Join(w.dir, stagingDir, filepath.FromSlash(path))
		err = os.MkdirAll(filepath.Dir(to), 0o700)
		if err == nil {
			err = os.WriteFile(to, data, fileMode(path))
		}
		if err != nil {
			return nil, fmt.Errorf("staging %s: %w", path, err)
		}
	}
	w.staging.Lock()
	defer w.staging.Unlock()
	if w.paths[path] = true; !there {
		w.move = append(w.move, path)
	}
	return data, nil
}

// installed is what is in a part that is there already; nil where it is not, or is another one.
func (w *Writer) installed(path, sum string) []byte {
	if was := w.sums[path]; was != "" && was != sum {
		return nil // without reading it
	}
	data, err := layout{dir: w.dir}.readFile(path)
	if err != nil || digest(data) != sum {
		return nil
	}
	return data
}
