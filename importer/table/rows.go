package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// ErrTooManyRows is the error of rows that do not fit on a sheet.
var ErrTooManyRows = fmt.Errorf("more rows than a sheet holds (%d, the header among them)", lastSheetRow)

// WriteRows writes a workbook of one sheet: a header row that stays in view, and below it rows of text. Every cell is
// text, whatever stands in it, so that no spreadsheet program takes strangers' text for a formula, a number or a date.
// Characters that a workbook cannot hold become U+FFFD. Rows are taken one after the other and not kept in memory. The
// same rows give the same bytes. Errors: [ErrTooManyRows], or of w.
func WriteRows(w io.Writer, sheet string, header []string, rows iter.Seq[[]string]) (err error) {
	t := &template{file: excelize.NewFile()}
	defer func() { err = errors.Join(err, t.file.Close()) }()
	if err := t.fillRows(sheet, header, rows); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return t.file.Write(w)
}

func (t *template) fillRows(sheet string, header []string, rows iter.Seq[[]string]) error {
	if err := errors.Join(t.styles(), t.file.SetSheetName("Sheet1", sheet)); err != nil {
		return err
	}
	s, err := t.file.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, text := range header {
		if err := s.SetColWidth(i+1, i+1, columnWidth(22, text)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	number := 1
	for row := range withHeader(header, rows) {
		if number > lastSheetRow {
			return ErrTooManyRows
		}
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = excelize.Cell{Value: text, StyleID: t.rowStyle(number, text)}
		}
		if err := s.SetRow("A"+strconv.Itoa(number), cells); err != nil {
			return err
		}
		number++
	}
	t.file.Pkg.Store("docProps/core.xml", []byte(templateProperties))
	return s.Flush()
}

func withHeader(header []string, rows iter.Seq[[]string]) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if yield(header) {
			rows(yield)
		}
	}
}

// rowStyle is the style of a cell. Text that looks like a formula is marked as quoted too, so that it does not become
// one when somebody edits the cell.
func (t *template) rowStyle(number int, text string) int {
	switch {
	case number == 1:
		return t.header
	case formulaLike(text):
		return t.quoted
	}
	return t.text
}
