package segment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"plugsheet/index/segment/zap"
)

// Content is the terms of products, which become the documents of one new segment.
type Content struct {
	Products int
	FirstID  int // of the documents
	// the files of the products' runs, in order; the ordinals in them count from 0
	Runs     []string
	Progress func(done, total int64) // of the terms, in no unit; nil: not called
}

// write is a content that is being written.
type write struct {
	Content
	dir string // for its own files
}

func (w *write) progress(done, total int64) {
	if w.Progress != nil {
		w.Progress(done, total)
	}
}

// Names of bleve's own files in the folder.
const (
	metaFile = "index_meta.json"
	storeDir = "store"

	// FileSuffix ends the names of segments, which never change.
	FileSuffix = ".zap"
)

// Write makes the bleve index of a content in a folder that has none. Without products it makes none.
func Write(ctx context.Context, dir string, c Content) error {
	if c.Products == 0 {
		return nil
	}
	path, err := newSegment(ctx, dir, c)
	if err != nil {
		return err
	}
	register()
	x, err := bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name, options())
	if err != nil {
		return fmt.Errorf("making the bleve index: %w", err)
	}
	return errors.Join(commit(x, path, nil), os.Remove(path), readable(dir))
}

// Update makes in dir what the bleve index in from becomes when the documents with these ids are deleted and
// a content, if it has any products, is added. It shares the files that stay with the old index, which it
// does not change.
func Update(ctx context.Context, from, dir string, deleted []int, c Content) error {
	if err := share(from, dir); err != nil {
		return err
	}
	if len(deleted) == 0 && c.Products == 0 {
		return readable(dir)
	}
	path := ""
	if c.Products > 0 {
		var err error
		if path, err = newSegment(ctx, dir, c); err != nil {
			return err
		}
		defer os.Remove(path)
	}
	register()
	x, err := bleve.OpenUsing(dir, options())
	if err != nil {
		return fmt.Errorf("opening the bleve index: %w", err)
	}
	return errors.Join(commit(x, path, deleted), readable(dir))
}

// options lets bleve merge no segments by itself: an index has as many as its state says.
func options() map[string]any {
	return map[string]any{"scorchMergePlanOptions": map[string]any{"maxSegmentSize": 1},
		"bolt_timeout": "10s"}
}

// commit adds the segment in a file to an open index, unless the path is empty, deletes documents, and closes
// the index. All of that is one change, and durable.
func commit(x bleve.Index, path string, deleted []int) (err error) {
	defer func() { err = errors.Join(err, x.Close()) }()
	advanced, err := x.Advanced()
	if err != nil {
		return err
	}
	b := bleveindex.NewBatch()
	for _, id := range deleted {
		b.Delete(zap.ID(id))
	}
	if path != "" {
		b.Update(finished{path: path})
	}
	if err := advanced.Batch(b); err != nil {
		return fmt.Errorf("writing the bleve index: %w", err)
	}
	return nil
}

// share makes a folder with the files of another index: segments never change and are the same files in both,
// where the disk can do that.
func share(from, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, storeDir), 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(from, storeDir))
	if err != nil {
		return err
	}
	names := []string{metaFile}
	for _, e := range entries {
		names = append(names, filepath.Join(storeDir, e.Name()))
	}
	for _, name := range names {
		old, made := filepath.Join(from, name), filepath.Join(dir, name)
		if filepath.Ext(name) == FileSuffix && os.Link(old, made) == nil {
			continue
		}
		if err := copyFile(old, made); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) (err error) {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}

// readable lets everybody read what bleve keeps for its owner.
func readable(dir string) error {
	entries, err := os.ReadDir(filepath.Join(dir, storeDir))
	for _, e := range entries {
		err = errors.Join(err, os.Chmod(filepath.Join(dir, storeDir, e.Name()), 0o644))
	}
	return errors.Join(err, os.Chmod(filepath.Join(dir, metaFile), 0o644),
		os.Chmod(filepath.Join(dir, storeDir), 0o755))
}

// newSegment writes the segment of a content into a file of its own in dir.
func newSegment(ctx context.Context, dir string, c Content) (path string, err error) {
	path = filepath.Join(dir, "new.zap")
	w := &write{Content: c, dir: dir}
	out, err := zap.Create(path, c.Products, c.FirstID)
	if err != nil {
		return path, err
	}
	err = mergeRuns(ctx, w, func(term []byte, products []uint32) error {
		return out.Add(string(term[:1]), term[1:], products)
	})
	if err != nil {
		return path, errors.Join(err, out.Discard(), os.Remove(path))
	}
	return path, out.Close()
}
