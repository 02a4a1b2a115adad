package correct

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
