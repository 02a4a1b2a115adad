// Package value tells what a cell says, in the words of eight languages: whether a product is published, whether it is to
// be had, and which day is meant. Its functions are pure: a text goes in, a value or "not known" comes out.
package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is what is compared of a header, a name or a label: its letters and digits, in lower case and without accents.
func Fold(s string) string {
	if simple(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// simple tells whether Fold leaves s as it is.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// set is a set of folded words, made of lists with commas.
func set(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for _, word := range strings.Split(list, ",") {
			all[Fold(word)] = true
		}
	}
	return all
}
