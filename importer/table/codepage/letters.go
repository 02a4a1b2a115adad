package codepage

import (
	_ "embed" // the table of letters
	"strconv"
	"strings"
	"unicode"
)

// letters.tsv is counted from words of shops in words.txt and from names of languages and countries;
// letters_gen.go says how.
//
//go:embed letters.tsv
var letterTable string

// letters are those beyond ASCII of a language.
type letters struct {
	total float64 // of all letters that were counted
	by    map[rune]letter

	nonLatin bool // it writes no Latin letters
}

// letter is how often a letter was counted, and beside which others; _ is the end of a word.
type letter struct {
	count         float64
	before, after map[rune]float64
}

var languages = readLetters(letterTable)

func readLetters(table string) map[string]*letters {
	all := map[string]*letters{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		count, _ := strconv.ParseFloat(cells[2], 64)
		if cells[1] == "*" {
			all[cells[0]] = &letters{total: count, by: map[rune]letter{}}
			continue
		}
		r := []rune(cells[1])[0]
		all[cells[0]].nonLatin = all[cells[0]].nonLatin || !unicode.Is(unicode.Latin, r) &&
			count*20 > all[cells[0]].total
		all[cells[0]].by[r] = letter{count: count, before: neighbours(cells[3]), after: neighbours(cells[4])}
	}
	return all
}

// neighbours reads a12b3.
func neighbours(text string) map[rune]float64 {
	found := map[rune]float64{}
	last := rune(0)
	for _, r := range text {
		if '0' <= r && r <= '9' {
			found[last] = 10*found[last] + float64(r-'0')
			continue
		}
		last = r
	}
	return found
}
