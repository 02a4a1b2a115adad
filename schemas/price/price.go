// Package price reads prices that were formatted for people again: "1 234,56 €", "$1,234.56", "15 000 Fcfa".
// It knows the text alone, so what can be read in two ways is said to be so.
package price

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
)

// Price is a price as it was read.
type Price struct {
	Number string // digits with a point before the decimals: "1234.56"
	Unit   string // the currency as it is written beside the number; empty where more than that stands there
	Sure   bool   // nothing else stands in the text, and the number can be read in one way only
}

// maxUnit is the length of a unit at most, in characters.
const maxUnit = 5

// Read reads the first number of a text; false where there is none. The last point or comma is the decimal
// sign unless exactly three digits follow it and nothing else says otherwise.
func Read(text string) (Price, bool) {
	from, to := span(text)
	if from == to {
		return Price{}, false
	}
	number, sure := plain(text[from:to])
	p := Price{Number: number, Sure: sure}
	if unit, ok := unitOf(text[:from], text[to:]); ok {
		p.Unit = unit
	} else {
		p.Sure = false
	}
	return p, true
}

// Thousandths is the number in thousandths, cut off behind them; false where it is too large.
func (p Price) Thousandths() (int64, bool) {
	whole, rest, _ := strings.Cut(p.Number, ".")
	rest = (rest + "000")[:3]
	n, err := strconv.ParseInt(whole+rest, 10, 64)
	return n, err == nil
}

// span finds the first number: digits, and between them points, commas, apostrophes and blanks before three
// digits.
func span(text string) (from, to int) {
	from = strings.IndexFunc(text, digit)
	if from < 0 {
		return 0, 0
	}
	if begun := text[:from]; strings.HasSuffix(begun, ".") || strings.HasSuffix(begun, ",") {
		if !letterBefore(begun[:from-1]) {
			from-- // ".50"
		}
	}
	to = from
	for i := from; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case digit(r):
			to = i
		case strings.ContainsRune(".,", r) && i < len(text) && digit(rune(text[i])):
		case groupSign(r) && threeDigits(text[i:]):
		default:
			return from, to
		}
	}
	return from, to
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func letterBefore(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(r)
}

// groupSign tells whether a sign other than point and comma may stand between thousands.
func groupSign(r rune) bool { return r == '\'' || r == '’' || unicode.Is(unicode.Zs, r) }

// threeDigits tells whether a text begins with three digits and no more.
func threeDigits(text string) bool {
	n := 0
	for n < len(text) && digit(rune(text[n])) {
		n++
	}
	return n == 3
}

// plain gives a number with a point as its decimal sign and nothing between its thousands; sure tells whether
// it can be read in one way only.
func plain(number string) (out string, sure bool) {
	signs := strings.Map(func(r rune) rune {
		if digit(r) {
			return -1
		}
		return r
	}, number)
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		return strip(number), true
	}
	whole, rest := number[:last], number[last+1:]
	same := strings.Count(signs, string(number[last]))
	switch {
	case same > 1: // 1.234.567
		return strip(number), len(rest) == 3
	case len(rest) == 3 && len(signs) == same: // 1.234: thousands, or three decimals
		if strip(whole) == "0" || whole == "" {
			return "0." + rest, true
		}
		return strip(number), false
	}
	if whole = strip(whole); whole == "" {
		whole = "0"
	}
	return whole + "." + rest, true
}

// strip leaves the digits.
func strip(number string) string {
	return strings.Map(func(r rune) rune {
		if digit(r) {
			return r
		}
		return -1
	}, number)
}

// unitOf gives the currency of what stands before and behind a number; false where anything else does. A
// price without one has the empty unit.
func unitOf(before, after string) (string, bool) {
	before, after = strings.TrimFunc(before, unicode.IsSpace), strings.TrimFunc(after, unicode.IsSpace)
	if before != "" && after != "" {
		return "", false
	}
	unit := before + after
	if unit == "" || spelled[strings.TrimSuffix(strings.ToLower(unit), ".")] {
		return unit, true
	}
	if utf8.RuneCountInString(unit) > maxUnit {
		return "", false
	}
	sign, other := false, false
	for _, r := range unit {
		sign = sign || unicode.Is(unicode.Sc, r)
		other = other || !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r)
	}
	if sign && !other {
		return unit, true
	}
	_, err := currency.ParseISO(unit)
	return unit, err == nil && unit == strings.ToUpper(unit)
}

// spelled are currencies that are written in letters and are no codes, without a point behind them.
var spelled = map[string]bool{
	"kr": true, "zł": true, "kč": true, "ft": true, "lei": true, "lv": true, "лв": true, "rs": true,
	"руб": true, "р": true, "грн": true, "fcfa": true, "cfa": true, "f cfa": true, "dh": true, "dhs": true,
	"din": true, "tl": true, "rm": true, "rp": true, "fr": true, "sfr": true, "eur": true, "euro": true,
	"euros": true,
}
