package understand

import (
	"cmp"
	"strings"

	"plugsheet/index/analysis"
)

// token is a word of a text.
type token struct {
	text, stem string
	weight     float64 // 1, or less for a word that says little
	typo       float64 // 1, or less for a word that was written otherwise
}

// What a word counts that says little, of what others do.
const (
	stopWeight   = 0.15
	weakWeight   = 0.3
	shortWeight  = 0.3 // of one or two letters, or a number
	commonWeight = 0.55
)

// What is looked at of a text: so many words, and so many bytes.
const (
	maxTokens = 80
	maxBytes  = 2000
)

// tokens gives the words of a text.
func (m *Matcher) tokens(text string) (all []token) {
	if len(text) > maxBytes {
		text = strings.ToValidUTF8(text[:maxBytes], "")
	}
	words := m.lexicon.words(text)
	number := false
	for _, word := range words[:min(len(words), maxTokens)] {
		t := m.lexicon.token(word)
		if number && m.lexicon.question.is(countedKind, word) {
			t.weight = stopWeight // nobody asks for four persons
		}
		all = append(all, t)
		number = m.lexicon.isNumber(word)
	}
	return all
}

// isNumber tells whether a word is a number, in figures or in letters.
func (l *lexicon) isNumber(word string) bool {
	return analysis.IsNumber(cmp.Or(l.thesaurus.forms[word], word))
}

func (l *lexicon) token(word string) token {
	t := token{word, l.lang.Stem(word), 1, 1}
	switch {
	case l.stop[word]:
		t.weight = stopWeight
	case l.weak[word]:
		t.weight = weakWeight
	case len(word) < 3, l.isNumber(word):
		t.weight = shortWeight
	case l.isCommon(word):
		t.weight = commonWeight
	}
	return t
}

// weightOf is what an expression of several words counts: as a word, but for one that is made of words that
// say little.
func weightOf(tokens []token, places []int) float64 {
	most := 0.0
	for _, i := range places {
		most = max(most, tokens[i].weight)
	}
	switch {
	case most >= commonWeight:
		return 1
	case most > stopWeight:
		return commonWeight
	}
	return weakWeight
}

// merged is an expression as one token; of several words it is as misspelt as the worst of them.
func merged(tokens []token, c chunk) token {
	if len(c.places) == 1 {
		return tokens[c.places[0]]
	}
	t := token{c.key, c.key, weightOf(tokens, c.places), 1}
	for _, i := range c.places {
		t.typo = min(t.typo, tokens[i].typo)
	}
	return t
}

// sentences splits a text at its full stops, question marks and line ends.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?;\n…", r) })
}
