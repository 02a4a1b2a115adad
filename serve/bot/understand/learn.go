package understand

import (
	"math"
	"slices"

	"plugsheet/index/analysis"
)

// learn notes the words of a phrase, and its expressions of several words.
func (m *Matcher) learn(n int) {
	p := &m.phrases[n]
	tokens := m.tokens(p.Text)
	terms := make([]int32, len(tokens))
	for i, t := range tokens {
		terms[i] = m.note(n, t, chunk{m.lexicon.root(t.text), []int{i}})
		if !slices.Contains(p.terms, terms[i]) {
			p.terms = append(p.terms, terms[i])
		}
	}
	for _, c := range m.lexicon.chunks(tokens, func(string) bool { return true }) {
		if len(c.places) < 2 {
			continue
		}
		e := phraseExpression{term: m.note(n, token{c.key, c.key, weightOf(tokens, c.places), 1}, c)}
		for _, i := range c.places {
			if !slices.Contains(e.parts, terms[i]) {
				e.parts = append(e.parts, terms[i])
			}
		}
		p.expressions = append(p.expressions, e)
	}
}

// note notes that a phrase has a word or an expression, and gives its term.
func (m *Matcher) note(n int, t token, c chunk) int32 {
	at, known := m.byStem[t.stem]
	if !known {
		at = len(m.terms)
		m.byStem[t.stem] = at
		m.byRoot[c.key] = append(m.byRoot[c.key], at)
		m.terms = append(m.terms, term{
			text: t.text, stem: t.stem, root: c.key, expression: len(c.places) > 1,
			weight: t.weight, typos: analysis.Typos(t.stem), letters: lettersOf(t.stem),
		})
	}
	of := &m.terms[at]
	if !slices.Contains(of.phrases, int32(n)) {
		of.phrases = append(of.phrases, int32(n))
	}
	if intent := int32(m.phrases[n].Intent); !slices.Contains(of.intents, intent) {
		of.intents = append(of.intents, intent)
	}
	return int32(at)
}

// linkSynonyms finds what each expression stands for: the terms that are it, and those that mean the same.
func (m *Matcher) linkSynonyms() {
	for _, group := range m.lexicon.thesaurus.groups {
		var terms []int
		for _, key := range group {
			terms = append(terms, m.byRoot[key]...)
		}
		m.groups = append(m.groups, terms)
	}
	m.standing = map[string][]similarity{}
	for key, terms := range m.byRoot {
		for _, at := range terms {
			m.standing[key] = append(m.standing[key], similarity{at, likeSame})
		}
	}
	little := m.lexicon.thesaurus.little
	for key, groups := range m.lexicon.thesaurus.groupsOf {
		for _, group := range groups {
			for _, at := range m.groups[group] {
				if !hasTerm(m.standing[key], at) && (!little[m.terms[at].root] || little[key]) {
					m.standing[key] = append(m.standing[key], similarity{at, likeSynonym})
				}
			}
		}
	}
}

// markParts finds the words that the phrases have in expressions of several words only.
func (m *Matcher) markParts() {
	alone := make([]bool, len(m.terms))
	for _, p := range m.phrases {
		for _, at := range p.terms {
			isPart := func(e phraseExpression) bool { return slices.Contains(e.parts, at) }
			if !slices.ContainsFunc(p.expressions, isPart) {
				alone[at] = true
			}
		}
	}
	for at := range m.terms {
		m.terms[at].partOnly = !alone[at] && !m.terms[at].expression
	}
}

// unknownShare is the weight of a word that no phrase has, of that of a word with one intent.
const unknownShare = 0.45

// weigh gives each term its weight: the fewer intents have it, the more.
func (m *Matcher) weigh(intents int) {
	for at := range m.terms {
		t := &m.terms[at]
		slices.Sort(t.intents)
		t.weight *= math.Log(1 + float64(intents)/m.spread(t))
	}
	m.full = math.Log(1 + float64(max(intents, 1)))
	m.unknown = unknownShare * m.full
	for n := range m.phrases {
		p := &m.phrases[n]
		for _, at := range p.terms {
			p.weight += m.terms[at].weight
		}
	}
}

// synonymShare is what an intent counts that has only a synonym of a term.
const synonymShare = 0.25

// spread is how many intents have a term, those counted in part that have only a synonym.
func (m *Matcher) spread(t *term) float64 {
	other := map[int32]bool{}
	for _, s := range m.standing[t.root] {
		for _, intent := range m.terms[s.term].intents {
			other[intent] = true
		}
	}
	for _, intent := range t.intents {
		delete(other, intent)
	}
	return float64(len(t.intents)) + synonymShare*float64(len(other))
}
