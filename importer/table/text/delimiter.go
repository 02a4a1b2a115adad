// Package text finds out how a text file of a table is written, which encoding and which delimiter, and cuts
// it into records. It knows bytes only; what cells are is the business of importer/table.
package text

import (
	"bytes"
	"io"
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
