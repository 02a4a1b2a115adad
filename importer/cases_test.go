package importer

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/config"
	"plugsheet/schemas/problem"
)

// update tells whether the expected files are to be rewritten: UPDATE=1 go test ./importer
func update() bool { return os.Getenv("UPDATE") != "" }

// TestCases imports each folder below testdata/cases: its tables with its plugsheet.yaml, when there is one,
// must give the problems in problems.txt and, without errors among them, the bundle in want.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Chdir(folder)
			var inputs []string
			for _, pattern := range []string{"*.csv", "*.tsv"} {
				names, err := filepath.Glob(pattern)
				if err != nil {
					t.Fatal(err)
				}
				inputs = append(inputs, names...)
			}
			out := filepath.Join(t.TempDir(), "bundle")
			report, err := Run(t.Context(), Options{Inputs: inputs, Bundle: out,
				Config: mappingOf(t, "plugsheet.yaml"), CustomerKey: make([]byte, 32)})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "problems.txt", printed(t, report.Problems))
			if written := report.Problems.Errors() == 0; report.Written != written {
				t.Errorf("written is %t with %d errors", report.Written, report.Problems.Errors())
			}
			goldenFolder(t, "want", bundleFiles(t, out))
		})
	}
}

// mappingOf reads a mapping file; one that is not there is an empty mapping.
func mappingOf(t *testing.T, name string) config.Config {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		return config.Config{}
	}
	c, err := config.Read(bytes.NewReader(data), name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// printed is the problems as a person reads them.
func printed(t *testing.T, l *problem.List) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := problem.Print(&b, l, problem.English); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bundleFiles reads a bundle but for what is private, with slashes in the names.
func bundleFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "private":
			return fs.SkipDir
		case d.IsDir() || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

// golden compares with an expected file, or rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if update() {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// goldenFolder compares with an expected folder, or rewrites it; no files at all go with no folder.
func goldenFolder(t *testing.T, name string, got map[string]string) {
	t.Helper()
	if !update() {
		if d := cmp.Diff(bundleFiles(t, name), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		return
	}
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
	for path, text := range got {
		file := filepath.Join(name, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRealFiles imports shops' real exports without an error, each with the mapping in testdata/real where it
// needs one.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		file, mapping string
		products      int
	}{
		{"exports/woocommerce_sample_products.csv", "woocommerce.yaml", 14},
		{"exports/woocommerce_importer_unit_sample.csv", "woocommerce-unit.yaml", 5},
		{"exports/shopify_packt_product-data.csv", "shopify.yaml", 20},
		{"exports/shopify_pl_export.csv", "shopify-pl.yaml", 35},
		{"exports/prestashop17_products_import.csv", "prestashop.yaml", 6},
		{"exports/medusa_exported_comma.csv", "medusa.yaml", 2},
		{"exports/medusa_exported_semicolon.csv", "medusa.yaml", 2},
		{"exports/etsy_sabaceramics_listings.csv", "etsy.yaml", 27},
		{"exports/meta_wupei_catalog_products.csv", "meta.yaml", 1},
		{"exports/fr_ezfacture_produits.xlsx", "ezfacture.yaml", 5},
		{"exports/fr_runbooster_produits.xlsx", "runbooster.yaml", 719},
		{"exports/elastic_makeup_products.csv", "makeup.yaml", 931},
		{"exports/fake_grocery_products.csv", "grocery.yaml", 30827},
		{"relevance/catalog.csv", "electronics.yaml", 19406},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			file := filepath.Join("..", "..", "shared", "data", filepath.FromSlash(c.file))
			if _, err := os.Stat(file); err != nil {
				t.Skipf("the shops' real exports are not here: %v", err)
			}
			o := Options{Inputs: []string{file},
				Config: mappingOf(t, filepath.Join("testdata", "real", c.mapping))}
			o.WithUnpublished = strings.Contains(c.file, "medusa") // there all are drafts
			report, err := Run(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			if report.Problems.Errors() > 0 || report.Counts.Products != c.products {
				t.Errorf("%d errors and %d products, want none and %d\n%s", report.Problems.Errors(),
					report.Counts.Products, c.products,
					printed(t, report.Problems))
			}
			for _, p := range report.Problems.Sorted()[:min(5, report.Problems.Warnings())] {
				t.Logf("%s %s", p.Position, p.Message())
			}
		})
	}
}
