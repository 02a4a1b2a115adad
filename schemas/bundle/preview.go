package bundle

import (
	"context"
	"errors"
	"slices"
)

// staged is a new bundle that is complete and does not count yet.
type staged struct {
	result Result
	mark   mark
}

// Preview ends the files, stages the manifest and gives the new bundle as [Writer.Commit] would publish it,
// read and checked: the staged files over those of the old bundle, which stays as it is. It can be read until
// Commit or Close; nothing but these may be called on the writer afterwards. A writer without a folder has no
// preview.
func (w *Writer) Preview(ctx context.Context) (*Bundle, error) {
	if w.dir == "" {
		return nil, errors.New("a bundle that is only checked cannot be read")
	}
	if err := w.stage(ctx); err != nil {
		return nil, err
	}
	at := layout{dir: w.dir, staged: map[string]bool{}, gone: map[string]bool{}}
	for _, path := range w.staged.mark.Move {
		at.staged[path] = true
	}
	for _, path := range w.staged.mark.Remove {
		at.gone[path] = true
	}
	return openAt(at, w.set)
}

// Commit ends the files, writes the manifest and makes the new bundle the one that counts; after it only
// [Writer.Close] may be called. When it fails before that moment the old bundle stays; the text of the error
// says which.
func (w *Writer) Commit(ctx context.Context) (Result, error) {
	if err := w.stage(ctx); err != nil {
		return Result{}, err
	}
	if w.dir == "" {
		return w.staged.result, nil
	}
	return w.staged.result, w.publish(w.staged.mark)
}

// stage ends the files and stages the manifest, once.
func (w *Writer) stage(ctx context.Context) error {
	if w.staged != nil {
		return ctx.Err()
	}
	if err := w.cut(); err != nil {
		return err
	}
	files, err := w.files()
	if err != nil {
		return err
	}
	w.manifest.Files = files
	data, err := encodeManifest(w.manifest)
	if err != nil {
		return err
	}
	if _, err := readManifest(w.set, w.dir, data); err != nil {
		return err
	}
	s := &staged{result: Result{Digest: digest(data), Manifest: w.manifest, Before: w.before}}
	if w.dir == "" {
		w.staged = s
		return nil
	}
	if err := w.ignore(); err != nil {
		return err
	}
	if err := errors.Join(w.seal(), w.putForgotten()); err != nil {
		return err
	}
	if _, err := w.put(ManifestFile, data, 0); err != nil {
		return err
	}
	s.mark = mark{Move: w.move, Remove: w.stale()}
	s.result.Written, s.result.Removed, s.result.Unchanged = slices.Sorted(slices.Values(w.move)),
		s.mark.Remove, w.unchanged
	w.staged = s
	return ctx.Err()
}
