package correct

import (
	"context"
	"slices"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Place is a cell that is to be corrected.
type Place struct {
	Row, Column int
	Head        int   // number of the header's row; 0 for a sheet without
	Keys        []int // columns that are meant to tell the rows apart, the best first
}

// Of is the correction of a cell, named so that it is found again when rows move: by the first column in
// which no other row has the same. The value is the caller's to fill in. It reports false where there is no
// such row.
func Of(ctx context.Context, s *table.Sheet, at Place) (c Correction, ok bool, err error) {
	var head, cells []table.Cell
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return c, false, err
		}
		if row.Number == at.Head {
			head = slices.Clone(row.Cells)
		}
		if row.Number == at.Row && row.Number > at.Head {
			cells = slices.Clone(row.Cells)
			break
		}
	}
	if cells == nil {
		return c, false, nil
	}
	c = Correction{Sheet: s.Title(), Row: at.Row, Column: title(head, at.Column)}
	c.Was = table.Row{Cells: cells}.Cell(at.Column).Text
	c.KeyColumn, c.Key = WholeRow, Digest(cells, at.Column)
	unique, err := uniqueIn(ctx, s, at, cells)
	for _, column := range order(at, len(cells)) {
		if unique[column] {
			c.KeyColumn, c.Key = title(head, column), cells[column-1].Text
			break
		}
	}
	return c, c.Key != "", err
}

// order is the columns in the order in which they are taken for a key.
func order(at Place, columns int) []int {
	all := each.That(at.Keys, func(column int) bool { return column > 0 && column <= columns })
	for column := 1; column <= columns; column++ {
		if column != at.Column && !slices.Contains(all, column) {
			all = append(all, column)
		}
	}
	return all
}

// uniqueIn tells of each column whether a row is the only one with its value.
func uniqueIn(ctx context.Context, s *table.Sheet, at Place, cells []table.Cell) (map[int]bool, error) {
	unique := map[int]bool{}
	for i, c := range cells {
		unique[i+1] = c.Text != ""
	}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if row.Number <= at.Head || row.Number == at.Row {
			continue
		}
		for i, c := range row.Cells[:min(len(row.Cells), len(cells))] {
			if c.Text == cells[i].Text {
				unique[i+1] = false
			}
		}
	}
	return unique, nil
}

// title is how a correction names a column: by its header, where no other has the same.
func title(head []table.Cell, column int) string {
	place := "column " + problem.ColumnName(column)
	if column > len(head) || head[column-1].Text == "" {
		return place
	}
	for i, c := range head {
		if i+1 != column && value.Fold(c.Text) == value.Fold(head[column-1].Text) {
			return place
		}
	}
	return head[column-1].Text
}
