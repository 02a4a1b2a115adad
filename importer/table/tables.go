package table

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/table/xlsx"
)

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

// tableArea reads the element that describes a table.
func tableArea(x *xlsx.Scanner) (Area, bool) {
	from, to, _ := strings.Cut(x.Attr("ref"), ":")
	var a Area
	a.FirstColumn, a.FirstRow = xlsx.CellRef([]byte(from))
	a.LastColumn, a.LastRow = xlsx.CellRef([]byte(to))
	if x.Attr("totalsRowCount") != "" {
		a.LastRow -= digits([]byte(x.Attr("totalsRowCount")))
	}
	return a, x.Attr("headerRowCount") != "0" && a.FirstRow > 0 && a.LastRow > a.FirstRow &&
		a.LastColumn >= a.FirstColumn && a.FirstColumn > 0
}
