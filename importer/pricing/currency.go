package pricing

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"plugsheet/schemas/words"
)

// Dollar is the currency of a header with a dollar sign: one of several countries.
const Dollar = "$"

// newCodes are codes that are younger than the library's table of them.
var newCodes = strings.Fields("MRU SLE VED VES XCG ZWG")

//go:embed currencies.txt
var currencyText string

// currencyWords are what names a currency: by sign, and by word in small letters or as it stands, its code.
// Common codes are those that count in any letters.
type currencyWords struct {
	sorted []string // the signs, those that hold another before it
	signs  map[string]string
	names  map[string]string
	exact  map[string]string
	common map[string]bool
	things map[string]bool // codes that are words
}

var currencies = sync.OnceValue(func() currencyWords {
	lists := words.ReadLists(currencyText)
	w := currencyWords{signs: map[string]string{}, names: map[string]string{}, exact: map[string]string{},
		common: map[string]bool{}, things: lists.Exact("word")}
	of := map[string]map[string]string{"sign": w.signs, "name": w.names, "exact": w.exact}
	for _, l := range lists {
		for _, word := range l.Words {
			if m := of[l.Name]; m != nil {
				m[word] = l.Language
			}
		}
		w.common[l.Language] = w.common[l.Language] || l.Name == "name"
	}
	w.sorted = slices.SortedFunc(maps.Keys(w.signs),
		func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return w
})

// code is the currency that a word of a header names; empty for none.
func (w currencyWords) code(word string) string {
	found := cmp.Or(w.names[strings.ToLower(word)], w.exact[word])
	if _, err := currency.ParseISO(word); found == "" && err == nil && word == strings.ToUpper(word) &&
		!w.things[word] {
		return word
	}
	return found
}

// joining are the words that stand between a price and its currency.
var joining = strings.Fields("in en em w")

// Currency is the currency that the header of a price names, as an ISO code or [Dollar], and the header
// without it: "Price (EUR)", "price_eur", "Preis in €". It is empty where none is named, or several are.
func Currency(header string) (code, rest string) {
	code, text, ok := takeSigns(header)
	if !ok {
		return "", header
	}
	var words []string
	for _, w := range strings.FieldsFunc(text,
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w, glued := unglueCode(w)
		if glued != "" {
			words, w = append(words, w), glued
		}
		switch found := currencies().code(w); {
		case found == "":
			words = append(words, w)
		case code != "" && found != code:
			return "", header
		default:
			code = found
		}
	}
	if code == "" {
		return "", header
	}
	if n := len(words); n > 1 && slices.Contains(joining, strings.ToLower(words[n-1])) {
		words = words[:n-1]
	}
	return code, strings.Join(words, " ")
}

// takeSigns takes the signs of a currency out of a header; not ok where they are of several.
func takeSigns(header string) (code, text string, ok bool) {
	text = header
	for _, sign := range currencies().sorted {
		at := strings.Index(strings.ToLower(text), sign)
		before, _ := utf8.DecodeLastRuneInString(text[:max(at, 0)])
		partOfWord := sign != "$" && strings.HasSuffix(sign, "$") && unicode.IsLetter(before) // "Preis$"
		if at < 0 || at+len(sign) > len(text) || partOfWord {
			continue
		}
		if found := currencies().signs[sign]; code != "" && found != code {
			return "", header, false
		}
		code, text = currencies().signs[sign], text[:at]+" "+text[at+len(sign):]
	}
	return code, text, true
}

// CodeOf is the code of the currency that a text is, by its sign, its code or a name: "€", "EUR", "euro". It
// is [Dollar] for a dollar sign, and empty for other texts.
func CodeOf(text string) string {
	if code, rest := Currency(text); rest == "" {
		return code
	}
	return ""
}

// isCurrency tells whether a header is nothing but a currency, by its sign or a common code: "USD", "€".
func isCurrency(header string) bool {
	code, named := CodeOf(header), strings.ToLower(strings.TrimSpace(header))
	return currencies().signs[named] != "" || currencies().common[code] && strings.EqualFold(code, named)
}

// unglueCode takes the code of a currency off a word that it ends as a new one: priceUSD, precioEur.
func unglueCode(word string) (before, code string) {
	letters := []rune(word)
	n := len(letters) - 3
	if n < 1 || !unicode.IsUpper(letters[n]) || !unicode.IsLower(letters[n-1]) {
		return word, ""
	}
	if code = strings.ToUpper(string(letters[n:])); !currencies().common[code] {
		return word, ""
	}
	return string(letters[:n]), code
}

// SameCurrency tells whether a code can be the currency that a header names: a dollar sign is any dollar.
func SameCurrency(named, code string) bool {
	return named == code || named == Dollar && slices.Contains(dollars, code)
}

var dollars = []string{"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL"}
