package reader

import (
	"bytes"
	"encoding/json"
	"fmt"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// maxBefore is how far before a product its line in the file may begin: its categories and keywords stand
// there.
const maxBefore = 1 << 20

// Record reads the whole line of a product. Its checksum is not compared.
func (s *Session) Record(ordinal int) (r bundle.Record, err error) {
	at := s.row(ordinal)
	if int(at.File) >= len(s.c.files) {
		return r, folder.DamagedIndex(folder.ProductsFile, "a product of no file")
	}
	f := s.c.files[at.File]
	var line []byte
	for before := uint32(4 << 10); ; before *= 8 {
		before = min(before, at.Offset)
		line = make([]byte, before+at.Length)
		if _, err := f.file.ReadAt(line, int64(at.Offset-before)); err != nil {
			return r, fmt.Errorf("reading %s: %w", f.Path, err)
		}
		if i := bytes.LastIndexByte(line[:before], '\n'); i >= 0 || before == at.Offset ||
			before >= maxBefore {
			line = line[i+1:]
			break
		}
	}
	if err := json.Unmarshal(append(line, '}'), &r); err != nil {
		return r, folder.Damaged(f.Path, err.Error())
	}
	return r, nil
}
