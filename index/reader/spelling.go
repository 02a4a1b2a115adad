package reader

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
	Word  string
	typos int
	Hits  Hits
	count uint64
}

// MaxGuesses bounds the words that a misspelt one stands for.
const MaxGuesses = 4

// Guesses gives the words of the catalog that are fewest typos from the stem, the likeliest first: that with
// most products, and rather one with the same first letter. Words with digits are never guessed. Two typos
// are looked for behind the right first letter only.
func (s *Session) Guesses(stem string, most int) []guess {
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

// Beside gives the words that are at most one typo from a stem of the catalog, itself among them.
func (s *Session) Beside(stem string) []guess {
	return s.collect(analysis.NewAutomaton(stem, 1), stem, nil, nil)
}

func (s *Session) collect(f *analysis.Automaton, stem string, from, to []byte) []guess {
	var found []guess
	n := 0
	s.Walk(terms.WordsField, f, from, to, func(term string) bool {
		word, level := cutLevel(term)
		if strings.ContainsAny(word, "0123456789") {
			return true
		}
		if len(found) == 0 || found[len(found)-1].Word != word {
			found = append(found, guess{Word: strings.Clone(word), typos: f.Distance(word)})
		}
		g := &found[len(found)-1]
		if b := s.Postings(terms.WordsField, term); b != nil {
			g.Hits[level] = b
			g.count += b.GetCardinality()
		}
		n++
		return n < maxWords
	})
	slices.SortStableFunc(found, func(a, b guess) int {
		return int(b.likely(stem)) - int(a.likely(stem))
	})
	return found[:min(len(found), MaxGuesses)]
}

// likely orders guesses: by the order of magnitude of their products, with two orders for the right first
// letter.
func (g *guess) likely(stem string) int {
	n := 2 * bits.Len64(g.count)
	if g.Word[0] == stem[0] {
		n += 6
	}
	return n
}
