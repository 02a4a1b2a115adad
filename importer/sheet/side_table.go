package sheet

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/header"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// SideTable is the number of the first column of a table of its own beside a list, as one of discounts for
// groups is: behind a column in which nothing stands, and filled in the first rows alone. It is 0 where there
// is none, and where the configuration names one of its columns.
func SideTable(r *header.Reader, titles []string, rows []table.Row) int {
	named := func(title string) bool { return r.Columns[value.Fold(title)] != "" }
	if r.Profile != nil {
		return 0
	}
	for gap := 3; gap < len(titles)-1; gap++ {
		stands := func(row table.Row) bool { return row.Cell(gap).Text != "" }
		if titles[gap-1] == "" && !slices.Contains(titles[gap:], "") && isShorter(len(titles), rows, gap+1) &&
			!slices.ContainsFunc(rows, stands) && !slices.ContainsFunc(titles[gap:], named) {
			return gap + 1
		}
	}
	return 0
}

// isShorter tells whether the columns from one on are all filled in the first rows, two at least, and blank in
// all others, two at least.
func isShorter(width int, rows []table.Row, from int) bool {
	filled := func(row table.Row) (n int) {
		for column := from; column <= width; column++ {
			n += min(1, len(row.Cell(column).Text))
		}
		return n
	}
	end := slices.IndexFunc(rows, func(row table.Row) bool { return filled(row) <= width-from })
	return end >= 2 && len(rows)-end >= 2 &&
		!slices.ContainsFunc(rows[end:], func(row table.Row) bool { return filled(row) > 0 })
}

// WithoutSideTable is a header row without that of a table beside the list.
func (s *Source) WithoutSideTable(ctx context.Context, number int, cells []table.Cell,
	tell func(...problem.Problem)) ([]table.Cell, error) {
	titles := table.Texts(cells)
	if !slices.Contains(titles, "") {
		return cells, nil
	}
	s.Head.Row = number
	rows, err := s.Sample(ctx, SampleRows)
	from := SideTable(s.Reader, titles, rows)
	if err != nil || from == 0 {
		return cells, err
	}
	tell(problem.Warnf(s.Sheet.At(number, from), "side-table",
		"a table of its own stands beside the list, it seems: it is left out: %s",
		strings.Join(titles[from-1:], ", ")).
		Hintf("if its columns are of the products, in plugsheet.yaml: %s",
			problem.Pastef("columns: { %s: { %q: keyword } }", s.Reader.Kind, titles[from-1])))
	cells = slices.Clone(cells)
	for column := from; column <= len(cells); column++ {
		cells[column-1], s.Headless[column] = table.Cell{}, true
	}
	return cells, nil
}
