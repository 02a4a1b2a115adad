package pricing

import (
	"plugsheet/schemas/words"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
)

// Amount is a price as somebody wrote it, taken apart: "ab CHF 1'299.–" has the number "1'299", the unit
// "CHF", is whole, and "ab CHF " stands before it.
type Amount struct {
	Number        string // digits with the separators that stand between them
	Unit          string // the currency as it is written; empty for none
	Whole         bool   // a dash stands for the minor units, so no separator is a decimal point
	Before, After string // what else stands there, the unit included
}

// Several stands for the unit of a text that holds several amounts without a currency.
const Several = "/"

// Fault is why a text is no price; empty for one that is.
type Fault string

// The faults.
const (
	NoPrice  Fault = "this is no price"
	Negative Fault = "a price cannot be below zero"
	InWords  Fault = "a price in words" // on request, auf Anfrage
	Free     Fault = "free of charge"   // no amount, but a price that is known
)

// numeral finds digits with separators of thousands and decimals, and a dash that stands for the minor units.
var numeral = regexp.MustCompile(`(?:[0-9]{1,3}(?:[ '’][0-9]{3})+|[0-9]+)(?:[.,'][0-9]+)*|[.,][0-9]+`)

// severalOf is what a menu writes for several sizes, or a list for a range: 9 / 15, 1,60/1,80, 10 - 20.
var severalOf = regexp.MustCompile(`^[0-9]+(?:[.,][0-9]{1,2})?(?: [/–-] [0-9]+(?:[.,][0-9]{1,2})?)+$|` +
	`^[0-9]+[.,][0-9]{1,2}(?:/[0-9]+[.,][0-9]{1,2})+$`)

var dashes = regexp.MustCompile(`^[.,]?(?:--|[-–—=])`)

// Read takes a price apart. A text is one when a number stands in it and a currency beside it, or nothing
// else but words that go with prices, such as from, per piece and incl. VAT in eight languages.
func Read(text string) (Amount, Fault) {
	if a, ok := readPlain(text); ok {
		return a, ""
	}
	s := blanks(text)
	at := numeral.FindStringIndex(s)
	if at == nil {
		switch word := words.Fold(s); {
		case requests()[word]:
			return Amount{}, InWords
		case gifts()[word]:
			return Amount{}, Free
		}
		return Amount{}, NoPrice
	}
	a := Amount{Number: s[at[0]:at[1]], Before: s[:at[0]], After: s[at[1]:]}
	if dash := dashes.FindString(a.After); dash != "" && a.endsWith(dash) {
		a.Whole, a.After = !hasCents(a.Number), a.After[len(dash):]
	}
	a.After = strings.TrimLeft(a.After, ".,")
	if a.negative() {
		return a, Negative
	}
	if !grouped(a.Number) || codeLetter(a.Before) != "" || typedLetter(a.After) || multiple.MatchString(a.After) {
		return a, NoPrice
	}
	var known bool
	if a.Unit, known = unitIn(a.Before, a.After); a.Unit == "" && !(known && a.plainEnds()) {
		if severalOf.MatchString(s) {
			a.Unit = Several
			return a, ""
		}
		return a, NoPrice
	}
	if a.isTwo() || a.names() {
		return a, NoPrice
	}
	return a, ""
}

// readPlain reads what most prices are, without the rest of the work: digits with one separator at most, and
// a common currency on one side of them or none. ok is false for all others.
func readPlain(text string) (a Amount, ok bool) {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	start, end := strings.IndexFunc(text, digit), strings.LastIndexFunc(text, digit)+1
	if start < 0 {
		return a, false
	}
	a = Amount{Number: text[start:end], Before: text[:start], After: text[end:]}
	marks := 0
	for i := range len(a.Number) {
		if c := a.Number[i]; c == '.' || c == ',' {
			marks++
		} else if c < '0' || c > '9' {
			return a, false
		}
	}
	a.Unit = strings.TrimSuffix(a.Before, " ") + strings.TrimPrefix(a.After, " ")
	switch a.Unit {
	case "":
		return a, marks < 2 && a.Before+a.After == ""
	case "€", "$", "£", "EUR", "USD", "GBP", "CHF", "zł":
		return a, marks < 2 && (a.Before == "" || a.After == "")
	}
	return a, false
}

// endsWith tells whether a dash behind the number stands for the minor units: "12,-" and "12.-", and "12 -"
// before a currency or the end is none.
func (a Amount) endsWith(dash string) bool {
	rest := strings.TrimSpace(a.After[len(dash):])
	return strings.ContainsAny(dash[:1], ".,") && (rest == "" || !unicode.IsDigit(first(rest)))
}

// hasCents tells whether a number has minor units, so that no dash stands for them: 12,00.-
func hasCents(number string) bool {
	at := strings.LastIndexAny(number, ".,")
	return at >= 0 && len(number)-at != len(".000")
}

// negative tells whether the number is below zero: "-5", "€ -5", "5-", "nur -5 €", "(5,00 €)". The dash behind
// a size is none of a number: "XL – $90".
func (a Amount) negative() bool {
	before, after := strings.TrimSpace(a.Before), strings.TrimSpace(a.After)
	if strings.HasPrefix(before, "(") && strings.HasSuffix(after, ")") &&
		strings.TrimFunc(before+after, isMark) == "" {
		return true
	}
	dash := func(r rune) bool { return strings.ContainsRune("-−–—", r) }
	if before != "" && strings.ContainsFunc(before, dash) && strings.TrimFunc(before, isMark) == "" {
		return !slices.ContainsFunc(tokensBeside(before), func(w string) bool {
			return !IsUnit(w) || w == "S"
		})
	}
	if said := strings.TrimRightFunc(a.Before, dash); said != a.Before && strings.HasSuffix(said, " ") {
		return !slices.ContainsFunc(tokensBeside(said), func(w string) bool { return !beside()[words.Fold(w)] })
	}
	return after != "" && !a.Whole && dash(first(after)) && strings.TrimFunc(after, isMark) == "" &&
		a.After[0] != ' '
}

// isMark tells whether a letter is one of currency, blank, dash or bracket, as they stand beside a bare
// amount.
func isMark(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) || strings.ContainsRune("-−–—()", r) ||
		unicode.IsUpper(r)
}

// plainEnds tells whether nothing stands beside a number without currency that makes something else of it.
func (a Amount) plainEnds() bool {
	return !strings.ContainsFunc(a.Before+a.After, func(r rune) bool {
		return unicode.IsDigit(r) || !unicode.IsLetter(r) && !unicode.IsSpace(r) &&
			!strings.ContainsRune(".,()'’", r)
	})
}

// codeLetter is the letter that touches the number from the left where that makes a code of it, as in R8000;
// empty for none.
func codeLetter(before string) string {
	r, _ := utf8.DecodeLastRuneInString(before)
	if !unicode.IsLetter(r) {
		return ""
	}
	fields := tokensBeside(before)
	if last := fields[len(fields)-1]; IsUnit(last) && utf8.RuneCountInString(last) > 1 {
		return ""
	}
	return string(r)
}

// typedLetter tells whether a letter is in the middle of the number, in the place of a digit: 1O9,00 €.
func typedLetter(after string) bool {
	rest := strings.TrimLeftFunc(after, unicode.IsLetter)
	letters := after[:len(after)-len(rest)]
	if letters == "" || IsUnit(letters) && utf8.RuneCountInString(letters) > 1 {
		return false
	}
	rest = strings.TrimLeft(rest, ".,")
	return rest != "" && first(rest) >= '0' && first(rest) <= '9'
}

func first(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// blanks makes the blanks of a text plain ones, single, and none at its ends.
func blanks(s string) string { return strings.Join(strings.Fields(s), " ") }

// grouped tells whether the separators of a number can be those of an amount: groups of three digits, or the
// Indian ones of two before three, and at most one decimal mark, as the last.
func grouped(number string) bool {
	s := strings.NewReplacer(" ", "", "’", "'").Replace(number)
	kinds, last := "", byte(0)
	for i := range len(s) {
		if c := s[i]; strings.IndexByte(".,'", c) >= 0 {
			if last = c; !strings.Contains(kinds, string(c)) {
				kinds += string(c)
			}
		}
	}
	switch {
	case last == 0:
		return true
	case len(kinds) > 2, len(kinds) == 2 && strings.Count(s, string(last)) > 1:
		return false
	case len(kinds) == 2:
		s = s[:strings.LastIndexByte(s, last)]
		last = kinds[0]
	case strings.Count(s, string(last)) == 1 && last != '\'':
		return true
	}
	parts := strings.Split(s, string(last))
	middle := parts[1 : len(parts)-1]
	even := func(n int) bool {
		return !slices.ContainsFunc(middle, func(p string) bool { return len(p) != n })
	}
	return len(parts[0]) >= 1 && len(parts[0]) <= 3 && len(parts[len(parts)-1]) == 3 && (even(3) || even(2))
}

// unitIn finds the currency beside an amount. known tells whether all other words go with prices.
func unitIn(before, after string) (unit string, known bool) {
	known = true
	for _, t := range append(tokensBeside(before), tokensBeside(after)...) {
		switch {
		case IsUnit(t):
			if unit == "" || len(unit) == 1 && unicode.IsLetter(first(unit)) { // a size, as in S – $90
				unit = t
			}
		case !beside()[words.Fold(t)]:
			known = false
		}
	}
	return unit, known
}

// abbreviations are currencies that are written with a point between their letters, by their codes.
var abbreviations = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"د.إ", " AED ", "ر.س", " SAR ", "ر.ق", " QAR ", "ر.ع", " OMR ", "د.ك", " KWD ", "د.ب", " BHD ", "د.م",
		" MAD ", "د.ج", " DZD ", "د.ت", " TND ", "د.ع", " IQD ", "د.أ", " JOD ", "د.ا", " JOD ", "ج.م",
		" EGP ", "ل.ل", " LBP ", "S/.", " PEN ",
	)
})

// tokensBeside are the words and currency signs of a text.
func tokensBeside(s string) []string {
	s = abbreviations().Replace(s)
	var list []string
	for _, t := range strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) && !unicode.Is(unicode.M, r) && r != '²' &&
			r != '³'
	}) {
		sign := strings.IndexFunc(t, func(r rune) bool { return unicode.Is(unicode.Sc, r) })
		if sign < 0 || IsUnit(t) {
			list = append(list, t)
			continue
		}
		_, n := utf8.DecodeRuneInString(t[sign:])
		for _, part := range []string{t[:sign], t[sign : sign+n], t[sign+n:]} {
			if part != "" {
				list = append(list, part)
			}
		}
	}
	return list
}

// IsUnit tells whether a text beside an amount is a currency: a symbol, a code, or what people write for some
// of them.
func IsUnit(s string) bool {
	if _, err := currency.ParseISO(s); err == nil && (strings.ToUpper(s) == s || common(s)) ||
		slices.Contains(newCodes, s) {
		return true
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Sc, r) }) {
		return utf8.RuneCountInString(s) <= 3
	}
	switch strings.ToLower(strings.Trim(s, ".")) {
	case "fcfa", "f cfa", "cfa", "euro", "euros", "zł", "zl", "kr", "kč", "lei", "ft", "dh", "dhs", "rs",
		"sfr", "fr", "лв", "dollar", "dollars", "pound", "pounds", "franken", "francs", "zloty", "złoty",
		"złotych", "руб", "р", "грн", "din",
		"円", "元", "원", "บาท", "rm", "rp", "tl", "stutz":
		return true
	}
	return s == "R" || s == "KM" || s == "S" || s == "Bs" || s == "DA" || s == "DT" || s == "F" || s == "Fr"
}

// names tells whether a text is rather the name of a type than an amount: its unit is a code that hardly
// anybody writes behind a capital letter, or a letter behind other words. "Z 400 STD", "RMN-F 2/1"
func (a Amount) names() bool {
	if len(a.Unit) == 1 && unicode.IsLetter(first(a.Unit)) {
		_, known := unitIn(a.Before, "")
		return !known
	}
	rare := len(a.Unit) == 3 && strings.Trim(a.Unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" &&
		!currencies().common[a.Unit] && !slices.Contains(newCodes, a.Unit)
	return rare && len(a.Before) == 2 && unicode.IsUpper(first(a.Before))
}

// common tells whether a code in small letters is that of a currency all the same, and no word.
func common(s string) bool {
	switch strings.ToLower(s) {
	case "eur", "usd", "gbp", "chf", "pln", "sek", "nok", "dkk", "czk", "huf", "ron", "brl", "cad", "aud",
		"jpy", "cny", "inr":
		return true
	}
	return false
}
