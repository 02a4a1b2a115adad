package index

import (
	"math/bits"
	"plugsheet/index/analysis"
	"plugsheet/index/terms"
	"slices"
	"strings"
	"unicode/utf8"
)

// guess is a word of the catalog that may have been meant.
type guess struct {
	word  string
	typos int
	hits  hits
	count uint64
}

// maxGuesses bounds the words that a misspelt one stands for.
const maxGuesses = 4

// guesses gives the words of the catalog that are fewest typos from the stem, the likeliest first: that with most
// products, and rather one with the same first letter. Words with digits are never guessed. Two typos are looked for
// behind the right first letter only.
func (s *session) guesses(stem string, most int) []guess {
	if len(stem) < 3 || len(stem) > 60 {
		return nil
	}
	for n := 1; n <= most; n++ {
		f := analysis.NewAutomaton(stem, n)
		var from, to []byte
		if n > 1 {
			_, size := utf8.DecodeRuneInString(stem)
			from, to = []byte(stem[:size]), []byte(stem[:size]+"\xff")
		}
		if found := s.collect(f, stem, from, to); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (s *session) collect(f *analysis.Automaton, stem string, from, to []byte) []guess {
	var found []guess
	n := 0
	s.walk(terms.WordsField, f, from, to, func(term string) bool {
		word, level := cutLevel(term)
		if strings.ContainsAny(word, "0123456789") {
			return true
		}
		if len(found) == 0 || found[len(found)-1].word != word {
			found = append(found, guess{word: strings.Clone(word), typos: f.Distance(word)})
		}
		g := &found[len(found)-1]
		if b := s.postings(terms.WordsField, term); b != nil {
			g.hits[level] = b
			g.count += b.GetCardinality()
		}
		n++
		return n < maxWords
	})
	slices.SortStableFunc(found, func(a, b guess) int {
		return int(b.likely(stem)) - int(a.likely(stem))
	})
	return found[:min(len(found), maxGuesses)]
}

// likely orders guesses: by the order of magnitude of their products, with two orders for the right first letter.
func (g *guess) likely(stem string) int {
	n := 2 * bits.Len64(g.count)
	if g.word[0] == stem[0] {
		n += 6
	}
	return n
}
