package correct

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
)

// Applied is what the corrections of several inputs come to.
type Applied struct {
	Found    map[*table.Sheet]Found // of the sheets that have corrections
	Problems []problem.Problem      // of corrections that belong to no sheet
}

// Apply lets sheets be read as the corrections beside their files say; a file that is named stands for all
// of them. At most so many rows of each sheet are looked at; 0 for all. See [Find].
func Apply(ctx context.Context, sheets []*table.Sheet, file string, most int) (Applied, error) {
	a := Applied{Found: map[*table.Sheet]Found{}}
	var names []string
	of := map[string][]*table.Sheet{}
	for _, s := range sheets {
		s.Correct(nil) // of an earlier time
		name := cmp.Or(file, FileOf(s.File))
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		of[name] = append(of[name], s)
	}
	for _, name := range names {
		if file == "" && strings.Contains(name, "://") {
			continue // a download has nothing beside it
		}
		list, err := Load(name)
		if file == "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return a, err
		}
		if err := a.apply(ctx, of[name], list, most); err != nil {
			return a, err
		}
	}
	return a, nil
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
		fits := slices.DeleteFunc(slices.Clone(sheets), func(s *table.Sheet) bool {
			return c.Sheet != "" && !strings.EqualFold(c.Sheet, s.Title())
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
	for _, p := range f.Problems {
		if persons {
			p.Value = ""
		}
		problems = append(problems, p)
	}
	return problems, cells
}
