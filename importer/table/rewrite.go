package table

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strconv"

	"plugsheet/schemas/problem"
)

// mark is a cell that gets a colour and a note.
type mark struct {
	row, column int
	severity    problem.Severity
	note        string // empty: only the colour
}

// lastSheetColumn is the last column that the format knows.
const lastSheetColumn = 16_384

// rewriter copies a worksheet piece by piece, gives cells their marks, and leaves the rest as it is written.
type rewriter struct {
	x       *rawScanner
	w       *bufio.Writer
	styles  *styleSheet
	main    string        // namespace of the elements
	space   string        // its declaration, where the sheet's elements have a prefix and new ones have none
	links   string        // namespace of links
	marks   []mark        // still to come, by row and column
	drawing string        // the link to the notes' shapes, to be put in where the sheet has none; "": none is needed
	legacy  string        // the link that the sheet had
	columns []columnStyle // of columns, for cells that do not exist
	inRows  bool
	row     int
	column  int
	style   int // of the row, for cells that do not exist
}

type columnStyle struct {
	span
	style int
}

// rewrite copies src to dst. It is a worksheet or another kind of sheet.
func (r *rewriter) rewrite(dst io.Writer, src io.Reader) error {
	r.x, r.w = newRawScanner(src), bufio.NewWriterSize(dst, 64<<10)
	for {
		if err := r.x.next(); err != nil {
			return err
		}
		if r.x.kind == rawEOF {
			return r.w.Flush()
		}
		if r.x.kind == rawOther && bytes.HasPrefix(r.x.raw, []byte("<?xml")) {
			r.x.raw = utf8Header(r.x.raw)
		}
		if r.inRows {
			r.inSheetData()
		} else {
			r.outside()
		}
		if _, err := r.w.Write(r.x.raw); err != nil {
			return err
		}
	}
}

// behindDrawing are the elements that stand behind the link to the notes' shapes.
var behindDrawing = [...]string{
	"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}

// outside deals with a piece before or behind the rows.
func (r *rewriter) outside() {
	x := r.x
	switch {
	case x.begins(1) && x.ns != "":
		r.space = ` xmlns="` + r.main + `"`
	case x.begins(3) && x.name == "sheetView":
		x.raw = dropAttr(x.raw, "tabSelected") // two selected sheets would be edited together
	case x.begins(3) && x.name == "col":
		r.addColumn(x.raw)
	case x.begins(2) && x.name == "sheetData":
		if x.kind == rawOpen {
			r.inRows = true
			return
		}
		if len(r.marks) > 0 {
			r.write(x.opened())
			r.rowsBefore(lastSheetRow + 1)
			x.raw = []byte(x.end())
		}
	case x.begins(2) && x.name == "legacyDrawing":
		r.legacy, r.drawing = attrText(x.raw, ":id"), ""
	case x.begins(2) && slices.Contains(behindDrawing[:], x.name), x.kind == rawEnd && x.depth == 1:
		r.addDrawing()
	}
}

func (r *rewriter) addDrawing() {
	if r.drawing != "" {
		r.write([]byte(`<legacyDrawing` + r.space + ` xmlns:r="` + r.links + `" r:id="` + r.drawing + `"/>`))
		r.drawing = ""
	}
}

func (r *rewriter) addColumn(tag []byte) {
	first, err1 := strconv.Atoi(attrText(tag, "min"))
	last, err2 := strconv.Atoi(attrText(tag, "max"))
	style, err3 := strconv.Atoi(attrText(tag, "style"))
	if err1 == nil && err2 == nil && err3 == nil && len(r.columns) < maxHidden {
		r.columns = append(r.columns, columnStyle{span{first, last}, style})
	}
}

// inSheetData deals with a piece between the start and the end of the rows.
func (r *rewriter) inSheetData() {
	x := r.x
	switch {
	case x.kind == rawEnd && x.depth == 2:
		r.rowsBefore(lastSheetRow + 1)
		r.inRows = false
	case x.begins(3) && x.name == "row":
		r.beginRow()
	case x.kind == rawEnd && x.depth == 3:
		r.cellsBefore(lastSheetColumn + 1)
	case x.begins(4) && x.name == "c" && r.here():
		r.cell()
	}
}

// here tells whether there is a mark in the current row.
func (r *rewriter) here() bool { return len(r.marks) > 0 && r.marks[0].row == r.row }

func (r *rewriter) beginRow() {
	x := r.x
	number := r.row + 1
	if n, err := strconv.Atoi(attrText(x.raw, "r")); err == nil {
		number = n
	}
	r.rowsBefore(number)
	r.row, r.column, r.style = number, 0, 0
	if !r.here() {
		return
	}
	if yes([]byte(attrText(x.raw, "customFormat"))) {
		r.style, _ = strconv.Atoi(attrText(x.raw, "s")) // absent or unreadable: the usual style
	}
	x.raw = dropAttr(x.raw, "spans") // it names the columns in use, and is optional
	if x.kind == rawClosed {
		r.write(x.opened())
		r.cellsBefore(lastSheetColumn + 1)
		x.raw = []byte(x.end())
	}
}

// cell gives the cell whose start was read its colour.
func (r *rewriter) cell() {
	x := r.x
	column := r.column + 1
	if a, ok := findAttr(x.raw, "r"); ok {
		if c, _ := cellRef(x.raw[a.value:a.valueEnd]); c > 0 {
			column = c
		}
	}
	r.cellsBefore(column)
	r.column = column
	if !r.here() || r.marks[0].column != column {
		return
	}
	base, _ := strconv.Atoi(attrText(x.raw, "s")) // absent or unreadable: the usual style
	x.raw = setAttr(x.raw, "s", strconv.Itoa(r.styles.marked(base, r.marks[0].severity)))
	r.marks = r.marks[1:]
}

// cellsBefore writes the marked cells of the row that do not exist, up to a column.
func (r *rewriter) cellsBefore(column int) {
	for r.here() && r.marks[0].column < column {
		r.emptyCell()
	}
}

// rowsBefore writes the rows of marked cells that do not exist, up to a row.
func (r *rewriter) rowsBefore(row int) {
	for len(r.marks) > 0 && r.marks[0].row < row {
		number := r.marks[0].row
		if number <= r.row { // rows out of order: the cell cannot be reached any more
			r.marks = r.marks[1:]
			continue
		}
		r.row, r.style = number, 0
		r.write([]byte(`<row` + r.space + ` r="` + strconv.Itoa(number) + `">`))
		r.cellsBefore(lastSheetColumn + 1)
		r.write([]byte("</row>"))
	}
}

func (r *rewriter) emptyCell() {
	m := r.marks[0]
	r.marks = r.marks[1:]
	style := r.style
	for _, c := range r.columns {
		if style == 0 && c.first <= m.column && m.column <= c.last {
			style = c.style
		}
	}
	r.write([]byte(`<c` + r.space + ` r="` + problem.ColumnName(m.column) + strconv.Itoa(m.row) + `" s="` +
		strconv.Itoa(r.styles.marked(style, m.severity)) + `"/>`))
}

// write writes what is not a piece of the original. The writer keeps an error for the flush.
func (r *rewriter) write(b []byte) { r.w.Write(b) }
