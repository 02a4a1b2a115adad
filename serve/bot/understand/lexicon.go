package understand

import (
	"embed"
	"strings"
	"sync"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"

	"plugsheet/index/analysis"
)

// words holds the lists of words: a folder for each kind, with a file for each language. A language may
// lack some.
//
//go:embed words/*/*.txt
var words embed.FS

// lexicon is what is known of a language as people write it who ask somebody something, as opposed to a
// search: with many words that say little, and with short forms. It is immutable.
type lexicon struct {
	base   string // the language's tag, two letters
	lang   *analysis.Language
	stem   func(*snowballstem.Env) bool // nil for an unknown language
	french bool
	stop   map[string]bool // words that stand in any sentence
	// words that many sentences share and that still tell them apart: how, when, not
	weak        map[string]bool
	places      map[string]bool   // names of places: a name alone asks nothing
	common      map[string]bool   // words that only count where phrases have them
	commonRoots map[string]bool   // their roots
	short       map[string]string // short forms, folded, to what they stand for
	elided      map[string]bool   // words that an apostrophe takes away, as those are who write none
	thesaurus   thesaurus
	talk        patterns        // what is said out of politeness
	question    patterns        // how a product is asked for
	negation    patterns        // what says that something is not wished
	size        patterns        // words of titles for how large a thing is
	familiar    map[string]bool // words by which a sentence of the language is known
}

// stemmers take off more than the search's: here the words around tell what is meant.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fr": french.Stem, "it": italian.Stem,
	"nl": dutch.Stem, "pt": portuguese.Stem,
}

// lexicons holds those that were asked for, by language: reading one takes 20 ms.
var lexicons sync.Map

// lexiconOf gives the lexicon of a BCP 47 tag's language; that of an unknown one has no words.
func lexiconOf(tag string) *lexicon {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if l, ok := lexicons.Load(base); ok {
		return l.(*lexicon)
	}
	l, _ := lexicons.LoadOrStore(base, newLexicon(base))
	return l.(*lexicon)
}

func newLexicon(base string) *lexicon {
	l := &lexicon{
		base: base, lang: analysis.LanguageOf(base), stem: stemmers[base], french: base == "fr",
		stop: readWords("stop", base), weak: readWords("weak", base), common: readWords("common", base),
		places: readWords("places", base),
		short:  readPairs("short", base), elided: readWords("elided", base), commonRoots: map[string]bool{},
	}
	l.readThesaurus(readLines("synonyms", base))
	l.talk, l.question = l.readPatterns("talk", base), l.readPatterns("question", base)
	l.negation, l.size = l.readPatterns("negation", base), l.readPatterns("size", base)
	l.familiar = l.familiarWords()
	for word := range l.common {
		l.commonRoots[l.root(word)] = true
	}
	return l
}

// familiarWords are those that say little, and those of the patterns.
func (l *lexicon) familiarWords() map[string]bool {
	all := map[string]bool{}
	for _, list := range []map[string]bool{l.stop, l.weak, l.elided} {
		for word := range list {
			all[word] = true
		}
	}
	for _, list := range []patterns{l.talk, l.question} {
		for _, some := range list {
			for _, one := range some {
				for _, word := range one.roots {
					all[word] = true
				}
			}
		}
	}
	return all
}

// readLines gives the lines of a list but comments and empty ones; none where the language lacks it.
func readLines(kind, base string) (lines []string) {
	text, err := words.ReadFile("words/" + kind + "/" + base + ".txt")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// readWords reads a list of words with blanks between.
func readWords(kind, base string) map[string]bool {
	return analysis.Set(strings.Join(readLines(kind, base), " "))
}

// readPairs reads a list of lines such as "pls = please".
func readPairs(kind, base string) map[string]string {
	pairs := map[string]string{}
	for _, line := range readLines(kind, base) {
		from, to, _ := strings.Cut(line, " = ")
		pairs[from] = to
	}
	return pairs
}

// isCommon tells whether a word is one that anybody uses about anything.
func (l *lexicon) isCommon(word string) bool { return l.common[word] || l.commonRoots[l.root(word)] }

// root is the word without the endings of its inflection and derivation.
func (l *lexicon) root(word string) string {
	if base, ok := l.thesaurus.forms[word]; ok {
		word = base
	}
	if l.stem == nil || len(word) < 4 {
		return word
	}
	if l.french { // the stemmer knows fêlée and not felee
		word = strings.TrimSuffix(word, "s")
		if strings.HasSuffix(word, "ee") {
			word = word[:len(word)-1]
		}
	}
	env := snowballstem.NewEnv(word)
	l.stem(env)
	return env.Current()
}

// words gives the folded words of a text, short forms replaced by what they stand for.
func (l *lexicon) words(text string) (all []string) {
	s := analysis.NewScanner(l.lang)
	s.Reset(text)
	for s.Next() {
		for _, w := range s.Piece().Words {
			all = append(all, l.long(w.Text)...)
		}
	}
	return all
}

// long gives a word, or those that it is a short form of; none for one that an apostrophe takes away.
func (l *lexicon) long(word string) []string {
	if long, ok := l.short[word]; ok {
		return strings.Fields(long)
	}
	if l.elided[word] {
		return nil
	}
	return []string{word}
}
