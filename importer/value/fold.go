// Package value tells what a cell says, in the words of eight languages: whether a product is published,
// whether it is to be had, and which day is meant. Its functions are pure: a text goes in, a value or "not
// known" comes out.
package value

import (
	_ "embed"
	"strings"
	"unicode"

	"plugsheet/schemas/words"
)

// Fold is [words.Fold].
func Fold(s string) string { return words.Fold(s) }

//go:embed words.txt
var wordText string

// lists are the words of that file. A test finds names that it does not have.
var lists = words.ReadLists(wordText)

// FoldedSet is the set of texts, folded.
func FoldedSet(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[Fold(s)] = true
	}
	return set
}

// WordsOf are the words of a name.
func WordsOf(title string) []string {
	return strings.FieldsFunc(title, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}
