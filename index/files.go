package index

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	mmap "github.com/blevesearch/mmap-go"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// table is one little-endian file of the index, mapped read-only.
type table struct {
	data mmap.MMap
}

// openTable maps a file. An empty one is an empty table.
func openTable(path string) (table, error) {
	f, err := os.Open(path)
	if err != nil {
		return table{}, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || st.Size() == 0 {
		return table{}, err
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return table{}, fmt.Errorf("mapping %s: %w", filepath.Base(path), err)
	}
	return table{m}, nil
}

func (t table) close() error {
	if t.data == nil {
		return nil
	}
	return t.data.Unmap()
}

// uint32 is the i-th number of the table.
func (t table) uint32(i int) uint32 { return binary.LittleEndian.Uint32(t.data[4*i:]) }

// numbers writes a table.
type numbers struct {
	f *os.File
	w *bufio.Writer
}

func createNumbers(path string) (*numbers, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &numbers{f, bufio.NewWriterSize(f, 1<<16)}, nil
}

// add appends numbers. An error of the disk shows in close.
func (n *numbers) add(values ...uint32) {
	var b [4]byte
	for _, v := range values {
		binary.LittleEndian.PutUint32(b[:], v)
		n.w.Write(b[:])
	}
}

func (n *numbers) close() error {
	return errors.Join(n.w.Flush(), n.f.Close())
}

// sum is a file of the index as it was written.
type sum struct {
	Path  string `json:"path"` // slash-separated, relative to the index
	Bytes int64  `json:"bytes"`
	CRC   uint32 `json:"crc32c"`
}

// sums reads all files below dir.
func sums(ctx context.Context, dir string) ([]sum, error) {
	var all []sum
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
		s, err := sumFile(path)
		s.Path = filepath.ToSlash(rel)
		all = append(all, s)
		return err
	})
	return all, err
}

func sumFile(path string) (sum, error) {
	f, err := os.Open(path)
	if err != nil {
		return sum{}, err
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	n, err := io.Copy(h, f)
	return sum{Bytes: n, CRC: h.Sum32()}, err
}

// syncTree makes everything below dir durable, the folders too.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncPath(path)
	})
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
