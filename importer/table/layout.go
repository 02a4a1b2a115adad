package table

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

// maxHidden is how many ranges of hidden columns are kept.
const maxHidden = 16_384

// merge is a merged range of more than one row; its value stands in the first row and column.
type merge struct {
	rows   span
	column int
}

// layout is what has to be known of a sheet before its first row: it stands before and behind the rows.
type layout struct {
	hidden []span
	merges []merge
	links  []sheetLink
}

// readLayout goes through a sheet without looking at the rows, which costs little more than unpacking them.
// When whole is true it looks at them all the same, for sheets whose texts imitate the end of the rows.
func (p *sheetPart) readLayout(ctx context.Context, whole bool) (*layout, error) {
	r, _, err := p.book.part(ctx, p.name, nil)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	x, l, merges := xlsx.NewScanner(r), &layout{}, 0
	for err := range x.Starts() {
		if err != nil {
			return nil, err
		}
		switch string(x.Name) {
		case "col":
			l.addColumns(x)
		case "sheetData":
			if !whole && !x.Closed() {
				if err := x.PassRows(); err != nil {
					return nil, err
				}
			}
		case "mergeCell":
			if merges++; merges > maxMerged {
				return nil, refuse(p.book.path, hintMerged,
					problem.Textf("has more than %d merged ranges in one sheet", maxMerged))
			}
			l.addMerge(x.Attr("ref"))
		case "hyperlink":
			l.addLink(x)
		}
	}
	slices.SortStableFunc(l.merges, func(a, b merge) int { return a.rows.first - b.rows.first })
	return l, p.resolveLinks(l)
}

const hintMerged = "select all cells, choose Unmerge Cells, and save the file"

func (l *layout) addColumns(x *xlsx.Scanner) {
	if !xlsx.IsTrue([]byte(x.Attr("hidden"))) || len(l.hidden) >= maxHidden {
		return
	}
	first, err1 := strconv.Atoi(x.Attr("min"))
	last, err2 := strconv.Atoi(x.Attr("max"))
	if err1 == nil && err2 == nil {
		l.hidden = append(l.hidden, span{first, last})
	}
}

func (l *layout) addMerge(ref string) {
	from, to, ok := bytes.Cut([]byte(ref), []byte(":"))
	if !ok {
		return
	}
	column, first := xlsx.CellRef(from)
	_, last := xlsx.CellRef(to)
	if column > 0 && column <= MaxColumns && first > 0 && last > first {
		l.merges = append(l.merges, merge{rows: span{first, last}, column: column})
	}
}

// mergeFiller repeats the values of merged ranges in the rows below.
type mergeFiller struct {
	waiting []merge // by first row
	active  []activeMerge
}

type activeMerge struct {
	merge
	value Cell
}

// fill repeats in the row what stands above, when the row holds something of its own,
// and notes what begins in it.
func (m *mergeFiller) fill(number int, cells []Cell) []Cell {
	if len(m.active) > 0 {
		m.active = slices.DeleteFunc(m.active, func(a activeMerge) bool { return a.rows.last < number })
	}
	if len(cells) > 0 {
		for _, a := range m.active {
			cells = widened(cells, a.column)
			if c := &cells[a.column-1]; c.Kind == Blank {
				*c = a.value
			}
		}
	}
	for len(m.waiting) > 0 && m.waiting[0].rows.first <= number {
		next := m.waiting[0]
		m.waiting = m.waiting[1:]
		if next.rows.first < number || next.column > len(cells) || cells[next.column-1].Kind == Blank {
			continue
		}
		value := cells[next.column-1]
		value.Merged = true
		m.active = slices.DeleteFunc(m.active, func(a activeMerge) bool { return a.column == next.column })
		m.active = append(m.active, activeMerge{next, value})
	}
	return cells
}
