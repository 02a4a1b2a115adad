package terms

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
)

// compounding are the languages that write compounds as one word, with what stands between the parts.
var compounding = map[string]string{
	"de": "s es n en er e", "nl": "s e en er", "da": "s e", "sv": "s", "nb": "s e", "no": "s e", "fi": "n",
}

// LinksOf gives what stands between the parts of a compound, nothing among it; nil where compounds are not
// one word.
func LinksOf(base string) []string {
	if compounding[base] == "" {
		return nil
	}
	return append(strings.Fields(compounding[base]), "")
}

// MinHeadTail is how many letters a compound has at least: with a tail of three letters the head has four.
const MinHeadTail = 7

// compoundable tells whether a stem may be a compound by its length and letters.
func compoundable(stem string) bool { return len(stem) >= MinHeadTail && analysis.LowerASCII(stem) }

// Reversed is a word of ASCII backwards.
func Reversed(word string) string {
	b := []byte(word)
	slices.Reverse(b)
	return string(b)
}
