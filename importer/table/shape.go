package table

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

// Shape is what a sheet is like as a whole, for those who copy it.
type Shape struct {
	Cells  int    // from column A to the last of each row, blank ones too; a row without any counts as one
	Merged []Area // merged ranges, in the file's order
	// the kinds of things that the worksheet has, as the format names them: "cols", "sheetData"
	Parts []string
}

// Shape goes through the whole sheet. A text file has cells only. Errors are as those of [Sheet.Rows].
func (s *Sheet) Shape(ctx context.Context) (Shape, error) {
	if p, ok := s.part(); ok {
		shape, err := p.shape(ctx)
		if errors.Is(err, xlsx.ErrBad) || errors.Is(err, xlsx.ErrCut) {
			err = p.damaged(s, 0, 0, err)
		}
		return shape, err
	}
	shape := Shape{}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return shape, err
		}
		shape.Cells += len(row.Cells)
	}
	return shape, nil
}

// HasMacros tells whether the sheet is one of a workbook with macros.
func (s *Sheet) HasMacros() bool {
	p, ok := s.source.(*sheetPart)
	if !ok {
		return false
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(p.book.parts)),
		func(name string) bool { return path.Base(name) == "vbaproject.bin" })
}

// Digest sums up what the rows of a sheet hold: their numbers, and all that is in them. That a formula gives
// an empty text is left out: some writers do, and a spreadsheet program finds it out by itself.
func (s *Sheet) Digest(ctx context.Context) (uint64, error) {
	sum := fnv.New64a()
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return 0, err
		}
		text := ""
		for i, c := range row.Cells {
			if c.Kind != Blank && (c.Kind != Error || !strings.HasPrefix(c.Raw, "=")) {
				text += fmt.Sprintf("%d%+v", i, c)
			}
		}
		if text != "" {
			fmt.Fprintln(sum, row.Number, text, row.Hidden)
		}
	}
	return sum.Sum64(), nil
}

func (p *sheetPart) shape(ctx context.Context) (Shape, error) {
	r, _, err := p.book.part(ctx, p.name, nil)
	if err != nil {
		return Shape{}, err
	}
	defer r.Close()
	x, shape, row, column := xlsx.NewScanner(r), Shape{}, 0, 0
	for err := range x.Starts() {
		if err != nil {
			return shape, err
		}
		if x.Depth == 2 && !slices.Contains(shape.Parts, string(x.Name)) {
			shape.Parts = append(shape.Parts, string(x.Name))
		}
		switch string(x.Name) {
		case "row":
			before := row
			if row++; x.Attr("r") != "" {
				row, _ = strconv.Atoi(x.Attr("r"))
			}
			shape.Cells, column = shape.Cells+max(row-before-1, 0)+column, 1
		case "c":
			if n, _ := xlsx.CellRef([]byte(x.Attr("r"))); n > 0 {
				column = max(column, n)
			} else {
				column++
			}
		case "mergeCell":
			if err := shape.merge(x.Attr("ref")); err != nil {
				return shape, err
			}
		}
	}
	shape.Cells += column
	return shape, nil
}

// merge adds a merged range.
func (s *Shape) merge(ref string) error {
	if r, ok := areaOf(ref); ok && strings.Contains(ref, ":") {
		s.Merged = append(s.Merged, r)
	}
	if len(s.Merged) > maxMerged {
		return refuse("", hintMerged, problem.Textf("has more than %d merged ranges in one sheet", maxMerged))
	}
	return nil
}

// Area is a rectangle of cells, both ends included, counted from 1.
type Area struct{ FirstRow, LastRow, FirstColumn, LastColumn int }

// maxTables is how many tables of one sheet are looked at.
const maxTables = 1000

// Tables gives the tables that somebody made of ranges of the sheet (in Excel: Insert, Table),
// from top to bottom; the first row of each holds the headers. Totals and tables without
// headers are left out. Text files have none.
func (s *Sheet) Tables(ctx context.Context) ([]Area, error) {
	p, ok := s.part()
	if !ok {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	links, err := p.book.readLinks(p.name)
	if err != nil {
		return nil, err
	}
	var areas []Area
	for _, l := range links {
		if l.kind != "table" || len(areas) == maxTables {
			continue
		}
		if err := p.book.allow(l.target, maxPart); err != nil {
			return nil, err
		}
		err := p.book.scan(l.target, func(x *xlsx.Scanner) error {
			if string(x.Name) == "table" {
				if a, ok := tableArea(x); ok {
					areas = append(areas, a)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(areas, func(a, b Area) int {
		return (a.FirstRow-b.FirstRow)*2*MaxColumns + a.FirstColumn - b.FirstColumn
	})
	return areas, nil
}

// areaOf reads the name of a range, such as A1:B2, or of a cell.
func areaOf(ref string) (a Area, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	a.FirstColumn, a.FirstRow = xlsx.CellRef([]byte(from))
	a.LastColumn, a.LastRow = xlsx.CellRef([]byte(cmp.Or(to, from)))
	return a, a.FirstColumn > 0 && a.FirstRow > 0 && a.LastColumn >= a.FirstColumn && a.LastRow >= a.FirstRow
}

// tableArea reads the element that describes a table.
func tableArea(x *xlsx.Scanner) (Area, bool) {
	a, ok := areaOf(x.Attr("ref"))
	a.LastRow -= digits([]byte(x.Attr("totalsRowCount")))
	return a, ok && x.Attr("headerRowCount") != "0" && a.LastRow > a.FirstRow
}
