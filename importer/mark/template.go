package mark

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
	// the values that the cells offer; anything else is refused by the spreadsheet program. Nil: free
	Choices  []string
	Width    float64 // in letters; 0: from the header and the examples
	Text     bool    // cells are text, so that leading zeros of codes stay
	Required bool    // the header has another colour
}

const (
	templateAuthor = "plugsheet template" // not the author of annotations, which take their own notes away
	listSheet      = "_lists"             // hidden; holds choices that do not fit into the rule of a column
	maxChoices     = 255                  // characters of choices in the rule of a column, Excel's limit
)

// templateProperties are the properties of the document: who made it, and a time that is always the same.
const templateProperties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
	`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>` + templateAuthor + `</dc:creator>` +
	`<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>`

// WriteTemplate writes a workbook ready to be filled in: header rows that stay in view, notes at the
// headers, drop-down lists for choices, text cells for codes. The same sheets give the same bytes. Long
// choices stand on a hidden sheet named "_lists".
func WriteTemplate(w io.Writer, sheets []TemplateSheet) (err error) {
	if len(sheets) == 0 {
		return errors.New("writing the template: no sheets")
	}
	t := &template{book: book{File: excelize.NewFile()}}
	defer func() { err = errors.Join(err, t.Close()) }()
	if err := t.fill(sheets); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	return t.Write(w)
}

// template is a template being written.
type template struct {
	book
	header, required, text int        // looks
	lists                  [][]string // columns of listSheet
}

func (t *template) fill(sheets []TemplateSheet) error {
	if err := t.styles(); err != nil {
		return err
	}
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
	if err := t.writeLists(); err != nil {
		return err
	}
	t.SetActiveSheet(0)
	t.Pkg.Store("docProps/core.xml", []byte(templateProperties)) // SetDocProps writes what some readers refuse
	return nil
}

func (t *template) styles() error {
	var err1, err2, err3 error
	bold := &excelize.Font{Bold: true}
	t.header, err1 = t.NewStyle(&excelize.Style{Font: bold, Fill: ground(gray), NumFmt: textFormat})
	t.required, err2 = t.NewStyle(&excelize.Style{Font: bold, Fill: ground("BDD7EE"), NumFmt: textFormat})
	t.text, err3 = t.NewStyle(&excelize.Style{NumFmt: textFormat})
	return errors.Join(err1, err2, err3)
}

func (t *template) sheet(s TemplateSheet) error {
	for i, c := range s.Columns {
		if err := t.column(s, i+1, c); err != nil {
			return fmt.Errorf("column %q: %w", c.Header, err)
		}
	}
	for i, row := range s.Examples {
		for k, text := range row {
			if k < len(s.Columns) && text != "" {
				if err := t.example(s.Name, problem.ColumnName(k+1)+strconv.Itoa(i+2), text,
					s.Columns[k].Text); err != nil {
					return err
				}
			}
		}
	}
	return t.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
		ActivePane: "bottomLeft"})
}

// column writes everything about a column but its examples.
func (t *template) column(s TemplateSheet, number int, c TemplateColumn) error {
	name := problem.ColumnName(number)
	if c.Text {
		if err := t.SetColStyle(s.Name, name, t.text); err != nil {
			return err
		}
	}
	width := c.Width
	if width == 0 {
		width = columnWidth(9, c.Header)
		for _, row := range s.Examples {
			if number <= len(row) {
				width = columnWidth(width, row[number-1])
			}
		}
	}
	style := t.header
	if c.Required {
		style = t.required
	}
	if err := errors.Join(
		t.SetColWidth(s.Name, name, name, width),
		t.SetCellStr(s.Name, name+"1", c.Header),
		t.SetCellStyle(s.Name, name+"1", name+"1", style),
	); err != nil {
		return err
	}
	if c.Note != "" {
		lines := 2 + len(c.Note)/40 + strings.Count(c.Note, "\n")
		note := excelize.Comment{
			Cell: name + "1", Author: templateAuthor, Paragraph: []excelize.RichTextRun{{Text: c.Note}},
			Width: 260, Height: uint(min(lines, 20) * 18),
		}
		if err := t.AddComment(s.Name, note); err != nil {
			return err
		}
	}
	return t.choices(s.Name, name, c.Choices)
}

// choices adds a drop-down list to the cells below the header.
func (t *template) choices(sheet, column string, choices []string) error {
	if len(choices) == 0 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, excelize.TotalRows)
	v.ShowErrorMessage = true
	all := strings.Join(choices, ",")
	if strings.Count(all, ",") == len(choices)-1 && len(all) <= maxChoices && !formulaLike(all) {
		if err := v.SetDropList(choices); err != nil {
			return err
		}
		return t.AddDataValidation(sheet, v)
	}
	t.lists = append(t.lists, choices)
	list := problem.ColumnName(len(t.lists))
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", quoteSheet(listSheet), list, list, len(choices)))
	return t.AddDataValidation(sheet, v)
}

// writeLists writes the hidden sheet of choices, if there are any.
func (t *template) writeLists() error {
	if len(t.lists) == 0 {
		return nil
	}
	if _, err := t.NewSheet(listSheet); err != nil {
		return err
	}
	for i, choices := range t.lists {
		for k, text := range choices {
			if err := t.example(listSheet, problem.ColumnName(i+1)+strconv.Itoa(k+1), text, true); err != nil {
				return err
			}
		}
	}
	return t.SetSheetVisible(listSheet, false, true)
}

// example writes a cell: plain numbers as numbers, unless the column is text.
func (t *template) example(sheet, cell, text string, asText bool) error {
	if n, err := strconv.ParseFloat(text, 64); err == nil && !asText &&
		strconv.FormatFloat(n, 'f', -1, 64) == text {
		return t.SetCellFloat(sheet, cell, n, -1, 64)
	}
	if err := t.SetCellStr(sheet, cell, text); err != nil {
		return err
	}
	if asText || formulaLike(text) {
		return t.SetCellStyle(sheet, cell, cell, t.textLook(t.text, text))
	}
	return nil
}
