package bundle

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

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
