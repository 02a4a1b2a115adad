package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/importer/field"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// heading is the text of a row with one filled cell, as price lists have them between and below their products; false for
// other rows. A code is no heading, nor is a number, and a list of one or two columns has none.
func (r *row) heading() (text string, column int, ok bool) {
	text, column = alone(r.cells)
	if len(r.source.head.columns) < 3 || !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", 0, false
	}
	isCode := column == r.column[field.Reference] || column == r.column[field.ID]
	return text, column, !isCode || isHeading(text)
}

// alone is the text of the only filled cell of a row, and its column; empty where there are others, or it is no text.
func alone(cells []table.Cell) (text string, column int) {
	for n, c := range cells {
		switch {
		case c.Kind == table.Blank || c.Merged:
		case column > 0 || c.Kind != table.Text:
			return "", 0
		default:
			text, column = c.Text, n+1
		}
	}
	return text, column
}

// isHeading tells a heading or a note from a code, where both may stand: it has letters and no digit, or is a sentence
// around one (Total: 5 articles), which has three words at least, two of them of three letters or more.
func isHeading(text string) bool {
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return strings.ContainsFunc(text, unicode.IsLetter)
	}
	words, long := strings.Fields(text), 0
	for _, w := range words {
		w = strings.TrimFunc(w, unicode.IsPunct)
		if utf8.RuneCountInString(w) > 2 && !strings.ContainsFunc(w, unicode.IsDigit) {
			long++
		}
	}
	return len(words) > 2 && long > 1
}

// section notes a heading as the category of the products below it, where that is asked for, and gives a product without
// a category that of the heading above it. It reports true for a heading.
func (c *catalog) section(r *row) bool {
	if !c.config.Sections {
		return false
	}
	if text, _, ok := r.heading(); ok {
		r.source.section = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "|", `\|`, "\n", " ").Replace(text)
		return true
	}
	if r.text[field.Categories] == "" {
		r.text[field.Categories] = r.source.section
	}
	return false
}

// looksLikeSection leaves out a heading that nobody asked to make a category of, with a word. A row is one only when it
// makes no product with the defaults.
func (c *catalog) looksLikeSection(r *row) bool {
	if c.config.Sections || r.text[field.Title] != "" && r.text[field.ID] != "" && r.text[field.PriceCatalog] != "" {
		return false
	}
	text, column, ok := r.heading()
	if !ok {
		return c.looksLikeTotal(r)
	}
	c.tell(problem.Warnf(r.source.sheet.At(r.number, column), "section-row", "a heading or a note, no product, it seems: the row is left out").
		WithValue(text).Hintf("to make such rows the categories of the products below them, in plugsheet.yaml: sections: true"))
	return true
}

// totals are the words with which a row of sums begins, folded.
var totals = value.FoldedSet([]string{
	"total", "totals", "grand total", "subtotal", "sub-total", "sum", "totaux", "sous-total", "somme", "gesamt", "summe", "gesamtsumme",
	"zwischensumme", "totale", "subtotale", "somma", "totales", "suma", "totaal", "subtotaal", "soma", "razem", "total general", "total général",
})

// looksLikeTotal leaves out a row of sums, with a word: it begins with one of the totals, and what else it holds are numbers.
func (c *catalog) looksLikeTotal(r *row) bool {
	text, column := "", 0
	for n, cell := range r.cells {
		switch {
		case cell.Kind == table.Blank || cell.Merged:
		case column == 0:
			text, column = cell.Text, n+1
		case strings.ContainsFunc(cell.Text, unicode.IsLetter):
			return false
		}
	}
	if column == 0 || !totals[value.Fold(text)] {
		return false
	}
	c.tell(problem.Warnf(r.source.sheet.At(r.number, column), "total-row", "a row of sums, no product, it seems: the row is left out").WithValue(text))
	return true
}
