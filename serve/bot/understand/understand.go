// Package understand finds what a sentence means: which intent of a bot, by the phrases that the shop wrote
// for each. It knows how people write to a shop in several languages (its lists of words stand in the
// folder words), and nothing of products, answers or HTTP.
//
// A text becomes tokens, and these chunks: single words, and expressions of several words such as "send …
// back". Each is looked up among the phrases' terms: the word itself, its other forms, synonyms, typos. Of
// what is found each intent gets a score.
package understand

import (
	"cmp"
	"math"
	"slices"

	"plugsheet/index/analysis"
)

// Phrase is one way to say something. An intent may have several.
type Phrase struct {
	Text   string
	Intent int // number of what is meant, from 0
}

// Candidate is an intent with how well a text fits it.
type Candidate struct {
	Intent int
	Phrase int     // the one that fits best, by its place in the list
	Score  float64 // from 0 to 1: 1 for one of its phrases, word for word
}

// What a text must reach to be understood. The figures are those at which the sentences that were used to
// find them went best; how well they do on others is measured by the tests of the bot.
const (
	leastScore  = 0.53 // of the best intent
	leastMargin = 0.03 // to the second one
)

// Best gives the intent of a text by what [Matcher.Match] found; false where none fits well enough, or two
// fit about as well.
func Best(found []Candidate) (Candidate, bool) {
	if len(found) == 0 || found[0].Score < leastScore {
		return Candidate{}, false
	}
	best := found[0]
	if len(found) > 1 && best.Score < 1 && best.Score-found[1].Score < leastMargin*(1.5-best.Score) {
		return Candidate{}, false
	}
	return best, true
}

// Matcher finds what a text means. It reads texts as the search does: folded, stemmed, with typos and
// synonyms. Words count by how few intents have them; those that say little hardly count. What is compared
// is how much of a phrase the text says, and how much of the text the intent's phrases say, so that neither
// a long text that happens to hold a phrase's word nor a short one fits everything.
//
// It is held in memory, immutable, and safe for use by several goroutines at once.
type Matcher struct {
	lexicon  *lexicon
	rules    []analysis.Rule // the shop's synonyms
	phrases  []phrase
	exact    map[string]int          // folded text of a phrase to its place
	terms    []term                  // what the phrases say
	byStem   map[string]int          // to the place in terms
	byRoot   map[string][]int        // key of an expression to the terms that are it
	groups   [][]int                 // by group of the thesaurus: the terms in it
	standing map[string][]similarity // key of an expression to the terms that it stands for
	core     map[int][]core          // by intent
	full     float64                 // weight of a word with one intent
	unknown  float64                 // weight of a word that no phrase has
}

// phrase is one of the shop's with its terms.
type phrase struct {
	Phrase
	terms       []int32 // of its words, each once
	weight      float64 // of these
	expressions []phraseExpression
	negated     bool // it says what is not wished
}

// phraseExpression is an expression of several words in a phrase.
type phraseExpression struct {
	term  int32   // its own
	parts []int32 // those of its words
}

// term is a word of the phrases, or an expression of several.
type term struct {
	text, stem string
	root       string // or the key of an expression
	expression bool   // it is of several words
	partOnly   bool   // it is nothing but a part of expressions
	weight     float64
	typos      int     // that it may have been written with
	letters    uint64  // of the stem
	phrases    []int32 // that have it
	intents    []int32 // of those, each once, ascending
}

// New prepares phrases of one language, a BCP 47 tag. Synonyms are those of a synonyms.json, nil for none.
// Errors: of that file's JSON.
func New(tag string, phrases []Phrase, synonyms []byte) (*Matcher, error) {
	m := &Matcher{
		lexicon: lexiconOf(tag), exact: map[string]int{}, byStem: map[string]int{},
		byRoot: map[string][]int{}, phrases: make([]phrase, len(phrases)),
	}
	var err error
	if m.rules, err = analysis.ReadSynonyms(m.lexicon.lang, synonyms); err != nil {
		return nil, err
	}
	intents := 0
	for n, one := range phrases {
		m.phrases[n].Phrase = one
		_, m.phrases[n].negated = m.lexicon.wished(one.Text)
		intents = max(intents, one.Intent+1)
		if key := analysis.Fold(one.Text); key != "" {
			if _, taken := m.exact[key]; !taken {
				m.exact[key] = n
			}
		}
		m.learn(n)
	}
	m.linkSynonyms()
	m.markParts()
	m.weigh(intents)
	m.findCores()
	return m, nil
}

// Match gives the intents that a text may have, the best first and at most limit of them. A text of several
// sentences means what one of them means; what it says not to wish is meant by phrases only that say so
// too.
func (m *Matcher) Match(text string, limit int) []Candidate {
	return m.MatchAbout(Things{}, text, limit)
}

// Things are what the shop sells as far as a text names it.
type Things struct {
	Words []string // of the text, folded. They say less of what is asked than the others
	Only  bool     // the text only names them: they say nothing of what is asked
}

// MatchAbout is as [Matcher.Match], for a text that names things.
func (m *Matcher) MatchAbout(things Things, text string, limit int) []Candidate {
	if n, ok := m.exact[analysis.Fold(text)]; ok {
		return []Candidate{{m.phrases[n].Intent, n, 1}}
	}
	s := scores{best: map[int]Candidate{}, order: map[int]float64{}}
	rest, negated := m.lexicon.wished(text)
	if negated {
		m.scoreText(text, things, s)
		s.keep(func(c Candidate) bool { return m.phrases[c.Phrase].negated })
		text = rest
	}
	m.scoreText(text, things, s)
	return s.sorted(limit)
}

// scoreText notes how well a text fits each intent, as a whole and by one of its sentences.
func (m *Matcher) scoreText(text string, things Things, s scores) {
	whole := m.read(text, things)
	m.score(whole, 1, s)
	if parts := sentences(text); len(parts) > 1 {
		total := totalWeight(whole)
		for _, part := range parts {
			found := m.read(part, things)
			if share := totalWeight(found) / max(total, 1e-9); share > 0 {
				m.score(found, math.Min(1, math.Sqrt(share)), s)
			}
		}
	}
}

// Says tells whether the phrases have one of a text's words that say something, in one form or another.
func (m *Matcher) Says(text string) bool {
	isSaid := func(f match) bool { return f.says && len(f.similar) > 0 }
	return slices.ContainsFunc(m.read(text, Things{}), isSaid)
}

// scores are those of intents: the candidates, and by what they are ordered.
type scores struct {
	best  map[int]Candidate
	order map[int]float64
}

// keep forgets the candidates that are not to be kept.
func (s scores) keep(keeps func(Candidate) bool) {
	for intent, c := range s.best {
		if !keeps(c) {
			delete(s.best, intent)
			delete(s.order, intent)
		}
	}
}

// sorted gives the candidates, the best first. The score of all but the best is that by which they are
// ordered.
func (s scores) sorted(limit int) []Candidate {
	found := make([]Candidate, 0, len(s.best))
	for _, c := range s.best {
		found = append(found, c)
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(s.order[b.Intent], s.order[a.Intent]), cmp.Compare(a.Intent, b.Intent))
	})
	for i := 1; i < len(found); i++ {
		found[i].Score = s.order[found[i].Intent]
	}
	return found[:min(limit, len(found))]
}
