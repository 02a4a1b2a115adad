package gaps

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"plugsheet/index/analysis"
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
	for _, word := range words[max(0, len(words)-2):] {
		if orders[word] {
			return true
		}
	}
	return false
}

func startsWithDigit(word string) bool { return word != "" && unicode.IsDigit(rune(word[0])) }
