package correct

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// headRows is how many rows of a sheet are looked at for the headers that corrections name.
const headRows = 20

// Found is what the corrections of one sheet come to.
type Found struct {
	Cells    table.Cells // what is read in the place of the sheet's own cells
	Problems []problem.Problem
}

// search is one correction on its way through a sheet.
type search struct {
	Correction
	head, key, column int // row of the header, 0 for none; columns, 0 as long as they are not known
	double            bool
	rows              []found // that have the key
	agrees            bool    // the key itself was corrected, and a row has the new one
}

type found struct {
	row  int
	cell table.Cell
}

// Find looks for the cells of the corrections in a sheet, one row after the other. It looks at no more rows
// than most, where that is not 0; that a row is not among them is then no problem.
func Find(ctx context.Context, s *table.Sheet, list []Correction, most int) (Found, error) {
	searches := each.Of(list, func(c Correction) *search {
		return &search{Correction: c, key: position(c.KeyColumn), column: position(c.Column)}
	})
	seen := 0
	var at keys
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return Found{}, err
		}
		if seen++; seen > most && most > 0 {
			break
		}
		if seen <= headRows {
			for _, q := range searches {
				q.seeHeader(row)
			}
			at = keysOf(searches)
		}
		at.see(row)
	}
	return conclude(s, searches, most == 0), nil
}

// seeHeader takes a row for the header when it has both columns and no row before it had.
func (q *search) seeHeader(row table.Row) {
	if q.ready() {
		return
	}
	key, column, double := q.key, q.column, false
	for i, c := range row.Cells {
		if c.Text == "" {
			continue
		}
		if key == 0 && value.Fold(c.Text) == value.Fold(q.KeyColumn) {
			key = i + 1
		}
		if q.column == 0 && value.Fold(c.Text) == value.Fold(q.Column) {
			column, double = i+1, column > 0
		}
	}
	if column > 0 && (key > 0 || q.KeyColumn == WholeRow) {
		q.head, q.key, q.column, q.double = row.Number, key, column, double
	}
}

// ready tells whether the columns are known.
func (q *search) ready() bool { return q.column > 0 && (q.key > 0 || q.KeyColumn == WholeRow) }

// place is what a row is found by.
type place struct {
	column int // of the key; of a whole row the column that its digest leaves out, negative
	key    string
}

// keys are the corrections by what their rows are found by.
type keys struct {
	columns map[int]bool
	by      map[place][]*search
}

// keysOf takes the corrections whose columns are known: by their key, and where that is corrected by its
// new value.
func keysOf(searches []*search) keys {
	all := keys{map[int]bool{}, map[place][]*search{}}
	for _, q := range searches {
		if !q.ready() {
			continue
		}
		at := place{q.key, q.Key}
		if q.KeyColumn == WholeRow {
			at.column = -q.column
		}
		all.columns[at.column] = true
		all.by[at] = append(all.by[at], q)
		if q.key == q.column {
			at.key = q.Value
			all.by[at] = append(all.by[at], q)
		}
	}
	return all
}

// see notes for the corrections that a row is theirs.
func (k keys) see(row table.Row) {
	for column := range k.columns {
		key := ""
		if column < 0 {
			key = Digest(row.Cells, -column)
		} else {
			key = row.Cell(column).Text
		}
		if key == "" {
			continue
		}
		for _, q := range k.by[place{column, key}] {
			switch {
			case row.Number <= q.head:
			case key == q.Key:
				cell := row.Cell(q.column)
				cell.Text, cell.Raw = strings.Clone(cell.Text), strings.Clone(cell.Raw)
				q.rows = append(q.rows, found{row.Number, cell})
			default:
				q.agrees = true
			}
		}
	}
}

// position is the number of the column that a name such as "column C" says by its place; 0 for other names.
func position(name string) int {
	letters, ok := strings.CutPrefix(name, "column ")
	if n := problem.ColumnNumber(letters); ok && n <= table.MaxColumns {
		return n
	}
	return 0
}

// Digest is a short sum of all cells of a row but one, by its column. Of a row without other cells it is
// empty.
func Digest(cells []table.Cell, but int) string {
	var b strings.Builder
	filled := false
	for i, c := range cells {
		if i+1 != but {
			b.WriteString(c.Text)
			filled = filled || c.Text != ""
		}
		b.WriteByte(0)
	}
	if !filled {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.TrimRight(b.String(), "\x00")))
	return hex.EncodeToString(sum[:6])
}

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
