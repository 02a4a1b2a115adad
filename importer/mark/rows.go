package mark

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// ErrTooManyRows is the error of rows that do not fit on a sheet.
var ErrTooManyRows = fmt.Errorf("more rows than a sheet holds (%d, the header among them)",
	excelize.TotalRows)

// WriteRows writes a workbook of one sheet: a header row that stays in view, and below it rows of text. Every
// cell is text, whatever stands in it, so that no spreadsheet program takes strangers' text for a formula, a
// number or a date. Characters that a workbook cannot hold become U+FFFD. Rows are taken one after the other
// and not kept in memory. The same rows give the same bytes. Errors: [ErrTooManyRows], or of w.
func WriteRows(w io.Writer, sheet string, header []string, rows iter.Seq[[]string]) (err error) {
	b := &book{File: excelize.NewFile()}
	defer func() { err = errors.Join(err, b.Close()) }()
	if err := b.fillRows(sheet, header, rows); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return b.Write(w)
}

func (b *book) fillRows(sheet string, header []string, rows iter.Seq[[]string]) error {
	text, err1 := b.NewStyle(&excelize.Style{NumFmt: textFormat})
	head, err2 := b.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true},
		Fill: ground(gray)})
	if err := errors.Join(err1, err2, b.SetSheetName("Sheet1", sheet)); err != nil {
		return err
	}
	var widths []float64
	for _, text := range header {
		widths = append(widths, columnWidth(22, text))
	}
	s, err := b.newStream(sheet, widths)
	if err != nil {
		return err
	}
	if err := s.SetRow("A1", b.textCells(head, header)); err != nil {
		return err
	}
	number := 1
	for row := range rows {
		if number++; number > excelize.TotalRows {
			return ErrTooManyRows
		}
		if err := s.SetRow("A"+strconv.Itoa(number), b.textCells(text, row)); err != nil {
			return err
		}
	}
	b.Pkg.Store("docProps/core.xml", []byte(templateProperties))
	return s.Flush()
}

// textCells are cells of text. What looks like a formula is marked as quoted too, so that it does not
// become one when somebody edits the cell.
func (b *book) textCells(base int, texts []string) []any {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = excelize.Cell{StyleID: b.textLook(base, text), Value: text}
	}
	return cells
}
