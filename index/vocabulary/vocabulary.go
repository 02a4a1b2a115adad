// Package vocabulary knows words of shops that mean the same, in seven languages: sofa, couch, canapé,
// Sofa, divano. It is plain data, in words/*.txt: one thing a line, one language a column, words and
// expressions with commas between. A star behind a word says that it stands on other lines, too, with
// another meaning.
package vocabulary

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"plugsheet/index/analysis"
)

//go:embed words/*.txt
var files embed.FS

// Languages are those of the columns, in their order.
var Languages = [...]string{"en", "fr", "de", "es", "it", "nl", "pt"}

// Group is one thing: by language the words for it, the usual one first.
type Group [len(Languages)][]string

// vocabulary is all groups. It is immutable, and safe for use by several goroutines at once.
type vocabulary struct {
	groups []Group
	kinds  []Kind // of the groups
	spoken [len(Languages)]*analysis.Language
	places [len(Languages)]map[string][]int // an expression's stems, a blank between, to its groups
	// the same as it is written, but for its marks: Küche is no Kuchen
	written [len(Languages)]map[string][]int
	begun   [len(Languages)]map[string]bool // the stems with which longer expressions begin
}

// Shared is the vocabulary of the program. It is read at the first call, which takes some milliseconds.
var Shared = sync.OnceValue(func() *vocabulary {
	v, err := read(files)
	if err != nil {
		return &vocabulary{} // a test reads the files
	}
	return v
})

// read reads all files of words.
func read(from fs.FS) (*vocabulary, error) {
	v := &vocabulary{}
	for l, tag := range Languages {
		v.spoken[l], v.places[l], v.written[l] = analysis.LanguageOf(tag), map[string][]int{},
			map[string][]int{}
		v.begun[l] = map[string]bool{}
	}
	paths, err := fs.Glob(from, "words/*.txt")
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		text, err := fs.ReadFile(from, path)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			g, err := readGroup(line)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			v.add(g)
			v.kinds = append(v.kinds, kindOf(path))
		}
	}
	return v, nil
}

// readGroup reads a line.
func readGroup(line string) (g Group, err error) {
	columns := strings.Split(strings.TrimSpace(line), "|")
	if len(columns) != len(Languages) {
		return g, fmt.Errorf("%d columns instead of %d", len(columns), len(Languages))
	}
	for l, column := range columns {
		for word := range strings.SplitSeq(column, ",") {
			if word = strings.TrimSuffix(strings.TrimSpace(word), "*"); word != "" {
				g[l] = append(g[l], word)
			}
		}
	}
	return g, nil
}

func (v *vocabulary) add(g Group) {
	for l, words := range g {
		for _, word := range words {
			if words := v.words(l, word); len(words) > 0 {
				note(v.places[l], v.stems(l, words), len(v.groups))
				note(v.written[l], strings.Join(words, " "), len(v.groups))
				for n := range words {
					v.begun[l][v.stems(l, words[:n])] = true
				}
			}
		}
	}
	v.groups = append(v.groups, g)
}

func note(places map[string][]int, key string, group int) {
	places[key] = append(places[key], group)
}

// words are those of an expression, folded, without the ones that say little.
func (v *vocabulary) words(language int, text string) (words []string) {
	s := analysis.NewScanner(v.spoken[language])
	s.Reset(text)
	for s.Next() {
		if word := s.Piece().Joined(); !v.Little(language, word) {
			words = append(words, word)
		}
	}
	return words
}

// Little tells whether a folded word says little in a language, which is given as a place among
// [Languages]: "à" does, "sans" does not.
func (v *vocabulary) Little(language int, word string) bool {
	return v.spoken[language].Stops(word) && !analysis.Negates(word)
}

// stems joins the stems of words.
func (v *vocabulary) stems(language int, words []string) string {
	stems := make([]string, len(words))
	for i, word := range words {
		stems[i] = v.spoken[language].Stem(word)
	}
	return strings.Join(stems, " ")
}

// Found is a group, and the language in which the words that were looked for stand in it, as a place among
// [Languages].
type Found struct {
	Group
	Language int
}

// Find gives the groups of the longest expression that folded words begin with, and how many of the words
// it takes. Where it is one of the home language, given by its code of two letters, only that is meant.
func (v *vocabulary) Find(words []string, home string) (n int, all []Found) {
	own := Column(home)
	if own >= 0 && v.Little(own, words[0]) {
		return 0, nil
	}
	var places [len(Languages)][]int
	written := false // somewhere as it stands there: lantern is no lanterna
	for l := range Languages {
		taken, exact, found := v.begin(l, words)
		if taken == 0 || taken < n || taken == n && written && !exact {
			continue
		}
		if taken > n || exact && !written {
			n, written, places = taken, exact, [len(Languages)][]int{}
		}
		places[l] = found
	}
	for l, found := range places {
		if own >= 0 && places[own] != nil && l != own {
			continue
		}
		for _, place := range found {
			all = append(all, Found{v.groups[place], l})
		}
	}
	return n, all
}

// In gives the groups of an expression of a language, which is given as a place among [Languages]; nil for
// an unknown one.
func (v *vocabulary) In(language int, text string) (all []Group) {
	for _, place := range v.places[language][v.stems(language, v.words(language, text))] {
		all = append(all, v.groups[place])
	}
	return all
}

// begin finds the longest expression of a language that words begin with.
func (v *vocabulary) begin(language int, words []string) (taken int, exact bool, places []int) {
	var said []string
	stems := ""
	for i, word := range words {
		if v.Little(language, word) {
			if i == 0 {
				return 0, false, nil
			}
			continue
		}
		if len(said) > 0 && !v.begun[language][stems] {
			break
		}
		said = append(said, word)
		stems = strings.TrimPrefix(stems+" "+v.spoken[language].Stem(word), " ")
		if found := v.written[language][strings.Join(said, " ")]; found != nil {
			taken, exact, places = i+1, true, found
		} else if found := v.places[language][stems]; found != nil {
			taken, exact, places = i+1, false, found
		}
	}
	return taken, exact, places
}

// Column is the place of a language, given by its code of two letters, among [Languages]; -1 for another one.
func Column(home string) int {
	for l, tag := range Languages {
		if tag == home {
			return l
		}
	}
	return -1
}
