package table

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedData gives a folder of the public test files beside the repository, and skips
// the test where they are absent.
func sharedData(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf(
			"the public test files are not here: there is no folder ../shared/data/%s beside the repository",
			name)
	}
	return dir
}

// TestTorture reads the test files of other parsers. testdata/torture.tsv says for each what comes
// out: every sheet with its number of rows, its last row's number and its first cell; or the words
// of the refusal. UPDATE=1 writes it anew.
func TestTorture(t *testing.T) {
	dir := sharedData(t, "torture")
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		name := strings.TrimPrefix(filepath.ToSlash(f), filepath.ToSlash(dir)+"/")
		got = append(got, name+"\t"+strings.Join(summary(t, f), "\t"))
	}
	golden := filepath.Join("testdata", "torture.tsv")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, strings.Split(strings.TrimSuffix(string(want), "\n"), "\n"), got)
}

// summary is what comes out of a file, one text a sheet, and the warnings.
func summary(t *testing.T, path string) []string {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		refused(t, err, "")
		return []string{"refused" + strings.TrimPrefix(err.Error(), path)}
	}
	defer b.Close()
	var out []string
	for _, s := range b.Sheets {
		n, last, first, end := 0, 0, "", ""
		for r, err := range s.Rows(t.Context()) {
			if err != nil {
				refused(t, err, "")
				end = ", then " + strings.TrimPrefix(err.Error(), path)
				break
			}
			for i, c := range r.Cells {
				if first == "" && c.Kind != Blank {
					first = fmt.Sprintf(", %s %q", s.At(r.Number, i+1).Cell(), c.Text)
				}
			}
			n, last = n+1, r.Number
		}
		hidden := ""
		if s.Hidden {
			hidden = "hidden "
		}
		if s.Name == "" {
			out = append(out, fmt.Sprintf("%s: %d rows to %d%s%s", s.Format, n, last, first, end))
		} else {
			out = append(out, fmt.Sprintf("%s%q: %d rows to %d%s%s", hidden, s.Name, n, last, first, end))
		}
	}
	for _, w := range b.Warnings {
		out = append(out, "warning: "+w.Message())
	}
	return out
}

// TestCSVSpectrum demands what the suite's JSON says, byte by byte.
func TestCSVSpectrum(t *testing.T) {
	dir := filepath.Join(sharedData(t, "torture"), "csv-spectrum")
	files, err := filepath.Glob(filepath.Join(dir, "csvs__*.csv"))
	if err != nil || len(files) != 12 {
		t.Fatalf("got %d files, want the suite's 12 (%v)", len(files), err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "csvs__"), ".csv")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, "json__"+name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			// the suite's JSON is one object, and its phone number is not the csv's
			if name == "location_coordinates" {
				text = []byte("[" + strings.Replace(string(text), "1234567890", "2095257564", 1) + "]")
			}
			var want []map[string]string
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, "_crlf") { // the collected copy has lost its carriage returns
				csv, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				f = write(t, "a.csv",
					strings.ReplaceAll(strings.ReplaceAll(string(csv), "\r", ""), "\n", "\r\n"))
			}
			equal(t, want, records(t, open(t, f, Options{}).Sheets[0]))
		})
	}
}

// records gives each row by the names of the first, with the raw texts.
func records(t *testing.T, s *Sheet) []map[string]string {
	t.Helper()
	var names []string
	var out []map[string]string
	for r, err := range s.Rows(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if names == nil {
			for _, c := range r.Cells {
				names = append(names, c.Raw)
			}
			continue
		}
		record := map[string]string{}
		for i, n := range names {
			record[n] = ""
			if i < len(r.Cells) {
				record[n] = r.Cells[i].Raw
			}
		}
		out = append(out, record)
	}
	return out
}

// TestExports reads what shops really export.
func TestExports(t *testing.T) {
	dir := sharedData(t, "exports")
	for name, want := range map[string]string{
		"woocommerce_sample_products.csv":    "csv, utf-8, , 25 55",
		"prestashop17_products_import.csv":   "csv, utf-8, ; 8 66",
		"shopify_pl_export.csv":              "csv, utf-8, , 61 52",
		"medusa_exported_comma.csv":          "csv, utf-8, , 4 56",
		"medusa_exported_semicolon.csv":      "csv, utf-8, ; 4 56",
		"etsy_sabaceramics_listings.csv":     "csv, utf-8, , 28 24",
		"meta_wupei_catalog_products.csv":    "csv, utf-8, , 3 29",
		"elastic_makeup_products.csv":        "csv, utf-8 twice, , 932 19",
		"fake_grocery_products.csv":          "csv, utf-8, , 30828 8",
		"fr_runbooster_produits.xlsx":        "xlsx 720 23",
		"fr_ezfacture_produits.xlsx":         "xlsx 6 10",
		"fr_ezfacture_invoice_template.xlsx": "xlsx 24 9",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, filepath.Join(dir, name), Options{}).Sheets[0]
			n, columns := 0, 0
			for r, err := range s.Rows(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				n, columns = n+1, max(columns, len(r.Cells))
			}
			equal(t, want, fmt.Sprintf("%s %d %d", s.Format, n, columns))
		})
	}
}
