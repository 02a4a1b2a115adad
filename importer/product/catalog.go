// Package product makes products of the rows of their sheets: it folds variants into their product, reads prices, dates,
// addresses and categories, and hands each product to the bundle. Begin with [Read], then catalog.product.
package product

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"plugsheet/importer/category"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/odd"
	"plugsheet/importer/origin"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// catalog reads products. It keeps of each only its keys.
type catalog struct {
	*category.Sheets
	trace        *origin.Trace // nil unless asked for
	summary      Summary
	ctx          context.Context // of the reading
	prices       *pricing.Style
	ids          *seen
	references   *seen
	queue        *queue
	number       int                // of the product, for counting
	combinations map[string]*folded // variants from sheets of their own, by product
	told         map[toldOnce]bool  // what is said once a column
	whole        *odd.Products      // for what looks odd in all of them
	madeUp       *madeUp
	zone         *time.Location // of the days of promotions
	now          time.Time      // for counting what is over
}

// toldOnce is a remark on a whole column.
type toldOnce struct {
	source, column int
	code           string
}

// Read reads the sheets of products into the bundle, and counts the promotions that are over at a time.
func Read(ctx context.Context, tree *category.Sheets, trace *origin.Trace, now time.Time) (Summary, error) {
	c := &catalog{
		Sheets: tree, trace: trace, ctx: ctx, queue: newQueue(tree.Writer), combinations: map[string]*folded{}, prices: pricing.NewStyle(tree.Config.Language),
		ids: newSeen(), references: newSeen(), told: map[toldOnce]bool{}, now: now,
		whole: odd.New(tree.Config.Language), madeUp: newMadeUp(tree.Config),
	}
	var err error
	if c.zone, err = time.LoadLocation(tree.Config.TimeZone); err != nil { // empty: UTC
		return c.summary, fmt.Errorf("the time zone: %w", err)
	}
	err = c.all(ctx)
	c.Watch.To(stage.Write)
	if failed := c.queue.end(); failed != nil && (err == nil || errors.Is(err, errStopped)) { // nothing may write when the writer is closed
		err = failed
	}
	c.Watch.To(stage.Check)
	if err != nil {
		return c.summary, err
	}
	err = c.finish()
	return c.summary, err
}

// all reads the sheets of products and of their variants.
func (c *catalog) all(ctx context.Context) error {
	if err := c.readVariants(ctx); err != nil {
		return err
	}
	for _, s := range c.ByKind[kind.Products] {
		if err := c.sheet(ctx, s); err != nil {
			return err
		}
	}
	c.tellLost(c.combinations)
	c.demandPublished()
	return nil
}

// sheet reads one sheet of products.
func (c *catalog) sheet(ctx context.Context, s *sheet.Source) error {
	v, err := c.prepare(ctx, s)
	if err != nil {
		return err
	}
	if err := c.Scan(ctx, s, func(r *sheet.Row) error { return c.row(v, r) }); err != nil {
		return err
	}
	if err := c.flush(v); err != nil {
		return err
	}
	c.tellLost(v.folds)
	c.forgetHidden(s)
	c.TellStates(s)
	c.TellMissing(ctx, s)
	return nil
}

// single takes a row that is a product now, unless it is a heading between products.
func (c *catalog) single(v *variants, r *sheet.Row) error {
	c.combine(v.group, r)
	if c.section(r) {
		return nil
	}
	c.settlePrices(r)
	c.discounted(r)
	r.Complete()
	if c.looksLikeSection(r) {
		return nil
	}
	r.Source.Rows++
	return c.product(r)
}

// product turns one row into a record and writes it.
func (c *catalog) product(r *sheet.Row) error {
	c.number++
	id, good := c.key(r)
	t := r.Text
	p := bundle.Product{
		ID: id, Title: t[field.Title], Description: t[field.Description], Reference: t[field.Reference],
		ProductURL: c.url(r, field.ProductURL), ImageURL: c.url(r, field.ImageURL),
		Brand: optional(t[field.Brand]), ShortDescription: optional(t[field.ShortDescription]),
		PriceCatalog: c.price(r, field.PriceCatalog), PricePromotion: optional(c.price(r, field.PricePromotion)),
		PriceSpecial: optional(c.price(r, field.PriceSpecial)), Available: c.available(r),
	}
	for _, f := range []int{field.Title, field.ProductURL, field.Description, field.ImageURL, field.PriceCatalog} {
		c.Bad = r.Miss(f) || c.Bad
	}
	if r.From {
		p.Description = strings.TrimSpace(p.Description + "\n" + fromThisPrice(c.Config.Language))
	}
	c.CheckRow(r)
	in, ids := c.categoriesOf(r)
	offer := c.offer(r, &p)
	record := bundle.Record{Categories: ids, Keywords: c.keywords(r), Offer: offer, Listed: c.listing(r), Product: p}
	if c.SkipBadRows {
		return c.orSkip(r, record, in)
	}
	if good { // without an id there is no record; the cells were checked all the same
		c.Tree.CountIn(in, id.String(), c.number)
		c.trace.Add(r, p)
		c.see(r, &record, in)
		return c.queue.put(queued{record, originOf(r)})
	}
	return nil
}

// orSkip writes a product, or leaves it out where an error was told of it. The categories count only what is written.
func (c *catalog) orSkip(r *sheet.Row, record bundle.Record, in []int) error {
	if !c.Bad {
		c.Watch.To(stage.Write)
		err := c.Writer.Product(record)
		c.Watch.To(stage.Check)
		if err == nil {
			c.claim(r, record.Product.ID)
			c.Counts.Products++
			c.Tree.CountIn(in, record.Product.ID.String(), c.number)
			c.trace.Add(r, record.Product)
			c.see(r, &record, in)
			return nil
		}
		origin := originOf(r)
		if err := c.Faults(err, func(_ int, name string) problem.Position { return origin.at(name) }); err != nil {
			return err
		}
	}
	c.Skip(r)
	return nil
}

// finish counts the products that were written beside the reading, and tells of those that their schema refuses.
func (c *catalog) finish() error {
	c.Watch.Add(stage.Write, c.queue.took)
	c.Counts.Products += c.queue.written
	for _, p := range c.queue.refused {
		if err := c.Faults(p.err, func(_ int, name string) problem.Position { return p.origin.at(name) }); err != nil {
			return err
		}
	}
	c.tellOdd()
	return nil
}

// optional is nil for a blank text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// key mints the row's id. It reports false where the row has no usable one.
func (c *catalog) key(r *sheet.Row) (bundle.ID, bool) {
	key, at := r.Text[field.ID], r.At(field.ID)
	if r.Column[field.ID] == 0 && !r.OwnID {
		at = r.At(field.Reference)
	}
	if key == "" {
		c.Bad = true
		r.Miss(field.ID)
		return bundle.ID{}, false
	}
	id, err := c.Config.IDKind().Mint(key)
	if err != nil {
		c.Tell(category.BadKey(at, key, err))
		return id, false
	}
	var other string
	n, dup := c.ids.find(id.String(), func(earlier string) bool {
		other = earlier
		return c.mintsTo(earlier, id)
	})
	switch {
	case dup && other != key:
		c.Tell(category.Collision(at, key, other, c.position(c.ids.Where[n]), id))
		return id, false
	case dup:
		c.Tell(c.duplicate(r, at, c.position(c.ids.Where[n])))
		return id, false
	}
	c.reference(r)
	if !c.SkipBadRows {
		c.claim(r, id)
	}
	return id, true
}

// mintsTo tells whether a key makes an id.
func (c *catalog) mintsTo(key string, id bundle.ID) bool {
	minted, err := c.Config.IDKind().Mint(key)
	return err == nil && minted == id
}

// claim notes the id and the reference of a product, which no later one may have. A row that is skipped claims nothing.
func (c *catalog) claim(r *sheet.Row, id bundle.ID) {
	at := r.At(field.ID)
	if r.Column[field.ID] == 0 && !r.OwnID {
		at = r.At(field.Reference)
	}
	here := place{source: int32(r.Source.Number), Row: int32(r.Number), column: int32(at.Column)}
	c.ids.add(id.String(), r.Text[field.ID], here, func(earlier string) bool { return c.mintsTo(earlier, id) })
	here.column = int32(r.Column[field.Reference])
	text := r.Text[field.Reference]
	c.references.add(text, text, here, func(earlier string) bool { return earlier == text })
}

// reference looks for an earlier product with the same reference. It is only worth a look where the products have ids of
// their own: shops sell one article under several ids.
func (c *catalog) reference(r *sheet.Row) {
	text := r.Text[field.Reference]
	n, dup := c.references.find(text, func(earlier string) bool { return earlier == text })
	if !dup {
		return
	}
	at, first := r.At(field.Reference), c.CellName(c.position(c.references.Where[n]), r.At(field.Reference))
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s", first)
	if r.OwnID {
		p = problem.Warnf(at, "duplicate-reference", "a second product with this reference, under another id; the first is %s", first)
	}
	c.Tell(p.WithValue(text).Hintf("give each product a reference of its own, or delete one of the rows"))
}

// position is the cell of a place.
func (c *catalog) position(p place) problem.Position {
	return c.Sources[p.source].Sheet.At(int(p.Row), int(p.column))
}

// categoriesOf resolves the category cell: the categories as indices, and their ids.
func (c *catalog) categoriesOf(r *sheet.Row) (in []int, ids []bundle.ID) {
	text := r.Text[field.Categories]
	if text == "" {
		return nil, []bundle.ID{}
	}
	before, at := len(c.Tree.List), r.At(field.Categories)
	marks := c.listMarks(r, field.Categories)
	if r.FieldCell(field.Categories).Text != "" { // what a default wrote is no cell
		p := c.pathsOf(r.Source)
		text, marks = c.rewritten(p, text), p.Others(marks)
		c.Tree.Below(p.Root)
	}
	found := c.Tree.Place(text, marks, at)
	for n := before; n < len(c.Tree.List); n++ {
		c.MintCategory(n)
	}
	for _, p := range found.Problems {
		c.Tell(problem.Errorf(at, p.Code, "%s", p.Message).WithValue(p.Value).Hintf("%s", p.Hint))
	}
	ids = make([]bundle.ID, 0, len(found.In))
	for _, n := range found.In {
		switch id := c.Tree.List[n].Id; {
		case !id.IsZero():
			ids = append(ids, id)
		case c.Tree.List[n].Skipped:
			c.Tell(problem.Warnf(at, "skipped-category", "the category is left out for the errors in its row").WithValue(text))
		}
	}
	return found.In, ids
}

// headerOf is what a column is called among the keywords: one of a field in another language by the field, whatever its
// own header, so that who shows products in that language finds it.
func (c *catalog) headerOf(r *sheet.Row, col header.Column) string {
	if col.Use == header.AsField && col.Tag != "" {
		return r.Source.Reader.Fields[col.Field].Name + ":" + col.Tag
	}
	return col.Title
}

// keywords gives the texts of the columns that the answer has no place for.
func (c *catalog) keywords(r *sheet.Row) []string {
	words := []string{}
	for _, col := range r.Source.Head.Columns {
		if col.Use == header.Unused || col.Use == header.AsField && col.Tag == "" {
			continue
		}
		cell := r.Cell(col.Number)
		if cell.Text == "" || sheet.IsError(cell) || r.Source.Group.SaysNothing(col.Number, cell.Text) {
			continue
		}
		c.CheckKeyword(r, col, cell)
		if text := sheet.WithoutCosts(sheet.WordOf(cell)); text != "" {
			words = append(words, c.headerOf(r, col)+": "+text)
		}
	}
	for _, w := range r.Words {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// demandPublished asks where not one product is published: the column may mean something else.
func (c *catalog) demandPublished() {
	if c.number > 0 {
		return
	}
	for _, s := range c.ByKind[kind.Products] {
		for _, column := range s.States.Columns {
			for _, text := range slices.Sorted(maps.Keys(column.Left)) {
				c.Tell(problem.Errorf(s.Sheet.At(0, column.Number), "all-unpublished", "no product would be left: none is published, it seems").
					WithValue(text).
					Hintf("to take them all the same: --with-unpublished; or, if %q says something else, in plugsheet.yaml: "+
						"columns: { products: { %q: keyword } }", column.Title, column.Title))
				return
			}
		}
	}
}
