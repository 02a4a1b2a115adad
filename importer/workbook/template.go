package workbook

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plugsheet/schemas/problem"
)

// TemplateSheet is a sheet of a workbook to be filled in.
type TemplateSheet struct {
	Name     string
	Columns  []TemplateColumn
	Examples [][]string // rows below the header, by column
}

// TemplateColumn is a column of such a sheet.
type TemplateColumn struct {
	Header string
	Note   string // what belongs into the column, shown at the header; may be empty
	// the values that the cells offer, together at most 255 characters and without commas; anything else is
	// refused by the spreadsheet program. Nil: free
	Choices  []string
	Text     bool // cells are text, so that leading zeros of codes stay
	Required bool // the header has another colour
}

// templateAuthor is not the author of annotations, which take their own notes away.
const templateAuthor = "plugsheet template"

// properties are the properties of the document: who made it, and a time that is always the same.
const properties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
	`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>` + templateAuthor + `</dc:creator>` +
	`<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>`

// setProperties is for SetDocProps, which writes what some readers refuse.
func (b *Book) setProperties() { b.Pkg.Store("docProps/core.xml", []byte(properties)) }

// WriteTemplate writes a workbook ready to be filled in: header rows that stay in view, notes at the
// headers, drop-down lists for choices, text cells for codes. The same sheets give the same bytes.
func WriteTemplate(w io.Writer, sheets []TemplateSheet) (err error) {
	if len(sheets) == 0 {
		return errors.New("writing the template: no sheets")
	}
	t := &template{Book: New(excelize.NewFile())}
	defer func() { err = errors.Join(err, t.Close()) }()
	if err := t.fill(sheets); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return t.Write(w)
}

// template is a template being written.
type template struct {
	*Book
	header, required, text int // looks
}

func (t *template) fill(sheets []TemplateSheet) error {
	bold := &excelize.Font{Bold: true}
	t.header = t.Look(excelize.Style{Font: bold, Fill: Ground(Gray)})
	t.required = t.Look(excelize.Style{Font: bold, Fill: Ground("BDD7EE")})
	t.text = t.Look(excelize.Style{})
	for i, s := range sheets {
		var err error
		if i == 0 {
			err = t.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = t.NewSheet(s.Name)
		}
		if err = errors.Join(err, t.sheet(s)); err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	t.SetActiveSheet(0)
	t.setProperties()
	return nil
}

func (t *template) sheet(s TemplateSheet) error {
	for i, c := range s.Columns {
		if err := t.column(s, i, c); err != nil {
			return fmt.Errorf("column %q: %w", c.Header, err)
		}
	}
	return t.SetPanes(s.Name, headerInView())
}

// column writes a column: its header, how its cells are, and its examples.
func (t *template) column(s TemplateSheet, index int, c TemplateColumn) error {
	name, width, style, err := problem.ColumnName(index+1), Width(9, c.Header), t.header, error(nil)
	if c.Required {
		style = t.required
	}
	if c.Text {
		err = t.SetColStyle(s.Name, name, t.text)
	}
	for i, row := range s.Examples {
		if index < len(row) && row[index] != "" {
			width = Width(width, row[index])
			err = errors.Join(err, t.example(s.Name, name+strconv.Itoa(i+2), row[index], c.Text))
		}
	}
	err = errors.Join(err,
		t.SetColWidth(s.Name, name, name, width),
		t.SetCellStr(s.Name, name+"1", c.Header),
		t.SetCellStyle(s.Name, name+"1", name+"1", style),
		t.choices(s.Name, name, c.Choices))
	if c.Note != "" {
		err = errors.Join(err, t.Note(s.Name, name+"1", templateAuthor, c.Note, 260))
	}
	return err
}

// choices adds a drop-down list to the cells below the header.
func (t *template) choices(sheet, column string, choices []string) error {
	if len(choices) == 0 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, excelize.TotalRows)
	v.ShowErrorMessage = true
	all := strings.Join(choices, "")
	if strings.Contains(all, ",") || formulaLike(all) { // one would be two, or all of them a formula
		return fmt.Errorf("these choices cannot be offered: %q", choices)
	}
	return errors.Join(v.SetDropList(choices), t.AddDataValidation(sheet, v))
}

// example writes a cell: plain numbers as numbers, unless the column is text.
func (t *template) example(sheet, cell, text string, asText bool) error {
	if n, err := strconv.ParseFloat(text, 64); err == nil && !asText &&
		strconv.FormatFloat(n, 'f', -1, 64) == text {
		return t.SetCellFloat(sheet, cell, n, -1, 64)
	}
	err := t.SetCellStr(sheet, cell, text)
	if asText || formulaLike(text) {
		err = errors.Join(err, t.SetCellStyle(sheet, cell, cell, t.Text(t.text, text).StyleID))
	}
	return err
}
