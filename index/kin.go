package index

import (
	"cmp"
	"embed"
	"plugsheet/index/analysis"
	"slices"
	"strings"
)

//go:embed said/*.txt
var said embed.FS

// kinship is which expressions of a language mean the same to whoever writes to a shop. An expression is a word or a unit
// of several; its key are the roots of its words with single blanks between.
type kinship struct {
	forms map[string]string // folded form of a word to the word
	lines [][]string        // keys of expressions that mean the same
	of    map[string][]int  // key to its lines
	units map[string][]unit // root of its first word to the units, the longest first
	roots map[string]bool   // of all words here: none of them is a misspelt other one
}

// unit is an expression of several words.
type unit struct {
	key   string
	words []string // their roots
	open  []bool   // other words may stand before it
}

// maxBetween is how many words may stand where a unit is open.
const maxBetween = 4

// readKin reads the file of a language; one that has none has no kin.
func (m *manner) readKin(base string) kinship {
	k := kinship{forms: map[string]string{}, of: map[string][]int{}, units: map[string][]unit{}, roots: map[string]bool{}}
	text, err := said.ReadFile("said/" + base + ".txt")
	if err != nil {
		return k
	}
	m.kin = k // the forms, as they are read
	s := analysis.NewScanner(analysis.LanguageOf(base))
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch word, forms, isForms := strings.Cut(line, " = "); {
		case line == "" || line[0] == '#':
		case isForms:
			for form := range strings.FieldsSeq(forms) {
				k.forms[form] = word
			}
		default:
			var keys []string
			for expression := range strings.SplitSeq(line, ",") {
				u := m.unit(s, expression)
				for _, root := range u.words {
					k.roots[root] = true
				}
				if slices.Contains(keys, u.key) {
					continue
				}
				keys = append(keys, u.key)
				first := u.words[0]
				known := slices.ContainsFunc(k.units[first], func(v unit) bool { return slices.Equal(v.words, u.words) && slices.Equal(v.open, u.open) })
				if len(u.words) > 1 && !known {
					k.units[first] = append(k.units[first], u)
				}
			}
			for _, key := range keys {
				k.of[key] = append(k.of[key], len(k.lines))
			}
			k.lines = append(k.lines, keys)
		}
	}
	for _, units := range k.units {
		slices.SortStableFunc(units, func(a, b unit) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return k
}

// unit reads an expression.
func (m *manner) unit(s *analysis.Scanner, expression string) unit {
	var u unit
	for n, part := range strings.Split(expression, "…") {
		for i, word := range m.words(s, part) {
			u.words = append(u.words, m.root(word))
			u.open = append(u.open, n > 0 && i == 0)
		}
	}
	u.key = strings.Join(u.words, " ")
	return u
}

// at gives the places of a unit's words when it begins with the word at place i; nil where it does not.
func (u unit) at(i int, roots []string) []int {
	places := make([]int, 0, len(u.words))
	for n, root := range u.words {
		reach := i
		if u.open[n] {
			reach += maxBetween
		}
		for ; i <= reach && i < len(roots) && roots[i] != root; i++ {
		}
		if i > reach || i >= len(roots) {
			return nil
		}
		places = append(places, i)
		i++
	}
	return places
}

// saying is what counts as one expression of a text: a unit, or a single word.
type saying struct {
	key    string
	places []int // of its words in the text
}

// group takes words together that are one expression, where wanted says that it is of use; every word is in one group.
func (m *manner) group(words []spoken, wanted func(key string) bool) []saying {
	roots := make([]string, len(words))
	for i, w := range words {
		roots[i] = m.root(w.text)
	}
	taken := make([]bool, len(words))
	all := make([]saying, 0, len(words))
	for i := range words {
		if taken[i] {
			continue
		}
		g := saying{roots[i], []int{i}}
		for _, u := range m.kin.units[roots[i]] {
			places := u.at(i, roots)
			if places != nil && wanted(u.key) && !slices.ContainsFunc(places, func(at int) bool { return taken[at] }) {
				g = saying{u.key, places}
				break
			}
		}
		for _, at := range g.places {
			taken[at] = true
		}
		all = append(all, g)
	}
	return all
}
