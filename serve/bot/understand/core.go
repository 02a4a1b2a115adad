package understand

import (
	"maps"
	"slices"
)

// core is what nearly all phrases of an intent say, in one form or another. A text without it hardly means
// that.
type core struct {
	terms []int   // any of which says it
	loss  float64 // what a text loses that has none of them, from 0 to 1
}

const (
	coreShare   = 0.7 // of the phrases, and of at least corePhrases
	coreLoss    = 0.1 // of the score
	corePhrases = 3
)

// findCores finds what nearly all phrases of an intent say: with one root, or with words that mean the same.
func (m *Matcher) findCores() {
	m.core = map[int][]core{}
	phrases := map[int]int{} // by intent: how many
	for _, p := range m.phrases {
		phrases[p.Intent]++
	}
	var concepts [][]int
	for _, root := range slices.Sorted(maps.Keys(m.byRoot)) {
		concepts = append(concepts, m.byRoot[root])
	}
	for _, terms := range append(concepts, m.groups...) {
		heaviest := 0.0
		for _, at := range terms {
			heaviest = max(heaviest, m.terms[at].weight)
		}
		for intent, with := range m.phrasesWith(terms) {
			if phrases[intent] >= corePhrases && float64(with) >= coreShare*float64(phrases[intent]) {
				m.core[intent] = append(m.core[intent], core{terms, coreLoss * heaviest / m.full})
			}
		}
	}
}

// phrasesWith counts by intent the phrases that have one of the terms.
func (m *Matcher) phrasesWith(terms []int) map[int]int {
	counted := map[int32]bool{}
	counts := map[int]int{}
	for _, at := range terms {
		for _, n := range m.terms[at].phrases {
			if !counted[n] {
				counted[n] = true
				counts[m.phrases[n].Intent]++
			}
		}
	}
	return counts
}

// withoutCores is what is left of a score for an intent, where a text has these terms, given by how similar
// they are.
func (m *Matcher) withoutCores(score float64, intent int, similar map[int]float64) float64 {
	for _, c := range m.core[intent] {
		if !slices.ContainsFunc(c.terms, func(at int) bool { return similar[at] > 0 }) {
			score *= 1 - c.loss
		}
	}
	return score
}
