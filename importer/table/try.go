package table

import (
	"cmp"
	"context"
	"slices"
)

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
	row := Row{Number: number}
	for _, text := range texts {
		row.Cells = append(row.Cells, textCell(text))
	}
	k.head = append(k.head, row)
	slices.SortFunc(k.head, func(a, b Row) int { return cmp.Compare(a.Number, b.Number) })
	return &Sheet{File: s.File, Name: s.Name, Hidden: s.Hidden, Format: s.Format, title: s.title,
		hidden: s.hidden,
		source: k}
}
