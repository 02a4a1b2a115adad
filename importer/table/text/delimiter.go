// Package text finds out how a text file of a table is written, which encoding and which delimiter, and cuts
// it into records. It knows bytes only; what cells are is the business of importer/table.
package text

import (
	"bytes"
	"io"

	"plugsheet/schemas/problem"
)

const (
	delimiters     = ",;\t|"
	delimiterRows  = 300       // records that the delimiter is proven on
	DelimiterBytes = 256 << 10 // bytes of text, likewise
)

// SepLine reads the line "sep=;" that Excel understands at the top of a file.
func SepLine(text []byte) (delim byte, ok bool) {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if len(line) > 1 && line[0] == '"' && line[len(line)-1] == '"' {
		line = line[1 : len(line)-1]
	}
	if len(line) != 5 || !bytes.EqualFold(line[:4], []byte("sep=")) || !UsableDelimiter(rune(line[4])) {
		return 0, false
	}
	return line[4], true
}

// UsableDelimiter tells whether the scanner can work with it.
func UsableDelimiter(r rune) bool {
	return r == '\t' || r > ' ' && r < 0x7F && r != '"'
}

// FindDelimiter proves each delimiter on the first records: the one that cuts most of them into
// the same number of columns wins, and of equals the one that gives more columns. So neither
// semicolons in HTML nor commas in sentences win, which differ from row to row; nor do decimal
// commas, which stand between digits only.
func FindDelimiter(text []byte) byte {
	best, bestScore := byte(','), 0.0
	for i := range len(delimiters) {
		if s := delimiterScore(text, delimiters[i]); s > bestScore {
			best, bestScore = delimiters[i], s
		}
	}
	return best
}

// delimiterScore is the share of records with the most frequent number of columns, with
// a small bonus for more columns.
func delimiterScore(text []byte, delim byte) float64 {
	c := NewScanner(bytes.NewReader(text), delim)
	counts, total := map[int]int{}, 0
	for total < delimiterRows {
		err := c.Record()
		if err == io.EOF {
			break
		}
		if err != nil {
			if total == 0 {
				total = 1 // the first record alone fills the sample
			}
			break
		}
		if len(bytes.TrimSpace(c.Text)) == 0 {
			continue
		}
		total++
		counts[len(c.Ends)]++
	}
	columns, most := 0, 0
	for n, times := range counts {
		if n > 1 && (times > most || times == most && n > columns) {
			columns, most = n, times
		}
	}
	if most == 0 {
		return 0
	}
	score := float64(most)/float64(total) + float64(min(columns, 100))/10_000
	if delim == ',' && onlyInside(text) {
		score /= 2
	}
	return score
}

// onlyInside tells whether every comma looks like one inside a value: between two digits, as decimal commas
// are, or before a blank, as in a sentence. Such commas still delimit when nothing else does.
func onlyInside(text []byte) bool {
	for i, b := range text {
		if b != ',' {
			continue
		}
		last := i+1 == len(text)
		decimal := i > 0 && !last && digit(text[i-1]) && digit(text[i+1])
		if !decimal && (last || text[i+1] != ' ') {
			return false
		}
	}
	return true
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// The limits of what is read: bytes of text in one cell and in one row, as UTF-8, and the last column.
const (
	MaxCell    = 1 << 20 // Excel itself stops at 32,767 characters
	MaxRow     = 16 << 20
	MaxColumns = 4096
)

// Fault is a place that cannot be read.
type Fault struct {
	Row, Column int // from 1; column 0: the whole row
	Reason      problem.Text
	OpenQuote   bool // a quote is not closed
}

// Error is the reason in English.
func (f *Fault) Error() string { return f.Reason.String() }

func (c *Scanner) fault(column int, format string, args ...any) error {
	return &Fault{Row: c.Number, Column: column, Reason: problem.Textf(format, args...)}
}

func (c *Scanner) unclosed(column int, format string, args ...any) error {
	return &Fault{Row: c.Number, Column: column, Reason: problem.Textf(format, args...), OpenQuote: true}
}

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
		rest = bytes.TrimLeft(rest, " ")
		if len(rest) > 0 && bytes.IndexByte([]byte{delim, '\r', '\n'}, rest[0]) < 0 {
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
