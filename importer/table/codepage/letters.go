package codepage

import (
	_ "embed" // the table of letters
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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

var languages = sync.OnceValue(func() map[string]*letters { return readLetters(letterTable) })

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

// A sample holds so many different words, and so many bytes of lines; more say nothing new.
const (
	maxWords = 5000
	maxLines = 64 << 10
)

// Sample is the different words of a text that hold bytes beyond ASCII. The zero value is an empty one.
type Sample struct {
	words  []string
	known  map[string]bool
	beyond int    // bytes beyond ASCII in all words
	lines  []byte // those with such bytes as they stand: a letter's second byte may be ASCII
}

// Add takes in the words of a piece of text. A word at its end is taken as it is.
func (s *Sample) Add(text []byte) {
	if slices.ContainsFunc(text, func(b byte) bool { return b >= utf8.RuneSelf }) {
		s.lines = append(s.lines, text[:min(len(text), maxLines-len(s.lines))]...)
	}
	start, beyond := 0, false
	for i, b := range text {
		if b >= utf8.RuneSelf || isLatin(b) {
			beyond = beyond || b >= utf8.RuneSelf
			continue
		}
		if beyond {
			s.word(text[start:i])
		}
		start, beyond = i+1, false
	}
	if beyond {
		s.word(text[start:])
	}
}

// Full tells whether further words are of no use.
func (s *Sample) Full() bool { return len(s.words) >= maxWords }

func (s *Sample) word(b []byte) {
	if len(b) > 64 || s.Full() || s.known[string(b)] {
		return
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	word := string(b)
	s.known[word] = true
	s.words = append(s.words, word)
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			s.beyond++
		}
	}
}
