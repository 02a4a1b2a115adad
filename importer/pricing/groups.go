package pricing

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed groups.txt
var groupText string

// groupWords are the words that make a price one for some customers or for a quantity.
var groupWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(groupText) {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line)[1:] {
				words[w] = true
			}
		}
	}
	return words
})

// Words of headers: priceWords name a price, compounds end such as Mitgliederpreis, fromWords stand before a
// quantity, and classes say to which group of prices a product belongs, which is no price.
var (
	priceWords = set(
		`price prices prix tarif tarifs preis preise vk precio precios prezzo prezzi listino preco precos
		prijs prijzen cena ceny pvp`)
	compounds = []string{"preis", "preise", "prijs", "prijzen", "vk"}
	fromWords = set("ab from des partir desde da vanaf od qty quantity menge min minimum ab over")
	classes   = set("pricegroup pricegroups preisgruppe preisgruppen pricetier pricelevel groupeprix " +
		"prijsgroep grupocena")
	linkLetters = []string{"", "s", "n", "er", "en"}
)

// isGroupPrice tells whether a header names a price, and a word that says for whom or for how many.
func isGroupPrice(tokens []string) bool {
	joined := strings.Join(tokens, "")
	if classes[joined] {
		return false
	}
	price, group := false, strings.Contains(joined, "b2b") || strings.HasPrefix(joined, "ebay")
	words := groupWords()
	for i, t := range tokens {
		switch stem, compound := priceStem(t); {
		case words[t]:
			group = true
		case priceWords[t]:
			price = true
		case compound && words[stem]:
			price, group = true, true
		case compound:
			price = true
		case t == "pro" && i > 0 && i+1 == len(tokens):
			// "Price pro"; in "Preis pro Stück" it is a small word
			group = true
		case strings.HasPrefix(t, "preis") && words[strings.TrimPrefix(t, "preis")]:
			// Preisgruppe, Preisstaffel
			price, group = true, true
		case fromWords[t] && i > 0 && i+1 < len(tokens) && isQuantity(tokens[i+1]): // VK ab 10
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
