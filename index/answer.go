package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// productFile is one file of products, held open.
type productFile struct {
	bundle.File
	file  *os.File
	stamp folder.Stamp // when it was opened
}

// openFiles opens the product files, and compares those of them and of the index's own files with what was written whose
// stamps are not those of the build.
func (x *Index) openFiles(ctx context.Context, b *bundle.Bundle) error {
	list := b.ProductFiles()
	stamps := folder.ReadStamps(x.dir, len(list)+len(x.facts.Files))
	changed, err := x.openProducts(ctx, b, stamps[:len(list)])
	if err != nil {
		return err
	}
	for i, now := range x.stamps {
		if recorded := &stamps[len(list)+i]; now != *recorded {
			if err := x.compare(ctx, x.facts.Files[i]); err != nil {
				return err
			}
			*recorded, changed = now, true
		}
	}
	if changed {
		// Only saves the next Open the reading; the folder may be read-only.
		_ = folder.WriteStamps(x.dir, stamps)
	}
	return nil
}

// compare reads one of the index's own files.
func (x *Index) compare(ctx context.Context, written folder.Sum) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := folder.SumFile(filepath.Join(x.dir, filepath.FromSlash(written.Path)))
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

// openProducts opens the product files, compares those with the manifest whose stamps differ, and sets these. It reports
// whether there were any.
func (x *Index) openProducts(ctx context.Context, b *bundle.Bundle, stamps []folder.Stamp) (changed bool, err error) {
	list := b.ProductFiles()
	x.files = make([]productFile, len(list))
	for i, f := range list {
		file, err := b.OpenFile(f.Path)
		if errors.Is(err, os.ErrNotExist) {
			return false, folder.Damaged(f.Path, "the file is missing")
		}
		if err != nil {
			return false, err
		}
		x.files[i] = productFile{File: f, file: file}
		now, err := folder.StampOf(file)
		if err != nil {
			return false, err
		}
		x.files[i].stamp = now
		if now == stamps[i] {
			continue
		}
		if err := x.files[i].verify(ctx); err != nil {
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
func (x *Index) Verify(ctx context.Context) error {
	for _, s := range x.facts.Files {
		if err := x.compare(ctx, s); err != nil {
			return err
		}
	}
	for i := range x.files {
		if err := x.files[i].verify(ctx); err != nil {
			return err
		}
	}
	return nil
}

// buffers holds what was read of product files. Larger ones than maxKept are left to the collector.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 32<<10); return &b }}

const (
	maxKept = 1 << 20
	maxGap  = 64 << 10 // bytes between two products that are read rather than skipped
)

// AppendAnswer appends the JSON array of the products with these ordinals to dst: their bytes in the bundle, none
// encoded anew, each with its promotion at that time. Neighbours in one file are read at once, and each product's checksum
// is compared. After an error, which wraps [folder.ErrDamaged] or [ErrEngine] or is the disk's, what was appended is not to be used.
func (x *Index) AppendAnswer(dst []byte, products []int, at time.Time) (answer []byte, err error) {
	buf := buffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= maxKept {
			buffers.Put(buf)
		}
	}()
	for _, p := range products {
		if p < 0 || p >= x.facts.Products {
			return dst, fmt.Errorf("no product %d among %d", p, x.facts.Products)
		}
	}
	err = x.read("reading products", func(s *session) error {
		dst = append(dst, '[')
		for i := 0; i < len(products); {
			n := s.neighbours(products[i:])
			if dst, err = s.appendRun(dst, products[i:i+n], at.Unix(), buf); err != nil {
				return err
			}
			i += n
			if i < len(products) {
				dst = append(dst, ',')
			}
		}
		dst = append(dst, ']')
		return nil
	})
	return dst, err
}

// neighbours is how many of the products, from the first on, lie behind one another in one file.
func (s *session) neighbours(products []int) int {
	last := s.row(products[0])
	n := 1
	for ; n < len(products); n++ {
		r := s.row(products[n])
		end := uint64(last.Offset) + uint64(last.Length)
		if r.File != last.File || uint64(r.Offset) < end || uint64(r.Offset)-end > maxGap {
			break
		}
		last = r
	}
	return n
}

// appendRun appends products that lie behind one another in one file, with commas between them, as they are now, in
// seconds since 1970.
func (s *session) appendRun(dst []byte, products []int, now int64, buf *[]byte) ([]byte, error) {
	first, last := s.row(products[0]), s.row(products[len(products)-1])
	if int(first.File) >= len(s.x.files) {
		return dst, folder.DamagedIndex(folder.ProductsFile, "a product of no file")
	}
	f := &s.x.files[first.File]
	end := uint64(last.Offset) + uint64(last.Length)
	if end > uint64(f.Bytes) {
		return dst, folder.DamagedIndex(folder.ProductsFile, "a product behind the end of its file")
	}
	size := int(end - uint64(first.Offset))
	if cap(*buf) < size {
		*buf = make([]byte, size)
	}
	data := (*buf)[:size]
	if _, err := f.file.ReadAt(data, int64(first.Offset)); err != nil && !(errors.Is(err, io.EOF)) {
		return dst, fmt.Errorf("reading %s: %w", f.Path, err)
	} else if err != nil {
		return dst, folder.Damaged(f.Path, "it is shorter than it was")
	}
	for i, p := range products {
		r := s.row(p)
		part := data[r.Offset-first.Offset:][:r.Length]
		if crc32.Checksum(part, folder.Castagnoli) != r.CRC {
			return dst, folder.Damaged(f.Path, fmt.Sprintf("product %d is not what was indexed", p+1))
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = s.appendOffer(dst, part, p, now); err != nil {
			return dst, err
		}
	}
	return dst, nil
}
