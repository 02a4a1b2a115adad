package importer

import (
	"context"
	"fmt"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// findArea looks for a table that somebody made of a part of the sheet, and gives it with its header. It counts when its
// header names as many fields as the best row of the whole sheet; help texts and sums beside it are then left out.
func (r *reader) findArea(ctx context.Context, s *table.Sheet, best int) (area table.Area, cells []table.Cell, err error) {
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
			copy(header[min(t.FirstColumn-1, len(header)):], row.Cells[min(t.FirstColumn-1, len(header)):len(header)])
			if n := r.score(header); n > most {
				most, area, cells = n, t, header
			}
		}
		if len(tables) == 0 {
			break
		}
	}
	return area, cells, nil
}

// hideColumns keeps what stands in hidden columns out of the keywords, unless the configuration names the column: it is
// often what a shop pays for a thing. Fields are taken from them all the same.
func (s *source) hideColumns(tell func(...problem.Problem)) {
	var titles []string
	for n, c := range s.head.columns {
		if c.use != extra || !s.sheet.ColumnHidden(c.number) || s.reader.columns[value.Fold(c.title)] != "" {
			continue
		}
		s.head.columns[n].use = unused
		titles = append(titles, c.title)
	}
	if len(titles) > 0 {
		tell(problem.Warnf(s.sheet.At(s.head.row, 0), "hidden-columns", "hidden columns are not kept as keywords: %s", strings.Join(titles, ", ")).
			Hintf("show them, or in plugsheet.yaml: columns: { %s: { %q: keyword } }", s.reader.kind, titles[0]))
	}
}

// byPosition is the title of a column in the configuration of a sheet without header: column A.
func byPosition(number int) string { return "column " + columnLetters(number) }

// columnLetters is the name of a column in a spreadsheet program.
func columnLetters(number int) string {
	name := ""
	for ; number > 0; number = (number - 1) / 26 {
		name = string(rune('A'+(number-1)%26)) + name
	}
	return name
}

// placed tells whether the configuration names columns of this kind of sheet by their position, and none otherwise.
func (r *reader) placed() bool {
	n := 0
	for number := 1; number <= table.MaxColumns && n < len(r.columns); number++ {
		if r.columns[value.Fold(byPosition(number))] != "" {
			n++
		}
	}
	return n > 0 && n == len(r.columns)
}

// madeHeader is the header of a sheet that has none, with the columns that the configuration names by position.
func (r *reader) madeHeader() []table.Cell {
	var cells []table.Cell
	for number := 1; number <= table.MaxColumns; number++ {
		if title := byPosition(number); r.columns[value.Fold(title)] != "" {
			for len(cells) < number-1 {
				cells = append(cells, table.Cell{})
			}
			cells = append(cells, table.Cell{Text: title, Raw: title, Kind: table.Text})
		}
	}
	return cells
}

// noHeader is the problem of a sheet in which no row names a field.
func (r *reader) noHeader(s *table.Sheet) problem.Problem {
	paste := "columns:\n  %s:\n    \"column A\": %s\n    \"column B\": %s"
	first, second := r.fields[0].Name, r.fields[1].Name
	if r.kind == kind.Products {
		second = "title"
	}
	return problem.Errorf(s.At(0, 0), "no-header", "no header row found: no row names a field of the sheet %s", r.kind.SheetName()).
		Hintf("write a header row above the rows, with such names as %s; or name the columns by their position, in plugsheet.yaml:\n%s",
			strings.Join(field.Names(r.fields), ", "), fmt.Sprintf(paste, r.kind, first, second))
}
