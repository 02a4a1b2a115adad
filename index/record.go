package index

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"plugsheet/index/folder"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// maxBefore is how far before a product its line in the file may begin: its categories and keywords stand there.
const maxBefore = 1 << 20

// record reads the whole line of a product. Its checksum is not compared.
func (s *session) record(ordinal int) (r bundle.Record, err error) {
	at := s.row(ordinal)
	if int(at.File) >= len(s.x.files) {
		return r, folder.DamagedIndex(folder.ProductsFile, "a product of no file")
	}
	f := s.x.files[at.File]
	var line []byte
	for before := uint32(4 << 10); ; before *= 8 {
		before = min(before, at.Offset)
		line = make([]byte, before+at.Length)
		if _, err := f.file.ReadAt(line, int64(at.Offset-before)); err != nil {
			return r, fmt.Errorf("reading %s: %w", f.Path, err)
		}
		if i := bytes.LastIndexByte(line[:before], '\n'); i >= 0 || before == at.Offset || before >= maxBefore {
			line = line[i+1:]
			break
		}
	}
	if err := json.Unmarshal(append(line, '}'), &r); err != nil {
		return r, folder.Damaged(f.Path, err.Error())
	}
	return r, nil
}

// surface gives a stem as the product's text writes it, in lower case; the stem where it does not stand there.
func surface(a *terms.Analyzer, r *bundle.Record, stem string) string {
	for _, texts := range a.Texts(r) {
		for _, text := range texts {
			a.Scan.Reset(text)
			for a.Scan.Next() {
				p := a.Scan.Piece()
				if len(p.Words) == 1 && a.Stem(p.Words[0].Text) == stem {
					return strings.ToLower(text[p.From:p.To])
				}
			}
		}
	}
	return stem
}
