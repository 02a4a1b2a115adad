package importer

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// FuzzCell puts a text into one cell of a good row: it must end in a value of the product or in exactly one
// problem, never in nothing and never in both a value and an error.
func FuzzCell(f *testing.F) {
	for _, text := range []string{"Lamp", "12,50 €", "1,234", "https://s.test/1", "/p/1", "yes", "A > B; C",
		"NULL", "#N/A", "=1+1", "'12", "<b>x</b>",
		"12.03.2030", "anna@s.test", "\u200b", "-5", "5E+12", "a\\nb", "1e999", "€", "http://", "data:x",
		"on request", "TRUE", "=A1&B1", `=HYPERLINK("https://s.test/2","open")`, "ab 10 €", "10-15 €",
		"12€50", "10 €/St", "CHF 1’299.–", "1.299,-", "10 %", "keine Angabe", "non renseigné",
		`say \"hi\"`, `l\'huile`, "x<y", "Size <5 mm", "<script>x</script>", "2024-03-02 00:00:00", "1-Mar",
		"1001.0", "4.01235E+12", `="00123"`, "4111 1111 1111 1111", "DE89370400440532013000",
		"+49 30 1234567", "Frau Meier", "Order 4711", "Food, Beverages & Tobacco", "A/B", "A | B > C",
		"Ã¼ber", "#REF!", "12:30", "½", "١٢", "\u202eabc", "\u00a0", "🎁", "&amp;nbsp;", "0,00 €",
		"gratis", ">10", "✓", "nicht lieferbar", "C:\\new", "//s.test/1.jpg", "s.test/1 https://s.test/2",
		"mailto:a@s.test", "javascript:x"} {
		for column := range byte(len(fuzzedColumns)) {
			f.Add(text, column)
		}
	}
	f.Fuzz(func(t *testing.T, text string, column byte) {
		if !utf8.ValidString(text) {
			return // it makes the file one of another code page, in which each cell may read otherwise
		}
		c := fuzzedColumns[int(column)%len(fuzzedColumns)]
		row := []string{"A-1", "Lamp", "A lamp", "https://s.test/1",
			"https://s.test/1.jpg", "19 €", "Lux", "yes", "Kitchen > Lamps", "Steel"}
		row[c] = text
		report, err := Run(t.Context(), Options{Inputs: []string{csvFile(t, row)},
			Config: config.Config{Currency: "EUR", IDs: "string"}})
		if err != nil || value.Fold(text) == "" || strings.ContainsAny(text, "\x00\r\n") {
			return // a file that is no table, or a cell that is blank or several rows
		}
		errors, told := 0, 0
		for _, p := range slices.Concat(report.Problems.Sorted(), report.Odd) {
			if p.Severity == problem.Error {
				errors++
			}
			told++
		}
		switch {
		case errors > 1:
			t.Errorf("%q in column %d: %d errors\n%s", text, c, errors, printed(t, report.Problems))
		case errors == 0 && told == 0 && !valued(report, c):
			t.Errorf("%q in column %d is lost without a word", text, c)
		}
	})
}

// fuzzedColumns are the columns, of the row, whose cells are tried.
var fuzzedColumns = []int{0, 1, 2, 3, 4, 5, 6, 7, 8}

// csvFile writes a row below the header of all fields.
func csvFile(t *testing.T, row []string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "Products.csv")
	w, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	out := csv.NewWriter(w)
	header := []string{"reference", "title", "description", "productUrl", "imageUrl", "priceCatalog", "brand",
		"available", "categories", "Material"}
	if err := out.WriteAll([][]string{header, row}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// valued tells whether the first product has a value in a column.
func valued(r Report, column int) bool {
	if len(r.Examples) == 0 {
		return false
	}
	e := r.Examples[0]
	p := e.Product
	return []bool{
		p.Reference != "", p.Title != "", p.Description != "", p.ProductURL != "", p.ImageURL != "",
		p.PriceCatalog != "", p.Brand != nil,
		p.Available != nil, len(e.Categories) > 0,
	}[column]
}
