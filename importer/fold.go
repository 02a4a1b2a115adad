package importer

import (
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// taken is a value of a product that stands in another row than its first. There may be millions of them.
type taken struct {
	text   string
	raw    string // of a workbook's number: the value beneath; else empty
	source *source
	row    int32
	column int16
	field  uint8
}

// takenSize is about what one of them costs beside its texts, in bytes.
const takenSize = 64

func (t taken) at() problem.Position { return t.source.sheet.At(int(t.row), int(t.column)) }

// is tells whether it is the value of a field.
func (t taken) is(field int) bool { return int(t.field) == field }

// cell is the cell in which it stands, as far as a field needs it.
func (t taken) cell() table.Cell {
	if t.raw != "" {
		return table.Cell{Text: t.text, Raw: t.raw, Kind: table.Number}
	}
	return table.Cell{Text: t.text, Raw: t.text, Kind: table.Text}
}

// take is the value of a field in a row. It holds on to nothing else of the row.
func (r *row) take(field int) taken {
	t := taken{text: strings.Clone(r.text[field]), source: r.source, row: int32(r.number), column: int16(r.column[field]), field: uint8(field)}
	if c := r.fieldCell(field); c.Kind == table.Number && c.Text == t.text {
		t.raw = strings.Clone(c.Raw)
	}
	for _, own := range r.taken {
		if own.is(field) {
			t.source, t.row, t.column = own.source, own.row, own.column
		}
	}
	return t
}

// takeAll are all values of a row.
func (r *row) takeAll() []taken {
	var all []taken
	for f, text := range r.text {
		if text != "" {
			all = append(all, r.take(f))
		}
	}
	return slices.Clip(all)
}

// textOf is the value of a field among some; empty where there is none.
func textOf(values []taken, field int) string {
	for _, t := range values {
		if t.is(field) {
			return t.text
		}
	}
	return ""
}

// drop leaves a field without a value.
func (r *row) drop(field int) {
	r.taken = slices.DeleteFunc(r.taken, func(t taken) bool { return t.is(field) })
	r.text[field] = ""
}

// put gives a field a value from another row.
func (r *row) put(t taken) {
	r.drop(int(t.field))
	r.taken, r.text[t.field] = append(r.taken, t), t.text
}

// clone is a copy that may be kept.
func (r *row) clone() *row {
	c := *r
	c.cells, c.text, c.broken = slices.Clone(r.cells), slices.Clone(r.text), slices.Clone(r.broken)
	c.taken, c.words = slices.Clone(r.taken), slices.Clone(r.words)
	return &c
}

// folded is what the variants of one product add to it: the lowest price with what belongs to it, the first image, whether
// any is available, and as keywords what they are found by.
type folded struct {
	coded  bool  // among the values is the reference of the variant with the lowest price
	image  taken // that variant's own picture; without a text where it has none
	values []taken
	words  []string
	amount float64          // of the lowest price; 0 for none
	at     problem.Position // of the first variant
	code   string           // its own reference
	used   bool
}

// foldedFields are what a product may take from its variants.
func foldedFields() []int {
	return []int{field.PriceCatalog, field.PricePromotion, field.PriceSpecial, field.Currency, field.Available, field.ImageURL}
}

// pricesOf are the fields that go together with a price.
func pricesOf() []int {
	return append(offerFields(), field.PriceCatalog, field.PricePromotion, field.PriceSpecial, field.Currency)
}

// add takes in a variant. With all, every value that was blank so far is taken, else those of foldedFields.
func (c *catalog) add(f *folded, r *row, g *grouping, all bool) (size int) {
	if n := c.paid(r); n > 0 && (f.amount == 0 || n < f.amount) {
		f.amount, f.coded, f.image = n, all && r.text[field.Reference] != "", g.ownPicture(r)
		together := pricesOf()
		if f.coded {
			together = append(together, field.Reference)
		}
		f.values = slices.DeleteFunc(f.values, func(t taken) bool { return slices.Contains(together, int(t.field)) })
		for _, field := range together {
			if r.text[field] != "" {
				f.values = append(f.values, r.take(field))
				size += takenSize
			}
		}
	}
	for item, text := range r.text {
		if text == "" || r.broken[item] || slices.Contains(pricesOf(), item) || !all && !slices.Contains(foldedFields(), item) {
			continue
		}
		n := slices.IndexFunc(f.values, func(t taken) bool { return t.is(item) })
		switch {
		case n < 0:
			f.values = append(f.values, r.take(item))
			size += len(text) + takenSize
		case item == field.Available && isYes(text):
			f.values[n] = r.take(item)
		}
	}
	for _, w := range c.variantWords(r, g) {
		if !slices.Contains(f.words, w) {
			f.words = append(f.words, w)
			size += len(w) + 16
		}
	}
	return size
}

// variantWords are the keywords of a variant: its codes, its own title, and the columns that are no fields.
func (c *catalog) variantWords(r *row, g *grouping) []string {
	var words []string
	for _, f := range []int{field.Reference, field.ID, field.Title} {
		if n := r.source.title(r.column[f]); r.column[f] > 0 && n >= 0 && r.text[f] != "" && (g == nil || r.column[f] != g.by) {
			c.checkPublic(publicCell{r.at(f), kind.Products, r.headerOf(f), r.text[f], f != field.Title})
			words = append(words, r.source.head.columns[n].title+": "+strings.ReplaceAll(r.text[f], "\n", " "))
		}
	}
	return append(words, c.keywords(r)...)
}

// apply gives a product what its variants add.
func (f *folded) apply(r *row, own float64) {
	cheaper := f.amount > 0 && (own == 0 || f.amount < own)
	if cheaper {
		for _, field := range append(offerFields(), field.PriceCatalog, field.PricePromotion, field.PriceSpecial) {
			r.drop(field)
		}
	}
	for _, t := range f.values {
		switch {
		case slices.Contains(pricesOf(), int(t.field)):
			if cheaper {
				r.put(t)
			}
		case t.is(field.Reference) && f.coded:
			if cheaper && r.text[field.ID] != "" || r.text[field.Reference] == "" { // an id that the reference lends must not move
				r.rename(t)
			}
		case r.broken[t.field], t.is(field.ImageURL) && cheaper && f.image.text != "":
		case r.text[t.field] == "", t.is(field.Available) && isYes(t.text) && !isYes(r.text[field.Available]):
			r.put(t)
		}
	}
	if cheaper && f.image.text != "" {
		r.put(f.image)
	}
	r.words = append(r.words, f.words...)
}

func isYes(text string) bool {
	v, ok := value.InStock(text)
	return ok && v
}

// rename gives a product another reference, and keeps its own as a keyword.
func (r *row) rename(t taken) {
	own := r.text[field.Reference]
	if n := r.source.title(r.column[field.Reference]); own != "" && own != t.text && n >= 0 {
		r.words = append(r.words, r.source.head.columns[n].title+": "+own)
	}
	r.put(t)
}
