package bundle

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"plugsheet/schemas/files"
)

// IDs is the setting that says what the ids of categories and products look like in the answers. The
// documented tables say Integer, the documented examples show strings, so it is fixed for a whole bundle at
// import (contract, 7.1).
type IDs string

// The two settings.
const (
	IntegerIDs IDs = "integer" // JSON numbers from 1 to [MaxID]
	StringIDs  IDs = "string"  // JSON strings: the keys of the source themselves
)

// maxID is the largest id with [IntegerIDs], 2^53-1: the largest whole number that every JSON reader keeps
// exactly.
const maxID = 1<<53 - 1

// maxKey is the longest key of a source that becomes an id, in bytes. The contract sets no limit; this one
// keeps ids usable in a URL.
const maxKey = 512

var (
	// ErrIDRange says that a key is a whole number beyond [maxID], which cannot be kept as an integer id.
	ErrIDRange = errors.New("whole number beyond 9007199254740991")
	// errIDEmpty says that a key is empty.
	errIDEmpty = errors.New("empty id")
	// errIDLength says that a key is longer than [maxKey] bytes.
	errIDLength = fmt.Errorf("id longer than %d bytes", maxKey)
)

// ID is the id of a category or product as the answers carry it: a JSON number or a JSON string. IDs are
// values and comparable with ==. The zero ID is "none".
type ID struct {
	text   string
	number bool
}

// Mint makes the id of a source key, surrounded by no blanks, under the setting. With [StringIDs] it is the
// key. With [IntegerIDs] a key that is a whole number from 1 to [maxID], written without sign and leading
// zeros, is kept; any other key becomes a positive 53-bit number taken from its SHA-256, the same on every
// machine (contract, 7.1). Two keys that fall on the same number are for the caller to find. Errors:
// [ErrIDEmpty], [ErrIDLength], [ErrIDRange].
func (s IDs) Mint(key string) (ID, error) {
	switch {
	case key == "":
		return ID{}, errIDEmpty
	case len(key) > maxKey:
		return ID{}, errIDLength
	case s == StringIDs:
		return ID{text: key}, nil
	}
	if whole(key) {
		n, err := strconv.ParseUint(key, 10, 64)
		if err != nil || n > maxID {
			return ID{}, ErrIDRange
		}
		return ID{text: key, number: true}, nil
	}
	sum := sha256.Sum256([]byte(key))
	n := binary.BigEndian.Uint64(sum[:8]) & maxID
	n = cmp.Or(n, 1)
	return ID{text: strconv.FormatUint(n, 10), number: true}, nil
}

// whole tells whether key is a positive whole number as a person writes it, without leading zeros.
func whole(key string) bool {
	return key[0] != '0' && strings.IndexFunc(key, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// Find gives the id that a request means, whatever form it takes: the id as text, the id in JSON quotes, or
// the key of the source (contract, 7.1). It reports false where the text can be no id of this setting.
// Whether such a category exists is for the caller to look up.
func (s IDs) Find(text string) (ID, bool) {
	if inner, ok := strings.CutPrefix(text, `"`); ok && strings.HasSuffix(inner, `"`) {
		text = strings.TrimSuffix(inner, `"`)
	}
	id, err := s.Mint(text)
	return id, err == nil
}

// String is the id as text, without quotes. It is empty for the zero ID.
func (id ID) String() string { return id.text }

// IsZero tells whether there is no id.
func (id ID) IsZero() bool { return id.text == "" }

// MarshalJSON writes a JSON number or string; the zero ID is null.
func (id ID) MarshalJSON() ([]byte, error) {
	switch {
	case id.IsZero():
		return []byte("null"), nil
	case id.number:
		return []byte(id.text), nil
	}
	return files.Encode(id.text)
}

// UnmarshalJSON reads a JSON number, string or null.
func (id *ID) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*id = ID{}
		return nil
	}
	if len(data) > 0 && data[0] == '"' {
		id.number = false
		return json.Unmarshal(data, &id.text)
	}
	n, err := strconv.ParseUint(string(data), 10, 64)
	if err != nil || n == 0 || n > maxID {
		return fmt.Errorf("id %s is no whole number from 1 to %d", data, int64(maxID))
	}
	*id = ID{text: strconv.FormatUint(n, 10), number: true}
	return nil
}
