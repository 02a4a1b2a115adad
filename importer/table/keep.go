package table

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// Keep reads the first rows of each sheet and holds them in memory: from then on [Sheet.Rows] gives these and
// no more, without reading the file. What ends the reading of a sheet ends it again. Errors: the context's.
func (b *Book) Keep(ctx context.Context, rows int) error {
	for _, s := range b.Sheets {
		k := &kept{file: s.source}
		for row, err := range s.Rows(ctx) {
			if err != nil {
				k.end = err
				break
			}
			row.Cells = slices.Clone(row.Cells)
			if k.head = append(k.head, row); len(k.head) == rows {
				break
			}
		}
		if err := ctx.Err(); err != nil && errors.Is(k.end, err) {
			return err
		}
		s.source = k
	}
	return nil
}

// Limit ends each reading of a sheet after so many rows; 0 lets it go on to the end.
func (b *Book) Limit(rows int) {
	for _, s := range b.Sheets {
		s.limit = rows
	}
}

// kept is a source whose first rows are held in memory.
type kept struct {
	file source
	head []Row
	end  error // what follows the rows; nil: nothing
}

// part is the part of a workbook that the sheet is; false for a text file.
func (s *Sheet) part() (*sheetPart, bool) {
	from := s.source
	if k, ok := from.(*kept); ok {
		from = k.file
	}
	p, ok := from.(*sheetPart)
	return p, ok
}

// rows implements source.
func (k *kept) rows(ctx context.Context, _ *Sheet, yield func(Row, error) bool) {
	for _, row := range k.head {
		if err := ctx.Err(); err != nil {
			yield(Row{}, err)
			return
		}
		row.Cells = slices.Clone(row.Cells) // they are the reader's until the next step
		if !yield(row, nil) {
			return
		}
	}
	if k.end != nil {
		yield(Row{}, k.end)
	}
}

// WithRow is the beginning of a sheet, of so many rows at most, with a row of texts in the place of the one
// with that number, or behind it. The sheet itself stays as it is; it must not be read meanwhile.
func (s *Sheet) WithRow(number int, texts []string, most int) *Sheet {
	k := &kept{file: s.source}
	if from, ok := s.source.(*kept); ok {
		k.file = from.file
	}
	for row, err := range s.Rows(context.Background()) {
		if err != nil || len(k.head) == most {
			break
		}
		if row.Number != number {
			row.Cells = slices.Clone(row.Cells)
			k.head = append(k.head, row)
		}
	}
	k.head = append(k.head, Row{Number: number, Cells: each.Of(texts, textCell)})
	slices.SortFunc(k.head, func(a, b Row) int { return cmp.Compare(a.Number, b.Number) })
	return &Sheet{File: s.File, Name: s.Name, Hidden: s.Hidden, Format: s.Format, title: s.title,
		hidden: s.hidden,
		source: k}
}

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
