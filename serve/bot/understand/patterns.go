package understand

import (
	"cmp"
	"slices"
	"strings"
)

// patterns are expressions by what they say, as a list of lines such as "price: how much is, what … cost"
// has them; "…" is where up to [maxGap] words may stand. A kind may have several lines. Other than the
// synonyms, they are looked for word for word: "how much is" is not "how much are".
type patterns map[string][]pattern // by the first word, the longest first

// pattern is an expression with what it says.
type pattern struct {
	kind string
	expression
}

// readPatterns reads a list of a language; of one that has none, nothing.
func (l *lexicon) readPatterns(list, base string) patterns {
	p := patterns{}
	for _, line := range readLines(list, base) {
		kind, texts, _ := strings.Cut(line, ": ")
		for text := range strings.SplitSeq(texts, ",") {
			if e := l.expressionOf(text, strings.Clone); len(e.roots) > 0 {
				p[e.roots[0]] = append(p[e.roots[0]], pattern{kind, e})
			}
		}
	}
	for _, all := range p {
		slices.SortStableFunc(all, func(a, b pattern) int { return cmp.Compare(len(b.roots), len(a.roots)) })
	}
	return p
}

// finding is a pattern where it stands in a text.
type finding struct {
	kind   string
	places []int // of its words
}

// find finds the patterns of a text, from left to right, the longest first. Each word is in one of them at
// most: taken says which are.
func (p patterns) find(text []string) (all []finding, taken []bool) {
	taken = make([]bool, len(text))
	isTaken := func(at int) bool { return taken[at] }
	for i := range text {
		if taken[i] {
			continue
		}
		for _, one := range p[text[i]] {
			places := one.places(i, text)
			if places == nil || slices.ContainsFunc(places, isTaken) {
				continue
			}
			all = append(all, finding{one.kind, places})
			for _, at := range places {
				taken[at] = true
			}
			break
		}
	}
	return all, taken
}
