package product

import (
	"cmp"
	"strings"
)

// fromThisPrice says, in a language of the shop, that a product's price is that of its cheapest variant. It stands
// behind the description: the price itself stays the amount that the reference beside it costs.
func fromThisPrice(language string) string {
	base, _, _ := strings.Cut(language, "-")
	const english = "From this price: other variants cost more."
	return cmp.Or(map[string]string{
		"fr": "À partir de ce prix : d'autres variantes coûtent plus.",
		"de": "Ab diesem Preis: andere Varianten kosten mehr.",
		"es": "Desde este precio: otras variantes cuestan más.",
		"it": "Da questo prezzo: altre varianti costano di più.",
		"nl": "Vanaf deze prijs: andere varianten kosten meer.",
		"pt": "A partir deste preço: outras variantes custam mais.",
		"pl": "Od tej ceny: inne warianty kosztują więcej.",
	}[base], english)
}
