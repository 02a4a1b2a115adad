package table

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	maxFormatCode  = 255     // characters of a number format, as in Excel; longer ones are ignored
	maxFormatCache = 1 << 16 // formatted numbers that are remembered
	maxFormatCells = 1000    // formats of a sheet that are applied; numbers in further ones stay plain
	maxAsked       = 250_000 // different numbers of a sheet that excelize is asked about, a few seconds' worth; further ones stay plain
	maxFormats     = 64_000  // cell styles of a workbook, about Excel's own limit
)

// shape is what a number format makes of a number.
type shape uint8

const (
	shapeGeneral shape = iota // the plain number
	shapeNumber               // a formatted number, elapsed times included
	shapeDate                 // a date, a time of day, or both
)

// numberFormat is one number format of a workbook.
type numberFormat struct {
	id    int    // of a built-in format, when code is empty
	code  string // of a custom format
	shape shape
	plain plainFormat
	date  dateFormat
}

// newNumberFormat classifies the format that a style names.
func newNumberFormat(id int, code string) numberFormat {
	f := numberFormat{id: id, code: code, plain: newPlainFormat(id, code)}
	switch {
	case len(code) > maxFormatCode:
		return numberFormat{}
	case code != "":
		f.shape = codeShape(code)
	case 14 <= id && id <= 22, 27 <= id && id <= 36, id == 45, id == 47, 50 <= id && id <= 58:
		f.shape = shapeDate
	case 1 <= id && id <= 13, 37 <= id && id <= 44, id == 46, id == 48:
		f.shape = shapeNumber
	}
	if f.shape == shapeDate {
		f.date = newDateFormat(id, code)
	}
	return f
}

// codeShape reads the first section of a format: what stands in quotes, brackets or behind a backslash is decoration.
func codeShape(code string) shape {
	if strings.EqualFold(code, "general") || code == "@" {
		return shapeGeneral
	}
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return shapeNumber
			}
			i += n + 1
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 || elapsed(code[i+1:i+n]) {
				return shapeNumber
			}
			i += n
		case 'd', 'D', 'm', 'M', 'y', 'Y', 'h', 'H', 's', 'S':
			return shapeDate
		case '0', '#', '?', ';', '@':
			return shapeNumber
		}
	}
	return shapeNumber
}

func elapsed(bracket string) bool {
	b := strings.ToLower(bracket)
	return b != "" && (strings.Trim(b, "h") == "" || strings.Trim(b, "m") == "" || strings.Trim(b, "s") == "")
}

// formatter writes numbers as a person sees them. It asks excelize, whose knowledge of number formats is far wider than
// anything worth writing here, by putting each number into a scratch workbook; texts are remembered, because prices
// repeat. It is not safe for concurrent use.
type formatter struct {
	from1904 bool
	scratch  *excelize.File
	cells    map[numberFormat]string // the scratch cell that has the format
	known    map[numberFormat]map[string]Cell
	size     int // cells in known
	asked    int
}

// cell makes the cell of a number that is written as appendNumber does.
func (f *formatter) cell(nf numberFormat, number []byte) Cell {
	if text, ok := nf.plain.text(number); ok {
		return Cell{Text: text, Raw: string(number), Kind: Number}
	}
	known := f.known[nf]
	if c, ok := known[string(number)]; ok {
		return c
	}
	c, quick := f.dateCell(nf, string(number))
	if quick {
		return c
	}
	if t, err := f.ask(nf, string(number)); err == nil {
		if t = strings.TrimSpace(strings.ToValidUTF8(t, "\uFFFD")); t != "" {
			c.Text = t
		}
	}
	if f.known == nil || f.size >= maxFormatCache {
		f.known, f.size = map[numberFormat]map[string]Cell{}, 0
	}
	if known = f.known[nf]; known == nil {
		known = map[string]Cell{}
		f.known[nf] = known
	}
	known[string(number)] = c
	f.size++
	return c
}

// dateCell makes the cell of a number whose text is still to be found out; quick is true when it is complete.
func (f *formatter) dateCell(nf numberFormat, raw string) (c Cell, quick bool) {
	c = Cell{Text: raw, Raw: raw, Kind: Number}
	v, ok := parseNumber(raw)
	if nf.shape != shapeDate || !ok {
		return c, false
	}
	iso, ok := isoDate(v, f.from1904)
	if !ok {
		return c, false
	}
	c = Cell{Text: iso, Raw: iso, Kind: Date}
	if text, ok := nf.date.text(v, f.from1904); ok {
		c.Text = text
		return c, true
	}
	return c, false
}

func (f *formatter) ask(nf numberFormat, raw string) (text string, err error) {
	defer func() {
		if r := recover(); r != nil { // a format that the library cannot take must not end the import
			text, err = "", fmt.Errorf("number format %q: %v", nf.code, r)
		}
	}()
	const sheet = "Sheet1"
	if f.scratch == nil {
		f.scratch = excelize.NewFile(excelize.Options{ShortDatePattern: shortDate})
		if err := f.scratch.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &f.from1904}); err != nil {
			return "", err
		}
		f.cells = map[numberFormat]string{}
	}
	cell, ok := f.cells[nf]
	if !ok && len(f.cells) >= maxFormatCells || f.asked >= maxAsked {
		return "", errors.New("too many number formats")
	}
	f.asked++
	if !ok {
		style := excelize.Style{NumFmt: nf.id}
		if nf.code != "" {
			style.CustomNumFmt = &nf.code
		}
		id, err := f.scratch.NewStyle(&style)
		if err != nil {
			return "", err
		}
		cell = "A" + strconv.Itoa(len(f.cells)+1)
		if err := f.scratch.SetCellStyle(sheet, cell, cell, id); err != nil {
			return "", err
		}
		f.cells[nf] = cell
	}
	if err := f.scratch.SetCellDefault(sheet, cell, raw); err != nil {
		return "", err
	}
	return f.scratch.GetCellValue(sheet, cell)
}
