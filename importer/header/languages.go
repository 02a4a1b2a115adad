package header

import (
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/field"
	"plugsheet/importer/value"
)

// Votes count by language the headers that are words of a field, or hold such a word.
type Votes map[string]int

// Add counts one header for each of its languages; false where it has none.
func (v Votes) Add(languages []string) bool {
	for _, l := range languages {
		v[l]++
	}
	return len(languages) > 0
}

// Best is the language of most headers, two at least, and of how many; empty where that is English.
func (v Votes) Best() (best string, n int) {
	for _, l := range field.Languages() {
		if v[l] > v[best] {
			best = l
		}
	}
	if best == "en" || v[best] < 2 || v[best] == v["en"] {
		return "", 0
	}
	return best, v[best]
}

// Languages are those in which a header is a word for a field, or holds one of at least four letters.
func (r *Reader) Languages(title string) []string {
	var list []string
	if w, ok := r.Words[value.Fold(title)]; ok {
		list = slices.Clone(w.Languages) // one may stand there twice: a word in two spellings
		title = ""
	}
	for _, part := range strings.FieldsFunc(title, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if w, ok := r.Words[value.Fold(part)]; ok && len(part) >= 4 {
			list = append(list, w.Languages...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
