package importer

import (
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// taken is a value of a product that stands in another row than its first.
type taken struct {
	field       int
	text        string
	cell        table.Cell
	source      *source
	row, column int
}

func (t taken) at() problem.Position { return t.source.sheet.At(t.row, t.column) }

// take is the value of a field in a row.
func (r *row) take(field int) taken {
	return taken{field: field, text: r.text[field], cell: r.fieldCell(field), source: r.source, row: r.number, column: r.column[field]}
}

// put gives a field a value from another row.
func (r *row) put(t taken) {
	r.taken = slices.DeleteFunc(r.taken, func(o taken) bool { return o.field == t.field })
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
	values []taken
	words  []string
	amount float64 // of the lowest price; 0 for none
	at     problem.Position
	bad    bool // a variant has an error
	used   bool
}

// foldedFields are what a product may take from its variants.
func foldedFields() []int {
	return []int{pPriceCatalog, pPricePromotion, pPriceSpecial, pCurrency, pAvailable, pImageURL}
}

// pricesOf are the fields that go together with a price.
func pricesOf() []int { return []int{pPriceCatalog, pPricePromotion, pPriceSpecial, pCurrency} }

// add takes in a variant. With all, every value that was blank so far is taken, else those of foldedFields.
func (c *catalog) add(f *folded, r *row, g *grouping, all bool) (size int) {
	f.bad = f.bad || c.bad
	if n := c.value(r, pPriceCatalog); n > 0 && (f.amount == 0 || n < f.amount) {
		f.amount = n
		f.values = slices.DeleteFunc(f.values, func(t taken) bool { return slices.Contains(pricesOf(), t.field) })
		for _, field := range pricesOf() {
			f.values = append(f.values, r.take(field))
		}
	}
	for field, text := range r.text {
		if text == "" || r.broken[field] || slices.Contains(pricesOf(), field) || !all && !slices.Contains(foldedFields(), field) {
			continue
		}
		n := slices.IndexFunc(f.values, func(t taken) bool { return t.field == field })
		switch {
		case n < 0:
			f.values = append(f.values, r.take(field))
			size += len(text) + 128
		case field == pAvailable && isYes(text):
			f.values[n] = r.take(field)
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
	for _, f := range []int{pReference, pID, pTitle} {
		if n := r.source.title(r.column[f]); r.column[f] > 0 && n >= 0 && r.text[f] != "" && (g == nil || r.column[f] != g.by) {
			words = append(words, r.source.head.columns[n].title+": "+strings.ReplaceAll(r.text[f], "\n", " "))
		}
	}
	return append(words, c.keywords(r)...)
}

// apply gives a product what its variants add.
func (f *folded) apply(r *row, own float64) {
	cheaper := f.amount > 0 && (own == 0 || f.amount < own)
	for _, t := range f.values {
		switch {
		case slices.Contains(pricesOf(), t.field):
			if cheaper && (t.text != "" || t.field != pCurrency) {
				r.put(t)
			}
		case r.broken[t.field]:
		case r.text[t.field] == "", t.field == pAvailable && isYes(t.text) && !isYes(r.text[pAvailable]):
			r.put(t)
		}
	}
	r.words = append(r.words, f.words...)
}

func isYes(text string) bool {
	v, ok := yesNo(text)
	return ok && v
}
