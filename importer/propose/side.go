package propose

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
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

// figures tells whether two headers are words for figures.
func (t topics) figures() bool {
	return each.Count(t.cells, func(c table.Cell) bool { return sideWords()["figures"][value.Fold(c.Text)] }) > 1
}

// named and headedBy are [topics.has] and [topics.headed] of a topic.
func named(topic string) func(topics) bool    { return func(t topics) bool { return t.has(topic) } }
func headedBy(topic string) func(topics) bool { return func(t topics) bool { return t.headed(topic) } }

func (t topics) parcels() bool {
	return t.headed("parcels") && (t.headed("carriers") || t.headed("orders"))
}

func (t topics) postage() bool { return t.headed("countries") && t.headed("weights") && !t.told() }
func (t topics) reviews() bool { return t.headed("reviews") && t.headed("reviewtexts") }

func (t topics) translations() bool {
	return t.has("translations") || t.tagged() || t.headed("languages") && t.onlyTexts()
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

// subjects are what sheets can be about, in the order in which they are asked. With a price, a picture or a
// page it is products, unless the rows are ordered ones.
var subjects = []struct {
	fits func(topics) bool
	is   topic
}{
	{topics.orders, topic{problem.Textf("lines of orders or invoices"), true}},
	{topics.parcels, topic{problem.Textf("parcels that were sent"), true}},
	{topics.postage, topic{problem.Textf("what it costs to send parcels"), true}},
	{topics.reviews, topic{problem.Textf("reviews of products"), true}},
	{topics.groupPrices, topic{problem.Textf("prices for groups of customers or for quantities"), false}},
	{topics.offers, topic{}},
	{topics.answers, topic{problem.Textf("answers to questions"), false}},
	{topics.figures, topic{problem.Textf("figures of sales or visits"), true}},
	{headedBy("tickets"), topic{problem.Textf("requests of customers"), true}},
	{topics.translations, topic{problem.Textf("translations of products"), false}},
	{named("reviews"), topic{problem.Textf("reviews of products"), false}},
	{named("redirects"), topic{problem.Textf("addresses that lead elsewhere"), false}},
	{named("vouchers"), topic{problem.Textf("codes for a discount"), false}},
}

// topic is what the sheet is about; false where that is products, or nobody knows.
func (t topics) topic() (topic, bool) {
	for _, s := range subjects {
		if s.fits(t) {
			return s.is, !s.is.said.IsZero()
		}
	}
	return topic{}, false
}

// orders tells whether the rows are what somebody ordered: the number of an order, how many, and what they
// come to, or of which product that has no name here.
func (t topics) orders() bool {
	return t.headed("orders") && t.headed("quantities") && (t.headed("totals") || t.nameless())
}

// nameless tells whether the number of a product stands beside that of the order, and nothing of what it is.
func (t topics) nameless() bool {
	return !t.told() && slices.ContainsFunc(t.cells, func(cell table.Cell) bool {
		return t.isOneOf(cell, field.ID, field.Reference) && !sideWords()["orders"][value.Fold(cell.Text)]
	})
}

// told tells whether a header says what a product is.
func (t topics) told() bool {
	return slices.ContainsFunc(t.cells, func(cell table.Cell) bool {
		return t.isOneOf(cell, field.Title, field.Description, field.ImageURL, field.ProductURL)
	})
}

// groupPrices tells whether prices stand beside a group or a quantity, and nothing else of a product but how
// it is known.
func (t topics) groupPrices() bool {
	priced, told := false, false
	for _, cell := range t.cells {
		priced = priced || t.isOneOf(cell, field.PriceCatalog, field.PricePromotion)
		told = told || t.isOneOf(cell, field.Title, field.Description, field.ImageURL, field.ProductURL)
	}
	return priced && !told && t.headed("groups")
}

// answers tells whether the headers are questions, below the time at which a form was filled in.
func (t topics) answers() bool {
	questions := each.Count(t.cells,
		func(c table.Cell) bool { return strings.HasSuffix(strings.TrimSpace(c.Text), "?") })
	return questions > 1 || questions > 0 && sideWords()["times"][value.Fold(t.cells[0].Text)]
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

// assignTrees takes the sheet of categories out of those of which nothing else is known, and gives the rest.
func (i *Inputs) assignTrees(ctx context.Context, unknown []*table.Sheet) (rest []*table.Sheet, err error) {
	for _, s := range unknown {
		tree, err := i.isTree(ctx, s)
		if err != nil {
			return nil, err
		}
		if !tree || len(i.Sheets[kind.Categories]) > 0 {
			rest = append(rest, s)
			continue
		}
		i.Tell(problem.Warnf(s.At(0, 0), "categories-sheet",
			"the sheet is read as categories: its rows name the one above them").
			Hintf("if that is right, in plugsheet.yaml: %s",
				problem.Pastef("sheets: { %q: %s }", s.Title(), kind.Categories)))
		i.Sheets[kind.Categories] = append(i.Sheets[kind.Categories], s)
	}
	return rest, nil
}

// isTree tells whether the rows of a sheet are categories: its headers name their id, the one above and the
// label, and no price, and one of them, or the sheet's name, says the word.
func (i *Inputs) isTree(ctx context.Context, s *table.Sheet) (bool, error) {
	src := &sheet.Source{Sheet: s, Reader: header.NewReader(kind.Categories, i.Words, i.Config)}
	number, cells, err := src.FindHeader(ctx)
	if err != nil || cells == nil {
		return false, err
	}
	h, _ := src.Reader.Resolve(s, number, cells)
	goods := topics{reader: header.NewReader(kind.Products, i.Words, i.Config), cells: cells}
	named := slices.ContainsFunc(append(cells, table.Cell{Text: s.Title()}), func(c table.Cell) bool {
		return slices.ContainsFunc(value.WordsOf(c.Text),
			func(word string) bool { return sideWords()["categories"][value.Fold(word)] })
	})
	priced := slices.ContainsFunc(cells,
		func(c table.Cell) bool { return goods.isOneOf(c, field.PriceCatalog, field.PricePromotion) })
	if !named || priced || slices.Contains(h.At, 0) {
		return false, nil
	}
	return isNested(ctx, s, number, h)
}

// isNested tells whether half of the first rows that name one above them, at least, name one of the sheet.
func isNested(ctx context.Context, s *table.Sheet, number int, h header.Header) (bool, error) {
	known, above := map[string]bool{}, []string{}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return false, err
		}
		if row.Number <= number {
			continue
		}
		for f, spec := range field.Of(kind.Categories) {
			switch text := headed(h, row.Cells, f); {
			case text == "":
			case spec.Name == "idParent":
				above = append(above, text)
			default:
				known[text] = true
			}
		}
		if row.Number > number+peekRows {
			break
		}
	}
	found := 0
	for _, text := range above {
		if known[text] {
			found++
		}
	}
	return found > 0 && found*2 >= len(above), nil
}

// isTrade tells whether persons are suppliers or staff, by the name of their sheet or its first headers.
func isTrade(title string, titles []string) bool {
	return slices.ContainsFunc(append([]string{title}, titles[:min(2, len(titles))]...), func(text string) bool {
		return slices.ContainsFunc(value.WordsOf(text),
			func(word string) bool { return sideWords()["suppliers"][value.Fold(word)] })
	})
}
