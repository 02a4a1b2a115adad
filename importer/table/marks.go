package table

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plugsheet/schemas/problem"
)

// marking turns the notes of a volume into marks of cells and lines of the list of problems.
type marking struct {
	words AnnotateWords
	names map[*Sheet]string // of the sheets in the copy
	cells map[*Sheet][]markedCell
	lines []problemLine
	notes int // cells with a note
	bare  int // cells with a colour only
}

// markedCell is a cell with the notes about it, in their order.
type markedCell struct {
	row, column int
	notes       []Note
	lines       []int // of the list
	anchorRow   int   // of the merged range that it lies in; 0 when in none
}

// problemLine is one line of the list of problems.
type problemLine struct {
	note  Note
	sheet string // as the copy calls it; else the file
	link  string // to the cell in the copy; may be empty
}

// place finds the cell for each note.
func (m *marking) place(ctx context.Context, v *volume) error {
	known := map[problem.Position]*Sheet{}
	for _, s := range slices.Concat(v.sheets, v.texts) {
		known[problem.Position{File: s.File, Sheet: s.Name}] = s
	}
	at := map[*Sheet]map[[2]int]int{}
	headers := map[*Sheet]int{}
	for _, n := range v.notes {
		m.lines = append(m.lines, problemLine{note: n, sheet: cmp.Or(n.At.Sheet, n.At.File)})
		line := len(m.lines) - 1
		s := known[problem.Position{File: n.At.File, Sheet: n.At.Sheet}]
		if s == nil {
			continue
		}
		m.lines[line].sheet = m.names[s]
		row, column := max(n.At.Row, 1), max(n.At.Column, 1)
		if n.At.Row == 0 && n.At.Column > 0 {
			var err error
			if row, err = headerRow(ctx, s, headers); err != nil {
				return err
			}
		}
		if at[s] == nil {
			at[s] = map[[2]int]int{}
		}
		i, seen := at[s][[2]int{row, column}]
		if !seen {
			i = len(m.cells[s])
			at[s][[2]int{row, column}] = i
			m.cells[s] = append(m.cells[s], markedCell{row: row, column: column})
		}
		c := &m.cells[s][i]
		c.notes, c.lines = append(c.notes, n), append(c.lines, line)
	}
	return nil
}

// headerRow is where a column is marked: the first row with more than one filled cell, which passes over titles.
func headerRow(ctx context.Context, s *Sheet, known map[*Sheet]int) (int, error) {
	if n, ok := known[s]; ok {
		return n, nil
	}
	header, looked := 1, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return 0, err
		}
		filled := 0
		for _, c := range row.Cells {
			if c.Kind != Blank {
				filled++
			}
		}
		if filled > 1 {
			header = row.Number
			break
		}
		if looked++; looked == widthRows {
			break
		}
	}
	known[s] = header
	return header, nil
}

// marks are the marks of a sheet, in order, with the links that lead to them.
func (m *marking) marks(s *Sheet) []mark {
	cells := m.cells[s]
	marks := make([]mark, 0, len(cells))
	for _, c := range cells {
		k := mark{row: c.row, column: c.column, severity: problem.Warning}
		for _, n := range c.notes {
			if n.Severity == problem.Error {
				k.severity = problem.Error
			}
		}
		if m.notes < maxNotes {
			m.notes++
			k.note = m.text(c.notes)
		} else {
			m.bare++
		}
		if !s.Hidden {
			for _, line := range c.lines {
				m.lines[line].link = quoteSheet(m.names[s]) + "!" + k.cell()
			}
		}
		marks = append(marks, k)
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	return marks
}

// text is the text of a note: all that there is to say about the cell.
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
		return m.words.Error
	}
	return m.words.Warning
}

// quoteSheet writes a sheet's name as in a formula.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// maxSteps bounds the work for merged ranges that overlap, which no spreadsheet program allows.
const maxSteps = 20_000_000

// anchor moves marks inside merged ranges to the first cell of the range, the only one that shows a note.
func (m *marking) anchor(ctx context.Context, s *Sheet) error {
	p, ok := s.source.(*sheetPart)
	if !ok || len(m.cells[s]) == 0 {
		return nil
	}
	merged, err := p.merged(ctx, false)
	if errors.Is(err, errXMLBad) || errors.Is(err, errXMLCut) {
		merged, err = p.merged(ctx, true)
	}
	if err != nil || len(merged) == 0 {
		return err
	}
	cells := m.cells[s]
	slices.SortStableFunc(cells, func(a, b markedCell) int { return cmp.Compare(a.row, b.row) })
	steps := 0
	for _, r := range merged {
		if steps > maxSteps {
			break
		}
		from, _ := slices.BinarySearchFunc(cells, r.rows.first, func(c markedCell, row int) int { return cmp.Compare(c.row, row) })
		for i := from; i < len(cells) && cells[i].row <= r.rows.last; i++ {
			steps++
			if c := &cells[i]; r.columns.first <= c.column && c.column <= r.columns.last {
				c.column, c.anchorRow = r.columns.first, r.rows.first
			}
		}
	}
	m.cells[s] = together(cells)
	return nil
}

// together joins the cells that have become the same one.
func together(cells []markedCell) []markedCell {
	at := map[[2]int]int{}
	out := cells[:0]
	for _, c := range cells {
		if c.anchorRow > 0 {
			c.row = c.anchorRow
		}
		key := [2]int{c.row, c.column}
		if i, ok := at[key]; ok {
			out[i].notes = append(out[i].notes, c.notes...)
			out[i].lines = append(out[i].lines, c.lines...)
			continue
		}
		at[key] = len(out)
		out = append(out, c)
	}
	return out
}

// mergedRange is a merged range of cells.
type mergedRange struct{ rows, columns span }

// merged reads the merged ranges of a sheet, which stand behind its rows; whole as in readLayout.
func (p *sheetPart) merged(ctx context.Context, whole bool) ([]mergedRange, error) {
	r, _, err := p.book.part(ctx, p.name, nil)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	x := newXMLScanner(r)
	var found []mergedRange
	for {
		tok, err := x.next()
		if err != nil {
			return nil, err
		}
		if tok == xmlEOF || len(found) > maxMerged {
			return found, nil
		}
		if tok != xmlStart {
			continue
		}
		switch string(x.name) {
		case "sheetData":
			if !whole && !x.pending {
				if err := x.passRows(); err != nil {
					return nil, err
				}
			}
		case "mergeCell":
			from, to, ok := bytes.Cut([]byte(x.attr("ref")), []byte(":"))
			column, row := cellRef(from)
			lastColumn, lastRow := cellRef(to)
			if ok && column > 0 && row > 0 && lastColumn >= column && lastRow >= row {
				found = append(found, mergedRange{span{row, lastRow}, span{column, lastColumn}})
			}
		}
	}
}

// rest are the lines that tell what the list and the cells do not.
func (m *marking) rest(dropped int) []string {
	var lines []string
	linked := 0
	for _, l := range m.lines {
		if l.link != "" {
			linked++
		}
	}
	for _, w := range []struct {
		format string
		n      int
	}{{m.words.NotMarked, m.bare}, {m.words.NotLinked, linked - maxLinks}, {m.words.NotListed, dropped}} {
		if w.n > 0 {
			lines = append(lines, fmt.Sprintf(w.format, w.n))
		}
	}
	return lines
}
