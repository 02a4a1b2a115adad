package pricing

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Dollar is the currency of a header with a dollar sign: one of several countries.
const Dollar = "$"

// currencyCodes are the ISO codes that count in a header however they are written: none is a word of a
// language.
var currencyCodes = strings.Fields(
	`EUR USD GBP CHF PLN CZK SEK NOK DKK HUF RON BGN CAD AUD NZD JPY BRL MXN INR CNY
	HRK ISK SGD HKD KRW ZAR ILS AED THB TRY RUB UAH`)

// newCodes are codes that are younger than the library's table of them.
var newCodes = strings.Fields("MRU SLE VED VES XCG ZWG")

// currencySigns and currencyNames are what else names a currency.
var (
	currencySigns = map[string]string{"€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN", "₹": "INR", "₺": "TRY",
		"₽": "RUB", "₴": "UAH", "₪": "ILS", "₸": "KZT", "₾": "GEL", "₫": "VND", "₱": "PHP", "฿": "THB",
		"us$": "USD", "r$": "BRL", "n$": "NAD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
		"hk$": "HKD", "nt$": "TWD", "s$": "SGD", "mx$": "MXN", "$": Dollar}
	currencyNames = map[string]string{
		"euro": "EUR", "euros": "EUR", "dollar": Dollar, "dollars": Dollar, "pound": "GBP", "pounds": "GBP",
		"sterling": "GBP", "franken": "CHF", "zloty": "PLN", "zl": "PLN", "złoty": "PLN",
		"kč": "CZK", "kc": "CZK", "lei": "RON", "forint": "HUF", "руб": "RUB", "рублей": "RUB", "грн": "UAH", "лв": "BGN",
	}
)

// joining are the words that stand between a price and its currency.
var joining = strings.Fields("in en em w")

// Currency is the currency that the header of a price names, as an ISO code or [Dollar], and the header
// without it: "Price (EUR)", "price_eur", "Preis in €". It is empty where none is named, or several are.
func Currency(header string) (code, rest string) {
	text := header
	for _, sign := range signs() {
		at := strings.Index(strings.ToLower(text), sign)
		before, _ := utf8.DecodeLastRuneInString(text[:max(at, 0)])
		partOfWord := strings.HasSuffix(sign, "$") && sign != "$" && unicode.IsLetter(before) // "Preis$"
		if at < 0 || at+len(sign) > len(text) || partOfWord {
			continue
		}
		if code != "" && currencySigns[sign] != code {
			return "", header
		}
		code, text = currencySigns[sign], text[:at]+" "+text[at+len(sign):]
	}
	var words []string
	for _, w := range strings.FieldsFunc(text,
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w, glued := unglueCode(w)
		if glued != "" {
			words, w = append(words, w), glued
		}
		found := currencyNames[strings.ToLower(w)]
		if found == "" && slices.Contains(currencyCodes, strings.ToUpper(w)) {
			found = strings.ToUpper(w)
		}
		switch {
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

// signs are the signs of currencies, those that hold another before it.
var signs = sync.OnceValue(func() []string {
	return slices.SortedFunc(maps.Keys(currencySigns),
		func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
})

// CodeOf is the code of the currency that a text is, by its sign, its code or a name: "€", "EUR", "euro". It
// is [Dollar] for a dollar sign, and empty for other texts.
func CodeOf(text string) string {
	if code, rest := Currency(text); rest == "" {
		return code
	}
	return ""
}

// isCurrency tells whether a header is a currency and nothing else, by its sign or its code: "USD", "€".
func isCurrency(header string) bool {
	return CodeOf(header) != "" && currencyNames[strings.ToLower(strings.TrimSpace(header))] == ""
}

// unglueCode takes the code of a currency off a word that it ends as a new one: priceUSD, precioEur.
func unglueCode(word string) (before, code string) {
	letters := []rune(word)
	n := len(letters) - 3
	if n < 1 || !unicode.IsUpper(letters[n]) || !unicode.IsLower(letters[n-1]) {
		return word, ""
	}
	if code = strings.ToUpper(string(letters[n:])); !slices.Contains(currencyCodes, code) {
		return word, ""
	}
	return string(letters[:n]), code
}

// SameCurrency tells whether a code can be the currency that a header names: a dollar sign is any dollar.
func SameCurrency(named, code string) bool {
	return named == code || named == Dollar && slices.Contains(dollars, code)
}

var dollars = []string{"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL"}
