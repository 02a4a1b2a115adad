package hours

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"plugsheet/schemas/words"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.txt
var wordList string

// class is what a word of the list does.
type class string

// The classes of words that are no days.
const (
	classAnd      class = "and"
	classTo       class = "to"
	classFrom     class = "from"
	classSkip     class = "skip"
	classClosed   class = "closed"
	classAround   class = "around"
	classNoon     class = "noon"
	classMidnight class = "midnight"
	classClock    class = "clock"
	classMonths   class = "months"
)

// dayClasses are the days that a class of words stands for.
var dayClasses = map[class][]int{
	"mon": {1}, "tue": {2}, "wed": {3}, "thu": {4}, "fri": {5}, "sat": {6}, "sun": {7},
	"mon-fri": {1, 2, 3, 4, 5}, "sat-sun": {6, 7}, "all": {1, 2, 3, 4, 5, 6, 7},
}

// vocabulary is the words of one language.
type vocabulary struct {
	words  map[string]class // of days and of spans between them
	months map[string]int
	whole  map[string]class // closed and around: only where they are the whole text
	long   int              // the longest word of the list, in bytes
	// the days have numbers for names, from Sunday on: 2a-feira is Monday
	ordinal bool
}

// vocabularies are the words by language, read once.
var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	all := map[string]*vocabulary{}
	for _, l := range words.ReadLists(wordList) {
		if all[l.Language] == nil {
			all[l.Language] = &vocabulary{words: map[string]class{}, months: map[string]int{},
				whole: map[string]class{}}
		}
		all[l.Language].add(class(l.Name), l.Words)
	}
	return all
})

// add takes a line of the list.
func (v *vocabulary) add(c class, words []string) {
	for n, word := range words {
		switch {
		case word == "":
		case c == classMonths:
			for _, name := range strings.Fields(word) {
				v.months[name] = n + 1
			}
		case c == classClosed || c == classAround:
			v.whole[word] = c
		default:
			v.ordinal = v.ordinal || c == "mon" && word[0] == '2'
			v.words[word] = c
			v.long = max(v.long, len(word))
		}
	}
}

// allLanguages are the languages of the list, in a fixed order.
func allLanguages() []string {
	return slices.Sorted(maps.Keys(vocabularies()))
}

// plain is a text as the list writes its words: lower case, without accents, dashes of every kind as "-", one
// blank between words.
func plain(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.Is(unicode.Pd, r) || r == '−':
			b.WriteByte('-')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ß':
			b.WriteString("ss")
		case r == '’':
			b.WriteByte('\'')
		case r == '\n' || r == ';' || r == '|':
			b.WriteByte(',')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// word takes the longest word of the list from the beginning of a text; it must end where a word ends.
func (v *vocabulary) word(text string) (word string, c class, ok bool) {
	for n := min(v.long, len(text)); n > 0; n-- {
		if c, ok := v.words[text[:n]]; ok && boundary(text, n) {
			return text[:n], c, true
		}
	}
	return "", "", false
}

// boundary tells whether a word that ends at n ends there: no letter goes on, and no digit.
func boundary(text string, n int) bool {
	if n >= len(text) || n == 0 || !wordByte(text[n-1]) {
		return true
	}
	return !wordByte(text[n])
}

// wordByte tells whether a byte belongs to a word: letters, digits and everything beyond ASCII.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}
