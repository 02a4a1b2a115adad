package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/value"
)

// words are what recognises sheets and columns; all keys are folded.
type words struct {
	sheets   map[string]kind
	columns  map[kind]map[string]word
	settings map[string]string // folded name → setting
}

// word is one way to write a field's header.
type word struct {
	field     int      // index into the kind's fields
	rank      int      // 0 is the field's own name; smaller is better
	languages []string // in which the word means this field; none for the field's own name and those of a shop system
}

// generalRank is what a general word's rank is raised by beside a shop system's profile, whose words come first.
const generalRank = 1000

// wordLanguages are the languages of the general profile, in the order in which their words count.
func wordLanguages() []string { return []string{"en", "fr", "de", "es", "it", "pt", "nl", "pl"} }

// wording is by language the words for one thing.
type wording map[string][]string

// each calls fn with each word of all languages, in order; ranks begin at 1.
func (w wording) each(fn func(name, language string, rank int)) {
	rank := 0
	for _, l := range wordLanguages() {
		for _, name := range w[l] {
			rank++
			fn(name, l, rank)
		}
	}
}

// vocabulary is the general profile as it is written.
type vocabulary struct {
	Title, Description string
	Sheets             map[kind]wording
	Columns            map[kind]map[string]wording
	Settings           map[string]wording
}

// loadVocabulary reads the embedded general profile.
func loadVocabulary() (*vocabulary, error) {
	p := &vocabulary{}
	data, err := profileFiles.ReadFile("profiles/" + generalProfile + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the general profile: %w", err)
	}
	if err := yaml.UnmarshalWithOptions(data, p, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading the general profile: %w", err)
	}
	for _, fields := range p.Columns {
		for _, w := range fields {
			w.expand()
		}
	}
	return p, nil
}

// expand writes out the words that hold choices: "(sale|offer) (from|start)" are four. The first choices come first.
func (w wording) expand() {
	for l, list := range w {
		var all []string
		for _, word := range list {
			all = append(all, choices(word)...)
		}
		w[l] = all
	}
}

// choices writes out one word.
func choices(word string) []string {
	before, rest, open := strings.Cut(word, "(")
	inside, after, closed := strings.Cut(rest, ")")
	if !open || !closed {
		return []string{word}
	}
	var all []string
	for choice := range strings.SplitSeq(inside, "|") {
		for _, end := range choices(after) {
			all = append(all, before+choice+end)
		}
	}
	return all
}

// loadWords makes the words of the general profile ready for recognising.
func loadWords() (*words, error) {
	p, err := loadVocabulary()
	if err != nil {
		return nil, err
	}
	w := &words{sheets: map[string]kind{}, columns: map[kind]map[string]word{}, settings: map[string]string{}}
	for _, k := range kinds() {
		w.sheets[fold(string(k))] = k
		p.Sheets[k].each(func(name, _ string, _ int) { w.sheets[fold(name)] = k })
		w.columns[k] = map[string]word{}
		for i, f := range fieldsOf(k) {
			w.learn(k, fold(f.name), word{field: i})
			p.Columns[k][f.name].each(func(name, l string, rank int) {
				w.learn(k, fold(name), word{field: i, rank: rank, languages: []string{l}})
			})
		}
	}
	for setting, names := range p.Settings {
		w.settings[fold(setting)] = setting
		names.each(func(name, _ string, _ int) { w.settings[fold(name)] = setting })
	}
	return w, nil
}

// learn adds a word. Of two fields that share one, the field that it names better has it, the earlier when it names both
// equally well.
func (w *words) learn(k kind, folded string, n word) {
	old, taken := w.columns[k][folded]
	switch {
	case taken && old.field == n.field:
		old.languages = slices.Concat(old.languages, n.languages)
		n = old
	case taken && old.rank <= n.rank:
		return
	}
	w.columns[k][folded] = n
}

// fold is what is compared of a header, a name or a label: its letters and digits, in lower case and without accents.
func fold(s string) string { return value.Fold(s) }

// nearest gives the candidate that a typing error most likely meant, or "" when none is near. Of equally near ones the
// first counts.
func nearest(typed string, candidates []string) string {
	t := []rune(fold(typed))
	best, limit := "", 1+len(t)/4
	if len(t) < 3 {
		limit = 0 // anything is near to a word of two letters
	}
	for _, c := range candidates {
		if d := distance(t, []rune(fold(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// distance is the number of letters to insert, remove, replace or swap between a and b; anything above limit may stand
// for a larger number.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(b)]
}
