package analysis

import "math/rand/v2"

// lexicon remembers the words that were met, each with a number, so that no text of a word is made twice.
type lexicon struct {
	short Table // by packed text
	long  map[string]uint32
	texts []string // by number
}

func newLexicon() lexicon { return lexicon{long: map[string]uint32{}} }

func (v *lexicon) size() int { return len(v.texts) }

// find gives the text and the number of a word.
func (v *lexicon) find(word []byte) (string, int) {
	short, isShort := Pack(word)
	n, known := v.short.Find(short)
	if !isShort {
		n, known = v.long[string(word)]
	}
	if known {
		return v.texts[n], int(n)
	}
	text, n := string(word), uint32(len(v.texts))
	v.texts = append(v.texts, text)
	if isShort {
		v.short.Add(short, n)
	} else {
		v.long[text] = n
	}
	return text, int(n)
}

// Pack makes a number of a text of at most eight bytes without zeros, and reports false for others.
func Pack(text []byte) (packed uint64, ok bool) {
	if len(text) > 8 {
		return 0, false
	}
	for _, c := range text {
		packed = packed<<8 | uint64(c)
	}
	return packed, true
}

// Table gives packed texts their numbers, as a map would: with key and number side by side, so that most
// look-ups visit memory once. A build makes some hundreds for each product. Its zero value is empty.
type Table struct {
	slots  []slot
	used   int
	factor uint64 // an odd one by chance, so that nobody can choose texts that meet in one place
}

type slot struct {
	key    uint64 // 0 for none
	number uint32
}

// Find gives the number of a text; the empty one has none.
func (t *Table) Find(key uint64) (number uint32, found bool) {
	if key == 0 || t.used == 0 {
		return 0, false
	}
	s := &t.slots[t.place(key)]
	return s.number, s.key == key
}

// Add gives a text that has none a number.
func (t *Table) Add(key uint64, number uint32) {
	if 2*t.used >= len(t.slots) {
		old := t.slots
		t.slots, t.factor = make([]slot, max(64, 2*len(old))), rand.Uint64()|1
		for _, s := range old {
			if s.key != 0 {
				t.slots[t.place(s.key)] = s
			}
		}
	}
	t.slots[t.place(key)] = slot{key, number}
	t.used++
}

// Clear takes all texts out.
func (t *Table) Clear() {
	clear(t.slots)
	t.used = 0
}

// place is where a text stands, or is to stand.
func (t *Table) place(key uint64) int {
	mask := uint64(len(t.slots) - 1)
	at := key * t.factor >> 32 & mask
	for t.slots[at].key != 0 && t.slots[at].key != key {
		at = (at + 1) & mask
	}
	return int(at)
}

// Colors tells whether a folded word is a color.
func (l *Language) Colors(word string) bool { return l.colors[word] }

// ForWhat tells whether a folded word says that what comes is what a thing is for.
func (l *Language) ForWhat(word string) bool { return l.purposes[word] }

var negations = lists.Exact("negation")

// Negates tells whether a folded word takes away what stands behind it: without, sans, ohne.
func Negates(word string) bool { return negations()[word] }
