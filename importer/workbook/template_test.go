package workbook_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"plugsheet/importer/workbook"
)

func templateSheets() []workbook.TemplateSheet {
	return []workbook.TemplateSheet{
		{
			Name: "Produits",
			Columns: []workbook.TemplateColumn{
				{Header: "référence", Note: "le code de l'article\nchaque ligne en a un",
					Text: true, Required: true},
				{Header: "titre", Required: true},
				{Header: "prix"},
				{Header: "disponible", Choices: []string{"oui", "non"}, Note: "oui ou non"},
				{Header: "type", Choices: []string{"a b", "c"}},
			},
			Examples: [][]string{
				{"00042", "Lampe", "49.95", "oui", "a b"},
				{"=1+1", "-20 % sur tout", "1 800 €", "non", "c", "beyond the columns"},
			},
		},
		{Name: "Catégories", Columns: []workbook.TemplateColumn{{Header: "id"}, {Header: "nom"}}},
	}
}

func template(t *testing.T) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := workbook.WriteTemplate(&buf, templateSheets()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestTemplateReadsBack(t *testing.T) {
	f := open(t, template(t))
	want := map[string][][]string{
		"Produits": {
			{"référence", "titre", "prix", "disponible", "type"},
			{"00042", "Lampe", "49.95", "oui", "a b"},
			{"=1+1", "-20 % sur tout", "1 800 €", "non", "c"},
		},
		"Catégories": {{"id", "nom"}},
	}
	for sheet, rows := range want {
		got, err := f.GetRows(sheet)
		if diff := cmp.Diff(rows, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", sheet, err, diff)
		}
	}
}

func TestTemplateIsReadyToFill(t *testing.T) {
	data := template(t)
	f := open(t, data)
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
	want := map[string]string{"D2:D1048576": `"oui,non"`, "E2:E1048576": `"a b,c"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("drop-down lists (-want +got):\n%s", diff)
	}
	notes, err := f.GetComments("Produits")
	if err != nil || len(notes) != 2 || notes[0].Author != "plugsheet template" ||
		notes[0].Paragraph[0].Text != "le code de l'article\nchaque ligne en a un" {
		t.Errorf("notes: %v, %v", notes, err)
	}
	if panes, err := f.GetPanes("Produits"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay in view: %v, %v", panes, err)
	}
	if id, err := f.GetColStyle("Produits", "A"); err != nil || look(t, f, id).NumFmt != 49 {
		t.Errorf("the codes' column is no text: %v", err)
	}
	if bold, plain := headerLook(t, f, "A1"), headerLook(t, f, "C1"); !bold.Font.Bold ||
		cmp.Equal(bold.Fill, plain.Fill) {
		t.Error("the required column does not stand out")
	}
	sheet := part(t, data, "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") ||
		strings.Count(part(t, data, "xl/styles.xml"), `quotePrefix="true"`) != 1 {
		t.Error("texts that look like formulas are not protected")
	}
	if !strings.Contains(sheet, `<v>49.95</v>`) {
		t.Error("a plain number is no number")
	}
}

// part is a part of a workbook as text.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func look(t *testing.T, f *excelize.File, id int) *excelize.Style {
	t.Helper()
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func headerLook(t *testing.T, f *excelize.File, cell string) *excelize.Style {
	t.Helper()
	id, err := f.GetCellStyle("Produits", cell)
	if err != nil {
		t.Fatal(err)
	}
	return look(t, f, id)
}

func TestTemplateIsTheSameEachTime(t *testing.T) {
	var first, second bytes.Buffer
	if err := workbook.WriteTemplate(&first, templateSheets()); err != nil {
		t.Fatal(err)
	}
	if err := workbook.WriteTemplate(&second, templateSheets()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two templates of the same sheets differ")
	}
}

func TestTemplateRefuses(t *testing.T) {
	for name, sheets := range map[string][]workbook.TemplateSheet{
		"no sheets":        nil,
		"an invalid name":  {{Name: "a/b"}},
		"a choice of two":  offering("c, d"),
		"a formula":        offering("=c"),
		"too many choices": offering(strings.Repeat("c", 256)),
	} {
		if err := workbook.WriteTemplate(&bytes.Buffer{}, sheets); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func offering(choices ...string) []workbook.TemplateSheet {
	column := workbook.TemplateColumn{Header: "b", Choices: choices}
	return []workbook.TemplateSheet{{Name: "a", Columns: []workbook.TemplateColumn{column}}}
}
