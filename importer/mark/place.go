package mark

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/table"
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
	cells            map[*table.Sheet][]*mark
	lines            []problemLine
	noted            int      // cells with a note
	bare             int      // cells with a colour only
	lost             []string // see [Copy]
}

// whole tells whether everything is copied.
func (m *marking) whole() bool { return m.shapes != nil }

// place is a cell.
type place struct{ row, column int }

func (p place) name() string { return fmt.Sprintf("%s%d", problem.ColumnName(p.column), p.row) }

// mark is a cell with the notes about it, in their order.
type mark struct {
	place
	severity problem.Severity // the worst of the notes
	notes    []Note
	lines    []int // of the list
}

// problemLine is one line of the list of problems.
type problemLine struct {
	note  Note
	sheet string // as the copy calls it; else the file
	link  string // to the cell in the copy; may be empty
}

// placeNotes finds the cell for each note.
func (m *marking) placeNotes(ctx context.Context) error {
	known := map[problem.Position]*table.Sheet{}
	for _, s := range m.sheets {
		known[problem.Position{File: s.File, Sheet: s.Name}] = s
	}
	m.lines, m.noted, m.bare = nil, 0, 0
	m.cells, m.headers = map[*table.Sheet][]*mark{}, map[*table.Sheet]int{}
	for i, n := range m.notes {
		m.lines = append(m.lines, problemLine{note: n, sheet: cmp.Or(n.At.Sheet, n.At.File)})
		s := known[problem.Position{File: n.At.File, Sheet: n.At.Sheet}]
		if s == nil || m.names[s] == "" {
			continue
		}
		m.lines[i].sheet = m.names[s]
		if err := m.findHeader(ctx, s); err != nil {
			return err
		}
		at := place{max(n.At.Row, 1), max(n.At.Column, 1)}
		if n.At.Row == 0 && (n.At.Column > 0 || !m.whole()) {
			at.row = m.headers[s]
		}
		m.cells[s] = append(m.cells[s], &mark{place: at, severity: n.Severity, notes: []Note{n}, lines: []int{i}})
	}
	for s := range m.cells {
		if err := m.anchor(ctx, s); err != nil {
			return err
		}
		m.cells[s] = joined(m.cells[s])
	}
	return nil
}

// findHeader finds where columns are marked: the first row with more than one filled
// cell, which passes over titles.
func (m *marking) findHeader(ctx context.Context, s *table.Sheet) error {
	if m.headers[s] > 0 {
		return nil
	}
	m.headers[s] = 1
	for row, err := range s.Rows(ctx) {
		filled := 0
		for _, c := range row.Cells {
			if c.Kind != table.Blank {
				filled++
			}
		}
		if filled > 1 {
			m.headers[s] = row.Number
		}
		if err != nil || filled > 1 || row.Number >= headerRows {
			return err
		}
	}
	return nil
}

// anchor moves marks inside merged ranges to the first cell of the range, the only one that shows a note.
func (m *marking) anchor(ctx context.Context, s *table.Sheet) error {
	marks := slices.SortedStableFunc(slices.Values(m.cells[s]),
		func(a, b *mark) int { return cmp.Compare(a.row, b.row) })
	anchors := map[*mark]place{}
	for _, r := range m.shapes[s].Merged {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		from, _ := slices.BinarySearchFunc(marks, r.FirstRow,
			func(k *mark, row int) int { return cmp.Compare(k.row, row) })
		for _, k := range marks[from:] {
			if k.row > r.LastRow {
				break
			}
			if r.FirstColumn <= k.column && k.column <= r.LastColumn {
				anchors[k] = place{r.FirstRow, r.FirstColumn}
			}
		}
	}
	for k, at := range anchors {
		k.place = at
	}
	return nil
}

// joined makes one mark of those in the same cell, and brings them into order.
func joined(marks []*mark) []*mark {
	at := map[place]*mark{}
	out := marks[:0]
	for _, k := range marks {
		first := at[k.place]
		if first == nil {
			at[k.place] = k
			out = append(out, k)
			continue
		}
		first.notes, first.lines = append(first.notes, k.notes...), append(first.lines, k.lines...)
		if k.severity == problem.Error {
			first.severity = problem.Error
		}
	}
	slices.SortFunc(out,
		func(a, b *mark) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	return out
}

// link notes where the lines of a mark lead in the copy. Nobody can follow a link to a hidden sheet.
func (m *marking) link(s *table.Sheet, k *mark, to place) {
	if s.Hidden && m.whole() {
		return
	}
	for _, line := range k.lines {
		m.lines[line].link = quoteSheet(m.names[s]) + "!" + to.name()
	}
}

// text is the text of a mark's note: all that there is to say about the cell.
func (m *marking) text(notes []Note) string {
	var b strings.Builder
	for i, n := range notes {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(m.severity(n.Severity) + ": " + n.Title)
		if n.Advice != "" {
			b.WriteString("\n" + n.Advice)
		}
		if b.Len() > 4*maxNoteText {
			break
		}
	}
	return problem.Shorten(b.String(), maxNoteText)
}

func (m *marking) severity(s problem.Severity) string {
	if s == problem.Error {
		return m.Say("error")
	}
	return m.Say("warning")
}

// quoteSheet writes a sheet's name as in a formula.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
