package sheet

import (
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// longRows are the rows of a text file that have more cells than its header: what stands behind a comma that
// no quotes enclose has gone one column to the right.
type longRows struct {
	width   int // of the header; 0 where it is not known
	rows    int // below it so far
	numbers []int
}

// see looks at a row of the table, whether or not it holds data.
func (l *longRows) see(row table.Row, header int) {
	switch {
	case row.Number == header:
		l.width = row.Width
	case row.Number < header || l.width == 0:
	default:
		if l.rows++; len(row.Cells) > l.width {
			l.numbers = append(l.numbers, row.Number)
		}
	}
}

// problems are the rows, unless all are so: then a column has no header.
func (l *longRows) problems(s *Source) (list []problem.Problem) {
	if len(l.numbers) == l.rows {
		return nil
	}
	for _, number := range l.numbers {
		list = append(list, problem.Errorf(s.Sheet.At(number, l.width+1), "long-row",
			"the row has more cells than the header, so that its values may stand in wrong columns").
			Hintf("enclose texts with the separator of the file in them in quotes (\"Mug, blue\"), or give the "+
				"further column a header"))
	}
	return list
}
