package value

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Absence is how surely a text says that there is no value.
type Absence int

// From a text that says something to one that says that there is nothing.
const (
	Said    Absence = iota
	Perhaps         // NA, which programs write for nothing and people for North America
	Nothing
)

// nullWords are what programs and people write for nothing, in lower case. They count only as the whole of a
// cell.
var nullWords = lists.Exact("null")

// doubtfulWords are written for nothing too, and mean something elsewhere.
var doubtfulWords = lists.Exact("doubtful")

// longestNull is the number of bytes of the longest word for nothing.
const longestNull = 24

// NullWord tells whether a whole text, without blanks around it, is a word for nothing: NULL, None, N/A, a
// dash, keine Angabe.
func NullWord(text string) Absence {
	if len(text) > longestNull || text == "" || !nullFirst[text[0]] {
		return Said
	}
	if text == `\N` {
		return Nothing
	}
	var low [longestNull]byte
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			return nullWord(text, strings.ToLower(text))
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	if key := low[:len(text)]; !nullWords()[string(key)] && (len(text) > 3 || !doubtfulWords()[string(key)]) {
		return Said
	}
	return nullWord(text, strings.ToLower(text))
}

// nullWord looks at the way in which a word is written: Nan is a brand, and Na an element.
func nullWord(text, low string) Absence {
	switch {
	case low == "nan" || low == "nat":
		if text == "Nan" || text == "Nat" {
			return Said
		}
		if text == strings.ToUpper(text) {
			return Perhaps
		}
		return Nothing
	case doubtfulWords()[low]:
		if text == strings.ToUpper(text) || low == "nil" {
			return Perhaps
		}
		return Said
	case nullWords()[low]:
		return Nothing
	}
	return Said
}

// nullFirst are the bytes with which words for nothing begin.
var nullFirst = func() (first [256]bool) {
	first['\\'] = true
	for _, words := range []map[string]bool{nullWords(), doubtfulWords()} {
		for word := range words {
			first[word[0]] = true
			if r, _ := utf8.DecodeRuneInString(word); 'a' <= r && r <= 'z' {
				first[word[0]&^0x20] = true
			}
		}
	}
	return first
}()

// PersonName tells whether a word for nothing, written like this, may be somebody's name: Null, None, Nan.
func PersonName(text string) bool {
	return len(text) > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1:] == strings.ToLower(text[1:]) &&
		!strings.ContainsAny(text, " ./")
}

// The errors of spreadsheet programs, in the languages in which they show them.
var (
	notFound    = []string{"#N/A", "#NV", "#N/D", "#N/B", "#N/D!", "#N/A!"}
	sheetErrors = lists.Exact("error")
)

// SheetError tells whether a text is what a spreadsheet program shows instead of a value, such as #N/A,
// #BEZUG! or Err:508.
func SheetError(text string) bool {
	if len(text) < 3 || len(text) > 20 {
		return false
	}
	if text[0] == '#' {
		return sheetErrors()[text]
	}
	return len(text) == 7 && text[:5] == "Err:5"
}

// NotFound tells whether an error of a spreadsheet program says that a look-up found nothing: #N/A.
func NotFound(text string) bool { return slices.Contains(notFound, text) }
