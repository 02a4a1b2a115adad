package understand

import (
	"cmp"
	"slices"
	"strings"
)

// thesaurus is which expressions of a language mean the same to whoever writes to a shop. An expression is
// one word or several; its key is the roots of its words with single blanks between.
type thesaurus struct {
	forms       map[string]string       // folded form of a word to the word
	groups      [][]string              // keys of expressions that mean the same
	groupsOf    map[string][]int        // key to its groups
	expressions map[string][]expression // those of several words by the root of the first, the longest first
	little      map[string]bool         // keys of those of several words that all stand in any sentence
	roots       map[string]bool         // of all words here: none of them is a misspelt other one
}

// expression is one or several words that mean something together.
type expression struct {
	key   string
	roots []string // of its words
	gaps  []bool   // by word: others may stand before it
}

// maxGap is how many words may stand in a gap.
const maxGap = 4

// readThesaurus reads the synonyms of a language. A line holds the forms of a word ("go = went gone"), or
// expressions that mean the same, with commas between; forms come before the expressions that use them.
func (l *lexicon) readThesaurus(lines []string) {
	l.thesaurus = thesaurus{
		forms: map[string]string{}, groupsOf: map[string][]int{}, expressions: map[string][]expression{},
		roots: map[string]bool{}, little: map[string]bool{},
	}
	for _, line := range lines {
		word, forms, isForms := strings.Cut(line, " = ")
		if !isForms {
			l.addGroup(strings.Split(line, ","))
			continue
		}
		for form := range strings.FieldsSeq(forms) {
			l.thesaurus.forms[form] = word
		}
	}
	for _, all := range l.thesaurus.expressions {
		slices.SortStableFunc(all, func(a, b expression) int {
			return cmp.Compare(len(b.roots), len(a.roots))
		})
	}
}

// addGroup notes expressions that mean the same. One of nothing but words that stand in any sentence may
// stand for others, and they do not for it: "are you" may ask for a robot, and a robot is nothing that
// "when are you open" asks for.
func (l *lexicon) addGroup(texts []string) {
	t := &l.thesaurus
	var keys []string
	for _, text := range texts {
		e := l.expression(text)
		for _, root := range e.roots {
			t.roots[root] = true
		}
		if slices.Contains(keys, e.key) {
			continue
		}
		keys = append(keys, e.key)
		says := func(word string) bool { return !l.stop[word] }
		t.little[e.key] = len(e.roots) > 1 && !slices.ContainsFunc(l.words(text), says)
		if len(e.roots) > 1 && !slices.ContainsFunc(t.expressions[e.roots[0]], e.equal) {
			t.expressions[e.roots[0]] = append(t.expressions[e.roots[0]], e)
		}
	}
	for _, key := range keys {
		t.groupsOf[key] = append(t.groupsOf[key], len(t.groups))
	}
	t.groups = append(t.groups, keys)
}

// expression reads one, with "…" for a gap.
func (l *lexicon) expression(text string) expression { return l.expressionOf(text, l.root) }

// expressionOf reads one of which root gives what is compared of a word.
func (l *lexicon) expressionOf(text string, root func(word string) string) (e expression) {
	for n, part := range strings.Split(text, "…") {
		for i, word := range l.words(part) {
			e.roots = append(e.roots, root(word))
			e.gaps = append(e.gaps, n > 0 && i == 0)
		}
	}
	e.key = strings.Join(e.roots, " ")
	return e
}

func (e expression) equal(other expression) bool {
	return slices.Equal(e.roots, other.roots) && slices.Equal(e.gaps, other.gaps)
}

// places finds the expression in a text, given by its roots, where its first word stands at place i: the
// places of its words, nil where it is not there.
func (e expression) places(i int, text []string) []int {
	places := make([]int, 0, len(e.roots))
	for n, root := range e.roots {
		last := i
		if e.gaps[n] {
			last += maxGap
		}
		for ; i <= last && i < len(text) && text[i] != root; i++ {
		}
		if i > last || i >= len(text) {
			return nil
		}
		places = append(places, i)
		i++
	}
	return places
}

// chunk is an expression where it stands in a text.
type chunk struct {
	key    string
	places []int // of its words
}

// chunks takes a text apart into expressions. Those of several words count where wanted says that they are
// of use; every word is in one chunk.
func (l *lexicon) chunks(tokens []token, wanted func(key string) bool) []chunk {
	roots := make([]string, len(tokens))
	for i, t := range tokens {
		roots[i] = l.root(t.text)
	}
	taken := make([]bool, len(tokens))
	all := make([]chunk, 0, len(tokens))
	for i := range tokens {
		if taken[i] {
			continue
		}
		c := chunk{roots[i], []int{i}}
		for _, e := range l.thesaurus.expressions[roots[i]] {
			places := e.places(i, roots)
			if places != nil && wanted(e.key) &&
				!slices.ContainsFunc(places, func(at int) bool { return taken[at] }) {
				c = chunk{e.key, places}
				break
			}
		}
		for _, at := range c.places {
			taken[at] = true
		}
		all = append(all, c)
	}
	return all
}
