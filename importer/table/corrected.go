package table

import (
	"strings"

	"plugsheet/importer/value"
)

// CorrectionsEnding is how the name of a file ends that holds corrections and is no table itself.
const CorrectionsEnding = ".corrections.csv"

// IsCorrections tells whether a file is named as one that holds corrections.
func IsCorrections(name string) bool {
	return strings.HasSuffix(strings.ToLower(name), CorrectionsEnding)
}

// Cells are cells by the number of their row, and of their column, both from 1.
type Cells map[int]map[int]Cell

// Correct lets [Sheet.Rows] yield these cells in the place of the sheet's own; nil lets it yield its own
// again. It is not to be called while the sheet is read.
func (s *Sheet) Correct(cells Cells) { s.corrected = cells }

// IsCorrected tells whether [Sheet.Rows] yields other cells than the sheet's own.
func (s *Sheet) IsCorrected() bool { return len(s.corrected) > 0 }

// correcting puts the corrected cells into the rows.
func (s *Sheet) correcting(yield func(Row, error) bool) func(Row, error) bool {
	return func(row Row, err error) bool {
		for column, cell := range s.corrected[row.Number] {
			row.Cells = widened(row.Cells, column)
			row.Cells[column-1] = cell
		}
		for n := len(row.Cells); n > 0 && row.Cells[n-1].Kind == Blank; n-- {
			row.Cells = row.Cells[:n-1]
		}
		return (len(row.Cells) == 0 && err == nil) || yield(row, err)
	}
}

// widened gives a row at least so many cells.
func widened(cells []Cell, columns int) []Cell {
	return append(cells, make([]Cell, max(0, columns-len(cells)))...)
}

// Corrected is the cell as if somebody had typed a text into it. A link behind it stays, unless the text is
// an address.
func (c Cell) Corrected(text string) Cell {
	typed := textCell(text)
	if _, why := value.WebURL(text); why != "" && typed.Link == "" && typed.Kind != Blank {
		typed.Link = c.Link
	}
	typed.Struck = c.Struck && typed.Kind != Blank
	return typed
}
