package feed

import (
	"slices"
	"strings"
)

// headers are what spreadsheets call a column of the feed, folded: in lower case, without blanks and signs.
var headers = map[string][]string{
	"item_group_id": {"itemgroupid", "groupid", "parentsku", "parentid", "variantgroup"},
	"gender": {"gender", "sex", "genre", "sexe", "geschlecht", "genero", "género",
		"genere", "geslacht"},
	"color": {"color", "colour", "couleur", "farbe", "colore", "kleur", "cor", "kolor"},
	"size": {"size", "taille", "größe", "groesse", "talla", "taglia", "maat",
		"tamanho", "rozmiar"},
	"material":          {"material", "matière", "matiere", "materiale", "materiaal", "materiał"},
	"condition":         {"condition", "état", "etat", "zustand", "estado", "condizione", "conditie"},
	"crosssellproducts": {"crosssellproducts", "crosssell", "crosssells", "crosssellskus"},
	"compatiblewith": {"compatiblewith", "compatibleavec", "kompatibelmit",
		"compatibility", "compatibilité"},
}

// attributes is the place of a column by the headers of headers.
var attributes = byHeader()

func byHeader() map[string]int {
	all := map[string]int{}
	for column, names := range headers {
		for _, name := range names {
			all[name] = slices.Index(columns, column)
		}
	}
	return all
}

// attribute is the place of the column that a header of the spreadsheet is; 0 for one that is none.
func attribute(header string) int {
	if at, ok := attributes[header]; ok {
		return at
	}
	return attributes[strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-:/.", r) {
			return -1
		}
		return r
	}, header))]
}
