package understand

import (
	"math/bits"

	"plugsheet/index/analysis"
)

// similar gives the terms that a word may be.
func (m *Matcher) similar(t token) []similarity {
	found := m.closest(t)
	for i := range found {
		if m.terms[found[i].term].partOnly {
			found[i].degree *= likePart
		}
	}
	if t.weight < commonWeight {
		return found
	}
	for _, s := range m.standing[m.lexicon.root(t.text)] {
		if !hasTerm(found, s.term) {
			found = append(found, s)
		}
	}
	return found
}

// closest gives the terms that a word may be, but for synonyms: itself, else those of its root, those with a
// typo, those that begin alike.
func (m *Matcher) closest(t token) (found []similarity) {
	at, known := m.byStem[t.stem]
	if known {
		found = append(found, similarity{at, likeSame})
	}
	if t.weight < commonWeight {
		return found
	}
	for _, other := range m.byRoot[m.lexicon.root(t.text)] {
		if !known || other != at {
			found = append(found, similarity{other, likeRoot})
		}
	}
	if len(found) > 0 || t.weight < 1 {
		return found
	}
	if found = m.misspelt(t); len(found) > 0 {
		return found
	}
	for at := range m.terms {
		if !m.terms[at].expression && beginAlike(m.terms[at].stem, t.stem) {
			found = append(found, similarity{at, likeStart})
		}
	}
	return found
}

// leastTypo is the fewest letters of a word that is taken for another one for a typo: in a sentence the words
// of four are rather what they look like, as sing is not sign.
const leastTypo = 5

// misspelt gives the terms that are fewest typos away.
func (m *Matcher) misspelt(t token) []similarity {
	if len(t.text) < leastTypo || m.lexicon.thesaurus.roots[m.lexicon.root(t.text)] {
		return nil
	}
	for n := 1; n <= analysis.Typos(t.stem); n++ {
		if found := m.withTypos(t, n); len(found) > 0 {
			return found
		}
	}
	return nil
}

// withTypos gives the terms that are at most n typos away.
func (m *Matcher) withTypos(t token, n int) (found []similarity) {
	degree := [...]float64{1: likeOneTypo, 2: likeTwoTypos}[n]
	word, letters := analysis.NewAutomaton(t.stem, n), lettersOf(t.stem)
	for at := range m.terms {
		other := &m.terms[at]
		switch longer := len(other.stem) - len(t.stem); {
		case other.expression, other.typos < n, longer > n, longer < -n:
		case n > 1 && other.stem[0] != t.stem[0]:
		case bits.OnesCount64(other.letters^letters) > 2*n:
			// a typo takes one letter away, and brings another at most
		case word.Distance(other.stem) <= n:
			found = append(found, similarity{at, degree})
		}
	}
	return found
}

// lettersOf is a set of the letters of a word, of which some share a place.
func lettersOf(word string) (set uint64) {
	for _, r := range word {
		set |= 1 << (r % 64)
	}
	return set
}

// beginAlike tells whether two words begin with at least four letters that are the same, and most of both
// words.
func beginAlike(a, b string) bool {
	short, long := min(len(a), len(b)), max(len(a), len(b))
	n := 0
	for n < short && a[n] == b[n] {
		n++
	}
	return n >= 4 && 3*n >= 2*short && 2*n >= long
}
