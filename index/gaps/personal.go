package gaps

import (
	"plugsheet/schemas/words"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What is longer is no search for a product: in characters.
const (
	maxText = 80
	maxWord = 40 // of a word; a token or a link is longer
)

// keptDigits is how many digits may follow each other, with nothing but signs and blanks between them, in a
// query that is counted: sizes, years, postcodes and most references have no more. With more it may be a
// phone number, a card, an account, an order or a customer's number, unless it is an article number that
// proves itself (see [gtin]).
const keptDigits = 6

// countable tells whether a query may be kept. What looks as if it had to do with a person is not: it is
// better to miss a count than to keep such a text.
func countable(text string) bool {
	n := utf8.RuneCountInString(text)
	if n == 0 || n > maxText || !utf8.ValidString(text) {
		return false
	}
	text = strings.ToLower(norm.NFKC.String(text)) // full-width signs and digits are the plain ones
	if strings.Contains(text, "@") || personal().MatchString(text) {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		if utf8.RuneCountInString(word) > maxWord || secretive(word) {
			return false
		}
	}
	return digitsAllowed(text) && !namesPerson(text)
}

// personal matches links, addresses written in words, birthdays, bank accounts, and where somebody lives.
var personal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`://|www\.|[\[({]\s*(at|dot)\s*[\])}]` +
		`|[a-z][a-z0-9-]*\.(com|net|org|info|fr|de|es|it|nl|be|ch|pt|pl|eu|co\.uk)\b|\b(arobase|` +
		`klammeraffe|apenstaartje)\b` +
		`|\b(dot|punkt|point|punto|ponto|punt|kropka) (com|net|org|fr|de|es|it|nl|be|ch|pt|pl|eu|uk)\b` +
		`|\b\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b` +
		`|\b[a-z]{2}\d{2}[a-z0-9]{11,30}\b` +
		`|\b\d{1,4}( ?(bis|ter|[a-c]))?,? (rue|avenue|boulevard|allée|impasse|chemin|quai)\b` +
		`|\b\d{1,4}[a-c]? \pL+( \pL+)? (street|road|lane|avenue|drive)$` +
		`|\pL{3}(straße|strasse|str\.|gasse|straat|laan) \d` +
		`|(^via|\bcalle|\brua|\bavenida|\bulica|\bul\.) \pL+( \pL+){0,3},? \d`)
})

// secretive tells whether a word looks like a token or a number of a session: long, of letters and digits
// alike.
func secretive(word string) bool {
	letters, digits := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters+digits >= 20 && letters > 2 && digits > 2
}

// digitsAllowed looks at each run of digits, with the signs and blanks in it that people write numbers with.
func digitsAllowed(text string) bool {
	var run []byte
	joined := false // a sign or a blank stands in the run
	pending := false
	end := func() bool {
		ok := len(run) <= keptDigits || !joined && isArticle(string(run))
		run, joined, pending = run[:0], false, false
		return ok
	}
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			joined = joined || pending
			d := byte('0')
			if r < utf8.RuneSelf {
				d = byte(r)
			}
			run, pending = append(run, d), false
		case len(run) > 0 && (unicode.IsSpace(r) || strings.ContainsRune(".,-/()_'–", r)):
			pending = true
		default:
			if !end() {
				return false
			}
		}
	}
	return end()
}

// isArticle tells whether digits are an article number of 12 to 14 digits, and not at the same time such a
// phone number (00…) or payment card (whose own check digit is right) as can be told.
func isArticle(digits string) bool {
	return len(digits) >= 12 && !strings.HasPrefix(digits, "00") && words.GTIN(digits) && !words.Luhn(digits)
}

// blank tells whether r separates words of a query: white space and what a terminal might obey.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
