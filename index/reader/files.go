package reader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// productFile is one file of products, held open.
type productFile struct {
	bundle.File
	file  *os.File
	stamp folder.Stamp // when it was opened
}

// openFiles opens the product files, and compares those of them and of the index's own files with what was
// written whose stamps are not those of the build.
func (c *Catalog) openFiles(ctx context.Context, b *bundle.Bundle) error {
	list := b.ProductFiles()
	stamps := folder.ReadStamps(c.Dir, len(list)+len(c.Facts.Files))
	c.Whole = !slices.ContainsFunc(stamps, func(s folder.Stamp) bool { return s != folder.Stamp{} })
	changed, err := c.openProducts(ctx, b, stamps[:len(list)])
	if err != nil {
		return err
	}
	for i, now := range c.stamps {
		if recorded := &stamps[len(list)+i]; now != *recorded {
			if err := c.compare(ctx, c.Facts.Files[i]); err != nil {
				return err
			}
			*recorded, changed = now, true
		}
	}
	if changed {
		// Only saves the next Open the reading; the folder may be read-only.
		_ = folder.WriteStamps(c.Dir, stamps)
	}
	return nil
}

// compare reads one of the index's own files.
func (c *Catalog) compare(ctx context.Context, written folder.Sum) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := folder.SumFile(filepath.Join(c.Dir, filepath.FromSlash(written.Path)))
	if errors.Is(err, os.ErrNotExist) {
		return folder.DamagedIndex(written.Path, "the file is missing")
	}
	if err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	if now.Bytes != written.Bytes || now.CRC != written.CRC {
		return folder.DamagedIndex(written.Path, "its content is not what was built")
	}
	return nil
}

// openProducts opens the product files, compares those with the manifest whose stamps differ, and sets these.
// It reports whether there were any.
func (c *Catalog) openProducts(ctx context.Context, b *bundle.Bundle,
	stamps []folder.Stamp) (changed bool, err error) {
	list := b.ProductFiles()
	c.files = make([]productFile, len(list))
	for i, f := range list {
		file, err := b.OpenFile(f.Path)
		if errors.Is(err, os.ErrNotExist) {
			return false, folder.Damaged(f.Path, "the file is missing")
		}
		if err != nil {
			return false, err
		}
		c.files[i] = productFile{File: f, file: file}
		now, err := folder.StampOf(file)
		if err != nil {
			return false, err
		}
		c.files[i].stamp = now
		if now == stamps[i] {
			continue
		}
		if err := c.files[i].verify(ctx); err != nil {
			return false, err
		}
		stamps[i], changed = now, true
	}
	return changed, nil
}

// verify compares the whole file with the manifest.
func (f *productFile) verify(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f.file, 0, math.MaxInt64)); err != nil {
		return fmt.Errorf("reading %s: %w", f.Path, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
		return folder.Damaged(f.Path, "its content does not match the manifest")
	}
	return nil
}

// Verify reads all files of the index and all product files and compares them with their digests. Errors:
// [folder.ErrIndexDamaged], [folder.ErrDamaged] of a product file, of the disk, or the context's.
func (c *Catalog) Verify(ctx context.Context) error {
	for _, s := range c.Facts.Files {
		if err := c.compare(ctx, s); err != nil {
			return err
		}
	}
	for i := range c.files {
		if err := c.files[i].verify(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Changed tells whether one of the files behind c was written to, replaced or removed since it was opened, by
// length, time and number; of the products' files only what was written to the open ones counts. It reads no
// content: [Catalog.Verify] does.
func (c *Catalog) Changed() bool {
	for _, f := range c.files {
		if now, err := folder.StampOf(f.file); err == nil && now != f.stamp {
			return true
		}
	}
	return !slices.Equal(folder.StampsAt(c.Dir, c.Facts.Files), c.stamps)
}
