package person

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"plugsheet/schemas/words"
)

// maxTokens is how many words a header of persons has at most.
const maxTokens = 8

// compounds are the first parts of German and Dutch words that say whose a column is.
var compounds = []string{"lieferanten", "leveranciers", "hersteller", "kunden", "rechnungs", "liefer",
	"ansprech", "klanten", "klant", "factuur", "bezorg", "verzend", "kontakt", "contact", "firmen", "privat"}

// named tells what a header alone says a column holds, and whose it is.
func named(header string) (Sort, Role) {
	tokens := split(header)
	if len(tokens) == 0 || len(tokens) > maxTokens {
		return None, Self
	}
	for n := len(tokens); n > 0; n-- {
		for from := 0; from+n <= len(tokens); from++ {
			sort, known := table()[strings.Join(tokens[from:from+n], "")]
			if !known {
				continue
			}
			role, ok := rolesOf(tokens[:from], tokens[from+n:])
			if ok {
				return settle(sort, role, tokens)
			}
		}
	}
	return None, anyRole(tokens)
}

// anyRole is whose a column is by any of the words of its header.
func anyRole(tokens []string) Role {
	role := Self
	for _, t := range tokens {
		role = max(role, roleOf()[t])
		if table()[t] == Staff {
			role = max(role, Contact)
		}
	}
	return role
}

// rolesOf tells whose a column is by the words around what it is; false where one of them says something
// else.
func rolesOf(lists ...[]string) (Role, bool) {
	role := Self
	for _, t := range slices.Concat(lists...) {
		r, known := roleOf()[t]
		if !known {
			return Self, false
		}
		role = max(role, r)
	}
	return role, true
}

// settle makes of a plain name the name of a person, or of none: a supplier's is that of a company.
func settle(sort Sort, role Role, tokens []string) (Sort, Role) {
	if len(tokens) == 1 && sort == Name && roleOf()[tokens[0]] == Buyer {
		return Full, Buyer
	}
	if (sort == Order || sort == Ordered) && slices.Contains(tokens, "last") {
		return None, Self // the last order of a customer
	}
	if sort != Name {
		return sort, role
	}
	switch role {
	case Buyer, Contact:
		return Full, role
	case Supplier, Author:
		return None, Self
	}
	return Name, role
}

// split gives the words of a header, folded: "billingFirstName", "billing_first_name" and "Billing First
// Name" are three.
func split(header string) []string {
	var tokens []string
	var word []rune
	end := func() {
		if folded := words.Fold(string(word)); folded != "" {
			tokens = append(tokens, parts(folded)...)
		}
		word = word[:0]
	}
	before := ' '
	for _, r := range header {
		letter := unicode.IsLetter(r) || unicode.Is(unicode.M, r)
		if !letter && !unicode.IsDigit(r) || unicode.IsUpper(r) && unicode.IsLower(before) ||
			unicode.IsDigit(r) && unicode.IsLetter(before) {
			end()
		}
		if letter || unicode.IsDigit(r) {
			word = append(word, r)
		}
		before = r
	}
	end()
	return tokens
}

// parts splits a compound whose whole says nothing: "kundenname" is a name of a "kunde".
func parts(folded string) []string {
	if _, known := table()[folded]; known {
		return []string{folded}
	}
	if _, known := roleOf()[folded]; known {
		return []string{folded}
	}
	for _, first := range compounds {
		if rest, ok := strings.CutPrefix(folded, first); ok {
			if _, known := table()[rest]; known {
				return []string{first, rest}
			}
		}
	}
	return []string{folded}
}

//go:embed words.txt
var wordText string

// sortNames and roleNames are the names of the lists of words.
var (
	sortNames = [sorts]string{
		"", "password", "card", "code", "email", "phone", "given", "family", "full", "name", "salutation", "birth",
		"trait", "street", "place", "bank", "number", "address", "login", "consent", "order", "ordered", "sum",
		"job", "staff",
	}
	roleNames = [...]string{"self", "buyer", "contact", "author", "supplier"}
)

// table is by folded word the sort it names; roleOf is by folded word whose a column is.
var (
	lists  = words.InFile(wordText)
	table  = sync.OnceValue(func() map[string]Sort { return wordsOf[Sort](sortNames[:]) })
	roleOf = sync.OnceValue(func() map[string]Role { return wordsOf[Role](roleNames[:]) })
)

// wordsOf is by folded word which of some lists has it.
func wordsOf[K ~int](names []string) map[string]K {
	all := map[string]K{}
	for n, name := range names {
		for word := range lists().Set(name) {
			all[word] = K(n)
		}
	}
	return all
}
