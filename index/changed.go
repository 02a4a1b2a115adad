package index

import (
	"os"
	"path/filepath"
)

// Changed tells whether one of the files behind x was written to, replaced or removed since it was opened, by length,
// time and number; of the products' files only what was written to the open ones counts. It reads no content: [Index.Verify]
// does.
func (x *Index) Changed() bool {
	for _, f := range x.files {
		if now, err := stampOf(f.file); err == nil && now != f.stamp {
			return true
		}
	}
	for i, s := range x.facts.Files {
		if stampAt(filepath.Join(x.dir, filepath.FromSlash(s.Path))) != x.stamps[i] {
			return true
		}
	}
	return false
}

// remember notes the stamps of the index's own files.
func (x *Index) remember() {
	x.stamps = stampsAt(x.dir, x.facts.Files)
}

// stampsAt are the stamps of an index's own files.
func stampsAt(dir string, files []sum) []stamp {
	stamps := make([]stamp, len(files))
	for i, s := range files {
		stamps[i] = stampAt(filepath.Join(dir, filepath.FromSlash(s.Path)))
	}
	return stamps
}

// stampAt is the stamp of a path; the zero one where there is nothing to be seen.
func stampAt(path string) stamp {
	st, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{Size: st.Size(), Mtime: st.ModTime().UnixNano(), Inode: inode(st)}
}
