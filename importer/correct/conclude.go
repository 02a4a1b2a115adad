package correct

import (
	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// conclude decides for each correction whether it holds.
func conclude(s *table.Sheet, searches []*search, whole bool) Found {
	f := Found{Cells: table.Cells{}}
	first := map[[2]int]*search{}
	for _, q := range searches {
		row, applies, p := q.conclude(s, whole)
		if p != nil {
			f.Problems = append(f.Problems, *p)
		}
		if !applies {
			continue
		}
		place := [2]int{row.row, q.column}
		if other := first[place]; other != nil {
			f.Problems = append(f.Problems, q.twice(other))
			continue
		}
		first[place] = q
		if f.Cells[row.row] == nil {
			f.Cells[row.row] = map[int]table.Cell{}
		}
		f.Cells[row.row][q.column] = row.cell.Corrected(q.Value)
	}
	return f
}

// conclude gives the row of a correction that applies, or says why it does not.
func (q *search) conclude(s *table.Sheet, whole bool) (row found, applies bool, p *problem.Problem) {
	say := func(p problem.Problem) (found, bool, *problem.Problem) { return found{}, false, &p }
	rows := q.rows
	if q.KeyColumn == WholeRow && len(rows) > 1 {
		rows = q.sameNumber()
	}
	switch {
	case q.Key == "":
		return say(problem.Errorf(q.at, "correction-key",
			"this correction does not say which row it is about").
			Hintf(
				"write a column by which the row is known under keyColumn, and what stands there under key"))
	case q.double:
		return say(problem.Errorf(q.at, "correction-column", "more than one column is called %q", q.Column).
			Hintf("name it by its place, such as %q", "column "+problem.ColumnName(q.column)))
	case !q.ready() && whole:
		return say(problem.Errorf(q.at, "correction-column",
			"no row of the sheet has the headers %q and %q", q.KeyColumn, q.Column).
			Hintf("was a column renamed? write its header as it is now, or delete this row of %s", q.at.File))
	case len(rows) == 0 && q.agrees:
		return say(q.unneeded())
	case len(rows) == 0 && len(q.rows) == 0:
		if !whole {
			return found{}, false, nil
		}
		return say(problem.Warnf(q.at, "correction-gone", "the row of this correction is gone").
			Hintf("where its key was changed, write the new one; else delete this row of %s", q.at.File))
	case len(rows) != 1:
		return say(problem.Errorf(q.at, "correction-rows",
			"this correction fits more than one row: %d", len(q.rows)).
			Hintf(
				"name a column as keyColumn in which each row has another value, or correct the cell again"))
	}
	row = rows[0]
	switch cell := row.cell; {
	case q.Was == q.Value, cell.Text == q.Value:
		return say(q.unneeded())
	case cell.Text == q.Was, cell.Raw == q.Was && q.Was != "":
		return row, true, nil
	default:
		return say(problem.Errorf(s.At(row.row, q.column), "correction-changed",
			"the cell was corrected, and says something else since: row %d of %s", q.at.Row, q.at.File).
			WithValue(cell.Text).
			Hintf("delete that row to take what the cell says now, or write that under %q to correct "+
				"it again", "was"))
	}
}

// sameNumber is the row where it stood among those that are the same.
func (q *search) sameNumber() []found {
	return each.That(q.rows, func(f found) bool { return f.row == q.Row })
}

// unneeded says that the sheet agrees.
func (q *search) unneeded() problem.Problem {
	return problem.Warnf(q.at, "correction-unneeded",
		"this correction is no longer needed: the cell says it itself").
		Hintf("delete this row of %s", q.at.File)
}

// twice tells of a second correction of a cell.
func (q *search) twice(first *search) problem.Problem {
	if q.Value == first.Value {
		return problem.Warnf(q.at, "correction-double", "the same correction as in row %d", first.at.Row).
			Hintf("delete one of them")
	}
	return problem.Errorf(q.at, "correction-double", "another correction of the cell that row %d corrects",
		first.at.Row).Hintf("delete one of them")
}
