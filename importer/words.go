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
		w.sheets[value.Fold(string(k))] = k
		p.Sheets[k].each(func(name, _ string, _ int) { w.sheets[value.Fold(name)] = k })
		w.columns[k] = map[string]word{}
		for i, f := range fieldsOf(k) {
			w.learn(k, value.Fold(f.name), word{field: i})
			p.Columns[k][f.name].each(func(name, l string, rank int) {
				w.learn(k, value.Fold(name), word{field: i, rank: rank, languages: []string{l}})
			})
		}
	}
	for setting, names := range p.Settings {
		w.settings[value.Fold(setting)] = setting
		names.each(func(name, _ string, _ int) { w.settings[value.Fold(name)] = setting })
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
