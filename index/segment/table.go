package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	mmap "github.com/blevesearch/mmap-go"
)

// Table is a file beside the bleve index: numbers of four bytes, little-endian, or a text.
type Table struct {
	Name  string
	Bytes int // -1 for any
}

// table is one that is mapped.
type table struct{ data mmap.MMap }

// openTable maps a file. An empty one is an empty table.
func openTable(dir string, t Table) (table, error) {
	f, err := os.Open(filepath.Join(dir, t.Name))
	if errors.Is(err, os.ErrNotExist) {
		return table{}, fmt.Errorf("%s: %w: the file is missing", t.Name, ErrDamaged)
	}
	if err != nil {
		return table{}, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return table{}, err
	}
	if t.Bytes >= 0 && st.Size() != int64(t.Bytes) {
		return table{}, fmt.Errorf("%s: %w: %d bytes instead of %d", t.Name, ErrDamaged, st.Size(), t.Bytes)
	}
	if st.Size() == 0 {
		return table{}, nil
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return table{}, fmt.Errorf("mapping %s: %w", t.Name, err)
	}
	return table{m}, nil
}

func (t table) close() error {
	if t.data == nil {
		return nil
	}
	return t.data.Unmap()
}

// Number is the i-th number of a table; one behind its end panics, as that of a slice does.
func (s *Session) Number(table, i int) uint32 {
	return binary.LittleEndian.Uint32(s.x.tables[table].data[4*i:])
}

// Text copies a part of a table; empty where it does not hold it.
func (s *Session) Text(table int, from, to uint32) string {
	data := s.x.tables[table].data
	if from > to || uint64(to) > uint64(len(data)) {
		return ""
	}
	return string(data[from:to])
}
