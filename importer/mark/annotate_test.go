package mark_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"plugsheet/importer/mark"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/problem"
)

func TestAnnotateWorkbook(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	before, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.xlsx")
	annotate(t, out, shopNotes(in), in)
	if after, err := os.ReadFile(in); err != nil || string(after) != string(before) {
		t.Error("the input was changed")
	}
	if diff := cmp.Diff(rowsOf(t, in), rowsOf(t, out, "Problems")); diff != "" {
		t.Errorf("the rows changed:\n%s", diff)
	}
	f := openBook(t, out)
	if diff := cmp.Diff([]string{"Problems", "Products", "It's hidden"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if f.GetActiveSheetIndex() != 0 {
		t.Errorf("sheet %d is active", f.GetActiveSheetIndex())
	}
	want := map[string]string{
		"A1": "plugsheet: warning: the sheet is short",
		"A2": "Ann: my own note", // hers stays; the cell is coloured
		"A4": "plugsheet: error: =cmd|' /C calc'!A0\n@x",
		"C1": "plugsheet: error: no currency\nwrite EUR",
		"C3": "plugsheet: error: no price\nwrite 49.95\n\nwarning: looks odd",
		"D2": "plugsheet: warning: category is empty", // D2:D3 is merged
		"G5": "plugsheet: error: missing",
	}
	if diff := cmp.Diff(want, comments(t, f, "Products")); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestAnnotateKeepsFormatting(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	out := filepath.Join(dir, "out.xlsx")
	annotate(t, out, shopNotes(in), in)
	was, is := openBook(t, in), openBook(t, out)
	for cell, color := range map[string]string{"C3": "FFC8CD", "C1": "B3131B", "A1": "7D6008", "D2": "FFF0B8",
		"G5": "FFC8CD", "B3": ""} {
		got := styleOf(t, is, "Products", cell)
		fill := ""
		if len(got.Fill.Color) > 0 && cell != "B3" {
			fill = got.Fill.Color[0]
		}
		if strings.TrimPrefix(fill, "FF") != strings.TrimPrefix(color, "FF") && fill != color {
			t.Errorf("%s has the colour %q, want %q", cell, fill, color)
		}
		want := styleOf(t, was, "Products", cell)
		got.Fill, want.Fill = excelize.Fill{}, excelize.Fill{}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the style of %s changed:\n%s", cell, diff)
		}
	}
	if text, err := is.GetCellValue("Products", "C2"); err != nil || text != "49.90 €" {
		t.Errorf("the price shows as %q, %v", text, err)
	}
	if formula, err := is.GetCellFormula("Products", "E2"); err != nil || formula != "C2*2" {
		t.Errorf("the formula is %q, %v", formula, err)
	}
	if width, err := is.GetColWidth("Products", "B"); err != nil || width != 33 {
		t.Errorf("the width is %v, %v", width, err)
	}
	if merged, err := is.GetMergeCells("Products"); err != nil || len(merged) != 1 ||
		merged[0].GetStartAxis()+
			":"+merged[0].GetEndAxis() != "D2:D3" {
		t.Errorf("merged cells: %v, %v", merged, err)
	}
	if visible, err := is.GetSheetVisible("It's hidden"); err != nil || visible {
		t.Errorf("the hidden sheet is visible: %v", err)
	}
	names := map[string]string{}
	for _, n := range is.GetDefinedName() {
		names[n.Scope+" "+n.Name] = n.RefersTo
	}
	if names["Products Prices"] != "Products!$C$2:$C$5" ||
		names["Problems plugsheet_problems"] != "'Problems'!$A$1" {
		t.Errorf("names: %v", names)
	}
}

func styleOf(t *testing.T, f *excelize.File, sheet, cell string) *excelize.Style {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnnotateListsProblems(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	out := filepath.Join(dir, "out.xlsx")
	annotate(t, out, shopNotes(in), in)
	f := openBook(t, out)
	rows, err := f.GetRows("Problems")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Severity", "Sheet", "Cell", "What is wrong", "What stands there", "What to write"},
		{"warning", "Products", "A1", "the sheet is short"},
		{"error", "Products", "C:C", "no currency", "", "write EUR"},
		{"error", "Products", "A2", "twice", "1"},
		{"error", "Products", "C3", "no price", "many", "write 49.95"},
		{"warning", "Products", "C3", "looks odd", "many"},
		{"warning", "Products", "D3", "category is empty"},
		{"error", "Products", "4:4", "=cmd|' /C calc'!A0", "+1", "@x"},
		{"error", "Products", "G5", "missing"},
		{"warning", in, "", "about the file"},
		nil,
		{"", "", "", "1 more cells are coloured and have no note"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
	links := []string{"A1", "C1", "A2", "C3", "C3", "D2", "A4", "G5", ""}
	for i, cell := range links {
		_, link, err := f.GetCellHyperLink("Problems", fmt.Sprintf("C%d", i+2))
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		if cell != "" {
			want = "'Products'!" + cell
		}
		if link != want {
			t.Errorf("line %d leads to %q, want %q", i+2, link, want)
		}
	}
	sheet := content(t, out, "xl/worksheets/sheet3.xml")
	for _, part := range []string{`<autoFilter ref="$A$1:$F$10"`, `state="frozen"`, `tabSelected="true"`} {
		if !strings.Contains(sheet, part) {
			t.Errorf("the list lacks %s: %s", part, sheet)
		}
	}
	if strings.Contains(sheet, "<f>") || !strings.Contains(sheet, ` t="inlineStr"><is><t>=cmd`) {
		t.Error("a text became a formula")
	}
	if strings.Contains(content(t, out, "xl/worksheets/sheet1.xml"), "tabSelected") {
		t.Error("two sheets are selected")
	}
}

// Only the list is selected, even when the sheet that was has no problem; and nobody can
// follow a link to a hidden sheet.
func TestAnnotateOnlyHidden(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	if !strings.Contains(content(t, in, "xl/worksheets/sheet1.xml"), "tabSelected") {
		t.Fatal("the sample selects no sheet")
	}
	out := filepath.Join(dir, "out.xlsx")
	annotate(t, out, []mark.Note{
		{At: problem.Position{File: in, Sheet: "It's hidden", Row: 1, Column: 1}, Severity: problem.Warning,
			Title: "hidden"},
	}, in)
	if strings.Contains(content(t, out, "xl/worksheets/sheet1.xml"), "tabSelected") {
		t.Error("two sheets are selected")
	}
	f := openBook(t, out)
	if linked, _, err := f.GetCellHyperLink("Problems", "C2"); err != nil || linked {
		t.Errorf("there is a link to a hidden sheet, %v", err)
	}
	if got := comments(t, f, "It's hidden"); got["A1"] != "plugsheet: warning: hidden" {
		t.Errorf("notes: %v", got)
	}
}

func TestAnnotateText(t *testing.T) {
	dir := t.TempDir()
	shop := filepath.Join(dir, "shop")
	if err := os.Mkdir(shop, 0o700); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 40_000)
	products := put(t, filepath.Join(shop, "Products.csv"),
		"id;title;price\n007;=1+1;12\n\n008;  + two ;\"a\r\nb\"\n009;_x000D_&<\";@cmd\n")
	put(t, filepath.Join(shop, "a very long name of a file [with] brackets.csv"), "a,b\n1,"+long+"\n")
	out := filepath.Join(dir, "out.xlsx")
	at := func(row, column int) problem.Position {
		return problem.Position{File: products, Row: row, Column: column}
	}
	annotate(t, out, []mark.Note{
		{At: at(2, 2), Severity: problem.Error, Title: "a formula"},
		{At: at(3, 0), Severity: problem.Warning, Title: "blank"},
		{At: at(9, 5), Severity: problem.Warning, Title: "nothing here"},
	}, shop)

	name := "a very long name of a file _wit"
	if diff := cmp.Diff(rowsOf(t, products)["Products"], rowsOf(t, out)["Products"]); diff != "" {
		t.Errorf("the rows changed:\n%s", diff)
	}
	f := openBook(t, out)
	if diff := cmp.Diff([]string{"Problems", "Products", name}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if text, err := f.GetCellValue(name, "B2"); err != nil || len(text) != 32_767 {
		t.Errorf("the long text has %d characters, %v", len(text), err)
	}
	if got := comments(t, f, name)["B2"]; !strings.HasPrefix(got, "plugsheet: warning: is cut after 32,767") {
		t.Errorf("the long text has the note %q", got)
	}
	if rows, err := f.GetRows("Problems"); err != nil || rows[4][1] != name || rows[4][2] != "B2" {
		t.Errorf("the cut text is not listed: %v, %v", rows, err)
	}
	want := map[string]string{"B2": "plugsheet: error: a formula", "A3": "plugsheet: warning: blank",
		"E9": "plugsheet: warning: nothing here"}
	if diff := cmp.Diff(want, comments(t, f, "Products")); diff != "" {
		t.Error(diff)
	}
	sheet := content(t, out, "xl/worksheets/sheet2.xml")
	for _, cell := range regexp.MustCompile(`<c [^>]*>`).FindAllString(sheet, -1) {
		if !strings.Contains(cell, `t="inlineStr"`) &&
			!strings.Contains("A3 E9", regexp.MustCompile(`r="(.*?)"`).FindStringSubmatch(cell)[1]) {
			t.Errorf("a cell is no text: %s", cell)
		}
	}
	if strings.Contains(sheet, "<f>") {
		t.Error("a text became a formula")
	}
	looks := regexp.MustCompile(`<xf [^>]*>`).
		FindAllString(regexp.MustCompile(`(?s)<cellXfs.*`).FindString(content(t, out, "xl/styles.xml")), -1)
	for cell, want := range map[string]bool{"A2": false, "B2": true, "B5": false, "C5": true} {
		style, err := f.GetCellStyle("Products", cell)
		if err != nil || strings.Contains(looks[style], `quotePrefix="true"`) != want {
			t.Errorf("%s has the style %s, %v", cell, looks[style], err)
		}
	}
}

// What is filled in and annotated keeps the template's own notes, whose shapes another library wrote.
func TestTemplateAnnotated(t *testing.T) {
	var b bytes.Buffer
	if err := workbook.WriteTemplate(&b, []workbook.TemplateSheet{{Name: "Produits",
		Columns: []workbook.TemplateColumn{{Header: "référence", Note: "le code"}, {Header: "titre"},
			{Header: "prix"}, {Header: "disponible", Note: "oui ou non", Choices: []string{"oui", "non"}}},
		Examples: [][]string{{"7", "Lampe", "1", "oui"}, {"8", "Bol", "many", "non"}}}}); err != nil {
		t.Fatal(err)
	}
	path := put(t, filepath.Join(t.TempDir(), "template.xlsx"), b.String())
	wellFormed(t, path, nil)
	out := filepath.Join(t.TempDir(), "out.xlsx")
	at := func(row, column int) problem.Position {
		return problem.Position{File: path, Sheet: "Produits", Row: row, Column: column}
	}
	annotate(t, out, []mark.Note{
		{At: at(1, 1), Severity: problem.Error, Title: "no id"},
		{At: at(3, 3), Severity: problem.Error, Title: "no price"},
	}, path)
	f := openBook(t, out)
	want := map[string]string{
		"A1": "plugsheet template: le code",
		"C3": "plugsheet: error: no price", "D1": "plugsheet template: oui ou non",
	}
	if diff := cmp.Diff(want, comments(t, f, "Produits")); diff != "" {
		t.Error(diff)
	}
	if rules, err := f.GetDataValidations("Produits"); err != nil || len(rules) != 1 {
		t.Errorf("%d drop-down lists, %v", len(rules), err)
	}
}
