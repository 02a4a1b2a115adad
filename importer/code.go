package importer

import (
	"strings"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// spoiled tells whether a cell shows a long number as a spreadsheet program leaves it that took a barcode for an amount:
// 5,90123E+12. What the digits were is lost, unless a workbook still holds them beneath; of more than 15 digits it holds
// zeros instead.
func spoiled(c table.Cell) bool {
	if c.Kind == table.Number {
		return len(c.Raw) > 15 && value.Digits(c.Raw)
	}
	return value.Exponential(c.Text)
}

// spoiledCode tells of a code that a spreadsheet program has destroyed. Only of an id or reference it is an error: it
// would name another product.
func (i *run) spoiledCode(r *row, c column) {
	at, cell := r.source.sheet.At(r.number, c.number), r.cells[c.number-1]
	const format = "a long number that the spreadsheet program has rounded: its digits are lost"
	const hint = "format the column as text, then type or paste the codes again; in csv files they look like this after being saved by Excel"
	if c.use == asField && r.source.reader.fields[c.field].Code && c.tag == "" {
		r.text[c.field], r.broken[c.field] = "", true
		i.tell(problem.Errorf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
		return
	}
	i.tell(problem.Warnf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
}

// wordOf is what a cell of no field adds to the keywords: codes as they are beneath, whatever their number format.
func wordOf(c table.Cell) string {
	if c.Kind == table.Number && strings.ContainsAny(c.Text, "Ee") && value.Exponential(c.Text) {
		return c.Raw
	}
	text := c.Text
	if value.HasEscapedLine(text) {
		text, _ = value.EscapedLines(text)
	}
	return value.PlainText(text)
}
