package category

import (
	"context"
	_ "embed"
	"html"
	"slices"
	"strings"
	"sync"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

//go:embed levels.txt
var levelText string

// levelWords are the folded headers of what stands below a category.
var levelWords = sync.OnceValue(func() map[string]bool {
	return value.FoldedSet(strings.Split(levelText, ","))
})

// Levels are the columns of a sheet that say more of a product's categories than the one of the field: by
// their numbers, from left to right.
type Levels struct {
	Below []int // the labels below the first, of one path
	More  []int // further categories
}

// FindLevels looks for them as the shop system's profile names them, or else by their headers: a word for
// what stands below a category, or the header of the field with a higher number. Of numbered ones the values
// tell whether each stands below the one before; that is told.
func FindLevels(ctx context.Context, s *sheet.Source, tell func(...problem.Problem)) Levels {
	at := s.Head.At[field.Categories]
	if at == 0 {
		return Levels{}
	}
	if p := s.Reader.Profile; p != nil {
		return Levels{Below: matching(s, p.Levels, at), More: matching(s, p.More, at)}
	}
	var l Levels
	base, numbered := withoutNumber(value.Fold(s.Head.Columns[s.Title(at)].Title)), []int(nil)
	for _, c := range s.Head.Columns {
		if c.Use != header.Extra || c.Configured || c.Number == 0 {
			continue
		}
		switch name := withoutNumber(value.Fold(c.Title)); {
		case levelWords()[name]:
			l.Below = append(l.Below, c.Number)
		case name == base && name != value.Fold(c.Title):
			numbered = append(numbered, c.Number)
		}
	}
	if len(numbered) == 0 || len(l.Below) > 0 {
		return l
	}
	if l.More = numbered; nested(ctx, s, append([]int{at}, numbered...)) {
		l = Levels{Below: numbered}
	}
	l.tell(s, tell)
	return l
}

// tell says what numbered columns are taken for.
func (l Levels) tell(s *sheet.Source, tell func(...problem.Problem)) {
	what, columns := problem.Textf("further categories of the product"), l.More
	if len(l.Below) > 0 {
		what, columns = problem.Textf("levels of one path"), l.Below
	}
	title := s.Head.Columns[s.Title(columns[0])].Title
	tell(problem.Warnf(s.Sheet.At(s.Head.Row, columns[0]), "category-columns",
		"the columns of categories are taken for %s, as their values show", what).WithValue(title).
		Hintf("if it is something else, in plugsheet.yaml: %s",
			problem.Pastef("columns: { %s: { %q: keyword } }", s.Reader.Kind, title)))
}

// matching are the columns whose headers a profile lists. Where some of them are that of the field but for
// their number they alone count: NL_Category_2 is no level of US_Category_1.
func matching(s *sheet.Source, headers []string, at int) (columns []int) {
	p, stem := shop.NewPatterns(headers), withoutNumber(value.Fold(s.Head.Columns[s.Title(at)].Title))
	alike := []int(nil)
	for _, c := range s.Head.Columns {
		folded := value.Fold(c.Title)
		if c.Use == header.AsField || c.Configured || !p.Match(folded) {
			continue
		}
		columns = append(columns, c.Number)
		if withoutNumber(folded) == stem {
			alike = append(alike, c.Number)
		}
	}
	if len(alike) > 0 {
		return alike
	}
	return columns
}

// withoutNumber is a folded header without the number behind it.
func withoutNumber(folded string) string { return strings.TrimRight(folded, "0123456789") }

// nested tells whether each value of a column stands below one value of the column before it alone.
func nested(ctx context.Context, s *sheet.Source, columns []int) bool {
	above := map[string]string{}
	for row, err := range s.Below(ctx, sheet.SampleRows) {
		if err != nil {
			return false
		}
		for n, column := range columns[1:] {
			upper, lower := row.Cell(columns[n]).Text, row.Cell(column).Text
			if lower == "" {
				continue
			}
			key := string(rune('0'+n)) + lower
			if known, seen := above[key]; upper == "" || seen && known != upper {
				return false
			}
			above[key] = upper
		}
	}
	return true
}

// Path is the path that a row's columns make below a text of the field, with a separator; false where the
// field alone says it, and where a cell lists several labels: nobody knows which of them stands below which.
func (l Levels) Path(first string, cell func(int) table.Cell, sep string) (path string, composed bool) {
	if len(l.Below) == 0 {
		return first, false
	}
	below := each.Of(l.Below, func(n int) string { return sheet.WordOf(cell(n)) })
	labels := slices.DeleteFunc(append([]string{first}, below...), func(label string) bool {
		return value.NullWord(label) == value.Nothing || strings.TrimSpace(label) == ""
	})
	labels = each.Of(labels, html.UnescapeString)
	lists := slices.ContainsFunc(labels, func(label string) bool { return strings.ContainsAny(label, "|;") })
	if len(labels) == 0 || lists || len(labels) == 1 && labels[0] == first {
		return first, false
	}
	escaped := each.Of(labels, func(label string) string { return separator.Escape(label, sep) })
	return strings.Join(escaped, " "+sep+" "), true
}
