package pricing

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"plugsheet/schemas/words"
)

//go:embed words.txt
var wordText string

// roles are in the order in which they are looked for, and the lists of their phrases have these names: of two
// that fit, the first counts. "Cost price" is a cost and no price.
var (
	roles     = []Role{Cost, Margin, Supplier, Memo, Old, List, Now, Price}
	roleNames = []string{"cost", "margin", "supplier", "memo", "old", "list", "now", "price"}
)

// dictionary is the words ready for use: by role the phrases, and by name the other lists, each word folded.
type dictionary struct {
	phrases                                map[Role]map[string]bool
	fillers, qualifiers, ofSupplier, usual map[string]bool
}

var roleWords = sync.OnceValue(func() dictionary {
	lists := words.ReadLists(wordText)
	d := dictionary{phrases: map[Role]map[string]bool{}, fillers: lists.Set("filler"),
		qualifiers: lists.Set("beside"), ofSupplier: lists.Set("ofsupplier"), usual: lists.Set("usual")}
	for n, r := range roles {
		d.phrases[r] = lists.Set(roleNames[n])
	}
	for _, before := range lists {
		if before.Name == "before" {
			d.addOld(before, lists)
		}
	}
	return d
})

// addOld adds the words for what was before with each word for a price of their language, on either side.
func (d dictionary) addOld(before words.List, lists words.Lists) {
	for _, prices := range lists {
		if prices.Name != "price" || prices.Language != before.Language {
			continue
		}
		for _, price := range prices.Words {
			for _, w := range before.Words {
				d.phrases[Old][words.Fold(w+price)], d.phrases[Old][words.Fold(price+w)] = true, true
			}
		}
	}
}

// Usual tells whether a price calls itself the usual one.
func Usual(header string) bool {
	return slices.ContainsFunc(Tokens(header), func(t string) bool { return roleWords().usual[t] })
}

// set makes words into a set.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[words.Fold(w)] = true
	}
	return m
}
