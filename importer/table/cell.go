package table

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"plugsheet/importer/table/xlsx"
)

// rowBuilder collects the cells of a row. Their texts are gathered in one piece and become one string in the
// end, so that a row costs one allocation.
type rowBuilder struct {
	number, column int
	named          bool // the row said its number
	style          cellStyle
	cells          []Cell
	arena          []byte
	later          []laterCell
	notes          []cellNote
}

// laterCell is a cell whose text lies in the arena.
type laterCell struct {
	index, start, end int
	kind              Kind
	style             cellStyle
}

// cellNote is what few cells have besides their value.
type cellNote struct {
	column int
	struck bool
	link   string
}

func (b *rowBuilder) start(number int, named bool) {
	b.number, b.named, b.column = number, named, 0
	b.cells, b.arena, b.later, b.notes = b.cells[:0], b.arena[:0], b.later[:0], b.notes[:0]
}

// at is the place of the current column's cell.
func (b *rowBuilder) at() *Cell {
	for len(b.cells) < b.column {
		b.cells = append(b.cells, Cell{})
	}
	return &b.cells[b.column-1]
}

// keep puts text into the current column's cell when the row is finished.
func (b *rowBuilder) keep(text []byte, kind Kind) {
	b.at()
	start := len(b.arena)
	b.arena = append(b.arena, text...)
	b.later = append(b.later, laterCell{b.column - 1, start, len(b.arena), kind, b.style})
}

// finish gives the cells up to the last that holds something.
func (b *rowBuilder) finish() []Cell {
	all := string(b.arena)
	for _, l := range b.later {
		s := all[l.start:l.end]
		if l.kind == Text {
			b.cells[l.index] = l.style.text(s)
		} else {
			b.cells[l.index] = Cell{Text: s, Raw: s, Kind: l.kind}
		}
	}
	n := len(b.cells)
	for n > 0 && b.cells[n-1].Kind == Blank {
		n--
	}
	for _, note := range b.notes {
		if note.column <= n {
			c := &b.cells[note.column-1]
			c.Struck = c.Struck || note.struck
			if note.link != "" {
				c.Link = note.link
			}
		}
	}
	return b.cells[:n]
}

// setCell puts a cell of the file into the row.
func (r *sheetReader) setCell(c rawCell) error {
	r.row.style = r.book.style(c.style)
	if r.row.style.struck {
		r.row.notes = append(r.row.notes, cellNote{column: r.row.column, struck: true})
	}
	if c.link.address != "" {
		r.row.notes = append(r.row.notes, cellNote{column: r.row.column, link: c.link.address})
		if text := c.link.text(c); text != "" {
			return r.keep([]byte(text), Text)
		}
	}
	if !c.has {
		if c.formula { // written by a program that does not calculate
			return r.keep(append([]byte{'='}, cleanText(c.value)...), Error)
		}
		return nil
	}
	switch c.kind {
	case "s":
		return r.setShared(c)
	case "str", "inlineStr":
		if c.kind == "str" {
			c.value = cleanText(c.value)
		}
		return r.keep(c.value, Text)
	}
	return r.setValue(c)
}

// setValue puts a cell into the row that is no text.
func (r *sheetReader) setValue(c rawCell) error {
	value := bytes.TrimSpace(c.value)
	if len(value) == 0 {
		return nil
	}
	switch c.kind {
	case "b":
		word := "FALSE"
		if xlsx.IsTrue(value) || bytes.EqualFold(value, []byte("true")) {
			word = "TRUE"
		}
		return r.set(Cell{Text: word, Raw: word, Kind: Bool})
	case "e":
		return r.keep(cleanText(value), Error)
	case "d":
		return r.setISODate(string(cleanText(value)))
	}
	return r.setNumber(value)
}

func (r *sheetReader) setShared(c rawCell) error {
	value := bytes.TrimSpace(c.value)
	if len(value) == 0 {
		return nil
	}
	n := digits(value)
	if n == 0 && string(value) != "0" {
		n = -1
	}
	text, ok := r.shared.text(n)
	if !ok {
		return r.sheet.refuse(r.row.number, r.row.column, hintDamaged,
			"is damaged: the file does not hold the text number %s that stands here",
			string(bytes.ToValidUTF8(value[:min(len(value), 20)], nil)))
	}
	if text == "" {
		return nil
	}
	return r.set(r.row.style.text(text))
}

func (r *sheetReader) setNumber(value []byte) error {
	if !utf8.Valid(value) {
		return r.keep(cleanText(value), Text)
	}
	start := len(r.row.arena)
	number, ok := xlsx.AppendNumber(r.row.arena, value)
	r.row.arena = number[:start]
	if !ok {
		return r.keep(value, Text) // Excel would repair the file; what stands there is still the best answer
	}
	number = number[start:]
	if st := r.row.style; st.format != nil || st.broken {
		return r.set(st.number(number, r.book.from1904))
	}
	return r.keep(number, Number)
}

func (r *sheetReader) setISODate(iso string) error {
	cell := Cell{Text: iso, Raw: iso, Kind: Date}
	if serial, ok := xlsx.SerialDate(iso, r.book.from1904); !ok {
		cell.Kind = Text
	} else if st := r.row.style; st.format != nil {
		number, _ := xlsx.AppendNumber(nil, fmt.Append(nil, serial))
		if shown := st.number(number, r.book.from1904); shown.Kind == Date {
			cell.Text = shown.Text
		}
	}
	return r.set(cell)
}

// set puts a cell whose strings are ready into the current column.
func (r *sheetReader) set(c Cell) error {
	if err := r.room(); err != nil {
		return err
	}
	*r.row.at() = c
	return nil
}

// keep puts a cell into the current column whose text is not a string yet.
func (r *sheetReader) keep(text []byte, kind Kind) error {
	if len(text) == 0 {
		return nil
	}
	if err := r.room(); err != nil {
		return err
	}
	if r.row.keep(text, kind); len(r.row.arena) > maxRow {
		return r.sheet.refuse(r.row.number, 0, hintLimit,
			"holds more than %d MiB of text in one row", maxRow>>20)
	}
	return nil
}

// room refuses cells beyond the last column that is read.
func (r *sheetReader) room() error {
	if r.row.column > MaxColumns {
		return r.sheet.refuse(r.row.number, r.row.column, hintStray,
			"stands beyond column %d, the last that is read", MaxColumns)
	}
	return nil
}
