package importer

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/template"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// templateFor builds the sheets of a template.
func templateFor(t *testing.T, k kind.Kind, l problem.Language) workbook.TemplateSheet {
	t.Helper()
	sheets, err := template.Sheets(l)
	if err != nil {
		t.Fatal(err)
	}
	return sheets[slices.Index(template.Kinds(), k)]
}

// importSheets writes sheets as a workbook, imports them, and gives the problems as text.
func importSheets(t *testing.T, sheets []workbook.TemplateSheet, dir string) (string, Report) {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.WriteTemplate(&b, sheets); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "catalog.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := Run(context.Background(), Options{Inputs: []string{path}, Bundle: dir})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := problem.Print(&text, report.Problems, problem.English); err != nil {
		t.Fatal(err)
	}
	return text.String(), report
}

// TestTemplateImports fills nothing in: the example rows are a catalog, in every language.
func TestTemplateImports(t *testing.T) {
	for _, l := range problem.Languages() {
		var sheets []workbook.TemplateSheet
		for _, k := range template.Kinds() {
			sheets = append(sheets, templateFor(t, k, l))
		}
		dir := filepath.Join(t.TempDir(), "bundle")
		problems, report := importSheets(t, sheets, dir)
		if problems != "" {
			t.Errorf("%s: %s", l, problems)
			continue
		}
		want := bundle.Counts{Categories: 2, Products: 2, FormFields: 2, CustomerFields: 2, BotScenarios: 1,
			BotAnswers: 2}
		if d := cmp.Diff(want, report.Counts); d != "" || report.Customers != 2 {
			t.Errorf("%s: %s, %d customers", l, d, report.Customers)
		}
		b, err := bundle.Open(context.Background(), dir)
		if err != nil {
			t.Fatal(err)
		}
		price := map[problem.Language]string{problem.English: "€49.95", problem.French: "49,95 €",
			problem.German: "49,95 €"}[l]
		for line, err := range b.Records(context.Background(), b.ProductFiles()[0]) {
			if p := line.Record.Product; err != nil || p.PriceCatalog != price || p.Reference != "LAMP-01" ||
				!*p.Available {
				t.Errorf("%s: %+v %v", l, p, err)
			}
			if len(line.Record.Categories) != 1 || b.Manifest().Language != string(l) {
				t.Errorf("%s: categories %v, language %s", l, line.Record.Categories, b.Manifest().Language)
			}
			break
		}
	}
}

// TestTemplateRequired blanks one column after the other: those that are marked must be missed, the others
// not.
func TestTemplateRequired(t *testing.T) {
	for _, k := range []kind.Kind{kind.Products, kind.Categories, kind.ClosingForm, kind.Options,
		kind.CustomerFields, kind.BotScenarios, kind.BotAnswers, kind.BotHours} {
		for i, f := range field.Of(k) {
			var sheets []workbook.TemplateSheet
			for _, other := range template.Kinds() {
				if strings.HasPrefix(string(k), "bot") != strings.HasPrefix(string(other), "bot") &&
					other != kind.Settings {
					continue // the bot and the catalog know nothing of each other
				}
				s := templateFor(t, other, problem.English)
				blank := func(column int) {
					for _, row := range s.Examples {
						row[column] = ""
					}
				}
				if other == k {
					blank(i)
				}
				if other == kind.Products && k == kind.Products && f.Name == "id" {
					blank(field.Reference) // which would serve as the id
				}
				if other == kind.Products && k == kind.Categories {
					blank(field.Categories)
				}
				sheets = append(sheets, s)
			}
			problems, report := importSheets(t, sheets, "")
			if missed := report.Problems.Errors() > 0; missed != f.Required {
				t.Errorf("%s without %s: errors are %v\n%s", k, f.Name, missed, problems)
			}
		}
	}
}

func TestTemplateHasNotesAndHeaders(t *testing.T) {
	for _, l := range problem.Languages() {
		for _, k := range template.Kinds() {
			s := templateFor(t, k, l)
			seen := map[string]bool{}
			for i, c := range s.Columns {
				if field.Of(k)[i].Note == "" {
					t.Errorf("%s: %s has no note", k, c.Header)
				}
				if seen[c.Header] {
					t.Errorf("%s, %s: two columns are named %s", l, k, c.Header)
				}
				seen[c.Header] = true
			}
		}
	}
	if got := templateFor(t, kind.Products, problem.French); got.Name != "Produits" ||
		got.Columns[field.Available].Header != "Disponible" {
		t.Errorf("%s, %s", got.Name, got.Columns[field.Available].Header)
	}
}

func TestTemplateIsTheSameEveryTime(t *testing.T) {
	var one, two bytes.Buffer
	if err := template.Write(&one, problem.German); err != nil {
		t.Fatal(err)
	}
	if err := template.Write(&two, problem.German); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two templates of one language differ")
	}
}
