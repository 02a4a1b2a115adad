package product

import (
	"cmp"
	"slices"
	"strings"

	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
)

// keywords gives the texts of the columns that the answer has no place for, each behind its header, or, of a
// field in another language, behind the field's name, so that who shows products in that language finds it.
func (c *catalog) keywords(r *sheet.Row) []string {
	words := make([]string, 0, 4)
	for n := range r.Source.Head.Columns {
		col := &r.Source.Head.Columns[n]
		if col.Use == header.Unused || col.Use == header.AsField && col.Tag == "" {
			continue
		}
		cell := r.Cell(col.Number)
		if cell.Text == "" || sheet.IsError(&cell) || r.Source.Group.SaysNothing(col.Number, cell.Text) {
			continue
		}
		c.CheckKeyword(r, col, cell)
		if text := sheet.WithoutCosts(sheet.WordOf(cell)); text != "" {
			title := col.Title
			if col.Use == header.AsField {
				title = r.Source.Reader.Fields[col.Field].Name + ":" + col.Tag
			}
			words = append(words, title+": "+text)
		}
	}
	for _, w := range r.Words {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// fromThisPrice says, in a language of the shop, that a product's price is that of its cheapest variant. It
// stands behind the description: the price itself stays the amount that the reference beside it costs.
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
