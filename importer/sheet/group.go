package sheet

import (
	"regexp"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Grouping is a [Group] with the columns of one sheet; a column of 0 is one that the sheet does not have.
type Grouping struct {
	Kind      string
	By        int
	Parent    int
	typed     int
	variation map[string]bool // folded
	list      int
	Reference int
	image     int
	ownID     int   // a column called ID, which may not be the field
	options   []int // in the sheet's order
	plain     map[string]bool
}

// optionHeader is what the columns that tell variants apart are called, folded: Option1 Value, Attribute 2
// value(s), Variant Option 1 Value.
var optionHeader = regexp.MustCompile(`^(variant)?(option|attribute|attribut)\d+(values?|wert|werte)$`)

// Grouping finds a group's columns in a sheet; nil where rows are products, which is said when the columns
// are missing.
func (i *Job) Grouping(s *Source) *Grouping {
	g := s.Config.Group
	if g.KindOrDefault() == "" {
		return nil
	}
	at := s.numberOf
	out := &Grouping{
		Kind: g.KindOrDefault(), By: at(g.By), Parent: at(g.Parent), typed: at(g.Type), list: at(g.List),
		Reference: at(g.Reference), image: at(g.Image),
		ownID: at(config.Headers{"ID"}), variation: value.FoldedSet(g.Variation),
		plain: value.FoldedSet(g.Plain),
	}
	for _, c := range s.Head.Columns {
		if len(g.Options) == 0 && optionHeader.MatchString(value.Fold(c.Title)) ||
			slices.ContainsFunc(g.Options,
				func(h string) bool { return value.Fold(h) == value.Fold(c.Title) }) {
			out.options = append(out.options, c.Number)
		}
	}
	need := map[string]struct {
		column  int
		headers config.Headers
	}{config.Consecutive: {out.By, g.By}, config.ByParent: {out.Parent, g.Parent},
		config.Listed: {out.list, g.List}}[out.Kind]
	for n, c := range s.Head.Columns { // what only says which rows belong together is nothing to search for
		if c.Use == header.Extra && c.Number > 0 &&
			(c.Number == out.Parent || c.Number == out.typed || c.Number == out.list) {
			s.Head.Columns[n].Use = header.Unused
		}
	}
	if need.column == 0 {
		i.Tell(problem.Warnf(s.Sheet.At(s.Head.Row, 0), "unmatched-column",
			"no column %q here, which the configuration names under %s",
			strings.Join(need.headers, ", "), "group"))
		return nil
	}
	return out
}

// IsVariation tells whether a row is a variation of a product in another row.
func (g *Grouping) IsVariation(r *Row, listed map[string]string) bool {
	switch {
	case g.Kind == config.ByParent && g.typed > 0 && len(g.variation) > 0:
		return g.typedVariation(r)
	case g.Kind == config.ByParent:
		return r.Cell(g.Parent).Text != "" && !slices.Contains(g.Keys(r), ParentKey(r.Cell(g.Parent).Text))
	}
	_, ok := listed[ParentKey(r.Text[field.Reference])]
	return ok && r.Text[field.Reference] != "" && r.Cell(g.list).Text == ""
}

// typedVariation tells whether a row's type is that of a variation.
func (g *Grouping) typedVariation(r *Row) bool {
	return g.typed > 0 && len(g.variation) > 0 && slices.ContainsFunc(
		strings.Split(r.Cell(g.typed).Text, ","), func(word string) bool { return g.variation[value.Fold(word)] })
}

// Continues tells whether a row belongs to the product of the rows before it, which they call key.
func (g *Grouping) Continues(r *Row, key string) bool {
	by := r.Cell(g.By).Text
	return by != "" && by == key || g.typedVariation(r)
}

// ParentOf is the product that a variation names.
func (g *Grouping) ParentOf(r *Row, listed map[string]string) string {
	if g.Kind == config.ByParent {
		return ParentKey(r.Cell(g.Parent).Text)
	}
	return listed[ParentKey(r.Text[field.Reference])]
}

// ParentKey is what is compared of the name of a product.
func ParentKey(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Keys are the names by which variations may call the row's product.
func (g *Grouping) Keys(r *Row) []string {
	keys := make([]string, 0, 4)
	for _, k := range []string{r.Text[field.Reference], r.Text[field.ID]} {
		if k != "" {
			keys = append(keys, ParentKey(k))
		}
	}
	id := r.Text[field.ID]
	if g != nil && g.ownID > 0 {
		id = cellText(r.Cell(g.ownID), true)
	}
	if id != "" {
		keys = append(keys, "id:"+ParentKey(id))
	}
	return keys
}

// OptionValues are what tells a variant apart, such as Black and L.
func (g *Grouping) OptionValues(r *Row) []string {
	values := each.Of(g.options, func(column int) string { return value.PlainText(r.Cell(column).Text) })
	return each.That(values, func(v string) bool { return v != "" && !g.plain[value.Fold(v)] })
}

// SaysNothing tells whether a column of options holds one of the values that say nothing.
func (g *Grouping) SaysNothing(column int, text string) bool {
	return g != nil && len(g.plain) > 0 && slices.Contains(g.options, column) && g.plain[value.Fold(text)]
}

// Code is a variant's own reference; empty where it has none.
func (g *Grouping) Code(r *Row) string {
	if g.Reference > 0 {
		return cellText(r.Cell(g.Reference), true)
	}
	if r.Column[field.Reference] == g.By {
		return ""
	}
	return r.Text[field.Reference]
}

// Picture gives a variant its own picture, where the system has a column for it: what stands in the row's
// column of pictures is just the next one of the product.
func (g *Grouping) Picture(r *Row) {
	if g.image == 0 {
		return
	}
	r.Drop(field.ImageURL)
	if own := g.OwnPicture(r); own.Text != "" {
		r.Put(own)
	}
}

// OwnPicture is what a variant's column of its own picture holds; without a text where there is no such
// column, or nothing in it.
func (g *Grouping) OwnPicture(r *Row) Taken {
	if g == nil || g.image == 0 {
		return Taken{}
	}
	return Taken{
		Text: strings.Clone(r.Cell(g.image).Text), Source: r.Source, row: int32(r.Number),
		column: int16(g.image), Field: uint8(field.ImageURL),
	}
}

// IsVariant tells whether a further row of a group holds a variant, and not just one more image.
func (g *Grouping) IsVariant(r *Row) bool {
	if len(g.OptionValues(r)) > 0 || r.Text[field.PriceCatalog] != "" {
		return true
	}
	return g.Code(r) != ""
}

// Children are the references of the variations that a product lists, and what it says of each.
func (g *Grouping) Children(r *Row) (references, words []string) {
	text := r.Cell(g.list).Text
	if text == "" {
		return nil, nil
	}
	if !strings.Contains(text, "=") {
		list := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",|\n", c) })
		return each.Of(list, strings.TrimSpace), nil
	}
	for _, item := range strings.Split(text, "|") {
		for _, pair := range strings.Split(item, ",") {
			name, text, _ := strings.Cut(pair, "=")
			name, text = strings.TrimSpace(name), strings.TrimSpace(text)
			if value.Fold(name) == "sku" {
				references = append(references, text)
			} else if text != "" {
				words = append(words, name+": "+text)
			}
		}
	}
	return references, words
}
