package pricing

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"plugsheet/schemas/words"
)

//go:embed amounts.txt
var amountText string

// amountWords are the words in the place of an amount and beside one.
var amountWords = words.InFile(amountText)

var (
	requests = amountWords.Set("request") // no price is told
	gifts    = amountWords.Set("gift")    // a thing costs nothing
	instead  = amountWords.Set("instead") // stands between a price and the one before
	beside   = amountWords.Set("beside")  // beside a number that is a price: from when on, taxes, for how many
	lowest   = amountWords.Set("lowest")  // before a price from which on things are to be had
)

// OnRequest is what customers read where no price is told, in a language; English for those not known.
func OnRequest(language string) string { return amountWords.In("said", language) }

// multiple is what stands behind a number that is no amount by itself: "2 x 5 €", "3 für 10 €", "1,5k €".
var multiple = regexp.MustCompile(`(?i)^ ?(?:(?:[x×*]|für|for|pour|por|per|za|voor) ?[€$£]? ?[0-9]|` +
	`(?:k|tsd|mio|mln|tys|mil|mille|million|millionen|lakh|crore)(?:[^\pL]|$))`)

// second is what stands behind an amount where another price follows it, such as " € statt 15 €": what is
// between them, the second's number and what follows that.
var second = regexp.MustCompile(`^([^0-9]*)([0-9][0-9.,' ]*)(.*)$`)

// isTwo tells whether what stands behind a price is a second one, so that nobody knows which is paid: "10 €
// 12 €", "10 € (was 12 €)", "10 € / 12 $". A range, a base price by the kilo and a deposit are none.
func (a Amount) isTwo() bool {
	m := second.FindStringSubmatch(a.After)
	if m != nil && a.currencies() > 1 {
		return true
	}
	if m == nil || strings.ContainsAny(m[1], "-–—/+~&²³") || strings.HasPrefix(strings.TrimSpace(m[3]), "%") {
		return false
	}
	if strings.HasPrefix(strings.TrimLeft(m[3], " €$£)"), "/") {
		return false
	}
	between := tokensBeside(m[1])
	rest := slices.DeleteFunc(slices.Clone(between), IsUnit)
	units := len(between) - len(rest)
	if u, _ := unitIn("", m[3]); u != "" {
		units++
	}
	if first, _ := unitIn(a.Before, ""); first == "" {
		units-- // the first one's
	}
	return len(rest) == 0 && units > 0 || instead()[words.Fold(strings.Join(rest, " "))]
}

// furtherAmount is what stands behind the lowest of a range: "10–20 €", "10 € bis 20 €".
var furtherAmount = regexp.MustCompile(
	`^[\pL\p{Sc} ]{0,5}(?:[-–—]| (?:bis|to|à|a|al|tot|até|do) )[\pL\p{Sc} ]{0,4}[0-9]`)

// IsLowest tells whether a price says of itself that others are higher: "ab 10 €", "from $5", "10–20 €".
func (a Amount) IsLowest() bool {
	if strings.ContainsFunc(a.Before, unicode.IsLower) {
		said := slices.DeleteFunc(tokensBeside(a.Before), IsUnit)
		if lowest()[words.Fold(strings.Join(said, " "))] {
			return true
		}
	}
	return strings.ContainsAny(a.After, "0123456789") && furtherAmount.MatchString(a.After)
}

// currencies counts the different ones that stand beside the number; a dollar sign is any dollar.
func (a Amount) currencies() int {
	var codes []string
	for _, t := range tokensBeside(a.Before + " " + a.After) {
		code := currencies().signs[strings.ToLower(t)]
		if currencies().common[t] {
			code = t
		}
		same := func(c string) bool { return SameCurrency(c, code) || SameCurrency(code, c) }
		if code != "" && !slices.ContainsFunc(codes, same) {
			codes = append(codes, code)
		}
	}
	return len(codes)
}
