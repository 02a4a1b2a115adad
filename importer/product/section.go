package product

import (
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// section notes a heading as the category of the products below it, where that is asked for, and gives a
// product without a category that of the heading above it. It reports true for a heading.
func (c *catalog) section(r *sheet.Row) bool {
	if !c.Config.Sections {
		return false
	}
	if text, _, ok := r.Heading(); ok {
		r.Source.Section = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "|", `\|`, "\n", " ").
			Replace(text)
		return true
	}
	if r.Text[field.Categories] == "" {
		r.Text[field.Categories] = r.Source.Section
	}
	return false
}

// looksLikeSection leaves out a heading that nobody asked to make a category of, with a word. A row is one
// only when it makes no product with the defaults.
func (c *catalog) looksLikeSection(r *sheet.Row) bool {
	if c.looksLikeTotal(r) {
		return true // whatever defaults would make of it
	}
	if c.Config.Sections || r.Text[field.Title] != "" && r.Text[field.ID] != "" &&
		r.Text[field.PriceCatalog] != "" {
		return false
	}
	text, column, ok := r.Heading()
	if !ok {
		return false
	}
	c.Tell(problem.Warnf(r.Source.Sheet.At(r.Number, column), "section-row",
		"a heading or a note, no product, it seems: the row is left out").
		WithValue(text).Hintf(
		"to make such rows the categories of the products below them, in plugsheet.yaml: %s",
		problem.Paste("sections: true")))
	return true
}

// looksLikeTotal leaves out a row of sums, with a word.
func (c *catalog) looksLikeTotal(r *sheet.Row) bool {
	text, column := sheet.Sums(r.Cells)
	if column == 0 {
		return false
	}
	c.Tell(problem.Warnf(r.Source.Sheet.At(r.Number, column), "total-row",
		"a row of sums, no product, it seems: the row is left out").WithValue(text))
	return true
}
