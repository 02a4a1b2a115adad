package text

import (
	"bytes"
	"io"
)

// Escapes tells by the beginning of a file whether quotes inside its cells are written \", as databases write
// them: then every record has as many cells as the first, and read otherwise they have not, or backslashes
// are left before quotes. In "C:\dir\", the quote ends its cell.
func Escapes(text []byte, delim byte) bool {
	if !bytes.Contains(text, []byte(`\"`)) || isDoubled(text, delim) {
		return false
	}
	even, found := isEven(text, delim, true)
	if !even || !found {
		return false
	}
	even, left := isEven(text, delim, false)
	return !even || left
}

// isDoubled tells whether quotes are doubled behind a backslash too: then one of two does not end its cell.
func isDoubled(text []byte, delim byte) bool {
	for _, rest := range bytes.SplitAfter(text, []byte(`\""`))[1:] {
		if rest = bytes.TrimLeft(rest, " "); len(rest) > 0 && !bytes.ContainsRune([]byte{delim, '\r', '\n'}, rune(rest[0])) {
			return true
		}
	}
	return false
}

// isEven tells whether all records have as many cells, and whether a quote was or might be escaped. The last
// record may be cut off.
func isEven(text []byte, delim byte, escapes bool) (even, found bool) {
	c := NewScanner(bytes.NewReader(text), delim)
	c.Escapes = escapes
	var counts []int
	for len(counts) < delimiterRows {
		err := c.Record()
		if err != nil {
			if err != io.EOF && len(text) < DelimiterBytes {
				return false, false
			}
			break
		}
		if len(bytes.TrimSpace(c.Text)) == 0 {
			continue
		}
		counts = append(counts, len(c.Ends))
		found = found || c.unescaped > 0 || !escapes && bytes.Contains(c.Text, []byte(`\"`))
	}
	if len(text) >= DelimiterBytes && len(counts) > 1 {
		counts = counts[:len(counts)-1]
	}
	for _, n := range counts {
		if n != counts[0] || n < 2 {
			return false, found
		}
	}
	return len(counts) > 0, found
}
