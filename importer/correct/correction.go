// Package correct reads cells otherwise than a sheet has them: as a person corrected them in a file beside
// it. Her spreadsheet is never changed. A correction names its row by what stands in it, since row numbers
// move, and the value that the cell had: where another stands there now, it is a question and never
// applied.
package correct

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// WholeRow as a key column says that no single column tells the row apart: its key is [Digest] of all other
// cells.
const WholeRow = "*"

// MaxSize is how many bytes a file of corrections may hold.
const MaxSize = 16 << 20

// Correction is what one cell is read as.
type Correction struct {
	Sheet     string // title of the sheet; empty for the only one
	KeyColumn string // header of the column by which the row is found, "column C" or [WholeRow]
	Key       string // what stands there; no other row of the sheet has it
	Row       int    // where the row stood; it counts only between rows that are the same in all other cells
	Column    string // header of the column that is corrected, or "column C"
	Was       string // what the cell shows in the spreadsheet
	Value     string // what it is to be read as; empty: blank

	at problem.Position // where it stands in its file
}

// columns are the headers of a file of corrections.
var columns = []string{"sheet", "keyColumn", "key", "row", "column", "was", "value"}

// FileOf is the file of corrections of an input with a name: shop.corrections.csv beside shop.xlsx or
// shop.csv.gz.
func FileOf(input string) string {
	if ext := filepath.Ext(input); strings.EqualFold(ext, ".gz") {
		input = strings.TrimSuffix(input, ext)
	}
	return strings.TrimSuffix(input, filepath.Ext(input)) + table.CorrectionsEnding
}

// Read reads a file of corrections; name is for messages. Errors are [*table.FileError].
func Read(data []byte, name string) ([]Correction, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, &table.FileError{Path: name, Reason: problem.Textf("is not encoded as UTF-8"),
			Hint: "save it as CSV UTF-8"}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.Comma = -1, delimiter(data)
	var list []Correction
	var head []string
	for row := 1; ; row++ {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF) && head != nil:
			return list, nil
		case err == nil && head == nil:
			if head, err = header(cells, name); err != nil {
				return nil, err
			}
			continue
		case err != nil:
			return nil, &table.FileError{Path: name, At: problem.Position{File: name, Row: row},
				Reason: problem.Textf("is no file of corrections"), Hint: hintColumns, Err: err}
		}
		if c := fromCells(head, cells); c != (Correction{}) {
			c.at = problem.Position{File: name, Row: row}
			list = append(list, c)
		}
	}
}

const hintColumns = "its columns are: sheet, keyColumn, key, row, column, was, value"

// delimiter is what separates the cells of the header: a spreadsheet program may have saved the file with
// another.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	for _, mark := range ";\t" {
		if bytes.ContainsRune(first, mark) {
			return mark
		}
	}
	return ','
}

// header gives what each column holds, by its folded name.
func header(cells []string, name string) ([]string, error) {
	head := each.Of(cells, value.Fold)
	for _, must := range columns {
		if must != "sheet" && must != "row" && !slices.Contains(head, value.Fold(must)) {
			return nil, &table.FileError{Path: name, Reason: problem.Textf("lacks the column %s", must),
				Hint: hintColumns}
		}
	}
	return head, nil
}

func fromCells(head, cells []string) (c Correction) {
	row := ""
	to := map[string]*string{"sheet": &c.Sheet, "keycolumn": &c.KeyColumn, "key": &c.Key, "row": &row,
		"column": &c.Column, "was": &c.Was, "value": &c.Value}
	for i, text := range cells[:min(len(cells), len(head))] {
		if field := to[head[i]]; field != nil {
			*field = strings.TrimSpace(text)
		}
	}
	c.Row, _ = strconv.Atoi(row) // without it no two rows may be the same
	return c
}

// Write writes a file of corrections that [Read] reads.
func Write(list []Correction) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := each.Of(list, func(c Correction) []string {
		return []string{c.Sheet, c.KeyColumn, c.Key, strconv.Itoa(c.Row), c.Column, c.Was, c.Value}
	})
	err := w.WriteAll(append([][]string{columns}, rows...))
	return b.Bytes(), err
}

// With gives the list with a correction in the place of an earlier one of the same cell. One that says what
// the cell says anyway only takes the earlier one away.
func With(list []Correction, c Correction) []Correction {
	out := slices.DeleteFunc(slices.Clone(list), func(o Correction) bool { return o.cell() == c.cell() })
	if c.Value != c.Was {
		out = append(out, c)
	}
	return out
}

// cell is what a correction is about: of the same cell all are equal.
func (c Correction) cell() Correction {
	same := Correction{Sheet: c.Sheet, KeyColumn: c.KeyColumn, Key: c.Key, Column: c.Column}
	if c.KeyColumn == WholeRow {
		same.Row = c.Row
	}
	return same
}
