package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"plugsheet/schemas"
	"plugsheet/schemas/files"
)

type schemaName = schemas.Name

const (
	formFieldSchema     = schemas.FormField
	customerFieldSchema = schemas.CustomerField
)

// recordSchema is the schema of a line of a product file under the setting.
func recordSchema(s IDs) schemaName {
	if s == StringIDs {
		return schemas.RecordString
	}
	return schemas.RecordInteger
}

// categorySchema is the schema of a line of categories.json under the setting.
func categorySchema(s IDs) schemaName {
	if s == StringIDs {
		return schemas.CategoryString
	}
	return schemas.CategoryInteger
}

// encodeManifest writes the manifest with one file a line, so that a change of one file is a change of one
// line.
func encodeManifest(m Manifest) ([]byte, error) {
	parts := m.Files
	m.Files = []File{}
	head, err := files.Encode(m)
	if err != nil {
		return nil, err
	}
	list, _, err := encodeAll(parts)
	if err != nil {
		return nil, err
	}
	head = bytes.TrimSuffix(head, []byte(`"files":[]}`))
	for _, key := range []string{`"ids":`, `"language":`, `"timeZone":`, `"counts":`} {
		head = bytes.Replace(head, []byte(","+key), []byte(",\n"+key), 1)
	}
	return append(append(head, "\n\"files\":"...), append(bytes.TrimSuffix(list, []byte("\n")), "}\n"...)...),
		nil
}

// readManifest reads and checks a manifest. Errors: [*FormatError], [*DamagedError].
func readManifest(set *schemas.Set, dir string, data []byte) (Manifest, error) {
	var m Manifest
	damaged := func(reason string) (Manifest, error) {
		return Manifest{}, &DamagedError{Dir: dir, Path: ManifestFile, Reason: reason}
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return damaged(err.Error())
	}
	if head.Format != Format && head.Format > 0 {
		return Manifest{}, &FormatError{Dir: dir, Format: head.Format}
	}
	if faults := set.Validate(schemas.Manifest, data); len(faults) > 0 {
		return damaged((&Invalid{faults}).Error())
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return damaged(err.Error())
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || path.Clean(f.Path) != f.Path || seen[f.Path] {
			return damaged("it names the file " + f.Path + " twice or out of place")
		}
		seen[f.Path] = true
	}
	for _, name := range []string{categoriesFile, closingFormFile, customerFieldFile} {
		if !seen[name] {
			return damaged("it does not name " + name)
		}
	}
	return m, nil
}

// localeOf is the language of a localized file, "" for the default one; false where the path is no such file.
func localeOf(p, name string) (string, bool) {
	if p == name {
		return "", true
	}
	stem, ok := strings.CutSuffix(p, ".json")
	if !ok {
		return "", false
	}
	locale, ok := strings.CutPrefix(stem, strings.TrimSuffix(name, ".json")+".")
	return locale, ok && isLocale(locale)
}

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
