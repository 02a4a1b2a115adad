package pricing

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

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

// addOld adds the words for what was before with each word for a price of their language, on either side. The
// English ones go with all: precio_old.
func (d dictionary) addOld(before words.List, lists words.Lists) {
	for _, prices := range lists {
		if prices.Name != "price" || before.Language != "en" && prices.Language != before.Language {
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

//go:embed groups.txt
var groupText string

var groupLists = words.InFile(groupText)

// Words of headers: groupWords make a price one for some customers or for a quantity, priceWords name a price,
// compounds end such as Mitgliederpreis, fromWords stand before a quantity, and classes say to which group of
// prices a product belongs, which is no price.
var (
	groupWords, priceWords = groupLists.Set("group"), groupLists.Set("price")
	fromWords, classes     = groupLists.Set("from"), groupLists.Set("class")
	compounds              = []string{"preis", "preise", "prijs", "prijzen", "vk"}
	linkLetters            = []string{"", "s", "n", "er", "en"}
)

// isGroupPrice tells whether a header names a price, and a word that says for whom or for how many.
func isGroupPrice(tokens []string) bool {
	joined := strings.Join(tokens, "")
	if classes()[joined] {
		return false
	}
	price, group := false, strings.Contains(joined, "b2b") || strings.HasPrefix(joined, "ebay")
	groups := groupWords()
	for i, t := range tokens {
		switch stem, compound := priceStem(t); {
		case groups[t]:
			group = true
		case priceWords()[t]:
			price = true
		case compound && groups[stem]:
			price, group = true, true
		case compound:
			price = true
		case t == "pro" && i > 0 && i+1 == len(tokens):
			// "Price pro"; in "Preis pro Stück" it is a small word
			group = true
		case strings.HasPrefix(t, "preis") && groups[strings.TrimPrefix(t, "preis")]:
			// Preisgruppe, Preisstaffel
			price, group = true, true
		case fromWords()[t] && i > 0 && i+1 < len(tokens) && isQuantity(tokens[i+1]): // VK ab 10
			group = true
		}
	}
	return price && group
}

// priceStem takes a word for price off the end of a compound: mitglieder of Mitgliederpreis, stammkunde of
// Stammkundenpreis.
func priceStem(token string) (stem string, compound bool) {
	for _, end := range compounds {
		stem, compound = strings.CutSuffix(token, end)
		if !compound || stem == "" {
			continue
		}
		for _, link := range linkLetters {
			if s, ok := strings.CutSuffix(stem, link); ok && groupWords()[s] {
				return s, true
			}
		}
		return stem, true
	}
	return "", false
}

// isQuantity tells whether a token is a number of pieces.
func isQuantity(token string) bool {
	return len(token) < 5 && strings.IndexFunc(token, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
