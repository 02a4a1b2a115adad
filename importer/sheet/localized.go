package sheet

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// Heading is the text of a row with one filled cell, as price lists have them between and below their
// products; false for other rows. A code is no heading, nor is a number, and a list of one or two columns has
// none.
func (r *Row) Heading() (text string, column int, ok bool) {
	text, column = Alone(r.Cells)
	if len(r.Source.Head.Columns) < 3 || !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", 0, false
	}
	isCode := column == r.Column[field.Reference] || column == r.Column[field.ID]
	return text, column, !isCode || IsHeading(text)
}

// Alone is the text of the only filled cell of a row, and its column; empty where there are others, or it is
// no text.
func Alone(cells []table.Cell) (text string, column int) {
	for n, c := range cells {
		switch {
		case c.Kind == table.Blank || c.Merged:
		case column > 0 || c.Kind != table.Text:
			return "", 0
		default:
			text, column = c.Text, n+1
		}
	}
	return text, column
}

// IsHeading tells a heading or a note from a code, where both may stand: it has letters and no digit, or is a
// sentence around one (Total: 5 articles), which has three words at least, two of them of three letters or
// more.
func IsHeading(text string) bool {
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return strings.ContainsFunc(text, unicode.IsLetter)
	}
	words := strings.Fields(text)
	long := each.Count(words, func(w string) bool {
		w = strings.TrimFunc(w, unicode.IsPunct)
		return utf8.RuneCountInString(w) > 2 && !strings.ContainsFunc(w, unicode.IsDigit)
	})
	return len(words) > 2 && long > 1
}

// Texts collects a field's text in each language of the sheet, without blanks.
func (r *Row) Texts(field int) map[string]string {
	m := map[string]string{"": r.Text[field]}
	for _, c := range r.Source.Head.Local {
		if cell := r.Cell(c.Number); c.Field == field && cell.Text != "" && !IsError(&cell) {
			m[c.Tag] = cell.Text
		}
	}
	return m
}

// In is the text in a language, or the default text.
func In(texts map[string]string, locale string) string {
	return cmp.Or(texts[locale], texts[""])
}

// SplitList splits the options that stand in one cell, at line breaks, | or ;.
func SplitList(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n|;", r) })
	return each.That(each.Of(parts, strings.TrimSpace), func(s string) bool { return s != "" })
}

//go:embed fieldtypes.txt
var fieldTypeText string

// fieldTypes are the types of fields by what people write for them, folded.
var fieldTypes = words.InFile(fieldTypeText).Names()

// IsFieldType tells whether a text is a type of fields, as people write it.
func IsFieldType(text string) bool {
	types := fieldTypes()
	return types[value.Fold(text)] != "" || slices.Contains(slices.Collect(maps.Values(types)), strings.ToUpper(text))
}

// FieldType reads the type of a field, in any case; it is empty where there is none or an unknown one, which
// is told of.
func (i *Job) FieldType(r *Row, f int, known []string) string {
	text := strings.ToUpper(r.Text[f])
	if text == "" || slices.Contains(known, text) {
		return text
	}
	if meant := fieldTypes()[value.Fold(text)]; slices.Contains(known, meant) {
		return meant
	}
	hint := problem.Textf("one of %s", strings.Join(known, ", "))
	if near := value.Nearest(text, known); near != "" {
		hint = problem.Textf("did you mean %s? known are %s", near, strings.Join(known, ", "))
	}
	i.Tell(problem.Errorf(r.At(f), "unknown-field-type", "unknown fieldType").WithValue(r.Text[f]).Hintf("%s",
		hint))
	return ""
}

// LocalizedAt is the cell of a field in a language.
func (r *Row) LocalizedAt(field int, tag string) problem.Position {
	local := r.Source.Head.Local
	n := slices.IndexFunc(local, func(c header.Column) bool { return c.Field == field && c.Tag == tag })
	if n < 0 {
		return r.At(field)
	}
	return r.Source.Sheet.At(r.Number, local[n].Number)
}
