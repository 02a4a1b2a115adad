package odd

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// The texts speak another language than the one that is named where so many of its small words are in them,
// of so many kinds, and so many for each one of the language that is named. One word alone says nothing: in
// "A cup" and "Una-Flex" it is of any language.
const (
	clearWords = 20
	clearKinds = 4
	clearShare = 3
)

// readTexts is how many products are read for their language.
const readTexts = 2000

//go:embed words.txt
var wordList string

// smallWords are words such as the and of, with the languages that have them.
var smallWords = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, l := range words.ReadLists(wordList) {
		for _, w := range l.Words {
			all[w] = append(all[w], l.Name)
		}
	}
	return all
})

// speech counts the small words of the texts by language.
type speech struct {
	named  string
	read   int
	counts map[string]int
	kinds  map[string]map[string]bool // the words that were seen, by language
}

func newSpeech(language string) speech {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return speech{named: base, counts: map[string]int{}, kinds: map[string]map[string]bool{}}
}

func (s *speech) add(p *bundle.Product) {
	if s.read == readTexts {
		return
	}
	s.read++
	for _, text := range []string{p.Title, p.Description} {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), notLetter) {
			for _, l := range smallWords()[w] {
				s.counts[l]++
				s.see(l, w)
			}
		}
	}
}

// see keeps that a small word of a language was seen, as far as it counts. A letter alone may be a size.
func (s *speech) see(language, word string) {
	seen := s.kinds[language]
	if seen == nil {
		seen = map[string]bool{}
		s.kinds[language] = seen
	}
	if len(seen) < clearKinds && len(word) > 1 {
		seen[word] = true
	}
}

func notLetter(c rune) bool { return !unicode.IsLetter(c) }

// found tells of texts in another language than the one that is named. Of a language whose small words are
// not known nothing is said.
func (s *speech) found() (Found, bool) {
	known := false
	best := s.named
	for _, l := range languages() {
		known = known || l == s.named
		if s.counts[l] > s.counts[best] {
			best = l
		}
	}
	few := s.counts[best] < clearWords || len(s.kinds[best]) < clearKinds ||
		s.counts[best] < clearShare*s.counts[s.named]
	if !known || best == s.named || few {
		return Found{}, false
	}
	p := remark("other-language", "the texts look like another language (%s) than the one that counts (%s)")(
		best, s.named).
		Hintf("if so, in plugsheet.yaml: %s", problem.Pastef("language: %s", best))
	return Found{description, p}, true
}

// languages are those whose small words are known, in the order of their tags.
func languages() []string {
	all := each.Of(words.ReadLists(wordList), func(l words.List) string { return l.Name })
	slices.Sort(all)
	return all
}
