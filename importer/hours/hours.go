// Package hours reads the days, the times of a day and the holidays of a bot as people write them, in eight
// languages: "Mon-Fri", "du lundi au vendredi", "werktags", "9am-5pm", "9 bis 17 Uhr", "24.12.-26.12.".
//
// A word counts only as a whole word, and first in the languages that the scenario speaks: "di" is Sunday in
// French and Tuesday in Italian. What is left over is an error, never skipped. The functions are pure and
// safe for use by several goroutines at once.
package hours

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"plugsheet/schemas/words"
)

// Span is a stretch of a day, from a time to a time as 15:04; the end may be 24:00. One that ends before it
// begins goes on after midnight.
type Span struct{ From, To string }

// Times is what a cell of times says: spans, or all day long, or that there is no service. Days is true where
// it names all days of the week too, as 24/7 does.
type Times struct {
	Spans  []Span
	Around bool
	Closed bool
	Daily  bool
}

// ErrAmbiguous is for what can be read in two ways. Callers ask, they do not choose.
var ErrAmbiguous = errors.New("this can be read in two ways")

// unknownError is for a text with a part that nobody understands.
type unknownError struct{ rest string }

func (e *unknownError) Error() string { return fmt.Sprintf("%q is not understood", e.rest) }

// Days reads days of the week, 1 for Monday to 7 for Sunday, in order and each once. A span may pass Sunday.
// A blank text has none. The languages are two letters each; where none of them understands the text, the
// others are asked, for words of at least three letters, and must agree.
func Days(text string, languages ...string) ([]int, error) {
	return agreed(languages, slices.Equal[[]int], func(v *vocabulary, foreign bool) ([]int, error) {
		return v.days(plain(text), foreign)
	})
}

// OfDay reads the times of a day. A blank text has none. "9-5" is ambiguous: it may mean the evening or the
// morning after.
func OfDay(text string, languages ...string) (Times, error) {
	return agreed(languages, equalTimes, func(v *vocabulary, _ bool) (Times, error) {
		return v.times(plain(text))
	})
}

func equalTimes(a, b Times) bool {
	return slices.Equal(a.Spans, b.Spans) && a.Around == b.Around && a.Closed == b.Closed &&
		a.Daily == b.Daily
}

// agreed reads a text in each of the languages and gives what they say, if it is the same; in all other
// languages where none of them understands it.
func agreed[T any](languages []string, equal func(a, b T) bool,
	read func(v *vocabulary, foreign bool) (T, error)) (T, error) {
	value, err, tried := among(languages, equal, read, false)
	if tried && (err == nil || errors.Is(err, ErrAmbiguous)) {
		return value, err
	}
	others := slices.DeleteFunc(allLanguages(), func(l string) bool { return slices.Contains(languages, l) })
	foreign, foreignErr, _ := among(others, equal, read, true)
	if foreignErr == nil || !tried || errors.Is(foreignErr, ErrAmbiguous) {
		return foreign, foreignErr
	}
	return value, err
}

// among reads a text in some languages: the value that all of them give that understand it, or the first's
// error. Tried tells whether there was any.
func among[T any](
	languages []string, equal func(a, b T) bool, read func(*vocabulary, bool) (T, error), foreign bool,
) (value T, err error, tried bool) {
	found := false
	for _, l := range languages {
		v := vocabularies()[l]
		if v == nil {
			continue
		}
		got, wrong := read(v, foreign)
		switch {
		case wrong != nil && (!tried || errors.Is(wrong, ErrAmbiguous)):
			err = wrong
		case wrong == nil && !found:
			value, found = got, true
		case wrong == nil && !equal(value, got):
			return value, ErrAmbiguous, true
		}
		tried = true
	}
	if found {
		return value, nil, true
	}
	return value, err, tried
}

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
		case r == '°': // 1° maggio
			b.WriteByte('o')
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
