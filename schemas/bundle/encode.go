package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
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

// digest is the SHA-256 of data in lower-case hex.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Files under products/ are cut by content, so that a row put in or taken out changes one small file and not
// all after it: a record begins a new file when its id's hash says so, one in cutEvery on average. A file
// that has met no such record after maxRecords is cut there.
const (
	cutEvery   = 1000
	maxRecords = 8 * cutEvery
)

// begins tells whether the record with this id begins a new file.
func begins(id ID) bool {
	sum := sha256.Sum256([]byte(id.text))
	return binary.BigEndian.Uint64(sum[:8])%cutEvery == 0
}

// productPath is the path of the file that begins with the id. Ids that are no plain file name on every
// system (other characters than lower-case letters, digits, - and _, or long ones) are named by their hash.
func productPath(id ID) string {
	name := id.text
	if len(name) > 64 || !plain(name) {
		sum := sha256.Sum256([]byte(name))
		name = "x" + hex.EncodeToString(sum[:12])
	}
	return productsDir + "/" + name + ".json"
}

// plain tells whether every character of name is safe in a file name on every system, case folding included.
func plain(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return name != "" && name != "con" && name != "nul" && name != "aux" && name != "prn"
}

// productsDir is the folder of the product files.
const productsDir = "products"
