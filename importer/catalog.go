package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/odd"
	"plugsheet/importer/pricing"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// catalog reads products. It keeps of each only its keys.
type catalog struct {
	*run
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

// readProducts reads the sheets of products into the bundle.
func (i *run) readProducts(ctx context.Context) error {
	c := &catalog{
		run: i, ctx: ctx, queue: newQueue(i.writer), combinations: map[string]*folded{}, prices: pricing.NewStyle(i.config.Language),
		ids: newSeen(), references: newSeen(), told: map[toldOnce]bool{}, now: i.now(),
		whole: odd.New(i.config.Language), madeUp: newMadeUp(i.config),
	}
	var err error
	if c.zone, err = time.LoadLocation(i.config.TimeZone); err != nil { // empty: UTC
		return fmt.Errorf("the time zone: %w", err)
	}
	err = c.all(ctx)
	c.watch.to(StageWrite)
	if failed := c.queue.end(); failed != nil && (err == nil || errors.Is(err, errStopped)) { // nothing may write when the writer is closed
		err = failed
	}
	c.watch.to(StageCheck)
	if err != nil {
		return err
	}
	return c.finish()
}

// all reads the sheets of products and of their variants.
func (c *catalog) all(ctx context.Context) error {
	if err := c.readVariants(ctx); err != nil {
		return err
	}
	for _, s := range c.byKind[kind.Products] {
		if err := c.sheet(ctx, s); err != nil {
			return err
		}
	}
	c.tellLost(c.combinations)
	c.demandPublished()
	return nil
}

// sheet reads one sheet of products.
func (c *catalog) sheet(ctx context.Context, s *source) error {
	v, err := c.prepare(ctx, s)
	if err != nil {
		return err
	}
	if err := c.scan(ctx, s, func(r *row) error { return c.row(v, r) }); err != nil {
		return err
	}
	if err := c.flush(v); err != nil {
		return err
	}
	c.tellLost(v.folds)
	c.forgetHidden(s)
	c.tellStates(s)
	c.tellMissing(ctx, s)
	return nil
}

// single takes a row that is a product now, unless it is a heading between products.
func (c *catalog) single(v *variants, r *row) error {
	c.combine(v.group, r)
	if c.section(r) {
		return nil
	}
	c.settlePrices(r)
	c.discounted(r)
	r.complete()
	if c.looksLikeSection(r) {
		return nil
	}
	r.source.rows++
	return c.product(r)
}

// product turns one row into a record and writes it.
func (c *catalog) product(r *row) error {
	c.number++
	id, good := c.key(r)
	t := r.text
	p := bundle.Product{
		ID: id, Title: t[field.Title], Description: t[field.Description], Reference: t[field.Reference],
		ProductURL: c.url(r, field.ProductURL), ImageURL: c.url(r, field.ImageURL),
		Brand: optional(t[field.Brand]), ShortDescription: optional(t[field.ShortDescription]),
		PriceCatalog: c.price(r, field.PriceCatalog), PricePromotion: optional(c.price(r, field.PricePromotion)),
		PriceSpecial: optional(c.price(r, field.PriceSpecial)), Available: c.available(r),
	}
	for _, f := range []int{field.Title, field.ProductURL, field.Description, field.ImageURL, field.PriceCatalog} {
		c.bad = r.miss(f) || c.bad
	}
	c.checkRow(r)
	in, ids := c.categories(r)
	offer := c.offer(r, &p)
	record := bundle.Record{Categories: ids, Keywords: c.keywords(r), Offer: offer, Product: p}
	if c.o.SkipBadRows {
		return c.orSkip(r, record, in)
	}
	if good { // without an id there is no record; the cells were checked all the same
		c.tree.count(in, id.String(), c.number)
		c.trace.add(r, p)
		c.see(r, &record, in)
		return c.queue.put(queued{record, r.origin()})
	}
	return nil
}

// orSkip writes a product, or leaves it out where an error was told of it. The categories count only what is written.
func (c *catalog) orSkip(r *row, record bundle.Record, in []int) error {
	if !c.bad {
		c.watch.to(StageWrite)
		err := c.writer.Product(record)
		c.watch.to(StageCheck)
		if err == nil {
			c.claim(r, record.Product.ID)
			c.report.Counts.Products++
			c.tree.count(in, record.Product.ID.String(), c.number)
			c.trace.add(r, record.Product)
			c.see(r, &record, in)
			return nil
		}
		origin := r.origin()
		if err := c.faults(err, func(_ int, name string) problem.Position { return origin.at(name) }); err != nil {
			return err
		}
	}
	c.skip(r)
	return nil
}

// finish counts the products that were written beside the reading, and tells of those that their schema refuses.
func (c *catalog) finish() error {
	c.watch.add(StageWrite, c.queue.took)
	c.report.Counts.Products += c.queue.written
	for _, p := range c.queue.refused {
		if err := c.faults(p.err, func(_ int, name string) problem.Position { return p.origin.at(name) }); err != nil {
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
func (c *catalog) key(r *row) (bundle.ID, bool) {
	key, at := r.text[field.ID], r.at(field.ID)
	if r.column[field.ID] == 0 && !r.ownID {
		at = r.at(field.Reference)
	}
	if key == "" {
		c.bad = true
		r.miss(field.ID)
		return bundle.ID{}, false
	}
	id, err := c.config.IDKind().Mint(key)
	if err != nil {
		c.tell(badKey(at, key, err))
		return id, false
	}
	var other string
	n, dup := c.ids.find(id.String(), func(earlier string) bool {
		other = earlier
		return c.mintsTo(earlier, id)
	})
	switch {
	case dup && other != key:
		c.tell(collision(at, key, other, c.position(c.ids.where[n]), id))
		return id, false
	case dup:
		c.tell(c.duplicate(r, at, c.position(c.ids.where[n])))
		return id, false
	}
	c.reference(r)
	if !c.o.SkipBadRows {
		c.claim(r, id)
	}
	return id, true
}

// mintsTo tells whether a key makes an id.
func (c *catalog) mintsTo(key string, id bundle.ID) bool {
	minted, err := c.config.IDKind().Mint(key)
	return err == nil && minted == id
}

// claim notes the id and the reference of a product, which no later one may have. A row that is skipped claims nothing.
func (c *catalog) claim(r *row, id bundle.ID) {
	at := r.at(field.ID)
	if r.column[field.ID] == 0 && !r.ownID {
		at = r.at(field.Reference)
	}
	here := place{source: int32(r.source.number), row: int32(r.number), column: int32(at.Column)}
	c.ids.add(id.String(), r.text[field.ID], here, func(earlier string) bool { return c.mintsTo(earlier, id) })
	here.column = int32(r.column[field.Reference])
	text := r.text[field.Reference]
	c.references.add(text, text, here, func(earlier string) bool { return earlier == text })
}

// reference looks for an earlier product with the same reference. It is only worth a look where the products have ids of
// their own: shops sell one article under several ids.
func (c *catalog) reference(r *row) {
	text := r.text[field.Reference]
	n, dup := c.references.find(text, func(earlier string) bool { return earlier == text })
	if !dup {
		return
	}
	at, first := r.at(field.Reference), c.cellName(c.position(c.references.where[n]), r.at(field.Reference))
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s", first)
	if r.ownID {
		p = problem.Warnf(at, "duplicate-reference", "a second product with this reference, under another id; the first is %s", first)
	}
	c.tell(p.WithValue(text).Hintf("give each product a reference of its own, or delete one of the rows"))
}

// position is the cell of a place.
func (c *catalog) position(p place) problem.Position {
	return c.sources[p.source].sheet.At(int(p.row), int(p.column))
}

// categories resolves the category cell: the categories as indices, and their ids.
func (c *catalog) categories(r *row) (in []int, ids []bundle.ID) {
	text := r.text[field.Categories]
	if text == "" {
		return nil, []bundle.ID{}
	}
	before, at := len(c.tree.list), r.at(field.Categories)
	marks := c.listMarks(r, field.Categories)
	if r.fieldCell(field.Categories).Text != "" { // what a default wrote is no cell
		p := c.pathsOf(r.source)
		text, marks = c.rewritten(p, text), p.Others(marks)
		c.tree.below(p.Root)
	}
	found := c.tree.place(text, marks, at)
	for n := before; n < len(c.tree.list); n++ {
		c.mintCategory(n)
	}
	for _, p := range found.problems {
		c.tell(problem.Errorf(at, p.code, "%s", p.message).WithValue(p.value).Hintf("%s", p.hint))
	}
	ids = make([]bundle.ID, 0, len(found.in))
	for _, n := range found.in {
		switch id := c.tree.list[n].id; {
		case !id.IsZero():
			ids = append(ids, id)
		case c.tree.list[n].skipped:
			c.tell(problem.Warnf(at, "skipped-category", "the category is left out for the errors in its row").WithValue(text))
		}
	}
	return found.in, ids
}

// headerOf is what a column is called among the keywords: one of a field in another language by the field, whatever its
// own header, so that who shows products in that language finds it.
func (c *catalog) headerOf(r *row, col column) string {
	if col.use == asField && col.tag != "" {
		return r.source.reader.fields[col.field].Name + ":" + col.tag
	}
	return col.title
}

// keywords gives the texts of the columns that the answer has no place for.
func (c *catalog) keywords(r *row) []string {
	words := []string{}
	for _, col := range r.source.head.columns {
		if col.use == unused || col.use == asField && col.tag == "" {
			continue
		}
		cell := r.cell(col.number)
		if cell.Text == "" || isError(cell) || r.source.group.saysNothing(col.number, cell.Text) {
			continue
		}
		c.checkKeyword(r, col, cell)
		if text := withoutCosts(wordOf(cell)); text != "" {
			words = append(words, c.headerOf(r, col)+": "+text)
		}
	}
	for _, w := range r.words {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}
