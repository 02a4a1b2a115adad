package folder

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Castagnoli is the table of all CRCs of the index.
var Castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Writer writes a table of [segment]: numbers, or a text. An error of the disk shows when it is closed.
type Writer struct {
	*bufio.Writer
	file *os.File
}

// Create creates the file of a table.
func Create(path string) (*Writer, error) {
	f, err := os.Create(path)
	return &Writer{bufio.NewWriterSize(f, 1<<16), f}, err
}

// Add appends numbers.
func (w *Writer) Add(values ...uint32) {
	var b [4]byte
	for _, v := range values {
		binary.LittleEndian.PutUint32(b[:], v)
		w.Write(b[:])
	}
}

// Close writes what is left. Errors: also those of all that was written before.
func (w *Writer) Close() error { return errors.Join(w.Flush(), w.file.Close()) }

// Sum is a file of the index as it was written.
type Sum struct {
	Path  string `json:"path"` // slash-separated, relative to the index
	Bytes int64  `json:"bytes"`
	CRC   uint32 `json:"crc32c"`
}

// Sums reads all files below dir but those whose sums are known, by their paths.
func Sums(ctx context.Context, dir string, known map[string]Sum) ([]Sum, error) {
	var all []Sum
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		s, ok := known[filepath.ToSlash(rel)]
		if !ok {
			s, err = SumFile(path)
			s.Path = filepath.ToSlash(rel)
		}
		all = append(all, s)
		return err
	})
	return all, err
}

// SumFile reads a file whole and sums it; the path is left to the caller.
func SumFile(path string) (Sum, error) {
	f, err := os.Open(path)
	if err != nil {
		return Sum{}, err
	}
	defer f.Close()
	h := crc32.New(Castagnoli)
	n, err := io.Copy(h, f)
	return Sum{Bytes: n, CRC: h.Sum32()}, err
}

// SyncTree makes everything below dir durable, the folders too.
func SyncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return SyncPath(path)
	})
}

// SyncPath makes a file or a folder durable.
func SyncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
