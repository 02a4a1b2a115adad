package index

import (
	"encoding/json"
	"os"
	"path/filepath"

	"plugsheet/schemas/bounded"
)

// stamp is what tells cheaply whether a file is still the one that was read: its content was compared with what was written
// when the stamp was taken. The zero stamp fits no file.
type stamp struct {
	Size  int64  `json:"size"`
	Mtime int64  `json:"mtime"` // Unix time in nanoseconds
	Inode uint64 `json:"inode"` // 0 where the system has none
}

func stampOf(f *os.File) (stamp, error) {
	st, err := f.Stat()
	if err != nil {
		return stamp{}, err
	}
	return stamp{Size: st.Size(), Mtime: st.ModTime().UnixNano(), Inode: inode(st)}, nil
}

// readStamps reads the stamps of the index in dir: of the product files in their order, then of its own. What cannot be read is no stamp:
// the files are then read instead.
func readStamps(dir string, n int) []stamp {
	stamps := make([]stamp, n)
	data, err := bounded.ReadFile(filepath.Join(dir, stampsFile), maxDerived)
	if err != nil {
		return stamps
	}
	var read []stamp
	if json.Unmarshal(data, &read) != nil || len(read) != n {
		return stamps
	}
	return read
}

// writeStamps replaces the stamps of the index in dir.
func writeStamps(dir string, stamps []stamp) error {
	data, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, stampsFile+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, stampsFile))
}
