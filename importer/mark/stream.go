package mark

import (
	"context"
	"errors"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/problem"
)

// streamed is a sheet of text cells that is written row by row: a text file, where every row stands where
// its problems say, or the rows of a sheet that have problems, each behind its number.
type streamed struct {
	*marking
	b            *workbook.Book
	sheet        *table.Sheet
	out          *workbook.Rows
	normal, head int     // looks
	only         bool    // rows with problems, and the header
	shift        int     // how many columns stand before those of the sheet
	marks        []*mark // still to come
}

// stream writes a sheet.
func (m *marking) stream(ctx context.Context, b *workbook.Book, s *table.Sheet) error {
	t := &streamed{marking: m, b: b, sheet: s, marks: m.cells[s]}
	if t.only = !m.whole(); t.only {
		if len(t.marks) == 0 {
			return nil
		}
		t.shift = 1
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	for row, err := range s.Rows(ctx) {
		err = errors.Join(err, t.rowsBefore(row.Number))
		if err == nil && (!t.only || row.Number == m.headers[s] || t.marked(row.Number)) {
			err = t.write(row)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(t.rowsBefore(excelize.TotalRows+1), t.out.Flush())
}

// begin writes what stands before the rows. Empty cells are text, too.
func (t *streamed) begin(ctx context.Context) error {
	name, widths := t.names[t.sheet], make([]float64, t.shift)
	for row, err := range t.sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		for i, c := range row.Cells {
			if i += t.shift; i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = workbook.Width(max(widths[i], 9), c.Text)
		}
		if row.Number >= headerRows {
			break
		}
	}
	t.normal = t.b.Look(excelize.Style{})
	t.head = t.b.Look(excelize.Style{Font: &excelize.Font{Bold: true}})
	out, err := t.b.Rows(name, widths, t.normal)
	t.out = out
	return errors.Join(err,
		t.b.AddIgnoredErrors(name, "A1:XFD1048576", excelize.IgnoredErrorsNumberStoredAsText))
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
	var cells []excelize.Cell
	switch {
	case !t.only:
		t.out.Last = row.Number - 1
	case row.Number == t.headers[t.sheet]:
		cells = t.out.Texts(style, t.Say("row"))
	default:
		cells = []excelize.Cell{{Value: row.Number}}
	}
	for column := 1; column <= len(row.Cells) || t.marked(row.Number); column++ {
		text := ""
		if column <= len(row.Cells) {
			text = row.Cells[column-1].Raw
			if t.sheet.Format == "xlsx" {
				text = row.Cells[column-1].Text
			}
		}
		cell, err := t.cell(place{row.Number, column}, text, style)
		if err != nil {
			return err
		}
		cells = append(cells, cell)
	}
	return t.out.Write(cells)
}

// cell is a cell of the copy, with its mark.
func (t *streamed) cell(at place, text string, style int) (excelize.Cell, error) {
	k := &mark{place: at}
	if len(t.marks) > 0 && t.marks[0].place == at {
		k, t.marks = t.marks[0], t.marks[1:]
	}
	if len(text) > excelize.TotalCellChars && len(utf16.Encode([]rune(text))) > excelize.TotalCellChars {
		n := Note{At: t.sheet.At(at.row, at.column), Severity: problem.Warning,
			Title: t.Say("is cut after 32,767 characters, the most that a cell of a workbook holds")}
		k.lines = append(k.lines, len(t.lines))
		t.lines = append(t.lines, problemLine{note: n, sheet: t.names[t.sheet]})
	}
	cell := excelize.Cell{}
	if text != "" {
		cell = t.b.Text(style, text)
	}
	if len(k.lines) == 0 {
		return cell, nil
	}
	cell.StyleID = colored(t.b, max(cell.StyleID, style), t.severity(k))
	return cell, t.note(t.b, t.sheet, k, place{t.out.Last + 1, at.column + t.shift}, false)
}
