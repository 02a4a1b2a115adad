package index

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

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// numbers writes a table of [segment].
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

// sums reads all files below dir but those whose sums are known, by their paths.
func sums(ctx context.Context, dir string, known map[string]sum) ([]sum, error) {
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
		s, ok := known[filepath.ToSlash(rel)]
		if !ok {
			s, err = sumFile(path)
			s.Path = filepath.ToSlash(rel)
		}
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

func removeAll(paths []string) (err error) {
	for _, path := range paths {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}
