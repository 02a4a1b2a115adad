package table

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"plugsheet/schemas/problem"
)

// maxCellText is how many characters a cell holds, counted as UTF-16, as Excel does.
const maxCellText = 32_767

// newSheet writes a worksheet of text cells, row by row. Text is written as text whatever it begins with; a text that a
// spreadsheet program would take for a formula when it is typed gets a style that says so.
type newSheet struct {
	w     *bufio.Writer
	links string
	row   int
	open  bool
}

// textStyle is a style for ordinary texts and one for those that look like formulas.
type textStyle struct{ plain, quoted int }

// of chooses the style for a text.
func (s textStyle) of(text string) int {
	if formulaLike(text) {
		return s.quoted
	}
	return s.plain
}

// formulaLike tells whether a spreadsheet program would not take a typed text as it is.
func formulaLike(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r', '\'':
		return true
	}
	return false
}

// textStyle adds the two styles of a look; attributes and content are XML.
func (s *styleSheet) textStyle(font, fill int, attributes, content string) textStyle {
	return textStyle{
		plain:  s.look(font, fill, attributes, content),
		quoted: s.look(font, fill, attributes+` quotePrefix="1"`, content),
	}
}

// newColumn is a column's width, in letters, and the style of its empty cells.
type newColumn struct {
	width float64
	style int
}

// begin writes what stands before the rows. The first row stays in view; the sheet that is shown first is active.
func (b *bookCopy) begin(w io.Writer, columns []newColumn, active bool) *newSheet {
	s := &newSheet{w: bufio.NewWriterSize(w, 64<<10), links: b.links}
	selected := ""
	if active {
		selected = ` tabSelected="1"`
	}
	fmt.Fprintf(s.w, `%s<worksheet xmlns="%s" xmlns:r="%s"><sheetViews><sheetView%s workbookViewId="0">`+
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`+
		`<sheetFormatPr defaultRowHeight="15"/>`, xmlHeader, b.main, b.links, selected)
	if len(columns) > 0 {
		s.w.WriteString("<cols>")
		for i, c := range columns {
			fmt.Fprintf(s.w, `<col min="%d" max="%d" width="%.1f" style="%d" customWidth="1"/>`, i+1, i+1, c.width, c.style)
		}
		s.w.WriteString("</cols>")
	}
	s.w.WriteString("<sheetData>")
	return s
}

// at moves on to a row.
func (s *newSheet) at(row int) {
	s.endRow()
	s.row, s.open = row, true
	s.w.WriteString(`<row r="` + strconv.Itoa(row) + `">`)
}

func (s *newSheet) endRow() {
	if s.open {
		s.w.WriteString("</row>")
		s.open = false
	}
}

// cell writes a cell of the current row; cells come from left to right.
func (s *newSheet) cell(column, style int, text string) {
	s.w.WriteString(`<c r="` + problem.ColumnName(column) + strconv.Itoa(s.row) + `" s="` + strconv.Itoa(style) + `"`)
	if text == "" {
		s.w.WriteString("/>")
		return
	}
	s.w.WriteString(` t="inlineStr"><is><t xml:space="preserve">` + escapeXML(text) + `</t></is></c>`)
}

// end writes what stands behind the rows, given as XML, and tells of the first error of all.
func (s *newSheet) end(behind string) error {
	s.endRow()
	s.w.WriteString("</sheetData>" + behind + "</worksheet>")
	return s.w.Flush()
}

// fitCell cuts a text to what a cell holds.
func fitCell(text string) (fit string, cut bool) {
	if len(text) <= maxCellText {
		return text, false
	}
	units := 0
	for i, r := range text {
		if units += max(utf16.RuneLen(r), 1); units > maxCellText {
			return text[:i], true
		}
	}
	return text, false
}

// columnWidth is a readable width for texts of a column: that of the longest, within limits.
func columnWidth(width float64, text string) float64 {
	return max(width, min(float64(utf8.RuneCountInString(text))+2, 48))
}
