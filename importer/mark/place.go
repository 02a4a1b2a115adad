package mark

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// headerRows is how many rows are looked at for a header, and for the widths of columns.
const headerRows = 100

// marking is a workbook being written: its notes as marks of cells and lines of the list of problems.
type marking struct {
	problem.Language // of the person
	o                Options
	out              string
	sheets           []*table.Sheet // of all inputs
	base             string         // the workbook among the inputs; empty: there is none
	notes            []Note
	shapes           map[*table.Sheet]table.Shape // nil: only the rows with problems are written
	names            map[*table.Sheet]string      // in the copy; an earlier list of problems has none
	headers          map[*table.Sheet]int         // rows of headers
	cells            map[*table.Sheet][]*mark     // by row and column
	lines            []problemLine
	takesNotes       bool     // see the function of that name
	noted            int      // cells with a note
	bare             int      // cells with a colour only
	lost             []string // see [Copy]
}

// whole tells whether everything is copied.
func (m *marking) whole() bool { return m.shapes != nil }

// streams tells whether a sheet is written row by row, as text.
func (m *marking) streams(s *table.Sheet) bool { return !m.whole() || s.Format != "xlsx" }

// place is a cell.
type place struct{ row, column int }

func (p place) name() string { return fmt.Sprintf("%s%d", problem.ColumnName(p.column), p.row) }

// mark is a cell with a colour and a note.
type mark struct {
	place
	lines []int // of the list, in their order
}

// problemLine is one line of the list of problems.
type problemLine struct {
	note  Note
	sheet string // as the copy calls it; else the file
	link  string // to the cell in the copy; may be empty
}

// placeNotes finds the cell for each note.
func (m *marking) placeNotes(ctx context.Context) {
	m.lines, m.noted, m.bare = nil, 0, 0
	m.cells, m.headers = map[*table.Sheet][]*mark{}, map[*table.Sheet]int{}
	for i, n := range m.notes {
		if ctx.Err() != nil { // whoever reads the rows next tells it
			return
		}
		m.lines = append(m.lines, problemLine{note: n, sheet: cmp.Or(n.At.Sheet, n.At.File)})
		found := slices.IndexFunc(m.sheets, func(s *table.Sheet) bool {
			return s.File == n.At.File && s.Name == n.At.Sheet && m.names[s] != ""
		})
		if found < 0 {
			continue
		}
		s := m.sheets[found]
		m.lines[i].sheet = m.names[s]
		if m.headers[s] == 0 {
			m.headers[s] = header(ctx, s)
		}
		at := place{max(n.At.Row, 1), max(n.At.Column, 1)}
		if n.At.Row == 0 && (n.At.Column > 0 || !m.whole()) {
			at.row = m.headers[s]
		}
		m.cells[s] = append(m.cells[s], &mark{m.anchor(s, at), []int{i}})
	}
	for s := range m.cells {
		m.cells[s] = joined(m.cells[s])
	}
}

// header is the row where columns are marked: the first one with more than one filled cell, which passes over
// titles. Whoever reads the rows next tells their errors.
func header(ctx context.Context, s *table.Sheet) int {
	for row, err := range s.Rows(ctx) {
		if table.Filled(row.Cells) > 1 {
			return row.Number
		}
		if err != nil || row.Number >= headerRows {
			break
		}
	}
	return 1
}

// anchor is the cell that shows a note: in a merged range its first one.
func (m *marking) anchor(s *table.Sheet, at place) place {
	for _, r := range m.shapes[s].Merged {
		if r.FirstRow <= at.row && at.row <= r.LastRow && r.FirstColumn <= at.column &&
			at.column <= r.LastColumn {
			return place{r.FirstRow, r.FirstColumn}
		}
	}
	return at
}

// joined makes one mark of those in the same cell, and brings them into order.
func joined(marks []*mark) []*mark {
	slices.SortStableFunc(marks, func(a, b *mark) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column))
	})
	out := marks[:0]
	for _, k := range marks {
		if n := len(out); n > 0 && out[n-1].place == k.place {
			out[n-1].lines = append(out[n-1].lines, k.lines...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

// severity is the worst of a cell's problems.
func (m *marking) severity(k *mark) problem.Severity {
	if slices.ContainsFunc(k.lines, func(n int) bool { return m.lines[n].note.Severity == problem.Error }) {
		return problem.Error
	}
	return problem.Warning
}

// text is the text of a cell's note: all that there is to say about it.
func (m *marking) text(k *mark) string {
	texts := each.Of(k.lines, func(line int) string {
		n := m.lines[line].note
		return strings.TrimSuffix(m.sayHow(n.Severity)+": "+n.Title+"\n"+n.Advice, "\n")
	})
	return problem.Shorten(strings.Join(texts, "\n\n"), maxNoteText)
}

func (m *marking) sayHow(s problem.Severity) string {
	return map[problem.Severity]string{problem.Error: m.Say("error"), problem.Warning: m.Say("warning")}[s]
}

// quoteSheet writes a sheet's name as in a formula.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
