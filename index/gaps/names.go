package gaps

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"plugsheet/index/analysis"
	"plugsheet/schemas/words"
)

//go:embed names.txt
var namesText string

// names tells persons by the words that names.txt lists.
type names struct {
	persons, titles, orders map[string]bool
	pairs                   map[[2]string]bool
	houses                  *strings.Replacer // takes away what is called as a person is
}

var knownNames = sync.OnceValue(func() *names {
	n := &names{
		persons: map[string]bool{}, titles: map[string]bool{}, orders: map[string]bool{},
		pairs: map[[2]string]bool{},
	}
	var houses []string
	for line := range strings.Lines(namesText) {
		kind, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch kind {
		case "given", "family":
			addAll(n.persons, list)
		case "title":
			addAll(n.titles, list)
		case "order":
			addAll(n.orders, list)
		case "pair":
			for pair := range strings.SplitSeq(list, ", ") {
				one, other, _ := strings.Cut(pair, " ")
				n.pairs[[2]string{one, other}] = true
			}
		case "house":
			for house := range strings.SplitSeq(list, ", ") {
				houses = append(houses, " "+strings.Join(nameWords(house), " ")+" ", " | ")
			}
		}
	}
	n.houses = strings.NewReplacer(houses...)
	return n
})

func addAll(set map[string]bool, list string) {
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
}

// nameWords are the folded words of a text; hyphens and apostrophes stand between them, as in jean-pierre and
// anna's.
func nameWords(text string) (words []string) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !analysis.IsWordRune(r) }) {
		if word = analysis.Fold(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// familyEnding matches words that by their end are family names; poisson, carrinho and the like are none.
var familyEnding = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`...([oe]wsk[ia]|insk[ia]|[oe]wicz|enko|opoulos|shvili|[dgklnrt]sson|[oe]vich?)$`)
})

// namesPerson tells whether a text holds the name of a person, or the number of an order or a customer.
func namesPerson(text string) bool {
	n := knownNames()
	words := strings.Fields(n.houses.Replace(" " + strings.Join(nameWords(text), " ") + " "))
	for i, word := range words {
		before := ""
		if i > 0 {
			before = words[i-1]
		}
		switch narrow, umlaut := analysis.Narrow(word); {
		case n.persons[word], umlaut && n.persons[narrow], familyEnding().MatchString(word):
			return true
		case n.pairs[[2]string{before, word}], n.titles[before] && word != "|" && !startsWithDigit(word):
			return true
		case startsWithDigit(word) && i > 0 && orderBefore(n.orders, words[:i]):
			return true
		}
	}
	return false
}

// orderBefore tells whether one of the last two words is said before a number: "order 1234", "order no 1234".
func orderBefore(orders map[string]bool, words []string) bool {
	return slices.ContainsFunc(words[max(0, len(words)-2):], func(word string) bool { return orders[word] })
}

func startsWithDigit(word string) bool { return word != "" && unicode.IsDigit(rune(word[0])) }

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
