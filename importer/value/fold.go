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
var lists = words.InFile(wordText)

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

// Nearest gives the candidate that a typing error most likely meant, or "" when none is near. Of equally near
// ones the first counts.
func Nearest(typed string, candidates []string) string {
	t := []rune(Fold(typed))
	best, limit := "", 1+len(t)/4
	if len(t) < 3 {
		limit = 0 // anything is near to a word of two letters
	}
	for _, c := range candidates {
		if d := words.Distance(t, []rune(Fold(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// Circles finds the circles among links from child to parent (-1 for none): each begins and ends with its
// smallest index.
func Circles(links []int) [][]int {
	var found [][]int
	state := make([]int, len(links)) // 0 new; n+1 visited on the walk from n
	for start := range links {
		n := start
		for n >= 0 && state[n] == 0 {
			state[n] = start + 1
			n = links[n]
		}
		if n < 0 || state[n] != start+1 {
			continue
		}
		first := n
		for m := links[n]; m != n; m = links[m] {
			first = min(first, m)
		}
		circle := []int{first}
		for m := links[first]; m != first; m = links[m] {
			circle = append(circle, m)
		}
		found = append(found, append(circle, first))
	}
	return found
}
