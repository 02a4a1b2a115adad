package table

import (
	"context"

	"plugsheet/schemas/problem"
)

const (
	hintRows  = "split it into files of fewer rows, or go by the list of problems"
	widthRows = 100 // rows that the widths of columns are taken from
)

// textCopy writes a text file as a worksheet: every cell text, leading zeros and all, at the row that its problems name.
type textCopy struct {
	b      *bookCopy
	sheet  *Sheet
	out    *newSheet
	normal textStyle
	header textStyle
	marks  []mark             // still to come
	cut    []problem.Position // cells whose text was too long
}

// writeText writes the worksheet with its notes and gives the cells whose text did not fit; they get a note that says so.
func (b *bookCopy) writeText(part string, s *Sheet, marks []mark, cutNote string) ([]problem.Position, error) {
	const asText = `numFmtId="49" applyNumberFormat="1"`
	t := textCopy{
		b: b, sheet: s, marks: marks,
		normal: b.styles.textStyle(0, 0, asText, ""),
		header: b.styles.textStyle(b.styles.font("<b/>", ""), 0, asText, ""),
	}
	columns, err := t.columns(b.ctx)
	if err != nil {
		return nil, err
	}
	w, err := b.create(part)
	if err != nil {
		return nil, err
	}
	t.out = b.begin(w, columns, false)
	for row, err := range s.Rows(b.ctx) {
		if err != nil {
			return nil, err
		}
		if row.Number > lastSheetRow {
			return nil, s.refuse(row.Number, 0, hintRows, "is beyond the last row of a worksheet, which is %d", lastSheetRow)
		}
		t.rowsBefore(row.Number)
		t.write(row)
	}
	t.rowsBefore(lastSheetRow + 1)
	noted := t.noted(marks, cutNote)
	behind := `<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>`
	if len(noted) > 0 {
		behind += `<legacyDrawing r:id="` + newDrawing + `"/>`
	}
	if err := t.out.end(behind); err != nil || len(noted) == 0 {
		return t.cut, err
	}
	return t.cut, b.writeNewNotes(part, noted)
}

// noted are the marks that have a note, those of texts that were cut included.
func (t *textCopy) noted(marks []mark, cutNote string) []mark {
	var noted []mark
	taken := map[string]bool{}
	for _, m := range marks {
		if m.note != "" {
			noted = append(noted, m)
			taken[m.cell()] = true
		}
	}
	for _, at := range t.cut {
		m := mark{row: at.Row, column: at.Column, severity: problem.Warning, note: cutNote}
		if !taken[m.cell()] && len(noted) < maxNotes {
			noted = append(noted, m)
		}
	}
	return noted
}

// columns takes the widths from the first rows. Empty cells are text, too, so that what is typed there keeps its zeros.
func (t *textCopy) columns(ctx context.Context) ([]newColumn, error) {
	var columns []newColumn
	n := 0
	for row, err := range t.sheet.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		for i, c := range row.Cells {
			if i == len(columns) {
				columns = append(columns, newColumn{width: 9, style: t.normal.plain})
			}
			columns[i].width = columnWidth(columns[i].width, c.Text)
		}
		if n++; n == widthRows {
			break
		}
	}
	return columns, nil
}

// rowsBefore writes the marks in rows that hold nothing.
func (t *textCopy) rowsBefore(row int) {
	for len(t.marks) > 0 && t.marks[0].row < row {
		t.write(Row{Number: t.marks[0].row})
	}
}

func (t *textCopy) write(row Row) {
	t.out.at(row.Number)
	style := t.normal
	if row.Number == 1 {
		style = t.header
	}
	for column := 1; column <= len(row.Cells) || t.marked(row.Number); column++ {
		text, cut := "", false
		if column <= len(row.Cells) {
			text, cut = fitCell(row.Cells[column-1].Raw)
		}
		look := style.of(text)
		if cut {
			t.cut = append(t.cut, t.sheet.At(row.Number, column))
			look = t.b.styles.marked(look, problem.Warning)
		}
		if t.marked(row.Number) && t.marks[0].column == column {
			look = t.b.styles.marked(style.of(text), t.marks[0].severity)
			t.marks = t.marks[1:]
		} else if text == "" {
			continue
		}
		t.out.cell(column, look, text)
	}
}

// marked tells whether a mark is still to come in the row.
func (t *textCopy) marked(row int) bool { return len(t.marks) > 0 && t.marks[0].row == row }
