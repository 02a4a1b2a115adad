package analysis

import (
	"strings"
	"unicode/utf8"
)

// A word's term in the index is its stem and one byte more, the level: what the word is worth in the product.
const (
	Levels    = 26  // so many steps
	LevelBase = 'A' // level 0; words have no capitals
)

// MaxTypos is the number of typos in one word.
const MaxTypos = 2

// Typos is how many typos a word of so many letters may have: one from four, two from eight.
func Typos(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 4 || strings.ContainsAny(word, "0123456789"):
		return 0
	case n < 8:
		return 1
	}
	return MaxTypos
}

// Automaton accepts the terms of the index, each a stem and its level, whose stem is at most some typos from
// a given one: a letter wrong, missing, too many, or two neighbours exchanged. It runs over bytes. States are
// made as they are reached; the sets of positions that a state stands for are bits of a word of at most 62
// bytes.
type Automaton struct {
	typos  int
	last   uint64 // the bit of the word's end
	masks  [256]uint64
	class  [256]uint8 // bytes that stand in the word have a class of their own, the others are 0
	states []reached
	next   []int32 // per state and class, -1 for not made yet
	number map[reached]int
	width  int
}

// reached is, for each number of typos, the positions reached, and those that wait for the second of two
// exchanged letters.
type reached struct {
	at      [MaxTypos + 1]uint64
	waiting [MaxTypos + 1]uint64
}

// The states that every fuzzy has.
const (
	deadState  = iota
	foundState // behind the level byte
	startState
)

// NewAutomaton makes the automaton of a stem of at most 62 bytes and at most MaxTypos typos.
func NewAutomaton(word string, typos int) *Automaton {
	f := &Automaton{typos: typos, last: 1 << len(word), width: 1, number: map[reached]int{}}
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
	f.add(reached{waiting: [MaxTypos + 1]uint64{1 << 63}}) // stands for foundState, is never reached
	f.add(start)
	return f
}

func (f *Automaton) add(r reached) int {
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

// Start is the state before the first byte. With the methods below it makes the automaton one that a
// dictionary of terms can be walked with.
func (f *Automaton) Start() int { return startState }

// IsMatch tells whether the bytes so far are a term that is accepted.
func (f *Automaton) IsMatch(state int) bool { return state == foundState }

// CanMatch tells whether a term that begins with the bytes so far may be accepted.
func (f *Automaton) CanMatch(state int) bool { return state != deadState }

// WillAlwaysMatch tells that no beginning is enough.
func (f *Automaton) WillAlwaysMatch(int) bool { return false }

// Accept reads one byte.
func (f *Automaton) Accept(state int, c byte) int { return f.accept(state, c) }

func (f *Automaton) accept(s int, c byte) int {
	if s == deadState || s == foundState {
		return deadState
	}
	if c >= LevelBase && c < LevelBase+Levels {
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
func (f *Automaton) step(r reached, mask uint64) (to reached) {
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

// Distance is the number of typos between the automaton's word and another, more than typos where there are
// more.
func (f *Automaton) Distance(other string) int {
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
