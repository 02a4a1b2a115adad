package mark

import (
	"context"
	"errors"
	"strconv"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// streamed is a sheet of text cells that is written row by row: a text file, where every row stands where
// its problems say, or the rows of a sheet that have problems, each behind its number.
type streamed struct {
	*marking
	b            *book
	sheet        *table.Sheet
	name         string // in the copy
	out          *excelize.StreamWriter
	normal, head int     // looks
	only         bool    // rows with problems, and the header
	row          int     // the last that was written, as the copy counts
	marks        []*mark // still to come
}

// stream writes a sheet.
func (m *marking) stream(ctx context.Context, b *book, s *table.Sheet) error {
	t := &streamed{marking: m, b: b, sheet: s, name: m.names[s], only: !m.whole(), marks: m.cells[s]}
	if t.only && len(t.marks) == 0 {
		return b.DeleteSheet(t.name)
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return err
		}
		if err := t.rowsBefore(row.Number); err != nil {
			return err
		}
		if t.only && row.Number != m.headers[s] && !t.marked(row.Number) {
			continue
		}
		if err := t.write(row); err != nil {
			return err
		}
	}
	if err := t.rowsBefore(excelize.TotalRows + 1); err != nil {
		return err
	}
	return t.out.Flush()
}

// begin writes what stands before the rows. Empty cells are text, too, so that what is
// typed there keeps its zeros.
func (t *streamed) begin(ctx context.Context) error {
	var err1, err2, err3 error
	t.normal, err1 = t.b.NewStyle(&excelize.Style{NumFmt: textFormat})
	t.head, err2 = t.b.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	err3 = t.b.AddIgnoredErrors(t.name, "A1:XFD1048576", excelize.IgnoredErrorsNumberStoredAsText)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	widths := make([]float64, t.shift())
	for row, err := range t.sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		for i, c := range row.Cells {
			if i += t.shift(); i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = columnWidth(max(widths[i], 9), c.Text)
		}
		if row.Number >= headerRows {
			break
		}
	}
	t.out, err1 = t.b.newStream(t.name, widths)
	for i := range widths {
		err1 = errors.Join(err1, t.out.SetColStyle(i+1, i+1, t.normal))
	}
	return err1
}

// shift is how many columns stand before those of the sheet.
func (t *streamed) shift() int {
	if t.only {
		return 1
	}
	return 0
}

// marked tells whether a mark is still to come in the row.
func (t *streamed) marked(row int) bool { return len(t.marks) > 0 && t.marks[0].row == row }

// rowsBefore writes the marks in rows that hold nothing.
func (t *streamed) rowsBefore(row int) error {
	for len(t.marks) > 0 && t.marks[0].row < row {
		if err := t.write(table.Row{Number: t.marks[0].row}); err != nil {
			return err
		}
	}
	return nil
}

func (t *streamed) write(row table.Row) error {
	style := t.normal
	if row.Number == 1 || t.only && row.Number == t.headers[t.sheet] {
		style = t.head
	}
	var cells []any
	if t.row++; !t.only {
		t.row = row.Number
	} else if row.Number == t.headers[t.sheet] {
		cells = append(cells, excelize.Cell{StyleID: style, Value: t.Say("row")})
	} else {
		cells = append(cells, row.Number)
	}
	for column := 1; column <= len(row.Cells) || t.marked(row.Number); column++ {
		cell, err := t.cell(row, column, style)
		if err != nil {
			return err
		}
		cells = append(cells, cell)
	}
	return t.out.SetRow("A"+strconv.Itoa(t.row), cells)
}

// cell is a cell of the copy, with its mark.
func (t *streamed) cell(row table.Row, column, style int) (any, error) {
	text, cut := "", false
	if column <= len(row.Cells) {
		text = row.Cells[column-1].Raw
		if t.sheet.Format == "xlsx" {
			text = row.Cells[column-1].Text
		}
		cut = tooLong(text)
	}
	style = t.b.textLook(style, text)
	k := &mark{place: place{row.Number, column}, severity: problem.Warning}
	switch {
	case t.marked(row.Number) && t.marks[0].column == column:
		k, t.marks = t.marks[0], t.marks[1:]
	case !cut && text == "":
		return nil, nil
	case !cut:
		return excelize.Cell{StyleID: style, Value: text}, nil
	}
	if cut {
		n := Note{At: t.sheet.At(row.Number, column), Severity: problem.Warning,
			Title: t.Say("is cut after 32,767 characters, the most that a cell of a workbook holds")}
		k.notes, k.lines = append(k.notes, n), append(k.lines, len(t.lines))
		t.lines = append(t.lines, problemLine{note: n, sheet: t.name})
	}
	to := place{t.row, column + t.shift()}
	t.link(t.sheet, k, to)
	cell := excelize.Cell{StyleID: t.b.marked(style, k.severity), Value: text}
	if text == "" {
		cell.Value = nil
	}
	return cell, t.note(t.b, t.name, to.name(), t.text(k.notes))
}
