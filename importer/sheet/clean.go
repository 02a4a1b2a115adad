package sheet

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// cleaner undoes what programs did to the cells of one sheet, and takes words for nothing as nothing, before
// anything else looks at them. It knows what it does column by column, and counts it.
type cleaner struct {
	ctx     context.Context // of the reading
	source  *Source
	columns []*cleaning // by number; nil for what is left as it is
	looked  bool        // the sheet was read for what its columns hold
}

// cleaning is what may be done in one column.
type cleaning struct {
	column  header.Column
	code    bool // an id, a reference, a barcode
	key     bool // an id or a reference of a product
	id      bool // of a product
	words   bool // words for nothing are nothing
	names   bool // may hold names of persons
	plain   bool // a text for people: title, description
	stock   bool
	number  bool // holds no words: a price, a URL
	lookup  bool // an #N/A is nothing
	escapes bool // the shop system writes line breaks as \n
	keep    []string

	facts   columnFacts
	done    map[change]int
	example map[change]string
	said    map[string]int // words for nothing, as they stand
}

// change is something that is told of.
type change int

const (
	nullsKept    change = iota // NA
	floated                    // 1001.0 became 1001
	floatsKept                 // 1001.0 did not
	ungrouped                  // 1,001 became 1001
	marksKept                  // 'A-17
	formulasKept               // =A1&B1
	escapesKept                // \n
	tagsOnly                   // <p></p> became blank
)

// NewCleaner decides what may be done in each column of a sheet.
func NewCleaner(ctx context.Context, s *Source) *cleaner {
	k := &cleaner{ctx: ctx, source: s, columns: make([]*cleaning, len(s.Head.Positions()))}
	of := s.Reader.Kind
	listed := of == kind.Products || of == kind.Variants || of == kind.Categories || of == kind.Customers
	for _, c := range s.Head.Columns {
		role, _ := s.Reader.RoleOf(c)
		if role != value.NoRole {
			continue
		}
		w := &cleaning{column: c, words: listed, names: of == kind.Customers, lookup: true, keep: s.kept(c.Title)}
		if c.Use == header.AsField {
			w.field(s, of)
		} else {
			kept := s.Reader.Kept(&c)
			w.code = c.Use == header.Unused && !c.Role.Priced() || value.CodeHeader(c.Title) ||
				kept != nil && kept.Code
			w.stock = s.Shop.counts(c.Number)
		}
		k.columns[c.Number] = w
	}
	return k
}

// field adds what holds for a field.
func (w *cleaning) field(s *Source, k kind.Kind) {
	f := s.Reader.Fields[w.column.Field]
	w.code, w.plain, w.names = f.Code && w.column.Tag == "", f.HTML, false
	w.words = w.words || f.Name == "idParent"
	if k != kind.Products && k != kind.Variants {
		w.lookup = false
		return
	}
	switch w.column.Field {
	case field.ID, field.Reference, field.ProductOf:
		w.key, w.id = true, w.column.Field == field.ID
	case field.Available:
		w.stock = true
	case field.PriceCatalog, field.PricePromotion, field.PriceSpecial, field.ProductURL, field.ImageURL:
		w.number = true
	}
	w.lookup = f.Lookup
	w.escapes = s.Reader.Profile != nil && s.Reader.Profile.Escapes
}

// kept are the texts of a column that the configuration lets stand.
func (s *Source) kept(title string) []string {
	texts, _ := config.Under(s.Config.Keep[string(s.Reader.Kind)], title)
	return each.Of(texts, strings.TrimSpace)
}

// keeps tells whether the configuration lets a text stand.
func (w *cleaning) keeps(text string) bool {
	return len(w.keep) > 0 && (slices.Contains(w.keep, text) || slices.Contains(w.keep, "*"))
}

// begin forgets what an earlier pass counted.
func (k *cleaner) begin() {
	for _, w := range k.columns {
		if w != nil {
			w.done, w.example, w.said = nil, nil, nil
		}
	}
}

// row cleans the cells of a row.
func (k *cleaner) row(r *Row) {
	for n := range r.Cells {
		c := &r.Cells[n]
		if c.Kind != table.Text && c.Kind != table.Error || n+1 >= len(k.columns) || c.Text == "" {
			continue
		}
		w := k.columns[n+1]
		if w == nil || w.keeps(c.Text) {
			continue
		}
		before := c.Text
		if what, told := k.cell(w, c); told && r.counted {
			w.count(what, before)
		} else if c.Kind == table.Blank && r.counted {
			w.nothing(before)
		}
	}
}

// cell cleans one cell; told says that something is to be told of it.
func (k *cleaner) cell(w *cleaning, c *table.Cell) (what change, told bool) {
	text := c.Text
	if w.words {
		if word := value.NullWord(text); word != value.Said {
			if !k.emptied(w, word, text) {
				return nullsKept, word == value.Perhaps
			}
			*c = table.Cell{}
			return 0, false
		}
	}
	first := text[0]
	if (w.code || w.number) && strings.IndexByte("\"'`\xc2\xe2", first) >= 0 {
		if inside, ok := value.Unquoted(text); ok {
			c.Text = inside
			return k.cell(w, c)
		}
	}
	switch {
	case first == '#' && w.lookup && value.NotFound(text):
		*c = table.Cell{}
	case first == '\'':
		return marksKept, k.apostrophe(w, c)
	case first == '=':
		return formulasKept, c.Kind == table.Text && (w.key && len(text) > 1 || value.Formula(text))
	case first >= '0' && first <= '9' && !w.plain && !w.number:
		return k.number(w, c)
	}
	return 0, false
}

// emptied tells whether a word for nothing, or what may be one, leaves the cell blank.
func (k *cleaner) emptied(w *cleaning, word value.Absence, text string) bool {
	if word == value.Nothing {
		return k.isNothing(w, text)
	}
	k.look()
	return w.number || w.facts.several || w.facts.filled > 1 && w.facts.doubtful == w.facts.filled
}

// number undoes what programs did to a code or a number.
func (k *cleaner) number(w *cleaning, c *table.Cell) (what change, told bool) {
	text := c.Text
	if w.key {
		if whole, ok := value.Hundredths(text); ok {
			if k.look(); w.facts.hundredths == w.facts.filled {
				c.Text = whole
				return floated, true
			}
		}
	}
	if w.id && len(text) > 4 && k.groups(w, c) {
		return ungrouped, true
	}
	if text[len(text)-1] == '0' && (w.code || len(text) > 8) && value.NumberOf(text) == value.Floated {
		return k.float(w, c)
	}
	if len(text) > 5 && value.Exponential(text) {
		if number, ok := value.Exponent(text); ok {
			c.Text = number
		}
	}
	return 0, false
}

// groups takes the marks of thousands out of an id, where all ids are numbers that have them from 1000 on. A
// point or an apostrophe may as well be part of a code, unless ids below 1000 show that it is none.
func (k *cleaner) groups(w *cleaning, c *table.Cell) bool {
	whole, mark := value.Grouped(c.Text)
	if mark == 0 {
		return false
	}
	k.look()
	f := w.facts
	if f.grouped+f.short < f.filled || mark == '.' && f.short == 0 {
		return false
	}
	c.Text = whole
	return true
}

// isNothing tells whether a word for nothing is one in a column: aucun is an answer where a stock is meant,
// Null a family's name, and an error of a spreadsheet program a problem where a value must be.
func (k *cleaner) isNothing(w *cleaning, text string) bool {
	if w.stock {
		_, known := value.InStock(text)
		return !known || strings.EqualFold(text, "null") // which is a German zero, but hardly ever
	}
	if text[0] == '#' {
		return w.lookup
	}
	return !w.names || !value.PersonName(text)
}

// apostrophe takes away the mark of a text; it reports true where it is left and is to be told of.
func (k *cleaner) apostrophe(w *cleaning, c *table.Cell) bool {
	mark := value.Apostrophed(c.Text)
	if mark == value.NoMark && len(c.Text) < 2 {
		return false
	}
	take := mark == value.TextMark && (!w.plain || c.Text[1] < '0' || c.Text[1] > '9')
	if !take {
		k.look()
		f := w.facts
		take = f.filled > 2 && f.marked == f.filled && f.quoted == 0
	}
	if take {
		c.Text = strings.TrimSpace(c.Text[1:])
		return false
	}
	return w.code && mark == value.MaybeMark
}

// float takes away the .0 of a code that was a floating point number in between.
func (k *cleaner) float(w *cleaning, c *table.Cell) (what change, told bool) {
	k.look()
	switch {
	case w.facts.fractions > 0:
		return 0, false
	case w.facts.dotted > 0:
		return floatsKept, w.code && w.column.Use != header.Unused
	}
	c.Text = value.Unfloated(c.Text)
	return floated, true
}

// prose is the text of a cell of prose without HTML. One that holds tags alone is blank, and that is told.
func (k *cleaner) prose(number int, text string) string {
	plain := value.PlainText(k.lines(number, text))
	if w := k.columns[number]; plain == "" && w != nil && strings.TrimSpace(text) != "" {
		w.count(tagsOnly, text)
	}
	return plain
}

// lines undoes line breaks that stand in a text as \n.
func (k *cleaner) lines(number int, text string) string {
	if !value.HasEscapedLine(text) {
		return text
	}
	w := k.columns[number]
	if w == nil || w.keeps(text) {
		return text
	}
	if w.escapes {
		return value.UnescapeLines(text)
	}
	lines, sure := value.EscapedLines(text)
	if !sure {
		w.count(escapesKept, text)
	}
	return lines
}

// became tells whether a cell of a column of codes looks as if a spreadsheet program had made a date of a
// code: all of the column look like that where they are meant, or others are made alike, as SEP-3 is beside
// KOR-4.
func (k *cleaner) became(c *table.Cell, number int) bool {
	w := k.columns[number]
	if w == nil || !w.key || c.Kind != table.Date && (c.Kind != table.Text || !value.DateShaped(c.Text)) ||
		w.keeps(c.Text) {
		return false
	}
	k.look()
	if strings.Contains(c.Text, ":") {
		return true // with a time of day it is no code
	}
	return w.facts.dates < w.facts.filled && (c.Kind == table.Date || !w.facts.shapes[value.Shape(c.Text)])
}

// count notes a change for the report.
func (w *cleaning) count(what change, text string) {
	if w.done == nil {
		w.done, w.example = map[change]int{}, map[change]string{}
	}
	if w.done[what]++; w.done[what] == 1 {
		w.example[what] = strings.Clone(text)
	}
}

// nothing notes a word for nothing.
func (w *cleaning) nothing(text string) {
	if w.said == nil {
		w.said = map[string]int{}
	}
	w.said[strings.Clone(text)]++
}
