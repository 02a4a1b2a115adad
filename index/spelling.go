package index

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxTypos is the number of typos in one word.
const maxTypos = 2

// typos is how many typos a word of so many letters may have: one from four, two from eight.
func typos(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 4 || strings.ContainsAny(word, "0123456789"):
		return 0
	case n < 8:
		return 1
	}
	return maxTypos
}

// fuzzy is the automaton of the terms of wordsField whose word is at most some typos from a given one: a letter wrong,
// missing, too many, or two neighbours exchanged. It runs over bytes. States are made as they are reached; the sets of
// positions that a state stands for are bits of a word of at most 62 bytes.
type fuzzy struct {
	typos  int
	last   uint64 // the bit of the word's end
	masks  [256]uint64
	class  [256]uint8 // bytes that stand in the word have a class of their own, the others are 0
	states []reached
	next   []int32 // per state and class, -1 for not made yet
	number map[reached]int
	width  int
}

// reached is, for each number of typos, the positions reached, and those that wait for the second of two exchanged
// letters.
type reached struct {
	at      [maxTypos + 1]uint64
	waiting [maxTypos + 1]uint64
}

// The states that every fuzzy has.
const (
	deadState  = iota
	foundState // behind the level byte
	startState
)

func newFuzzy(word string, typos int) *fuzzy {
	f := &fuzzy{typos: typos, last: 1 << len(word), width: 1, number: map[reached]int{}}
	for i := range len(word) {
		c := word[i]
		f.masks[c] |= 1 << i
		if f.class[c] == 0 {
			f.class[c], f.width = uint8(f.width), f.width+1
		}
	}
	var start reached
	for e := range typos + 1 {
		start.at[e] = 1<<(e+1) - 1
	}
	f.add(reached{})
	f.add(reached{waiting: [maxTypos + 1]uint64{1 << 63}}) // stands for foundState, is never reached
	f.add(start)
	return f
}

func (f *fuzzy) add(r reached) int {
	if n, ok := f.number[r]; ok {
		return n
	}
	n := len(f.states)
	f.number[r] = n
	f.states = append(f.states, r)
	for range f.width {
		f.next = append(f.next, -1)
	}
	return n
}

// Start is part of the engine's automaton interface, as are the methods below.
func (f *fuzzy) Start() int               { return startState }
func (f *fuzzy) IsMatch(state int) bool   { return state == foundState }
func (f *fuzzy) CanMatch(state int) bool  { return state != deadState }
func (f *fuzzy) WillAlwaysMatch(int) bool { return false }
func (f *fuzzy) Accept(s int, c byte) int { return f.accept(s, c) }

func (f *fuzzy) accept(s int, c byte) int {
	if s == deadState || s == foundState {
		return deadState
	}
	if c >= levelBase && c < levelBase+levels {
		for e := range f.typos + 1 {
			if f.states[s].at[e]&f.last != 0 {
				return foundState
			}
		}
		return deadState
	}
	slot := s*f.width + int(f.class[c])
	if n := f.next[slot]; n >= 0 {
		return int(n)
	}
	n := f.add(f.step(f.states[s], f.masks[c]))
	f.next[slot] = int32(n)
	return n
}

// step reads one byte that stands at the positions of mask.
func (f *fuzzy) step(r reached, mask uint64) (to reached) {
	within := f.last<<1 - 1
	to.at[0] = (r.at[0] & mask) << 1
	for e := 1; e <= f.typos; e++ {
		before := r.at[e-1]
		to.at[e] = (r.at[e]&mask)<<1 | before | before<<1 | to.at[e-1]<<1 | (r.waiting[e]&mask)<<2
		to.at[e] &= within
		to.waiting[e] = before & (mask >> 1)
	}
	return to
}

// distance is the number of typos between the automaton's word and another, more than typos where there are more.
func (f *fuzzy) distance(other string) int {
	s := startState
	for i := range len(other) {
		s = f.accept(s, other[i])
	}
	for e := range f.typos + 1 {
		if f.states[s].at[e]&f.last != 0 {
			return e
		}
	}
	return f.typos + 1
}

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
		f := newFuzzy(stem, n)
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

func (s *session) collect(f *fuzzy, stem string, from, to []byte) []guess {
	var found []guess
	n := 0
	s.walk(wordsField, f, from, to, func(term string) bool {
		word, level := cutLevel(term)
		if strings.ContainsAny(word, "0123456789") {
			return true
		}
		if len(found) == 0 || found[len(found)-1].word != word {
			found = append(found, guess{word: strings.Clone(word), typos: f.distance(word)})
		}
		g := &found[len(found)-1]
		if b := s.postings(wordsField, term); b != nil {
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
