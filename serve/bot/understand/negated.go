package understand

import (
	"slices"
	"strings"
)

// The kinds of a list of negations.
const (
	unwishedKind = "unwished"
	untilKind    = "until"
	changeKind   = "change"
	noneKind     = "none"
	declinedKind = "declined"
)

// wished is a text without what it says not to wish: "I don't want to talk to a person, I want a refund" is
// a wish for a refund only. It reports whether there was anything of the kind.
func (l *lexicon) wished(text string) (rest string, negated bool) {
	if len(l.negation) == 0 {
		return text, false
	}
	var kept []string
	for _, clause := range clauses(text) {
		said := l.words(clause)
		end, from := l.unwished(said)
		if end == from {
			kept = append(kept, clause)
			continue
		}
		negated = true
		kept = append(kept, strings.Join(slices.Delete(said, from, end), " "))
	}
	return strings.Join(kept, ", "), negated
}

// clauses splits a text at its commas too.
func clauses(text string) (all []string) {
	between := func(r rune) bool { return strings.ContainsRune(",:()", r) }
	for _, sentence := range sentences(text) {
		all = append(all, strings.FieldsFunc(sentence, between)...)
	}
	return all
}

// unwished finds what a clause says not to wish, from one word up to another; both are the same where there
// is nothing.
func (l *lexicon) unwished(said []string) (end, from int) {
	all, taken := l.negation.find(said)
	has := func(kind string) int {
		return slices.IndexFunc(all, func(f finding) bool { return f.kind == kind })
	}
	if has(changeKind) >= 0 {
		return 0, 0
	}
	if i := has(unwishedKind); i >= 0 {
		from, end = all[i].places[0], len(said)
		if at := slices.IndexFunc(all[i+1:], isUntil); at >= 0 {
			end = all[i+1+at].places[0]
		}
		return end, from
	}
	none, declined := has(noneKind), has(declinedKind)
	if none < 0 || declined < none || slices.ContainsFunc(all[none:declined], isUntil) {
		// "return it if I do not like it" declines nothing, nor does "I do not like it I want a refund"
		return 0, 0
	}
	for i, word := range said {
		if polite := l.talk.has(word); !taken[i] && !polite && !l.stop[word] {
			return 0, 0
		}
	}
	return len(said), 0
}

func isUntil(f finding) bool { return f.kind == untilKind }

// has tells whether a word alone is a pattern.
func (p patterns) has(word string) bool { return p.is("", word) }

// is tells whether a word alone is a pattern of a kind; the empty one is any.
func (p patterns) is(kind, word string) bool {
	return slices.ContainsFunc(p[word], func(one pattern) bool {
		return len(one.roots) == 1 && (kind == "" || one.kind == kind)
	})
}
