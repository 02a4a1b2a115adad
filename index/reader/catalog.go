// Package reader opens the index of a bundle, and reads it one call at a time: a session looks up words and
// codes, and gives the documents that hold them, the record of a product, and the bytes of an answer.
package reader

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/schemas/bundle"
)

var (
	// ErrMissing says that there is no index of this bundle's content that this program can open.
	ErrMissing = errors.New("no index of this bundle")
	// ErrEngine says that the search engine panicked: it has an error, or read bytes that were changed under
	// it. [Catalog.Verify] tells which.
	ErrEngine = errors.New("the search engine failed")
)

// Catalog is an open index. It is immutable and safe for use by several goroutines at once. It holds the
// product files and its own files open, so that later changes of the bundle's folder do not touch its
// answers.
type Catalog struct {
	Facts  *folder.Facts
	Dir    string
	stamps []folder.Stamp // of the index's own files, as facts names them
	Labels []string       // of the categories, by place
	files  []productFile
	Whole  bool              // all files were read and compared when it was opened
	Places map[bundle.ID]int // category to its place in the bundle's list
	mapped *segment.Index    // the bleve index and the tables
}

// Open opens the index of b read-only. Product files and files of the index whose size, time and inode are
// still those of the build are taken as they are; the others are read and compared with what was written.
// Errors: [ErrMissing], [folder.ErrDamaged], of the disk, or the context's.
func Open(ctx context.Context, b *bundle.Bundle) (c *Catalog, err error) {
	f, err := folder.ReadFacts(b)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", b.Dir(), ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	c = &Catalog{Facts: f, Dir: folder.Of(b), Places: map[bundle.ID]int{}}
	for i, category := range b.Categories() {
		c.Places[category.ID] = i
		c.Labels = append(c.Labels, category.Label)
	}
	c.stamps = folder.StampsAt(c.Dir, f.Files)
	if err = c.openFiles(ctx, b); err == nil {
		c.mapped, err = segment.Open(c.Dir, f.Layout())
		err = readError("reading its files", err)
	}
	if err == nil {
		return c, nil
	}
	if errors.Is(err, ErrEngine) {
		err = fmt.Errorf("%w: %w", folder.ErrIndexDamaged, err)
	}
	return nil, errors.Join(fmt.Errorf("opening the index: %w", err), c.Close())
}

// Products is the number of products.
func (c *Catalog) Products() int { return c.Facts.Products }

// Close closes all files. No other call may run or follow.
func (c *Catalog) Close() error {
	var err error
	if c.mapped != nil {
		err = c.mapped.Close()
	}
	for _, f := range c.files {
		if f.file != nil {
			err = errors.Join(err, f.file.Close())
		}
	}
	return err
}
