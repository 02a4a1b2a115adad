package mark_test

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plugsheet/importer/mark"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// put writes a file of a new or given folder.
func put(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

// shopBook is a workbook with what has to survive: number formats, fonts, formulas, merged cells, a hidden
// sheet, widths, a note, a filter name, a drop-down list.
func shopBook(t *testing.T, path string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	euro := `#,##0.00\ "€"`
	money, err1 := f.NewStyle(&excelize.Style{CustomNumFmt: &euro,
		Font: &excelize.Font{Bold: true, Color: "1F4E79"}})
	head, err2 := f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
	})
	_, err3 := f.NewSheet("It's hidden")
	check(err1, err2, err3, f.SetSheetName("Sheet1", "Products"))
	check(
		f.SetSheetRow("Products", "A1", &[]any{"id", "title", "price", "category"}),
		f.SetSheetRow("Products", "A2", &[]any{1, "Lamp", 49.9, "Light"}),
		f.SetSheetRow("Products", "A3", &[]any{2, "=not a formula", "many", nil}),
		f.SetSheetRow("Products", "A5", &[]any{3, "Chair", 12.5}),
		f.SetCellFormula("Products", "E2", "C2*2"),
		f.SetCellStyle("Products", "A1", "D1", head), f.SetCellStyle("Products", "C2", "C5", money),
		f.MergeCell("Products", "D2", "D3"), f.SetColWidth("Products", "B", "B", 33),
		f.AddComment("Products", excelize.Comment{Cell: "A2", Author: "Ann", Text: "my own note"}),
		f.SetCellStr("It's hidden", "A1", "secret"), f.SetSheetVisible("It's hidden", false),
		f.SetDefinedName(&excelize.DefinedName{Name: "Prices",
			RefersTo: "Products!$C$2:$C$5", Scope: "Products"}),
		f.AutoFilter("Products", "A1:D5", nil),
		f.SaveAs(path),
	)
	return path
}

func shopNotes(file string) []mark.Note {
	at := func(row, column int) problem.Position {
		return problem.Position{File: file, Sheet: "Products", Row: row, Column: column}
	}
	return []mark.Note{
		{At: at(0, 0), Severity: problem.Warning, Title: "the sheet is short"},
		{At: at(0, 3), Severity: problem.Error, Title: "no currency", Advice: "write EUR"},
		{At: at(2, 1), Severity: problem.Error, Title: "twice", Value: "1"},
		{At: at(3, 3), Severity: problem.Error, Title: "no price", Value: "many", Advice: "write 49.95"},
		{At: at(3, 3), Severity: problem.Warning, Title: "looks odd", Value: "many"},
		{At: at(3, 4), Severity: problem.Warning, Title: "category is empty"},
		{At: at(4, 0), Severity: problem.Error, Title: "=cmd|' /C calc'!A0", Value: "+1", Advice: "@x"},
		{At: at(5, 7), Severity: problem.Error, Title: "missing"},
		{At: problem.Position{File: file}, Severity: problem.Warning, Title: "about the file"},
	}
}

// annotate writes a copy that must hold everything.
func annotate(t *testing.T, out string, notes []mark.Note, inputs ...string) {
	t.Helper()
	c, err := mark.Annotate(t.Context(), inputs, out, notes, mark.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, out, partsOf(t, inputs[0]))
	if c.Path != out || c.Only.String() != "" || len(c.Lost) > 0 {
		t.Errorf("%s is no copy of the whole: %+v", out, c)
	}
}

// wellFormed checks the parts that were written, those that are not in base as they are: that they are XML,
// that each link leads to a part, and that each part has a content type.
func wellFormed(t *testing.T, path string, base map[string]string) {
	t.Helper()
	parts := partsOf(t, path)
	there := map[string]bool{}
	for name := range parts {
		there[strings.ToLower(name)] = true
	}
	types := strings.ToLower(parts["[Content_Types].xml"])
	for name, text := range parts {
		if base[name] == text {
			continue
		}
		if err := parse(text); err != nil {
			t.Errorf("%s: %s: %v", path, name, err)
		}
		ending := strings.TrimPrefix(filepath.Ext(name), ".")
		if name != "[Content_Types].xml" && !strings.Contains(types, `extension="`+ending+`"`) &&
			!strings.Contains(types, `"/`+strings.ToLower(name)+`"`) {
			t.Errorf("%s: %s has no content type", path, name)
		}
		if strings.HasSuffix(name, ".rels") {
			linksLead(t, path+": "+name, filepath.Dir(filepath.Dir(name)), text, there)
		}
	}
}

func linksLead(t *testing.T, where, folder, text string, there map[string]bool) {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`<(\w+:)?Relationship [^>]*>`).FindAllString(text, -1) {
		id := regexp.MustCompile(`\bId="([^"]*)"`).FindStringSubmatch(m)[1]
		if ids[id] {
			t.Errorf("%s has %s twice", where, id)
		}
		ids[id] = true
		target := regexp.MustCompile(`\bTarget="([^"]*)"`).FindStringSubmatch(m)[1]
		if strings.Contains(m, "External") {
			continue
		}
		if !strings.HasPrefix(target, "/") {
			target = "/" + filepath.ToSlash(filepath.Join(folder, target))
		}
		if !there[strings.ToLower(target[1:])] {
			t.Errorf("%s leads to %s, which is not there", where, target)
		}
	}
}

// partsOf are the parts of a workbook by name; of anything else it is nil.
func partsOf(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil
	}
	defer z.Close()
	parts := map[string]string{}
	for _, p := range z.File {
		if _, twice := parts[p.Name]; twice {
			t.Errorf("%s: the part %q is there twice", path, p.Name)
		}
		f, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		parts[strings.ReplaceAll(p.Name, `\`, "/")] = string(text)
	}
	return parts
}

func parse(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// content is a part of a workbook as text.
func content(t *testing.T, path, part string) string {
	t.Helper()
	text, ok := partsOf(t, path)[part]
	if !ok {
		t.Fatalf("%s has no part %s", path, part)
	}
	return text
}

func openBook(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// rowsOf reads all rows of an input's sheets that are not ours.
func rowsOf(t *testing.T, path string, except ...string) map[string][]string {
	t.Helper()
	b, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	all := map[string][]string{}
	for _, s := range b.Sheets {
		if strings.Contains(strings.Join(except, "|"), s.Title()) {
			continue
		}
		for row, err := range s.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprint(row.Number)
			for _, c := range row.Cells {
				line += fmt.Sprintf("|%s", c.Raw)
			}
			all[s.Title()] = append(all[s.Title()], line)
		}
	}
	return all
}

func comments(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	list, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, c := range list {
		if _, twice := found[c.Cell]; twice {
			t.Errorf("%s has two notes", c.Cell)
		}
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		found[c.Cell] = c.Author + ": " + text
	}
	return found
}
