package problem

import (
	"strconv"
	"strings"
)

// Position is a place in a person's file, as a spreadsheet program names it. The zero value is "no place in
// particular"; a position degrades from cell to column or row, to sheet, to file.
type Position struct {
	File  string `json:"file,omitempty"`  // as the person named it
	Sheet string `json:"sheet,omitempty"` // the sheet's name; empty for a text file, which has only one
	// 1 is the first row that a spreadsheet program shows; 0 is the whole column or sheet
	Row    int `json:"row,omitempty"`
	Column int `json:"column,omitempty"` // 1 is column A; 0 is the whole row or sheet
	Line   int `json:"line,omitempty"`   // of a text file that is no table, from 1; 0 is the whole file
}

// String writes the position as file!Sheet!C7, leaving out what is not known: a column alone is C:C and a row
// alone 7:7, as spreadsheet programs write them. A line of a text file is file:7.
func (p Position) String() string {
	parts := make([]string, 0, 3)
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Sheet != "" {
		parts = append(parts, p.Sheet)
	}
	if c := p.Cell(); c != "" {
		parts = append(parts, c)
	}
	if p.Line > 0 {
		return strings.Join(parts, "!") + ":" + strconv.Itoa(p.Line)
	}
	return strings.Join(parts, "!")
}

// Cell is the cell's name without file and sheet: C7, C:C, 7:7, or empty.
func (p Position) Cell() string {
	switch {
	case p.Row > 0 && p.Column > 0:
		return ColumnName(p.Column) + strconv.Itoa(p.Row)
	case p.Column > 0:
		return ColumnName(p.Column) + ":" + ColumnName(p.Column)
	case p.Row > 0:
		return strconv.Itoa(p.Row) + ":" + strconv.Itoa(p.Row)
	}
	return ""
}

// ColumnName is the letters of a column: 1 is A, 27 is AA. It is empty for numbers below 1.
func ColumnName(n int) string {
	var b [8]byte
	i := len(b)
	for n > 0 && i > 0 {
		n--
		i--
		b[i] = byte('A' + n%26)
		n /= 26
	}
	return string(b[i:])
}

// ColumnNumber is the number of a column by its letters, in capitals; 0 for what is none.
func ColumnNumber(letters string) int {
	n := 0
	for _, r := range letters {
		if r < 'A' || r > 'Z' || n > maxColumn {
			return 0
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}

// maxColumn keeps the number of a column small.
const maxColumn = 1 << 20

// ParseCell reads the name of a cell as [Position.Cell] writes it: C7.
func ParseCell(name string) (row, column int, ok bool) {
	digits := strings.IndexAny(name, "0123456789")
	if digits < 1 {
		return 0, 0, false
	}
	row, err := strconv.Atoi(name[digits:])
	column = ColumnNumber(name[:digits])
	return row, column, err == nil && row > 0 && column > 0
}
