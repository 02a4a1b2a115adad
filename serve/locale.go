package serve

import (
	"maps"
	"slices"

	"golang.org/x/text/language"

	"plugsheet/schemas/bundle"
)

// localized holds one value for each language that a bundle has.
type localized[T any] struct {
	matcher language.Matcher
	tags    []language.Tag // the default language first
	Values  []T
}

// localize prepares the texts of a bundle whose default language is def. The locales are in a fixed order, so that a
// request always finds the same one.
func localize[T any](def string, texts bundle.Localized[T]) localized[[]T] {
	l := localized[[]T]{tags: []language.Tag{language.Make(def)}, Values: [][]T{texts[""]}}
	for _, locale := range slices.Sorted(maps.Keys(texts)) {
		if locale != "" {
			l.tags = append(l.tags, language.Make(locale))
			l.Values = append(l.Values, texts[locale])
		}
	}
	l.matcher = language.NewMatcher(l.tags)
	return l
}

// maxLocale bounds what is parsed as a language tag, in bytes; nothing longer is one (RFC 5646, 4.4.1).
const maxLocale = 35

// find gives the value for an operator's locale and the language that it is in (contract, 7.10): fr-CA finds fr, fr_FR
// is read as fr-FR, and what is malformed or unknown finds the default.
func (l *localized[T]) find(locale string) (T, string) {
	at := 0
	if locale != "" && len(locale) <= maxLocale && len(l.tags) > 1 {
		if tag, err := language.Parse(locale); err == nil {
			at = l.match(tag)
		}
	}
	return l.Values[at], l.tags[at].String()
}

// match finds a text in the same language. The matcher alone would give a Breton operator the French one: CLDR counts
// languages that most readers of another know, and the contract does not.
func (l *localized[T]) match(tag language.Tag) int {
	if _, at, _ := l.matcher.Match(tag); sameLanguage(tag, l.tags[at]) {
		return at
	}
	for i, have := range l.tags {
		if sameLanguage(tag, have) {
			return i
		}
	}
	return 0
}

// sameLanguage compares languages without script and region; codes for the same one, such as nb and no, are equal.
func sameLanguage(a, b language.Tag) bool {
	a, _ = language.All.Canonicalize(a)
	b, _ = language.All.Canonicalize(b)
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}
