// Package pricing knows what the headers of prices mean in eight languages, and how people write amounts. It
// reads texts only, holds no state, and is safe for concurrent use.
package pricing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"plugsheet/schemas/words"
)

// Role is what the header of a column says of its amounts.
type Role int

// The roles. Cost, Margin, Supplier and Memo are the shop's own business, and Group is not for everybody.
const (
	None     Role = iota
	Price         // the first of those that customers see; what a thing costs a customer
	List          // what its maker or a catalog says that it costs: RRP, UVP
	Old           // what it cost before: compare at, prix barré
	Now           // the last; what it costs today, where another price stands beside: new price, unser Preis
	Cost          // what the shop pays for it, or asks of dealers
	Margin        // what the shop earns with it
	Supplier      // who sells it to the shop, and what is known of that
	Memo          // what the shop tells itself: internal notes
	Untaxed       // what it costs without taxes, where the price with them stands beside
	Group         // what only some customers pay, or for a quantity, or in another channel
)

// Internal tells whether a role is nothing for customers, for git or for a search.
func (r Role) Internal() bool {
	return r == Cost || r == Margin || r == Group || r == Untaxed || r.Wordy()
}

// Wordy tells whether what is internal may be words as well as amounts.
func (r Role) Wordy() bool { return r == Supplier || r == Memo }

// Priced tells whether a role is a price that a customer may see.
func (r Role) Priced() bool { return Price <= r && r <= Now }

// ofRange is how many a price is for, unless it is for the first: "Price 10-49".
var ofRange = regexp.MustCompile(`\b(?:[2-9]|[1-9][0-9]{1,2})\s*[-–]\s*[0-9]{1,4}\b`)

// ofQuantity is how many a price is for, at least: "Price (10+)", "VK >= 50", "ab 10 Stk.".
var ofQuantity = regexp.MustCompile(`[0-9]+\s*\+|[>≥]=?\s*[0-9]+|(?i)\b(?:ab|from|partir de|desde|vanaf|od|fra|från)` +
	`\s*(?:[1-9][0-9]+|[2-9])(?:\s*(?:stk|st|stück|pcs|pi[eè]ces|szt|uds?|pz)\b\.?)?`)

// Of is the role of a header. A header has one when a phrase of the role stands in it and all its other words
// leave the meaning: "Cost price (net)" is a cost, "Shipping cost" and "Costume" are none. A remark in
// parentheses behind what is the shop's own business leaves it so, and may itself say that it is.
func Of(header string) Role {
	if len(header) > 80 {
		return None
	}
	r := of(header)
	rest := ofQuantity.ReplaceAllString(header, " ")
	bare := !strings.ContainsFunc(rest, unicode.IsLetter) && strings.Trim(header, " 1+") != "" // a tier of its own
	if rest == header {
		rest = ofRange.ReplaceAllString(header, " ")
	}
	if rest != header && (bare || of(rest).Priced() || of(rest) == Cost) {
		return Group
	}
	before, remark, is := strings.Cut(header, "(")
	if r != None || !is {
		return r
	}
	if r = of(before); r != Cost && r != Supplier && len(Tokens(remark)) > 1 {
		r = of(remark) // "Main channel (cost price)"
	}
	if r != Cost && r != Supplier {
		return None
	}
	return r
}

// of is the role of a header, a remark in it included.
func of(header string) Role {
	d := roleWords()
	plain := Tokens(header)
	if isCurrency(header) || d.phrases[Price][strings.Join(plain, "")] { // "Prezzo con ricarico" is no margin
		return Price
	}
	tokens := d.unglued(plain)
	for _, r := range roles {
		if r == Old && isGroupPrice(tokens) {
			return Group
		}
		if d.says(r, tokens) {
			return r
		}
	}
	if before, rest, is := strings.Cut(header, "_"); is && len(before) <= 3 { // a table's mark: tc_CenaNetto
		return of(rest)
	}
	return None
}

// says tells whether tokens hold a phrase of a role and besides nothing but what may stand beside it.
func (d dictionary) says(r Role, tokens []string) bool {
	for from := range tokens {
		phrase, weighty := "", ""
		for to := from; to < len(tokens) && to < from+6; to++ {
			phrase += tokens[to]
			if !d.fillers[tokens[to]] {
				weighty += tokens[to]
			}
			known := d.phrases[r][phrase] || d.phrases[r][weighty]
			if known && d.leave(r, tokens[:from]) && d.leave(r, tokens[to+1:]) {
				return true
			}
		}
	}
	return false
}

// unglued takes compounds apart: "Nettoeinkaufspreis" is "netto" and "einkaufspreis", "Inkoopprijsexcl" the
// other way round.
func (d dictionary) unglued(tokens []string) []string {
	for n, t := range tokens {
		for i := 4; i < len(t)-3; i++ {
			head, tail := t[:i], t[i:]
			ofSupplier := d.phrases[Supplier][head] && d.ofSupplier[tail] // Lieferantenrabatt
			besides := d.qualifiers[head] && d.internal(tail) ||
				d.qualifiers[tail] && len(head) > 5 && d.internal(head)
			if ofSupplier || besides {
				return slices.Concat(tokens[:n], []string{head, tail}, d.unglued(tokens[n+1:]))
			}
		}
	}
	return tokens
}

// internal tells whether a word is a phrase of the shop's own business.
func (d dictionary) internal(word string) bool {
	return d.phrases[Cost][word] || d.phrases[Margin][word]
}

// leave tells whether words leave the meaning of a role's phrase beside them. A word that capitals took
// apart, as MwSt, is one again, and a rate may stand beside a tax: "inkl. 19 % MwSt".
func (d dictionary) leave(r Role, tokens []string) bool {
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		known := d.fillers[t] || d.qualifiers[t] || r == Supplier && d.ofSupplier[t]
		if known || r.Internal() && d.phrases[Cost][t] {
			continue
		}
		if i+1 < len(tokens) && d.qualifiers[t+tokens[i+1]] {
			i++
			continue
		}
		if !isRate(t) || !slices.ContainsFunc(tokens, func(t string) bool { return taxes[t] }) {
			return false
		}
	}
	return true
}

// isRate tells whether a word could be the rate of a tax.
func isRate(word string) bool { return len(word) < 3 && strings.Trim(word, "0123456789") == "" }

// level is a price with the letter of a price level: precioa, pricec.
var level = regexp.MustCompile(`^(price|prix|preis|precio|preco|prezzo|prijs|cena|pvp)([abc])$`)

// LevelOf is the header of a price without the number or letter of its level at the end, plain: "listino" of
// "Listino 2". It is empty where there is none.
func LevelOf(header string) string {
	tokens := Tokens(header)
	last := len(tokens) - 1
	if last < 1 || len(tokens[last]) > 1 || !strings.Contains("123456789abcde", tokens[last]) {
		return ""
	}
	return strings.Join(tokens[:last], "")
}

// unglueLevel takes the letter of a price level off the word for the price.
func unglueLevel(word string) []string {
	if m := level.FindStringSubmatch(word); m != nil {
		return m[1:]
	}
	return []string{word}
}

// Tokens are the words of a header, plain. A change from small to capital letters begins a new one, and so
// does the last capital before small ones: "EKPreis" is "ek" and "preis".
func Tokens(header string) []string {
	var tokens []string
	var b []rune
	end := func() {
		if len(b) > 0 {
			if t := words.Fold(string(b)); t != "" {
				tokens = append(tokens, unglueLevel(t)...)
			}
		}
		b = b[:0]
	}
	letters := []rune(norm.NFC.String(header))
	for i, r := range letters {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case i == 0:
		case unicode.IsUpper(r) && unicode.IsLower(letters[i-1]),
			unicode.IsUpper(r) && unicode.IsUpper(letters[i-1]) && i+1 < len(letters) && unicode.IsLower(letters[i+1]),
			unicode.IsDigit(r) != unicode.IsDigit(letters[i-1]):
			end()
		}
		b = append(b, r)
	}
	end()
	return tokens
}
