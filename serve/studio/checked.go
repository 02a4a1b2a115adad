package studio

import (
	"cmp"
	"slices"
	"strings"

	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/problem"
)

// Check is what comes of importing everything.
type Check struct {
	Grids     []*Grid
	Problems  *problem.List
	Odd       []problem.Problem
	Corrected []Corrected
	Products  int
	Skipped   int  // rows left out for their errors
	Written   bool // the draft is that of this check
	Command   Same // that says the same
	Import    Same // that publishes it
	Correct   bool // a command that corrects a cell counts only once the choices are kept
	Limits    diff.Limits
}

// Corrected is a cell that is read otherwise than it stands.
type Corrected struct {
	At    problem.Position
	Value string
}

// reads is what a cell is read as, with the corrections.
func (c *Check) reads(g *Grid, at problem.Position) string {
	for _, one := range c.Corrected {
		if one.At == at {
			return one.Value
		}
	}
	return g.Cell(at.Row, at.Column)
}

// fixes are the corrected cells of a sheet, by its place among the grids.
func (c *Check) fixes(grid int) (all []fix) {
	g := c.Grids[grid]
	for _, one := range c.Corrected {
		if at := one.At; g.holds(at) {
			all = append(all, fix{grid, at.Row, at.Column, at.Cell(), g.Cell(at.Row, at.Column), one.Value})
		}
	}
	return all
}

// Grid is a sheet as it stands, in memory: the texts of its cells. It is filled once and not changed then.
type Grid struct {
	File, Sheet, Title string
	Kind               string // what the sheet holds, as plugsheet.yaml says it; empty: it is not read
	Head               int    // number of the row with the headers; 0 for none
	Columns            int    // of the longest row

	rows []gridRow
}

// gridRow is a row in one piece of memory.
type gridRow struct {
	number int
	text   string
	ends   []uint32 // of its cells in text
}

// Add adds the next row.
func (g *Grid) Add(number int, cells []string) {
	row := gridRow{number: number, text: strings.Join(cells, ""), ends: make([]uint32, len(cells))}
	size := 0
	for i, c := range cells {
		size += len(c)
		row.ends[i] = uint32(size)
	}
	g.rows, g.Columns = append(g.rows, row), max(g.Columns, len(cells))
}

// Len is the number of rows, blank ones not counted.
func (g *Grid) Len() int { return len(g.rows) }

// Row gives a row by its place among those that are not blank.
func (g *Grid) Row(i int) (number int, cells []string) {
	row := g.rows[i]
	cells = make([]string, len(row.ends))
	start := uint32(0)
	for n, end := range row.ends {
		cells[n], start = row.text[start:end], end
	}
	return row.number, cells
}

// Find is the place of the row with a number, or of the one that follows; found tells which.
func (g *Grid) Find(number int) (i int, found bool) {
	return slices.BinarySearchFunc(g.rows, number,
		func(r gridRow, n int) int { return cmp.Compare(r.number, n) })
}

// Cell is the text of a cell; empty beyond the sheet.
func (g *Grid) Cell(row, column int) string {
	i, found := g.Find(row)
	if !found {
		return ""
	}
	if _, cells := g.Row(i); column > 0 && column <= len(cells) {
		return cells[column-1]
	}
	return ""
}

// Header is what stands above a column.
func (g *Grid) Header(column int) string {
	if g.Head == 0 {
		return ""
	}
	return g.Cell(g.Head, column)
}

// holds tells whether a position is one of the sheet.
func (g *Grid) holds(at problem.Position) bool { return g.File == at.File && g.Sheet == at.Sheet }
