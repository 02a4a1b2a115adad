package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// Names of the files that are not product files; a locale stands before the ending: closing-form.fr.json.
const (
	categoriesFile    = "categories.json"
	closingFormFile   = "closing-form.json"
	customerFieldFile = "customer-fields.json"
	ignoreFile        = ".gitignore"
)

// Categories writes the categories in the spreadsheet's order.
func (w *Writer) Categories(cs []Category) error {
	w.manifest.Counts.Categories = len(cs)
	return writeAll(w, categoriesFile, categorySchema(w.o.IDs), cs)
}

// ClosingForm writes the closing form in each language.
func (w *Writer) ClosingForm(f Localized[FormField]) error {
	w.manifest.Counts.FormFields = len(f[""])
	return writeLocalized(w, closingFormFile, formFieldSchema, f)
}

// CustomerFields writes the templates of the customer information in each language.
func (w *Writer) CustomerFields(f Localized[CustomerField]) error {
	w.manifest.Counts.CustomerFields = len(f[""])
	return writeLocalized(w, customerFieldFile, customerFieldSchema, f)
}

// writeLocalized writes one file for each language; the default language's always, the others where they are
// given.
func writeLocalized[T any](w *Writer, name string, s schemaName, f Localized[T]) error {
	if err := writeAll(w, name, s, f[""]); err != nil {
		return err
	}
	for _, locale := range slices.Sorted(maps.Keys(f)) {
		if locale == "" {
			continue
		}
		if !isLocale(locale) {
			return fmt.Errorf("language tag %q cannot be part of a file name", locale)
		}
		if err := writeAll(w, localized(name, locale), s, f[locale]); err != nil {
			return err
		}
	}
	return nil
}

// writeAll checks each record and stages the file.
func writeAll[T any](w *Writer, path string, s schemaName, records []T) error {
	var a array
	var invalid Invalid
	for i, r := range records {
		line, err := files.Encode(r)
		if err != nil {
			return fmt.Errorf("encoding %s: %w", path, err)
		}
		a.add(line)
		if f, ok := any(&r).(fitting); ok && f.fits(w.o.IDs) {
			continue
		}
		for _, f := range w.set.Validate(s, line) {
			f.Pointer = fmt.Sprintf("/%d%s", i, f.Pointer)
			invalid.Faults = append(invalid.Faults, f)
		}
	}
	if len(invalid.Faults) > 0 {
		return &invalid
	}
	f, err := w.put(path, a.bytes(), len(records))
	if err != nil {
		return err
	}
	w.paths[path] = true
	w.others = slices.DeleteFunc(w.others, func(o File) bool { return o.Path == path })
	w.others = append(w.others, f)
	return nil
}

// localized is the path of a file in another language.
func localized(name, locale string) string {
	return strings.TrimSuffix(name, ".json") + "." + locale + ".json"
}

// isLocale tells whether a language tag can be part of a file name; it does not say that such a language
// exists.
func isLocale(tag string) bool {
	return tag != "" && len(tag) <= 35 && strings.Trim(tag, "-") == tag &&
		strings.IndexFunc(tag, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		}) < 0
}

// files puts the manifest's files in reading order: categories, products, the others by name. What the
// caller did not give is written as an empty list, so that a bundle always has the same files.
func (w *Writer) files() ([]File, error) {
	for path, write := range map[string]func() error{
		categoriesFile:    func() error { return w.Categories(nil) },
		closingFormFile:   func() error { return w.ClosingForm(nil) },
		customerFieldFile: func() error { return w.CustomerFields(nil) },
	} {
		if !w.paths[path] {
			if err := write(); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(w.others, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	all := slices.DeleteFunc(slices.Clone(w.others), func(f File) bool { return f.Path != categoriesFile })
	all = append(all, w.products...)
	return append(all, slices.DeleteFunc(w.others, func(f File) bool { return f.Path == categoriesFile })...),
		nil
}

// ignore stages a .gitignore that keeps derived and personal files out of git, unless the folder's own names
// them.
func (w *Writer) ignore() error {
	w.paths[ignoreFile] = true
	old, err := bounded.ReadFile(filepath.Join(w.dir, ignoreFile), bounded.MiB)
	if err == nil && strings.Contains(string(old), PrivateDir+"/") &&
		strings.Contains(string(old), IndexDir+"/") {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading what git leaves out: %w", err)
	}
	text := string(old)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	text += "/" + IndexDir + "/\n/" + PrivateDir + "/\n/" + stagingDir + "/\n/" + markFile + "\n/" +
		lockFile + "\n"
	_, err = w.put(ignoreFile, []byte(text), 0)
	return err
}

// stale lists the files that the import before this one wrote and this one did not, sorted. Files that no
// manifest names are somebody else's and stay.
func (w *Writer) stale() []string {
	var stale []string
	if w.before != nil {
		for _, f := range w.before.Files {
			if !w.paths[f.Path] {
				stale = append(stale, f.Path)
			}
		}
	}
	for _, path := range []string{customersFile, sealedFile, sealNoteFile} {
		if _, err := os.Stat(filepath.Join(w.dir, filepath.FromSlash(path))); err == nil && !w.paths[path] {
			stale = append(stale, path)
		}
	}
	slices.Sort(stale)
	return stale
}

// publish makes the staged files the ones that count and moves them into place.
func (w *Writer) publish(m mark) error {
	if len(m.Move)+len(m.Remove) == 0 {
		w.done = true
		return nil
	}
	staging := filepath.Join(w.dir, stagingDir)
	for folder := range foldersOf(m.Move) {
		if err := files.SyncFolder(filepath.Join(staging, filepath.FromSlash(folder))); err != nil {
			return err
		}
	}
	if err := writeMark(w.dir, m); err != nil {
		return err
	}
	w.done = true
	if err := finish(w.dir, m); err != nil {
		return fmt.Errorf("the new bundle is complete, and the next command that opens it will finish: %w",
			err)
	}
	return nil
}

// foldersOf is the set of folders that paths lie in, with the bundle itself as ".".
func foldersOf(paths []string) map[string]bool {
	folders := map[string]bool{}
	for _, p := range paths {
		for d := filepath.ToSlash(filepath.Dir(p)); !folders[d]; d = filepath.ToSlash(filepath.Dir(d)) {
			folders[d] = true
		}
	}
	return folders
}

// Close gives the lock back and, where nothing was committed, removes what was staged. It can be called
// twice, and after [Writer.Commit].
func (w *Writer) Close() error {
	if w.lock == nil {
		return nil
	}
	var err error
	if !w.done {
		err = os.RemoveAll(filepath.Join(w.dir, stagingDir))
	}
	err = errors.Join(err, w.lock.Unlock())
	w.lock = nil
	if w.made && !w.done {
		// The folder was ours: leave no trace of an import that wrote nothing. What is not empty stays.
		os.Remove(filepath.Join(w.dir, lockFile))
		os.Remove(w.dir)
	}
	return err
}
