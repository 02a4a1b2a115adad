package understand

import (
	"slices"

	"plugsheet/index/analysis"
)

// match is a chunk of a text with the terms that it may be.
type match struct {
	weight  float64 // where the intent has it
	missed  float64 // where it has not
	says    bool    // it says something, and does not only stand in many sentences
	similar []similarity
}

// similarity is how well a term stands for a word of a text, from 0 to 1.
type similarity struct {
	term   int
	degree float64
}

// How well a term stands for a word of a text.
const (
	likeSame     = 1
	likeRule     = 0.95 // by the shop's synonyms
	likeRoot     = 0.92 // refund and refunding
	likeSynonym  = 0.88
	likeOneTypo  = 0.85
	likeTwoTypos = 0.7
	likeStart    = 0.65 // livrer and livraison
	likePart     = 0.6  // send back and send
	weakSynonym  = 0.8  // what is left of likeSynonym where the word itself says little
)

// What is left of the weight of a word that says little.
const (
	unknownWeak = 0.2 // where no phrase has it
	missedWeak  = 0.7 // where phrases have it, and not those of the intent
)

// elsewhere is what a word counts, of one that says something, that shops are asked about and no phrase
// here says: "jobs" where the bot has no answer about these.
const elsewhere = 0.9

// What is left of the weight of a thing that the shop sells: what is asked of it says more than which one
// it is.
const (
	thingWeight  = 0.5 // where phrases have it
	unknownThing = 0.1 // where none has
)

func totalWeight(all []match) (sum float64) {
	for _, f := range all {
		sum += f.weight
	}
	return sum
}

func hasTerm(all []similarity, term int) bool {
	return slices.ContainsFunc(all, func(s similarity) bool { return s.term == term })
}

// read finds the terms of a text; things are those that it names.
func (m *Matcher) read(text string, things Things) []match {
	tokens := m.tokens(text)
	typed := make([]string, len(tokens))
	for i, t := range tokens {
		typed[i] = t.text
	}
	tokens = m.corrected(tokens)
	all := make([]match, 0, len(tokens))
	place := make([]int, len(tokens)) // by token: where it is in all
	seen := map[string]int{}
	for _, c := range m.lexicon.chunks(tokens, func(key string) bool { return len(m.standing[key]) > 0 }) {
		t := merged(tokens, c)
		at, known := seen[t.stem]
		if !known {
			at = len(all)
			seen[t.stem] = at
			all = append(all, m.find(t, tokens, c))
			if len(c.places) == 1 && slices.Contains(things.Words, typed[c.places[0]]) {
				all[at].lessen(things.Only)
			}
		}
		for _, i := range c.places {
			place[i] = at
		}
	}
	m.applyRules(tokens, all, place)
	return all
}

// lessen makes a match count as a thing that the shop sells; only tells whether nothing else is said.
func (f *match) lessen(only bool) {
	share := thingWeight
	if len(f.similar) == 0 {
		share = unknownThing
	}
	f.weight, f.missed, f.says = f.weight*share, f.missed*share, f.says && !only
}

// corrected gives the tokens with what they were meant to be, where that is one word of the phrases.
func (m *Matcher) corrected(tokens []token) []token {
	for i, t := range tokens {
		if _, known := m.byStem[t.stem]; known || t.weight < 1 || len(m.byRoot[m.lexicon.root(t.text)]) > 0 {
			continue
		}
		if found := m.misspelt(t); len(found) == 1 {
			meant := m.terms[found[0].term]
			tokens[i].text, tokens[i].stem, tokens[i].typo = meant.text, meant.stem, found[0].degree
		}
	}
	return tokens
}

// find finds the terms of one chunk, given as a token.
func (m *Matcher) find(t token, tokens []token, c chunk) (f match) {
	if len(c.places) > 1 {
		f.similar = slices.Clone(m.standing[c.key])
	} else {
		f.similar = m.similar(t)
	}
	f.says = t.weight >= commonWeight && !m.lexicon.places[t.text]
	switch {
	case len(f.similar) > 0:
	case f.says && len(m.lexicon.thesaurus.groupsOf[c.key]) > 0:
		f.weight = m.full * elsewhere
	case t.weight < 1:
		f.weight = m.unknown * unknownWeak
	default:
		f.weight = m.unknown
	}
	for i := range f.similar {
		s := &f.similar[i]
		if t.weight < 1 && s.degree == likeSynonym {
			// what stands for others says no more than it says itself
			s.degree *= weakSynonym
		}
		s.degree *= t.typo
	}
	for _, s := range f.similar {
		f.weight = max(f.weight, m.terms[s.term].weight*s.degree)
	}
	if len(c.places) > 1 {
		m.addParts(&f, tokens, c)
	}
	f.missed = f.weight
	if t.weight < 1 && len(f.similar) > 0 {
		f.missed *= missedWeak
	}
	return f
}

// addParts adds the words of an expression, each as a part of it.
func (m *Matcher) addParts(f *match, tokens []token, c chunk) {
	for _, i := range c.places {
		if at, ok := m.byStem[tokens[i].stem]; ok && tokens[i].weight >= commonWeight {
			f.similar = append(f.similar, similarity{at, likePart * min(1, m.terms[at].weight/f.weight)})
		}
	}
}

// applyRules adds what the shop's synonyms say. The words that one stands for together count as its first.
func (m *Matcher) applyRules(tokens []token, all []match, place []int) {
	isStem := func(stem string, t token) bool { return stem == t.stem }
	for _, r := range m.rules {
		for i := 0; i+len(r.From) <= len(tokens); i++ {
			if slices.EqualFunc(r.From, tokens[i:i+len(r.From)], isStem) {
				m.applyRule(r, &all[place[i]])
			}
		}
	}
}

func (m *Matcher) applyRule(r analysis.Rule, f *match) {
	for _, to := range r.To {
		for _, stem := range to {
			if at, ok := m.byStem[stem]; ok {
				f.similar = append(f.similar, similarity{at, likeRule})
				f.weight = max(f.weight, m.terms[at].weight*likeRule)
			}
		}
	}
}
