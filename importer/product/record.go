package product

import (
	_ "embed"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// product completes a row, that is a product now, and has its record made, unless it is a heading between
// products.
func (c *catalog) product(r *sheet.Row) error {
	if len(c.combinations) > 0 {
		c.combine(r)
	}
	if c.Config.Sections && c.section(r) {
		return nil
	}
	if c.settlePrices(r); c.discounts {
		c.discounted(r)
	}
	if r.Complete(); c.looksLikeSection(r) || c.repeats(r) {
		return nil
	}
	return c.record(r)
}

// record makes the record of a row, of which all values stand in it now, and hands it to the bundle.
func (c *catalog) record(r *sheet.Row) error {
	r.Source.Rows++
	c.number++
	id, good := c.key(r)
	t := r.Text
	p := bundle.Product{
		ID: id, Title: t[field.Title], Description: t[field.Description], Reference: t[field.Reference],
		ProductURL: c.url(r, field.ProductURL), ImageURL: c.url(r, field.ImageURL),
		Brand: optional(t[field.Brand]), ShortDescription: optional(t[field.ShortDescription]),
		PriceCatalog:   c.price(r, field.PriceCatalog),
		PricePromotion: optional(c.price(r, field.PricePromotion)),
		PriceSpecial:   optional(c.price(r, field.PriceSpecial)), Available: c.available(r),
	}
	c.demand(r)
	if r.From {
		p.Description = strings.TrimSpace(p.Description + "\n" + fromThisPrice(c.Config.Language))
	}
	c.CheckRow(r)
	in, ids := c.categoriesOf(r)
	offer := c.offer(r, &p)
	record := bundle.Record{Categories: ids, Keywords: c.keywords(r), Offer: offer, Listed: c.listing(r),
		Product: p}
	var err error
	if c.SkipBadRows {
		good, err = c.writeGood(r, record)
	} else if good { // without an id there is no record; the cells were checked all the same
		err = c.queue.put(queued{record, originOf(r)})
	}
	if good && err == nil {
		c.Tree.CountIn(in, id.String(), c.number)
		if c.trace != nil {
			c.trace.Add(r, p)
		}
		c.see(r, &record, in)
	}
	return err
}

// demand notes what a product must have and this one lacks.
func (c *catalog) demand(r *sheet.Row) {
	for _, f := range []int{field.Title, field.ProductURL, field.Description, field.ImageURL,
		field.PriceCatalog} {
		c.Bad = r.Miss(f) || c.Bad
	}
}

// writeGood writes a product at once, or leaves it out where an error was told of it: then it reports false.
// The categories count only what is written.
func (c *catalog) writeGood(r *sheet.Row, record bundle.Record) (good bool, err error) {
	if !c.Bad {
		c.Watch.To(stage.Write)
		err := c.Writer.Product(record)
		c.Watch.To(stage.Check)
		if err == nil {
			c.claim(r, record.Product.ID)
			c.Counts.Products++
			return true, nil
		}
		origin := originOf(r)
		if err := c.Faults(err, func(_ int, name string) problem.Position {
			return origin.at(name)
		}); err != nil {
			return false, err
		}
	}
	c.Skip(r)
	return false, nil
}

// optional is nil for a blank text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

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
		if cell.Text == "" || sheet.IsError(&cell) || sheet.Spoiled(&cell) ||
			r.Source.Group.SaysNothing(col.Number, cell.Text) {
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

// section notes a heading as the category of the products below it, where that is asked for, and gives a
// product without a category that of the heading above it. It reports true for a heading.
func (c *catalog) section(r *sheet.Row) bool {
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
