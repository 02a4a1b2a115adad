package understand

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
)

// Reader reads texts of one language as far as they say the same in any shop. It is immutable.
type Reader struct {
	lexicon *lexicon
	base    string
}

// ReaderOf gives the reader of a BCP 47 tag's language; that of an unknown one understands nothing.
func ReaderOf(tag string) *Reader {
	l := lexiconOf(tag)
	return &Reader{l, l.base}
}

// Talk is what is said out of politeness, or to a question with yes or no.
type Talk string

// What may be said so; the empty one is for any other text.
const (
	Greeting Talk = "greeting"
	Thanks   Talk = "thanks"
	Goodbye  Talk = "goodbye"
	Yes      Talk = "yes"
	No       Talk = "no"
	Bot      Talk = "bot" // whether it is one
)

// Talk gives what a text says that says nothing else. Of several the one counts that comes last in a
// conversation.
func (r *Reader) Talk(text string) Talk {
	said := r.lexicon.words(text)
	if len(said) == 0 || len(said) > maxTalk {
		return ""
	}
	all, taken := r.lexicon.talk.find(said)
	for i, word := range said {
		if !taken[i] && !r.lexicon.stop[word] {
			return ""
		}
	}
	for _, kind := range []Talk{Bot, Goodbye, Thanks, No, Yes, Greeting} {
		if slices.ContainsFunc(all, func(f finding) bool { return f.kind == string(kind) }) {
			return kind
		}
	}
	return ""
}

// maxTalk is the most words of a text that is nothing but polite.
const maxTalk = 12

// Foreign tells whether a text is plainly in another language than the reader's, and in which, as a tag of
// two letters: at least two of its words say little in that language, or it is polite in it, and fewer do
// in the reader's.
func (r *Reader) Foreign(text string) (tag string, foreign bool) {
	if r.Talk(text) != "" {
		return "", false
	}
	said := plainWords(text)
	own := r.familiar(said)
	if 2*own >= len(said) {
		return "", false // in another one there are at most as many
	}
	most := max(leastForeign, 2*own+1) - 1
	for _, other := range Languages() {
		if other == r.base {
			continue
		}
		o := ReaderOf(other)
		if n := o.familiar(said); n > most || own == 0 && n > 0 && o.Talk(text) != "" {
			tag, foreign, most = other, true, max(n, most)
		}
	}
	return tag, foreign
}

// leastForeign is how many of its words a text must have of another language.
const leastForeign = 2

// familiar counts the different words that stand in any sentence of the language, or in its ways to ask and
// to greet.
func (r *Reader) familiar(said []string) (n int) {
	for i, word := range said {
		if len(word) > 1 && r.lexicon.familiar[word] && !slices.Contains(said[:i], word) {
			n++
		}
	}
	return n
}

// plain is no language.
var plain = &lexicon{lang: analysis.LanguageOf("")}

// plainWords are the folded words of a text of any language.
func plainWords(text string) []string {
	return plain.words(strings.Map(func(c rune) rune {
		if c == '\'' || c == '’' || c == '-' {
			return ' '
		}
		return c
	}, text))
}

// Languages are those that readers know, as tags of two letters.
func Languages() []string { return languages }

var languages = []string{"de", "en", "es", "fr", "it", "nl", "pt"}
