package codepage

import "unicode/utf8"

// maxWords is how many different words a sample holds; more say nothing new.
const maxWords = 5000

// Sample is the different words of a text that hold bytes beyond ASCII. The zero value is an empty one.
type Sample struct {
	words  []string
	known  map[string]bool
	beyond int // bytes beyond ASCII in all words
}

// Add takes in the words of a piece of text. A word at its end is taken as it is.
func (s *Sample) Add(text []byte) {
	start, beyond := 0, false
	for i, b := range text {
		if b >= utf8.RuneSelf || 'a' <= b|0x20 && b|0x20 <= 'z' {
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
