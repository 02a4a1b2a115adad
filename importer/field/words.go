package field

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/kind"
	"plugsheet/importer/profiles"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// Words are what recognises sheets and columns; all keys are folded.
type Words struct {
	Sheets   map[string]kind.Kind
	Columns  map[kind.Kind]map[string]Word
	Settings map[string]string // folded name → setting
}

// Word is one way to write a field's header.
type Word struct {
	Field int // index into the kind's fields
	Rank  int // 0 is the field's own name; smaller is better
	// in which the word means this field; none for the field's own name and those of a shop system
	Languages []string
}

// GeneralRank is what a general word's rank is raised by beside a shop system's profile, whose words come
// first.
const GeneralRank = 1000

// Languages are the languages of the general profile, in the order in which their words count. Those behind
// Polish have words for the columns of products alone.
func Languages() []string {
	return strings.Fields("en fr de es it pt nl pl sv da nb fi cs hu ro tr ru uk el hr")
}

// Wording is by language the words for one thing.
type Wording map[string][]string

// Each calls fn with each word of all languages, in order; ranks begin at 1.
func (w Wording) Each(fn func(name, language string, rank int)) {
	rank := 0
	for _, l := range Languages() {
		for _, name := range w[l] {
			rank++
			fn(name, l, rank)
		}
	}
}

// Vocabulary is the general profile as it is written.
type Vocabulary struct {
	Title, Description string
	Sheets             map[kind.Kind]Wording
	Columns            map[kind.Kind]map[string]Wording
	Settings           map[string]Wording
}

// LoadVocabulary reads the embedded general profile, once; nobody may change it.
var LoadVocabulary = sync.OnceValues(loadVocabulary)

func loadVocabulary() (*Vocabulary, error) {
	p := &Vocabulary{}
	data, err := profiles.YAML()
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

// expand writes out the words that hold choices: "(sale|offer) (from|start)" are four. The first choices come
// first.
func (w Wording) expand() {
	for l, list := range w {
		w[l] = slices.Concat(each.Of(list, choices)...)
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

// LoadWords makes the words of the general profile ready for recognising, once; nobody may change them.
var LoadWords = sync.OnceValues(loadWords)

func loadWords() (*Words, error) {
	p, err := LoadVocabulary()
	if err != nil {
		return nil, err
	}
	w := &Words{Sheets: map[string]kind.Kind{}, Columns: map[kind.Kind]map[string]Word{},
		Settings: map[string]string{}}
	for _, k := range kind.All() {
		w.Sheets[value.Fold(string(k))] = k
		p.Sheets[k].Each(func(name, _ string, _ int) { w.Sheets[value.Fold(name)] = k })
		w.Columns[k] = map[string]Word{}
		for i, f := range Of(k) {
			w.learn(k, value.Fold(f.Name), Word{Field: i})
			p.Columns[k][f.Name].Each(func(name, l string, rank int) {
				w.learn(k, value.Fold(name), Word{Field: i, Rank: rank, Languages: []string{l}})
			})
		}
	}
	w.inherit()
	for setting, names := range p.Settings {
		w.Settings[value.Fold(setting)] = setting
		names.Each(func(name, _ string, _ int) { w.Settings[value.Fold(name)] = setting })
	}
	return w, nil
}

// inherit gives variants the products' words for the fields that they share. Those of their own come first:
// "product id" names the product there.
func (w *Words) inherit() {
	own := maps.Clone(w.Columns[kind.Variants])
	for folded, word := range w.Columns[kind.Products] {
		if _, taken := own[folded]; !taken {
			w.Columns[kind.Variants][folded] = word
		}
	}
}

// learn adds a word. Of two fields that share one, the field that it names better has it, the earlier when it
// names both equally well.
func (w *Words) learn(k kind.Kind, folded string, n Word) {
	old, taken := w.Columns[k][folded]
	switch {
	case taken && old.Field == n.Field:
		old.Languages = slices.Concat(old.Languages, n.Languages)
		n = old
	case taken && old.Rank <= n.Rank:
		return
	}
	w.Columns[k][folded] = n
}
