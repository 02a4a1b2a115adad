package correct

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/each"
	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
)

// Applied is what the corrections of several inputs come to.
type Applied struct {
	Found    map[*table.Sheet]Found // of the sheets that have corrections
	Problems []problem.Problem      // of corrections that belong to no sheet
}

// Files says where the corrections of inputs are.
type Files struct {
	Named string // the file of all of them; empty: one for each
	Near  string // the folder of those of downloads, which have nothing beside them
	Typed *Cell  // a cell that is read as if it were corrected; nil: none
}

// Of is the file of corrections of an input with a name: that beside a file, and of an address one that is
// named by a sum of it.
func (f Files) Of(input string) string {
	switch {
	case f.Named != "":
		return f.Named
	case strings.Contains(input, "://"):
		sum := sha256.Sum256([]byte(input))
		return filepath.Join(f.Near, fmt.Sprintf("web-%x%s", sum[:4], table.CorrectionsEnding))
	}
	return FileOf(input)
}

// Apply lets sheets be read as the files of corrections say. At most so many rows of each sheet are looked
// at; 0 for all. See [Find].
func Apply(ctx context.Context, sheets []*table.Sheet, files Files, most int) (Applied, error) {
	a := Applied{Found: map[*table.Sheet]Found{}}
	var names []string
	of := map[string][]*table.Sheet{}
	for _, s := range sheets {
		s.Correct(nil) // of an earlier time
		name := files.Of(s.File)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		of[name] = append(of[name], s)
	}
	for _, name := range names {
		list, err := Load(name)
		if files.Named == "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return a, err
		}
		if err := a.apply(ctx, of[name], list, most); err != nil {
			return a, err
		}
	}
	a.typed(sheets, files.Typed)
	return a, nil
}

// typed lets the cell be read that somebody types into; it is no correction yet, and is not told of.
func (a Applied) typed(sheets []*table.Sheet, cell *Cell) {
	for _, s := range sheets {
		if cell == nil || s.At(cell.At.Row, cell.At.Column) != cell.At {
			continue
		}
		cells, row := table.Cells{}, map[int]table.Cell{}
		maps.Copy(cells, a.Found[s].Cells)
		maps.Copy(row, cells[cell.At.Row])
		row[cell.At.Column] = table.Cell{}.Corrected(cell.Value)
		cells[cell.At.Row] = row
		s.Correct(cells)
	}
}

// Load reads a file of corrections by its name.
func Load(name string) ([]Correction, error) {
	data, err := bounded.ReadFile(name, MaxSize)
	if err != nil {
		return nil, &table.FileError{Path: name, Reason: problem.Textf("cannot be read: %v", err), Err: err}
	}
	return Read(data, name)
}

// Keep writes a correction into a file, in the place of an earlier one of the same cell; see [With]. The
// file goes with its last correction. Who writes at the same time loses nothing of the file but perhaps the
// other's correction.
func Keep(name string, c Correction) error {
	list, err := Load(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if list = With(list, c); len(list) == 0 {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the file of corrections: %w", err)
		}
		return nil
	}
	data, err := Write(list)
	if err != nil {
		return err
	}
	return files.WriteFile(name, data, 0o600)
}

// apply gives each sheet its corrections.
func (a *Applied) apply(ctx context.Context, sheets []*table.Sheet, list []Correction, most int) error {
	of := map[*table.Sheet][]Correction{}
	for _, c := range list {
		fits := each.That(sheets, func(s *table.Sheet) bool {
			return c.Sheet == "" || strings.EqualFold(c.Sheet, s.Title())
		})
		if len(fits) == 1 {
			of[fits[0]] = append(of[fits[0]], c)
			continue
		}
		p := problem.Errorf(c.at, "correction-sheet", "this correction fits more than one sheet")
		if len(fits) == 0 {
			p = problem.Errorf(c.at, "correction-sheet", "no sheet %q here", c.Sheet)
		}
		a.Problems = append(a.Problems, p.Hintf(
			"write the sheet's name as it is now, or delete this row of %s", c.at.File))
	}
	for s, list := range of {
		f, err := Find(ctx, s, list, most)
		if err != nil {
			return err
		}
		s.Correct(f.Cells)
		a.Found[s] = f
	}
	return nil
}

// Cell is a cell that is read otherwise than it stands.
type Cell struct {
	At    problem.Position
	Value string
}

// Tell gives the problems with the corrections of a sheet and the cells that are read otherwise, in the
// order of the sheet. What stands in the cells of persons is not repeated among the problems.
func (a Applied) Tell(s *table.Sheet, persons bool) (problems []problem.Problem, cells []Cell) {
	f := a.Found[s]
	for _, row := range slices.Sorted(maps.Keys(f.Cells)) {
		for _, column := range slices.Sorted(maps.Keys(f.Cells[row])) {
			cells = append(cells, Cell{s.At(row, column), f.Cells[row][column].Text})
		}
	}
	problems = slices.Clone(f.Problems)
	for n := range problems {
		if persons {
			problems[n].Value = ""
		}
	}
	return problems, cells
}

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
