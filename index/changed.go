package index

import (
	"path/filepath"

	"plugsheet/index/folder"
)

// Changed tells whether one of the files behind x was written to, replaced or removed since it was opened, by length,
// time and number; of the products' files only what was written to the open ones counts. It reads no content: [Index.Verify]
// does.
func (x *Index) Changed() bool {
	for _, f := range x.files {
		if now, err := folder.StampOf(f.file); err == nil && now != f.stamp {
			return true
		}
	}
	for i, s := range x.facts.Files {
		if folder.StampAt(filepath.Join(x.dir, filepath.FromSlash(s.Path))) != x.stamps[i] {
			return true
		}
	}
	return false
}

// remember notes the stamps of the index's own files.
func (x *Index) remember() {
	x.stamps = folder.StampsAt(x.dir, x.facts.Files)
}
