package site

import (
	"fmt"
	"maps"
	"slices"

	"golang.org/x/text/language"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// localized holds one value for each language that a bundle has.
type Localized[T any] struct {
	matcher language.Matcher
	tags    []language.Tag // the default language first
	Values  []T
}

// localize prepares the texts of a bundle whose default language is def. The locales are in a fixed order, so
// that a request always finds the same one.
func localize[T any](def string, texts bundle.Localized[T]) Localized[[]T] {
	l := Localized[[]T]{tags: []language.Tag{language.Make(def)}, Values: [][]T{texts[""]}}
	for _, locale := range slices.Sorted(maps.Keys(texts)) {
		if locale != "" {
			l.tags = append(l.tags, language.Make(locale))
			l.Values = append(l.Values, texts[locale])
		}
	}
	l.matcher = language.NewMatcher(l.tags)
	return l
}

// MaxLocale bounds what is parsed as a language tag, in bytes; nothing longer is one (RFC 5646, 4.4.1).
const MaxLocale = 35

// Find gives the value for an operator's locale and the language that it is in (contract, 7.10): fr-CA finds
// fr, fr_FR is read as fr-FR, and what is malformed or unknown finds the default.
func (l *Localized[T]) Find(locale string) (T, string) {
	at := 0
	if locale != "" && len(locale) <= MaxLocale && len(l.tags) > 1 {
		if tag, err := language.Parse(locale); err == nil {
			at = l.match(tag)
		}
	}
	return l.Values[at], l.tags[at].String()
}

// match finds a text in the same language. The matcher alone would give a Breton operator the French one:
// CLDR counts languages that most readers of another know, and the contract does not.
func (l *Localized[T]) match(tag language.Tag) int {
	if _, at, _ := l.matcher.Match(tag); SameLanguage(tag, l.tags[at]) {
		return at
	}
	for i, have := range l.tags {
		if SameLanguage(tag, have) {
			return i
		}
	}
	return 0
}

// SameLanguage compares languages without script and region; codes for the same one, such as nb and no, are
// equal.
func SameLanguage(a, b language.Tag) bool {
	a, _ = language.All.Canonicalize(a)
	b, _ = language.All.Canonicalize(b)
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// formAnswers encodes the closing form once for each language.
func formAnswers(def string, forms bundle.Localized[bundle.FormField]) (Localized[[]byte], error) {
	l := localize(def, forms)
	answers := Localized[[]byte]{matcher: l.matcher, tags: l.tags}
	for _, form := range l.Values {
		if form == nil {
			form = []bundle.FormField{}
		}
		data, err := files.Encode(form)
		if err != nil {
			return answers, fmt.Errorf("encoding the closing form: %w", err)
		}
		answers.Values = append(answers.Values, data)
	}
	return answers, nil
}
