package product

import (
	_ "embed"
	"slices"

	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/words"
)

// keywords gives the texts of the columns that the answer has no place for, each behind its header, or, of a
// field in another language, behind the field's name, so that who shows products in that language finds it.
func (c *catalog) keywords(r *sheet.Row) []string {
	all := make([]string, 0, 4)
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
			all = append(all, title+": "+text)
		}
	}
	for _, w := range r.Words {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

//go:embed sayings.txt
var sayingText string

// sayings are what differs with the language of a shop.
var sayings = words.InFile(sayingText)

// fromThisPrice says, in a language of the shop, that a product's price is that of its cheapest variant. It
// stands behind the description: the price itself stays the amount that the reference beside it costs.
func fromThisPrice(language string) string { return sayings.In("cheapest", language) }
