package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"plugsheet/schemas/files"
)

// productKey is what stands between the head of a record's line and the answer's own bytes. Quotes inside
// JSON strings are escaped, so its first occurrence in a line is the key itself.
var productKey = []byte(`,"product":`)

// array collects the lines of one file: a JSON array with one record a line, LF, no blanks.
type array struct {
	buf     bytes.Buffer
	records int
}

// add writes one encoded record.
func (a *array) add(record []byte) {
	if a.records == 0 {
		a.buf.WriteString("[\n")
	} else {
		a.buf.WriteString(",\n")
	}
	a.buf.Write(record)
	a.records++
}

// bytes closes the array and returns the file's content.
func (a *array) bytes() []byte {
	if a.records == 0 {
		return []byte("[]\n")
	}
	a.buf.WriteString("\n]\n")
	return a.buf.Bytes()
}

// encodeAll encodes records into the content of one file.
func encodeAll[T any](records []T) ([]byte, int, error) {
	var a array
	for _, r := range records {
		line, err := files.Encode(r)
		if err != nil {
			return nil, 0, err
		}
		a.add(line)
	}
	return a.bytes(), len(records), nil
}

// encodeRecord encodes the line of a product. Nil lists are written as empty ones.
func encodeRecord(e *files.Encoder, r *Record) ([]byte, error) {
	if r.Categories == nil {
		r.Categories = []ID{}
	}
	if r.Keywords == nil {
		r.Keywords = []string{}
	}
	return e.Encode(r)
}

// digest is the SHA-256 of data in lower-case hex.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
