package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// grouping is a [Group] with the columns of one sheet; a column of 0 is one that the sheet does not have.
type grouping struct {
	kind      string
	by        int
	parent    int
	typed     int
	variation map[string]bool // folded
	list      int
	reference int
	image     int
	ownID     int   // a column called ID, which may not be the field
	options   []int // in the sheet's order
	plain     map[string]bool
}

// optionHeader is what the columns that tell variants apart are called, folded: Option1 Value, Attribute 2 value(s),
// Variant Option 1 Value.
var optionHeader = regexp.MustCompile(`^(variant)?(option|attribute|attribut)\d+(values?|wert|werte)$`)

// grouping finds a group's columns in a sheet; nil where rows are products, which is said when the columns are missing.
func (i *run) grouping(s *source) *grouping {
	g := i.groupOf(s)
	if g.KindOrDefault() == "" {
		return nil
	}
	at := func(headers config.Headers) int {
		for _, h := range headers {
			if n := s.find(h); n >= 0 {
				return s.head.columns[n].number
			}
		}
		return 0
	}
	out := &grouping{
		kind: g.KindOrDefault(), by: at(g.By), parent: at(g.Parent), typed: at(g.Type), list: at(g.List), reference: at(g.Reference), image: at(g.Image),
		ownID: at(config.Headers{"ID"}), variation: value.FoldedSet(g.Variation), plain: value.FoldedSet(g.Plain),
	}
	for _, c := range s.head.columns {
		if len(g.Options) == 0 && optionHeader.MatchString(value.Fold(c.title)) ||
			slices.ContainsFunc(g.Options, func(h string) bool { return value.Fold(h) == value.Fold(c.title) }) {
			out.options = append(out.options, c.number)
		}
	}
	need := map[string]struct {
		column  int
		headers config.Headers
	}{config.Consecutive: {out.by, g.By}, config.ByParent: {out.parent, g.Parent}, config.Listed: {out.list, g.List}}[out.kind]
	for n, c := range s.head.columns { // what only says which rows belong together is nothing to search for
		if c.use == extra && c.number > 0 && (c.number == out.parent || c.number == out.typed || c.number == out.list) {
			s.head.columns[n].use = unused
		}
	}
	if need.column == 0 {
		i.tell(problem.Warnf(s.sheet.At(s.head.row, 0), "unmatched-column", "no column %q here, which the configuration names under %s",
			strings.Join(need.headers, ", "), "group"))
		return nil
	}
	return out
}

// groupOf is the group that holds for a sheet.
func (i *run) groupOf(s *source) config.Group { return s.config.Group }

// isVariation tells whether a row is a variation of a product in another row.
func (g *grouping) isVariation(r *row, listed map[string]string) bool {
	switch {
	case g.kind == config.ByParent && g.typed > 0 && len(g.variation) > 0:
		return g.typedVariation(r)
	case g.kind == config.ByParent:
		return r.cell(g.parent).Text != "" && !slices.Contains(g.keys(r), parentKey(r.cell(g.parent).Text))
	}
	_, ok := listed[parentKey(r.text[field.Reference])]
	return ok && r.text[field.Reference] != "" && r.cell(g.list).Text == ""
}

// typedVariation tells whether a row's type is that of a variation.
func (g *grouping) typedVariation(r *row) bool {
	if g.typed == 0 || len(g.variation) == 0 {
		return false
	}
	for _, word := range strings.Split(r.cell(g.typed).Text, ",") {
		if g.variation[value.Fold(word)] {
			return true
		}
	}
	return false
}

// continues tells whether a row belongs to the product of the rows before it, which they call key.
func (g *grouping) continues(r *row, key string) bool {
	by := r.cell(g.by).Text
	return by != "" && by == key || g.typedVariation(r)
}

// parentOf is the product that a variation names.
func (g *grouping) parentOf(r *row, listed map[string]string) string {
	if g.kind == config.ByParent {
		return parentKey(r.cell(g.parent).Text)
	}
	return listed[parentKey(r.text[field.Reference])]
}

// parentKey is what is compared of the name of a product.
func parentKey(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// keys are the names by which variations may call the row's product.
func (g *grouping) keys(r *row) []string {
	keys := make([]string, 0, 4)
	for _, k := range []string{r.text[field.Reference], r.text[field.ID]} {
		if k != "" {
			keys = append(keys, parentKey(k))
		}
	}
	id := r.text[field.ID]
	if g != nil && g.ownID > 0 {
		id = cellText(r.cell(g.ownID), true)
	}
	if id != "" {
		keys = append(keys, "id:"+parentKey(id))
	}
	return keys
}

// optionValues are what tells a variant apart, such as Black and L.
func (g *grouping) optionValues(r *row) []string {
	var values []string
	for _, column := range g.options {
		if v := value.PlainText(r.cell(column).Text); v != "" && !g.plain[value.Fold(v)] {
			values = append(values, v)
		}
	}
	return values
}

// saysNothing tells whether a column of options holds one of the values that say nothing.
func (g *grouping) saysNothing(column int, text string) bool {
	return g != nil && len(g.plain) > 0 && slices.Contains(g.options, column) && g.plain[value.Fold(text)]
}

// code is a variant's own reference; empty where it has none.
func (g *grouping) code(r *row) string {
	if g.reference > 0 {
		return cellText(r.cell(g.reference), true)
	}
	if r.column[field.Reference] == g.by {
		return ""
	}
	return r.text[field.Reference]
}

// picture gives a variant its own picture, where the system has a column for it: what stands in the row's column of pictures
// is just the next one of the product.
func (g *grouping) picture(r *row) {
	if g.image == 0 {
		return
	}
	r.drop(field.ImageURL)
	if own := g.ownPicture(r); own.text != "" {
		r.put(own)
	}
}

// ownPicture is what a variant's column of its own picture holds; without a text where there is no such column, or nothing
// in it.
func (g *grouping) ownPicture(r *row) taken {
	if g == nil || g.image == 0 {
		return taken{}
	}
	return taken{
		text: strings.Clone(r.cell(g.image).Text), source: r.source, row: int32(r.number), column: int16(g.image), field: uint8(field.ImageURL),
	}
}

// isVariant tells whether a further row of a group holds a variant, and not just one more image.
func (g *grouping) isVariant(r *row) bool {
	if len(g.optionValues(r)) > 0 || r.text[field.PriceCatalog] != "" {
		return true
	}
	return g.code(r) != ""
}

// children are the references of the variations that a product lists, and what it says of each.
func (g *grouping) children(r *row) (references, words []string) {
	text := r.cell(g.list).Text
	if text == "" {
		return nil, nil
	}
	if !strings.Contains(text, "=") {
		for _, ref := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '|' || c == '\n' }) {
			references = append(references, strings.TrimSpace(ref))
		}
		return references, nil
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

// errTooManyVariants says that the light first pass found more than is kept.
func errTooManyVariants(s *source) error {
	return fmt.Errorf("%s: the variations hold more than %d MiB of text: sort the rows so that those of a product follow each other, and use group: { by: … }",
		s.sheet.At(0, 0), maxFolds>>20)
}
