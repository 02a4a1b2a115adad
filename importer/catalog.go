package importer

import (
	"context"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// catalog reads products. It keeps of each only its keys.
type catalog struct {
	*run
	prices     *priceStyle
	ids        *seen
	references *seen
	number     int               // of the product, for counting
	told       map[toldOnce]bool // what is said once a column
}

// toldOnce is a remark on a whole column.
type toldOnce struct {
	source, column int
	code           string
}

// readProducts reads the sheets of products into the bundle.
func (i *run) readProducts(ctx context.Context) error {
	c := &catalog{
		run: i, prices: newPriceStyle(i.config.Language), ids: newSeen(), references: newSeen(), told: map[toldOnce]bool{},
	}
	for _, s := range i.byKind[products] {
		if err := i.each(ctx, s, c.product); err != nil {
			return err
		}
	}
	return nil
}

// product turns one row into a record and writes it.
func (c *catalog) product(r *row) error {
	c.number++
	id, good := c.key(r)
	t := r.text
	p := bundle.Product{
		ID: id, Title: t[pTitle], Description: t[pDescription], Reference: t[pReference],
		ProductURL: c.url(r, pProductURL), ImageURL: c.url(r, pImageURL),
		Brand: optional(t[pBrand]), ShortDescription: optional(t[pShortDescription]),
		PriceCatalog: c.price(r, pPriceCatalog), PricePromotion: optional(c.price(r, pPricePromotion)),
		PriceSpecial: optional(c.price(r, pPriceSpecial)), Available: c.available(r),
	}
	for _, f := range []int{pTitle, pProductURL, pDescription, pImageURL, pPriceCatalog} {
		r.miss(f)
	}
	in := c.categories(r)
	record := bundle.Record{Categories: in, Keywords: c.keywords(r), Product: p}
	if !good {
		return nil // without an id there is no record; the cells were checked all the same
	}
	c.watch.to(StageWrite)
	err := c.writer.Product(record)
	c.watch.to(StageCheck)
	if err == nil {
		c.report.Counts.Products++
		return nil
	}
	return c.faultsOf(r, err)
}

// faultsOf tells of what a record's schema refuses and the checks before it have not told of.
func (c *catalog) faultsOf(r *row, err error) error {
	return c.faults(err, func(_ int, name string) problem.Position {
		f := fieldIndex(r.source.reader.fields, name)
		switch {
		case f < 0:
			return r.source.sheet.At(r.number, 0)
		case r.broken[f] || r.text[f] == "":
			return problem.Position{} // told of
		}
		return r.at(f)
	})
}

// optional is nil for a blank text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// key mints the row's id. It reports false where the row has no usable one.
func (c *catalog) key(r *row) (bundle.ID, bool) {
	key, at := r.text[pID], r.at(pID)
	if r.column[pID] == 0 && !r.ownID {
		at = r.at(pReference)
	}
	if key == "" {
		r.miss(pID)
		return bundle.ID{}, false
	}
	id, err := c.config.ids().Mint(key)
	if err != nil {
		c.problems.Add(badKey(at, key, err))
		return id, false
	}
	here := place{source: int32(r.source.number), row: int32(r.number), column: int32(at.Column)}
	var other string
	n, dup := c.ids.add(id.String(), key, here, func(earlier string) bool {
		minted, err := c.config.ids().Mint(earlier)
		other = earlier
		return err == nil && minted == id
	})
	switch {
	case dup && other != key:
		c.problems.Add(collision(at, key, other, c.position(c.ids.where[n]), id))
		return id, false
	case dup:
		c.problems.Add(problem.Errorf(at, "duplicate-id", "a second product with this id; the first is %s", c.cellName(c.position(c.ids.where[n]), at)).
			WithValue(key).Hintf("give each product an id of its own, or delete one of the rows"))
		return id, false
	}
	c.reference(r)
	return id, true
}

// reference looks for an earlier product with the same reference. It is only worth a look where the products have ids of
// their own: shops sell one article under several ids.
func (c *catalog) reference(r *row) {
	text := r.text[pReference]
	here := place{source: int32(r.source.number), row: int32(r.number), column: int32(r.column[pReference])}
	n, dup := c.references.add(text, text, here, func(earlier string) bool { return earlier == text })
	if !dup {
		return
	}
	at, first := r.at(pReference), c.cellName(c.position(c.references.where[n]), r.at(pReference))
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s", first)
	if r.ownID {
		p = problem.Warnf(at, "duplicate-reference", "a second product with this reference, under another id; the first is %s", first)
	}
	c.problems.Add(p.WithValue(text).Hintf("give each product a reference of its own, or delete one of the rows"))
}

// position is the cell of a place.
func (c *catalog) position(p place) problem.Position {
	return c.sources[p.source].sheet.At(int(p.row), int(p.column))
}

// url reads the cell of a URL; it is empty where there is none or a bad one, which is told of.
func (c *catalog) url(r *row, f int) string {
	text := r.text[f]
	if text == "" {
		return ""
	}
	first, several := firstURL(text)
	if several && f == pImageURL {
		c.once(r, f, problem.Warnf(r.source.sheet.At(0, r.column[f]), "several-images", "some cells list several images; the first is taken"))
	}
	clean, why := webURL(first)
	if why == "" {
		return clean
	}
	r.broken[f] = true
	c.problems.Add(problem.Errorf(r.at(f), "bad-url", "%s %s", r.source.reader.fields[f].name, why).WithValue(text).
		Hintf("an absolute URL such as %s", strings.NewReplacer("{reference}", "123").Replace(r.source.reader.fields[f].example)))
	return ""
}

// once adds a problem of a whole column the first time.
func (c *catalog) once(r *row, f int, p problem.Problem) {
	k := toldOnce{r.source.number, f, p.Code}
	if !c.told[k] {
		c.told[k] = true
		c.problems.Add(p)
	}
}

// price gives a price as people read it. A text with a currency or other words stays as it is; a bare number is written
// with the row's currency or the setting's in the way of the language.
func (c *catalog) price(r *row, f int) string {
	text := r.text[f]
	if text == "" {
		return ""
	}
	if !bareNumber(text) {
		return text
	}
	plain, unsure, ok := c.priceNumber(r, f)
	if !ok {
		r.broken[f] = true
		c.problems.Add(problem.Errorf(r.at(f), "bad-price", "this is no price").WithValue(text).Hintf("write it like 49.95 or 49,95 €"))
		return ""
	}
	at := r.source.sheet.At(0, r.column[f])
	if unsure {
		c.once(r, f, problem.Warnf(at, "unsure-price", "numbers like %q are read as thousands: %s", text, plain).
			Hintf("write two digits after the decimal point where cents are meant"))
	}
	code := strings.ToUpper(r.text[pCurrency])
	if code == "" {
		code = c.config.Currency
	}
	if code == "" {
		c.once(r, f, problem.Warnf(at, "no-currency", "the prices are bare numbers such as %q, without a currency", text).
			Hintf("in plugsheet.yaml: currency: EUR"))
		return text
	}
	u, known := c.prices.unit(code)
	if !known {
		c.problems.Add(problem.Errorf(r.at(pCurrency), "bad-currency", "this is no currency code").WithValue(r.text[pCurrency]).
			Hintf("three letters such as EUR, USD, GBP"))
		r.broken[f] = true
		return ""
	}
	return c.prices.format(plain, u)
}

// priceNumber reads the number of a price cell: of a workbook's number the value itself, else what the text says.
func (c *catalog) priceNumber(r *row, f int) (plain string, unsure, ok bool) {
	if cell := r.cell(r.column[f]); cell.Kind == table.Number {
		return cell.Raw, false, true
	}
	return amount(r.text[f])
}

// available reads a yes or no; nil where there is none or a bad one, which is told of.
func (c *catalog) available(r *row) *bool {
	text := r.text[pAvailable]
	if text == "" {
		return nil
	}
	v, ok := yesNo(text)
	if !ok {
		r.broken[pAvailable] = true
		c.problems.Add(problem.Errorf(r.at(pAvailable), "bad-yes-no", "available must be a yes or a no").WithValue(text).
			Hintf("yes or no, true or false, 1 or 0, in stock or out of stock"))
		return nil
	}
	return &v
}

// categories resolves the category cell, counts the product in, and gives the ids.
func (c *catalog) categories(r *row) []bundle.ID {
	text := r.text[pCategories]
	if text == "" {
		return []bundle.ID{}
	}
	before, at := len(c.tree.list), r.at(pCategories)
	found := c.tree.place(text, at)
	for n := before; n < len(c.tree.list); n++ {
		c.mintCategory(n)
	}
	for _, p := range found.problems {
		c.problems.Add(problem.Errorf(at, p.code, p.format).WithValue(p.value).Hintf("%s", p.hint))
	}
	ids := make([]bundle.ID, 0, len(found.in))
	for _, n := range found.in {
		if id := c.tree.list[n].id; !id.IsZero() {
			ids = append(ids, id)
		}
	}
	if id, err := c.config.ids().Mint(r.text[pID]); err == nil {
		c.tree.count(found.in, id.String(), c.number)
	}
	return ids
}

// keywords gives the texts of the columns that the answer has no place for.
func (c *catalog) keywords(r *row) []string {
	words := []string{}
	for _, col := range r.source.head.columns {
		if col.use == unused || col.use == asField && col.tag == "" {
			continue
		}
		cell := r.cell(col.number)
		if cell.Text == "" || isError(cell) {
			continue
		}
		words = append(words, col.title+": "+plainText(cell.Text))
	}
	return words
}
