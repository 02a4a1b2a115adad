package mark

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/table"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/problem"
)

// write writes the workbook to its path.
func (m *marking) write(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil { // the library was never meant for strangers' files
			err = fmt.Errorf("writing the annotated workbook: %v", p)
		}
	}()
	f, copied := excelize.NewFile(), m.base != "" && m.whole()
	if copied {
		if f, err = excelize.OpenFile(m.base, excelize.Options{UnzipSizeLimit: maxUnpacked}); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	f.Path = m.out // by whose ending the library says what it is
	if err := m.fill(ctx, workbook.New(f), copied); err != nil {
		return err
	}
	var content bytes.Buffer
	if err := f.Write(&content); err != nil {
		return err
	}
	if err := m.replace(content.Bytes()); err != nil || !copied {
		return err
	}
	return m.compare(ctx)
}

// fill names the sheets, puts the list of problems before the others, and writes them all.
func (m *marking) fill(ctx context.Context, b *workbook.Book, copied bool) error {
	list, err := m.arrangeSheets(b, copied)
	if err != nil {
		return err
	}
	m.placeNotes(ctx)
	for _, s := range m.sheets {
		if m.streams(s) {
			err = m.stream(ctx, b, s)
		} else {
			err = m.markSheet(b, s)
		}
		if err != nil {
			return err
		}
	}
	return m.writeList(b, list)
}

// arrangeSheets takes an earlier annotation away, adds the sheet of the list of problems, and names the
// others.
func (m *marking) arrangeSheets(b *workbook.Book, copied bool) (list string, err error) {
	taken, kept := map[string]bool{}, []string(nil)
	if copied {
		if err := forget(b); err != nil {
			return "", err
		}
		kept = b.GetSheetList()
	}
	for _, name := range kept {
		taken[strings.ToLower(name)] = true
	}
	m.takesNotes = b.TakesNotes()
	if list = workbook.FreeName(m.Say("Problems"), taken); !copied {
		err = b.SetSheetName(b.GetSheetName(0), list)
	} else {
		err = b.AddFirst(list)
	}
	m.names = map[*table.Sheet]string{}
	for _, s := range m.sheets {
		if m.streams(s) {
			m.names[s] = workbook.FreeName(s.Title(), taken)
		} else if slices.Contains(kept, s.Name) {
			m.names[s] = s.Name
		}
	}
	return list, err
}

// compare reads the copy back: every cell has to be what it was.
func (m *marking) compare(ctx context.Context) error {
	b, err := table.Open(m.out, table.Options{})
	if err != nil {
		return err
	}
	defer b.Close()
	for _, c := range b.Sheets {
		for _, s := range m.sheets {
			if m.names[s] != c.Name || s.Format != "xlsx" {
				continue
			}
			shape, err1 := c.Shape(ctx)
			was, err2 := s.Digest(ctx)
			is, err3 := c.Digest(ctx)
			if err := errors.Join(err1, err2, err3); err != nil || was != is || c.Hidden != s.Hidden {
				return errors.Join(err, fmt.Errorf("the copy of sheet %q differs", s.Name))
			}
			for _, part := range m.shapes[s].Parts {
				if !slices.Contains(shape.Parts, part) && !slices.Contains(m.lost, part) {
					m.lost = append(m.lost, part)
				}
			}
		}
	}
	return context.Cause(ctx)
}

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
