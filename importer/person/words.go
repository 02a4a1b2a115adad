package person

import (
	_ "embed"
	"sync"

	"plugsheet/schemas/words"
)

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
