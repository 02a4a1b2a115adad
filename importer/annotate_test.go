package importer

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/annotate"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// sheetText reads a sheet of a workbook: cells joined by |, rows by line ends.
func sheetText(t *testing.T, path, name string) string {
	t.Helper()
	b, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var text strings.Builder
	for _, s := range b.Sheets {
		if s.Name != name {
			continue
		}
		for row, err := range s.Rows(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range row.Cells {
				if i > 0 {
					text.WriteByte('|')
				}
				text.WriteString(c.Text)
			}
			text.WriteByte('\n')
		}
	}
	return text.String()
}

func TestAnnotateSpeaksTheLanguage(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "Products.csv")
	const csv = "id,title,description,priceCatalog,productUrl,imageUrl\n" +
		"1,,Tea,=1+1,https://shop.example/1,https://shop.example/1.jpg\n" +
		"2,Cup,Cup,2.00 €,https://shop.example/2,https://shop.example/2.jpg\n"
	if err := os.WriteFile(in, []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{in: "stdin"}
	report, err := Run(context.Background(), Options{Inputs: []string{in}, Names: names})
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.xlsx")
	written, err := annotate.Write(context.Background(), annotate.Options{
		Inputs: []string{in}, Names: names, Out: out, Problems: report.Problems, Language: problem.German,
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := written.Only.String(); d != "" {
		t.Error(d)
	}
	want := "Schwere|Blatt|Zelle|Was nicht stimmt|Was dort steht|Was zu schreiben ist\n" +
		"Fehler|Products|B2|title fehlt; jede Zeile braucht einen Wert dafür||ausfüllen, oder in plugsheet.yaml: defaults: { products: { title: \"{reference}\" } }\n" +
		"Fehler|Products|D2|das ist kein Preis|=1+1|so schreiben: 49,95 oder 49,95 €\n"
	if d := cmp.Diff(want, sheetText(t, out, "Probleme")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(strings.ReplaceAll(csv, ",", "|"), sheetText(t, out, "Products")); d != "" {
		t.Errorf("the sheet is another one: %s", d)
	}
	if after, err := os.ReadFile(in); err != nil || string(after) != csv {
		t.Errorf("the input was changed: %q %v", after, err)
	}
}

func TestErrorsNameTheInputAsThePersonDid(t *testing.T) {
	in := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(in, []byte("\x89PNG\r\n\x1a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), Options{Inputs: []string{in}, Names: map[string]string{in: "stdin"}})
	if err == nil || !strings.HasPrefix(err.Error(), "stdin: is a picture") {
		t.Error(err)
	}
}
