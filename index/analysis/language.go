package analysis

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"plugsheet/schemas/words"
)

//go:embed words.txt
var wordText string

// lists are the words of the file, which says what each list is.
var lists = words.InFile(wordText)

// byHead are the words by list and language.
var byHead = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, l := range lists() {
		all[l.Name+" "+l.Language] = append(all[l.Name+" "+l.Language], l.Words...)
	}
	return all
})

// listed are the words of a list in a language; of those that hold for all of them where that is empty.
func listed(name, language string) []string { return byHead()[name+" "+language] }

// Language is what the analysis knows of one language. It is immutable, and safe for use by several
// goroutines at once.
type Language struct {
	base     string
	colors   map[string]bool // words that never say what a thing is
	purposes map[string]bool // words before what a thing is for
	stemmer  stemmer
	elided   map[string]bool   // words that lose their vowel before an apostrophe: the l of l'écran
	units    map[string]string // unit, folded, to its one spelling
	numbers  map[string]string // number words to their digits
	dots     bool              // 20.000 is twenty thousand
	stop     map[string]bool   // words that say little: in a query they are welcome and not demanded
}

// HeadFirst are the languages in which a thing is named before what tells more of it: a "souris sans fil" is
// a souris.
var HeadFirst = Set("fr es it pt ca ro")

// LanguageOf gives the language of a BCP 47 tag. An unknown one has neither stems nor stop words.
func LanguageOf(tag string) *Language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	l := &Language{
		base: base, stemmer: stemmerOf(base), elided: setOf(listed("elision", "")),
		stop: setOf(listed("stop", base)), colors: setOf(listed("color", base)),
		purposes: setOf(listed("purpose", base)), numbers: numbersOf(base),
		dots: slices.Contains(listed("points", ""), base), units: map[string]string{},
	}
	for _, list := range lists() {
		if list.Name == "unit" || list.Name == "french" && base == "fr" {
			for _, word := range list.Words {
				l.units[word] = list.Language
			}
		}
	}
	return l
}

// Base is the language's code of two letters, or three: de of de-AT.
func (l *Language) Base() string { return l.base }

// Stem is the stem of a folded word.
func (l *Language) Stem(word string) string {
	if n, ok := l.numbers[word]; ok {
		return n
	}
	if arabic(word) {
		return arabicStem(word)
	}
	return l.stemmer.stem(word)
}

// Stops tells whether a folded word says little.
func (l *Language) Stops(word string) bool { return l.stop[word] }

// Unit gives the one spelling of a unit; empty for what is none.
func (l *Language) Unit(word string) string { return l.units[word] }

// StopWordOf gives the languages of which a folded word is a stop word.
func StopWordOf(word string) []string { return stopLanguages()[word] }

var stopLanguages = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, l := range lists() {
		for _, word := range l.Words {
			if l.Name == "stop" {
				m[word] = append(m[word], l.Language)
			}
		}
	}
	return m
})

// Set makes a set of words with blanks between.
func Set(words string) map[string]bool { return setOf(strings.Fields(words)) }

func setOf(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
