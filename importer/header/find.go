package header

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// FindArea looks for a table that somebody made of a part of the sheet, and gives it with its header. It
// counts when its header names as many fields as the best row of the whole sheet; help texts and sums beside
// it are then left out.
func (r *Reader) FindArea(ctx context.Context, s *table.Sheet, best int) (area table.Area, cells []table.Cell,
	err error) {
	tables, err := s.Tables(ctx)
	if err != nil || len(tables) == 0 {
		return area, nil, err
	}
	most := max(best, 1) - 1
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return area, nil, err
		}
		for len(tables) > 0 && tables[0].FirstRow < row.Number {
			tables = tables[1:]
		}
		for _, t := range tables {
			if t.FirstRow != row.Number {
				break
			}
			header := make([]table.Cell, min(len(row.Cells), t.LastColumn))
			copy(header[min(t.FirstColumn-1, len(header)):],
				row.Cells[min(t.FirstColumn-1, len(header)):len(header)])
			if n := r.Score(header); n > most {
				most, area, cells = n, t, header
			}
		}
		if len(tables) == 0 {
			break
		}
	}
	return area, cells, nil
}

// ByPosition is the title of a column in the configuration of a sheet without header: column A.
func ByPosition(number int) string { return "column " + ColumnLetters(number) }

// ColumnLetters is the name of a column in a spreadsheet program.
func ColumnLetters(number int) string {
	name := ""
	for ; number > 0; number = (number - 1) / 26 {
		name = string(rune('A'+(number-1)%26)) + name
	}
	return name
}

// Placed tells whether the configuration names columns of this kind of sheet by their position, and none
// otherwise.
func (r *Reader) Placed() bool {
	n := 0
	for number := 1; number <= table.MaxColumns && n < len(r.Columns); number++ {
		if r.Columns[value.Fold(ByPosition(number))] != "" {
			n++
		}
	}
	return n > 0 && n == len(r.Columns)
}

// MadeHeader is the header of a sheet that has none, with the columns that the configuration names by
// position.
func (r *Reader) MadeHeader() []table.Cell {
	var cells []table.Cell
	for number := 1; number <= table.MaxColumns; number++ {
		if title := ByPosition(number); r.Columns[value.Fold(title)] != "" {
			for len(cells) < number-1 {
				cells = append(cells, table.Cell{})
			}
			cells = append(cells, table.Cell{Text: title, Raw: title, Kind: table.Text})
		}
	}
	return cells
}

// NoHeader is the problem of a sheet in which no row names a field.
func (r *Reader) NoHeader(s *table.Sheet) problem.Problem {
	first, second := r.Fields[0].Name, r.Fields[1].Name
	if r.Kind == kind.Products {
		second = "title"
	}
	return problem.Errorf(s.At(0, 0), "no-header",
		"no header row found: no row names a field of the sheet %s", r.Kind.SheetName()).
		Hintf("write a header row above the rows, with such names as %s; or name the columns by their "+
			"position, in plugsheet.yaml:\n%s",
			strings.Join(field.Names(r.Fields), ", "),
			problem.Pastef("columns:\n  %s:\n    \"column A\": %s\n    \"column B\": %s", r.Kind, first,
				second))
}

// FindHeader looks for the row that names most fields among the first rows, or two rows that are one header.
// It returns a number of 0 where none names one.
func (r *Reader) FindHeader(ctx context.Context, s *table.Sheet) (number int, cells []table.Cell, err error) {
	best, at := 0, -1
	var first []table.Row
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return 0, nil, err
		}
		if n := r.Score(row.Cells); n > best {
			best, at = n, len(first)
		}
		first = append(first, table.Row{Number: row.Number, Cells: slices.Clone(row.Cells)})
		if len(first) > shop.HeaderRows {
			break
		}
	}
	if at < 0 {
		return 0, nil, nil
	}
	if number, cells = r.joinRows(s, first, at); number > 0 {
		return number, cells, nil
	}
	return first[at].Number, first[at].Cells, nil
}

// Votes count by language the headers that are words of a field, or hold such a word.
type Votes map[string]int

// Add counts one header for each of its languages; false where it has none.
func (v Votes) Add(languages []string) bool {
	for _, l := range languages {
		v[l]++
	}
	return len(languages) > 0
}

// Best is the language of most headers, two at least, and of how many; empty where that is English.
func (v Votes) Best() (best string, n int) {
	for _, l := range field.Languages() {
		if v[l] > v[best] {
			best = l
		}
	}
	if best == "en" || v[best] < 2 || v[best] == v["en"] {
		return "", 0
	}
	return best, v[best]
}

// Languages are those in which a header is a word for a field, or holds one of at least four letters.
func (r *Reader) Languages(title string) []string {
	var list []string
	if w, ok := r.Words[value.Fold(title)]; ok {
		list = slices.Clone(w.Languages) // one may stand there twice: a word in two spellings
		title = ""
	}
	for _, part := range strings.FieldsFunc(title, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if w, ok := r.Words[value.Fold(part)]; ok && len(part) >= 4 {
			list = append(list, w.Languages...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
