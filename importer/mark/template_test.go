package mark_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"plugsheet/importer/mark"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

func templateSheets() []mark.TemplateSheet {
	many := make([]string, 80)
	for i := range many {
		many[i] = "choice number " + strings.Repeat("x", i%7)
	}
	return []mark.TemplateSheet{
		{
			Name: "Produits",
			Columns: []mark.TemplateColumn{
				{Header: "référence", Note: "le code de l'article\nchaque ligne en a un", Text: true, Required: true},
				{Header: "titre", Required: true},
				{Header: "prix", Width: 14},
				{Header: "disponible", Choices: []string{"oui", "non"}, Note: "oui ou non"},
				{Header: "type", Choices: []string{"a, b", "=c"}},
				{Header: "pays", Choices: many},
			},
			Examples: [][]string{
				{"00042", "Lampe", "49.95", "oui", "a, b", ""},
				{"=1+1", "-20 % sur tout", "1 800 €", "non", "=c", many[1], "beyond the columns"},
			},
		},
		{Name: "Catégories", Columns: []mark.TemplateColumn{{Header: "id"}, {Header: "nom"}}},
	}
}

func template(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	if err := mark.WriteTemplate(&buf, templateSheets()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "template.xlsx")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, path, nil)
	return path
}

func TestTemplateReadsBack(t *testing.T) {
	path := template(t)
	want := map[string][]string{
		"Produits": {
			"1|référence|titre|prix|disponible|type|pays",
			"2|00042|Lampe|49.95|oui|a, b",
			"3|=1+1|-20 % sur tout|1 800 €|non|=c|choice number x",
		},
		"Catégories": {"1|id|nom"},
	}
	if diff := cmp.Diff(want, rowsOf(t, path, "_lists")); diff != "" {
		t.Error(diff)
	}
	b, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if last := b.Sheets[len(b.Sheets)-1]; last.Name != "_lists" || !last.Hidden {
		t.Errorf("the last sheet is %q, hidden %v", last.Name, last.Hidden)
	}
}

func TestTemplateIsReadyToFill(t *testing.T) {
	path := template(t)
	f := openBook(t, path)
	if f.GetActiveSheetIndex() != 0 {
		t.Error("the first sheet is not active")
	}
	rules, err := f.GetDataValidations("Produits")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rules {
		got[r.Sqref] = r.Formula1
	}
	want := map[string]string{
		"D2:D1048576": `"oui,non"`, "E2:E1048576": "'_lists'!$A$1:$A$2", "F2:F1048576": "'_lists'!$B$1:$B$80",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("drop-down lists (-want +got):\n%s", diff)
	}
	notes := comments(t, f, "Produits")
	if notes["A1"] != "plugsheet template: le code de l'article\nchaque ligne en a un" || len(notes) != 2 {
		t.Errorf("notes: %v", notes)
	}
	if panes, err := f.GetPanes("Produits"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay in view: %v, %v", panes, err)
	}
	if id, err := f.GetColStyle("Produits", "A"); err != nil || numberFormat(t, f, id) != 49 {
		t.Errorf("the codes' column is no text: %v", err)
	}
	if bold, plain := styleOf(t, f, "Produits", "A1"), styleOf(t, f, "Produits", "C1"); !bold.Font.Bold ||
		cmp.Equal(bold.Fill, plain.Fill) {
		t.Error("the required column does not stand out")
	}
	sheet := content(t, path, "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || strings.Count(content(t, path, "xl/styles.xml"),
		`quotePrefix="true"`) != 1 {
		t.Error("texts that look like formulas are not protected")
	}
	if !strings.Contains(sheet, `<v>49.95</v>`) {
		t.Error("a plain number is no number")
	}
}

func numberFormat(t *testing.T, f *excelize.File, id int) int {
	t.Helper()
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s.NumFmt
}

func TestTemplateIsTheSameEachTime(t *testing.T) {
	var first, second bytes.Buffer
	if err := mark.WriteTemplate(&first, templateSheets()); err != nil {
		t.Fatal(err)
	}
	if err := mark.WriteTemplate(&second, templateSheets()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two templates of the same sheets differ")
	}
}

func TestTemplateRefuses(t *testing.T) {
	for name, sheets := range map[string][]mark.TemplateSheet{
		"no sheets":       nil,
		"an invalid name": {{Name: "a/b"}},
		"the same twice": {{Name: "a"}, {Name: "b",
			Columns: []mark.TemplateColumn{{Header: strings.Repeat("x", 10), Width: 900}}}},
	} {
		if err := mark.WriteTemplate(&bytes.Buffer{}, sheets); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// What is filled in and annotated keeps the template's own notes, whose shapes another library wrote.
func TestTemplateAnnotated(t *testing.T) {
	path := template(t)
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
		"A1": "plugsheet template: le code de l'article\nchaque ligne en a un",
		"C3": "plugsheet: error: no price", "D1": "plugsheet template: oui ou non",
	}
	if diff := cmp.Diff(want, comments(t, f, "Produits")); diff != "" {
		t.Error(diff)
	}
	if rules, err := f.GetDataValidations("Produits"); err != nil || len(rules) != 3 {
		t.Errorf("%d drop-down lists, %v", len(rules), err)
	}
}
