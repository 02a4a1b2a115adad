package workbook

import (
	"errors"
	"fmt"
	"io"
	"iter"

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
	b := New(excelize.NewFile())
	defer func() { err = errors.Join(err, b.Close()) }()
	if err := b.fillRows(sheet, header, rows); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return b.Write(w)
}

func (b *Book) fillRows(sheet string, header []string, rows iter.Seq[[]string]) error {
	widths := make([]float64, len(header))
	for i, text := range header {
		widths[i] = Width(22, text)
	}
	err := b.SetSheetName("Sheet1", sheet)
	s, err2 := b.Rows(sheet, widths, 0)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	text := b.Look(excelize.Style{})
	head := b.Look(excelize.Style{Font: &excelize.Font{Bold: true}, Fill: Ground(Gray)})
	err = s.Write(s.Texts(head, header...))
	for row := range rows {
		switch {
		case err != nil:
			return err
		case s.Last == excelize.TotalRows:
			return ErrTooManyRows
		}
		err = s.Write(s.Texts(text, row...))
	}
	b.setProperties()
	return errors.Join(err, s.Flush())
}
