package propose

import (
	"context"
	_ "embed"
	"slices"
	"sync"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

//go:embed sidewords.txt
var sideText string

// sideWords are by topic the words, folded, by which sheets are told from lists of products: as their names
// or as headers.
var sideWords = sync.OnceValue(func() map[string]map[string]bool {
	all, lists := map[string]map[string]bool{}, words.ReadLists(sideText)
	for _, l := range lists {
		all[l.Name] = lists.Set(l.Name)
	}
	return all
})

// topicOf tells what a sheet is about that is no list of products, by its name and its first rows; false
// where nothing says it.
func topicOf(ctx context.Context, r *header.Reader, s *table.Sheet) (topic, bool) {
	cells, seen := []table.Cell{}, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			break // whoever reads the sheet tells of it
		}
		if n := headerWidth(row.Cells); n > headerWidth(cells) {
			cells = slices.Clone(row.Cells)
		}
		if seen++; seen == shop.HeaderRows {
			break
		}
	}
	t := topics{title: value.Fold(s.Title()), reader: r, cells: cells}
	return t.topic()
}

// topic is what a sheet is about.
type topic struct {
	said problem.Text
	sure bool // its rows are products by no means
}

// topics looks for words in a sheet's name and header.
type topics struct {
	title  string
	reader *header.Reader
	cells  []table.Cell
}

// has tells whether the name of the sheet, or a header, is a word of a topic.
func (t topics) has(topic string) bool { return sideWords()[topic][t.title] || t.headed(topic) }

// headed tells whether a header is a word of a topic.
func (t topics) headed(topic string) bool {
	return slices.ContainsFunc(t.cells,
		func(c table.Cell) bool { return sideWords()[topic][value.Fold(c.Text)] })
}

// tagged tells whether a header is the title or the description in a language, and none is so without one.
func (t topics) tagged() bool {
	tagged := false
	for _, cell := range t.cells {
		c, _ := t.reader.Read(cell.Text)
		switch {
		case c.Use != header.AsField || c.Field != field.Title && c.Field != field.Description:
		case c.Tag == "":
			return false
		default:
			tagged = true
		}
	}
	return tagged
}

// topic is what the sheet is about. With a price, a picture or a page it is about products, unless its rows
// are ordered ones.
func (t topics) topic() (topic, bool) {
	switch {
	case t.orders():
		return topic{problem.Textf("lines of orders or invoices"), true}, true
	case t.offers():
		return topic{}, false
	case t.has("translations"), t.tagged(), t.headed("languages") && t.onlyTexts():
		return topic{problem.Textf("translations of products"), false}, true
	case t.has("reviews"):
		return topic{problem.Textf("reviews of products"), false}, true
	case t.has("redirects"):
		return topic{problem.Textf("addresses that lead elsewhere"), false}, true
	case t.has("vouchers"):
		return topic{problem.Textf("codes for a discount"), false}, true
	}
	return topic{}, false
}

// orders tells whether the rows are what somebody ordered: the number of an order, how many, and what they
// come to.
func (t topics) orders() bool {
	return t.headed("orders") && t.headed("quantities") && t.headed("totals")
}

// offers tells whether a header is a price, a picture or a page.
func (t topics) offers() bool {
	return slices.ContainsFunc(t.cells, func(cell table.Cell) bool {
		return t.isOneOf(cell, field.PriceCatalog, field.PricePromotion, field.ImageURL, field.ProductURL)
	})
}

// onlyTexts tells whether all headers name a product and its texts, or a language.
func (t topics) onlyTexts() bool {
	return !slices.ContainsFunc(t.cells, func(cell table.Cell) bool {
		return cell.Text != "" && !sideWords()["languages"][value.Fold(cell.Text)] &&
			!t.isOneOf(cell, field.ID, field.Reference, field.Title, field.Description,
				field.ShortDescription)
	})
}

// isOneOf tells whether a header is one of some fields.
func (t topics) isOneOf(cell table.Cell, fields ...int) bool {
	c, _ := t.reader.Read(cell.Text)
	return c.Use == header.AsField && slices.Contains(fields, c.Field)
}

// isTrade tells whether persons are suppliers or staff, by the name of their sheet or its first header.
func isTrade(title string, titles []string) bool {
	trade := sideWords()["suppliers"]
	return trade[value.Fold(title)] || len(titles) > 0 && trade[value.Fold(titles[0])]
}
