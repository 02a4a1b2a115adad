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
		return len(c.Raw) > 15 && digits(c.Raw)
	}
	return exponential(c.Text)
}

// exponential tells whether a text is a number such as 5.90123E+12, of at least eight digits.
func exponential(s string) bool {
	if len(s) < 5 || s[0] < '0' || s[0] > '9' {
		return false
	}
	head, tail, ok := strings.Cut(s, "E+")
	if !ok {
		head, tail, ok = strings.Cut(s, "e+")
	}
	whole, fraction, marked := strings.Cut(strings.Replace(head, ",", ".", 1), ".")
	if !ok || len(whole) != 1 || !digits(whole) || marked && !digits(fraction) || !digits(tail) || len(tail) > 2 {
		return false
	}
	power := strings.TrimLeft(tail, "0")
	return len(power) == 2 || len(power) == 1 && power[0] >= '7'
}

// spoiledCode tells of a code that a spreadsheet program has destroyed. Only of an id or reference it is an error: it
// would name another product.
func (i *run) spoiledCode(r *row, c column) {
	at, cell := r.source.sheet.At(r.number, c.number), r.cells[c.number-1]
	const format = "a long number that the spreadsheet program has rounded: its digits are lost"
	const hint = "format the column as text, then type or paste the codes again; in csv files they look like this after being saved by Excel"
	if c.use == asField && r.source.reader.fields[c.field].code && c.tag == "" {
		r.text[c.field], r.broken[c.field] = "", true
		i.tell(problem.Errorf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
		return
	}
	i.tell(problem.Warnf(at, "spoiled-code", format).WithValue(cell.Text).Hintf(hint))
}

// wordOf is what a cell of no field adds to the keywords: codes as they are beneath, whatever their number format.
func wordOf(c table.Cell) string {
	if c.Kind == table.Number && strings.ContainsAny(c.Text, "Ee") && exponential(c.Text) {
		return c.Raw
	}
	text := c.Text
	if value.HasEscapedLine(text) {
		text, _ = value.EscapedLines(text)
	}
	return plainText(text)
}
