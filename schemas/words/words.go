// Package words is what several rooms do with words and numbers, each thing once: how a text is compared, how
// far two words are from each other, and which digits check.
package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ligatures are the letters that Unicode does not take apart.
var ligatures = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
}

// Fold is what is compared of a header, a name or a label: its letters and digits, in lower case and without
// accents. A # behind them is a word: "Item #" is not "Item".
func Fold(text string) string {
	if isFolded(text) {
		return text
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if two, ok := ligatures[r]; ok {
			b.WriteString(two)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() > 0 && strings.HasSuffix(strings.TrimRightFunc(text, unicode.IsSpace), "#") {
		b.WriteString("number")
	}
	return b.String()
}

// isFolded tells whether Fold leaves a text as it is.
func isFolded(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// Distance is the number of letters to insert, remove, replace or swap between a and b; anything above limit
// may stand for a larger number.
func Distance(a, b []rune, limit int) int {
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

// GTIN tells whether a text is a GTIN (EAN, UPC): 8, 12, 13 or 14 digits, of which the last one checks the
// others.
func GTIN(text string) bool {
	switch len(text) {
	case 8, 12, 13, 14:
		return checks(text, func(digit int) int { return 3 * digit })
	}
	return false
}

// Luhn tells whether the last of some digits checks the others as Luhn's formula has it: those of payment
// cards do.
func Luhn(text string) bool {
	return checks(text, func(digit int) int { return 2*digit/10 + 2*digit%10 })
}

// checks tells whether a text is of digits whose sum ends with 0, where each second one, from the end, counts
// as weighed.
func checks(text string, weighed func(digit int) int) bool {
	sum := 0
	for i := range len(text) {
		digit := int(text[len(text)-1-i]) - '0'
		if digit < 0 || digit > 9 {
			return false
		}
		if i%2 == 1 {
			digit = weighed(digit)
		}
		sum += digit
	}
	return sum%10 == 0
}
