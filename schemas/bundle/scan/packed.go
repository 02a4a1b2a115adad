package scan

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"regexp"
	"strings"

	"plugsheet/schemas/problem"
)

// Bounds of packed files: how much is unpacked of one file of the folder, in bytes, how many files one holds,
// and how often one may be packed in another.
const (
	maxUnpacked = 256 << 20
	maxParts    = 10_000
	maxDepth    = 4
)

// unpacking is what is left of the bounds for one file of the folder.
type unpacking struct{ left int64 }

// all reads a packed part to its end; false where it is damaged or too much.
func (u *unpacking) all(r io.Reader, err error) ([]byte, bool) {
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(r, u.left+1))
	u.left -= int64(len(data))
	return data, err == nil && u.left >= 0
}

// content looks into the bytes of a file, and into those that are packed in them; false where something of it
// could not be looked into. An age file is nobody's to look into, and is well.
func (s *scan) content(name string, data []byte, u *unpacking, depth int) bool {
	switch {
	case sealed(data):
		return true
	case bytes.HasPrefix(data, []byte("\x1f\x8b")) && depth < maxDepth:
		inner, ok := u.all(gzip.NewReader(bytes.NewReader(data)))
		return s.content(name, inner, u, depth+1) && ok
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) && depth < maxDepth:
		return s.archive(name, data, u, depth)
	}
	text, ok := decode(data)
	switch {
	case !ok:
		s.rest(name, data)
	case strings.HasSuffix(name, ".json") && s.json(name, text):
	default:
		s.lines(name, text)
	}
	return ok
}

// archive looks into a zip archive, which workbooks and documents are too.
func (s *scan) archive(name string, data []byte, u *unpacking, depth int) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > maxParts {
		s.rest(name, data)
		return false
	}
	parts := map[string]*zip.File{}
	for _, f := range z.File {
		parts[strings.ToLower(strings.TrimPrefix(path.Clean("/"+f.Name), "/"))] = f
	}
	b := workbook{scan: s, name: name, parts: parts, unpacking: u}
	if parts[workbookPart] != nil {
		return b.look()
	}
	whole := true
	for _, f := range z.File {
		if !f.Mode().IsDir() {
			whole = b.other(f, depth) && whole
		}
	}
	return whole
}

// part is the content of one.
func (b *workbook) part(f *zip.File) ([]byte, bool) {
	const encrypted = 1 // the flag's bit; such a part cannot be read
	r, err := f.Open()
	if err != nil || f.Flags&encrypted != 0 {
		return nil, false
	}
	defer r.Close()
	return b.all(r, nil)
}

// other looks into a part of which nothing is known but its name.
func (b *workbook) other(f *zip.File, depth int) bool {
	data, ok := b.part(f)
	name := b.name + "!" + f.Name
	if ext := path.Ext(f.Name); ext == ".xml" || ext == ".rels" {
		return b.markup(name, data) && ok
	}
	return b.content(name, data, b.unpacking, depth+1) && ok
}

// strictEmail is an address as nothing but an address looks, for bytes of which nobody knows what they are.
var strictEmail = regexp.MustCompile(`[A-Za-z0-9._%+-]{3,}@(?:[A-Za-z0-9-]{2,}\.)+[A-Za-z]{2,}`)

// rest finds addresses in what is no text, such as a workbook of old (xls) or a database: in single bytes,
// and in pairs of them. Of several the list of problems keeps one, since they have the same place.
func (s *scan) rest(name string, data []byte) {
	look := func(text []byte) {
		for _, m := range strictEmail.FindAllString(string(text), -1) {
			if f := (finding{email, m}); !fileName(m) && !s.allow.has(f) {
				s.add(problem.Position{File: name}, problem.Textf("the file"), f)
			}
		}
	}
	look(data)
	for from := range 2 {
		var text []byte
		for i := from; i+1 < len(data); i += 2 {
			if data[i+1] == 0 {
				text = append(text, data[i])
			} else if len(text) > 0 && text[len(text)-1] != '\n' {
				text = append(text, '\n')
			}
		}
		look(text)
	}
}
