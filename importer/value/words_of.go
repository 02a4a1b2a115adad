package value

import (
	"strings"
	"unicode"
)

// WordsOf are the words of a name.
func WordsOf(title string) []string {
	return strings.FieldsFunc(title, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}
