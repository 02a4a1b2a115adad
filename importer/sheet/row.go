package sheet

import (
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// Row is one data row. It is used again for the next one: copy what you keep.
type Row struct {
	Source  *Source
	Number  int
	Cells   []table.Cell
	Text    []string // by field: what the cell says or, where it is blank, the default
	Column  []int    // by field: the cell's column, 0 where there is none
	Broken  []bool   // by field: the cell has been told of; its value is not looked at again
	counted bool     // what is done to its cells is told of
	OwnID   bool     // of a product: the id is none that the reference lent

	Taken []Taken  // of a product over several rows: values that stand in others
	Words []string // of a product over several rows: keywords of the others
	From  bool     // of a product over several rows: another of them costs more
}

// At is the field's cell, or the row where the sheet has no such column.
func (r *Row) At(field int) problem.Position {
	if t := Find(r.Taken, field); t != nil {
		return t.At()
	}
	return r.Source.Sheet.At(r.Number, r.Column[field])
}

// Places are the cells of all fields.
func (r *Row) Places() []problem.Position {
	all := make([]problem.Position, len(r.Text))
	for f := range all {
		all[f] = r.At(f)
	}
	return all
}

// Cell is the cell in a column; a blank one beyond the row's end.
func (r *Row) Cell(column int) table.Cell {
	return table.Row{Cells: r.Cells}.Cell(column)
}

// FieldCell is the cell that holds a field.
func (r *Row) FieldCell(field int) table.Cell {
	if t := Find(r.Taken, field); t != nil {
		return t.cell()
	}
	return r.Cell(r.Column[field])
}

// Clone is a copy that may be kept.
func (r *Row) Clone() *Row {
	c := *r
	c.Cells, c.Text, c.Broken = slices.Clone(r.Cells), slices.Clone(r.Text), slices.Clone(r.Broken)
	c.Taken, c.Words = slices.Clone(r.Taken), slices.Clone(r.Words)
	return &c
}

// struckOut tells whether a row is struck out: its title, or all that stands in it.
func (r *Row) struckOut() bool {
	k := r.Source.Reader.Kind
	if k == kind.Products && r.Cell(r.Source.Head.At[field.Title]).Struck {
		return true
	}
	struck := false
	for _, c := range r.Cells {
		if c.Kind != table.Blank && !c.Struck {
			return false
		}
		struck = struck || c.Struck
	}
	return struck
}

// HeaderOf is the header of a field's column; empty where it has none.
func (r *Row) HeaderOf(field int) string {
	if n := r.Source.Title(r.Column[field]); r.Column[field] > 0 && n >= 0 {
		return r.Source.Head.Columns[n].Title
	}
	return ""
}

// HeaderCurrency is the currency that the header above a price names; empty for none.
func (r *Row) HeaderCurrency(f int) string {
	if t := Find(r.Taken, f); t != nil {
		return t.Source.Head.Prices[int(t.column)]
	}
	return r.Source.Head.Prices[r.Column[f]]
}

// Taken is a value of a product that stands in another row than its first. There may be millions of them.
type Taken struct {
	Text   string
	Raw    string // of a workbook's number: the value beneath; else empty
	Source *Source
	row    int32
	column int16
	Field  uint8
}

// TakenSize is about what one of them costs beside its texts, in bytes.
const TakenSize = 64

// At is the cell that the value was taken from.
func (t Taken) At() problem.Position { return t.Source.Sheet.At(int(t.row), int(t.column)) }

// Is tells whether it is the value of a field.
func (t Taken) Is(field int) bool { return int(t.Field) == field }

// cell is the cell in which it stands, as far as a field needs it.
func (t Taken) cell() table.Cell {
	if t.Raw != "" {
		return table.Cell{Text: t.Text, Raw: t.Raw, Kind: table.Number}
	}
	return table.Cell{Text: t.Text, Raw: t.Text, Kind: table.Text}
}

// Take is the value of a field in a row. It holds on to nothing else of the row.
func (r *Row) Take(field int) Taken {
	t := Taken{Text: strings.Clone(r.Text[field]), Source: r.Source, row: int32(r.Number),
		column: int16(r.Column[field]), Field: uint8(field)}
	if c := r.FieldCell(field); c.Kind == table.Number && c.Text == t.Text {
		t.Raw = strings.Clone(c.Raw)
	}
	if own := Find(r.Taken, field); own != nil {
		t.Source, t.row, t.column = own.Source, own.row, own.column
	}
	return t
}

// TakeAll are all values of a row.
func (r *Row) TakeAll() []Taken {
	var all []Taken
	for f, text := range r.Text {
		if text != "" {
			all = append(all, r.Take(f))
		}
	}
	return slices.Clip(all)
}

// Find is the value of a field among some; nil where there is none.
func Find(values []Taken, field int) *Taken {
	for n := range values {
		if values[n].Is(field) {
			return &values[n]
		}
	}
	return nil
}

// TextOf is the text of the value of a field among some; empty where there is none.
func TextOf(values []Taken, field int) string {
	if t := Find(values, field); t != nil {
		return t.Text
	}
	return ""
}

// Drop leaves a field without a value.
func (r *Row) Drop(field int) {
	r.Taken = slices.DeleteFunc(r.Taken, func(t Taken) bool { return t.Is(field) })
	r.Text[field] = ""
}

// Put gives a field a value from another row.
func (r *Row) Put(t Taken) {
	r.Drop(int(t.Field))
	r.Taken, r.Text[t.Field] = append(r.Taken, t), t.Text
}

// Set gives a field another text, from the cell that it has.
func (r *Row) Set(field int, text string) {
	t := r.Take(field)
	t.Text = text
	r.Put(t)
}

// Rename gives a product another reference, and keeps its own as a keyword.
func (r *Row) Rename(t Taken) {
	own := r.Text[field.Reference]
	if n := r.Source.Title(r.Column[field.Reference]); own != "" && own != t.Text && n >= 0 {
		r.Words = append(r.Words, r.Source.Head.Columns[n].Title+": "+own)
	}
	r.Put(t)
}
