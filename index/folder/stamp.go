package folder

import (
	"encoding/json"
	"os"
	"path/filepath"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// Stamp is what tells cheaply whether a file is still the one that was read: its content was compared with
// what was written when the stamp was taken. The zero stamp fits no file.
type Stamp struct {
	Size  int64  `json:"size"`
	Mtime int64  `json:"mtime"` // Unix time in nanoseconds
	Inode uint64 `json:"inode"` // 0 where the system has none
}

// StampOf is the stamp of an open file.
func StampOf(f *os.File) (Stamp, error) {
	st, err := f.Stat()
	if err != nil {
		return Stamp{}, err
	}
	return Stamp{Size: st.Size(), Mtime: st.ModTime().UnixNano(), Inode: inode(st)}, nil
}

// ReadStamps reads the stamps of the index in dir: of the product files in their order, then of its own. What
// cannot be read is no stamp: the files are then read instead.
func ReadStamps(dir string, n int) []Stamp {
	stamps := make([]Stamp, n)
	data, err := bounded.ReadFile(filepath.Join(dir, stampsFile), MaxDerived)
	if err != nil {
		return stamps
	}
	var read []Stamp
	if json.Unmarshal(data, &read) != nil || len(read) != n {
		return stamps
	}
	return read
}

// WriteStamps replaces the stamps of the index in dir.
func WriteStamps(dir string, stamps []Stamp) error {
	data, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	return files.WriteFile(filepath.Join(dir, stampsFile), data, 0o600)
}

// StampsAt are the stamps of an index's own files.
func StampsAt(dir string, files []Sum) []Stamp {
	stamps := make([]Stamp, len(files))
	for i, s := range files {
		stamps[i] = StampAt(filepath.Join(dir, filepath.FromSlash(s.Path)))
	}
	return stamps
}

// StampAt is the stamp of a path; the zero one where there is nothing to be seen.
func StampAt(path string) Stamp {
	st, err := os.Stat(path)
	if err != nil {
		return Stamp{}
	}
	return Stamp{Size: st.Size(), Mtime: st.ModTime().UnixNano(), Inode: inode(st)}
}
