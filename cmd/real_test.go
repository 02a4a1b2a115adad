package cmd

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/index/build"
	"plugsheet/schemas"
	"plugsheet/schemas/bundle"
	"plugsheet/serve"
)

// realFiles are what shops really export: the mapping that each needs, how many products it gives, and what
// an agent would type with a part of the title or reference of the product that must come first.
var realFiles = []struct {
	file, config string
	products     int
	searches     map[string]string
}{
	{"exports/woocommerce_sample_products.csv", "woocommerce.yaml", 14, map[string]string{
		"cctee": "cc-tee", "beanie": "cc-beanie", "sunglases": "cc-sunglasses",
	}},
	{"exports/fr_runbooster_produits.xlsx", "runbooster.yaml", 719, map[string]string{
		"puree patate douce": "Purée Patate Douce", "gel citron": "Citron",
	}},
	{"exports/elastic_makeup_products.csv", "makeup.yaml", 931, map[string]string{
		"1048": "1048", "lippie pencil": "Lippie Pencil", "nyx masscara": "Mascara",
	}},
	{"exports/fake_grocery_products.csv", "grocery.yaml", 30827, map[string]string{
		"1918462737": "1918462737", "banana tea loaf": "Banana Tea Loaf", "vanila beans": "Vanilla Beans",
	}},
	{"relevance/catalog.csv", "electronics.yaml", 19406, map[string]string{
		"006R90321": "006R90321", "dv7 1211ea": "dv7-1211ea", "pavilion notbook": "Pavilion",
	}},
}

// TestRealFiles runs the main job on files as shops export them: import, index, listing,
// search, each answer against its schema.
func TestRealFiles(t *testing.T) {
	data := filepath.Join("..", "..", "shared", "data")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the shops' files are not here: ../shared/data is absent")
	}
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range realFiles {
		t.Run(filepath.Base(f.file), func(t *testing.T) {
			h := serveReal(t, filepath.Join(data, f.file), filepath.Join("..", "importer", "testdata", "real",
				f.config), f.products)
			for _, path := range []string{"/products?limit=100", "/products?limit=10&offset=14"} {
				ask(t, h, set, "products.integer", path)
			}
			ask(t, h, set, "categories.integer", "/categories?limit=100")
			for query, want := range f.searches {
				found := ask(t, h, set, "products.integer", "/products?searchQuery="+url.QueryEscape(query))
				if len(found) == 0 {
					t.Errorf("%q finds nothing", query)
				} else if got := fmt.Sprint(found[0]["reference"], " ",
					found[0]["title"]); !strings.Contains(got, want) {
					t.Errorf("%q finds %q first, want %q", query, got, want)
				}
			}
		})
	}
}

// serveReal imports a file with its mapping, and serves it.
func serveReal(t *testing.T, file, conf string, products int) http.Handler {
	t.Helper()
	ctx := context.Background()
	text, err := os.Open(conf)
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	c, err := config.Read(text, conf)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "bundle")
	report, err := importer.Run(ctx, importer.Options{Inputs: []string{file}, Bundle: dir, Config: c})
	if err != nil {
		t.Fatal(err)
	}
	if !report.Written || report.Counts.Products != products {
		t.Fatalf("%d products, want %d; problems: %v", report.Counts.Products, products,
			report.Problems.Sorted())
	}
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := build.Build(ctx, b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(ctx, serve.Options{Bundle: dir, AllowUnsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s.Handler()
}

// ask gets one answer and holds it against its schema.
func ask(t *testing.T, h http.Handler, set *schemas.Set, schema schemas.Name, path string) []map[string]any {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	for _, fault := range set.Validate(schema, w.Body.Bytes()) {
		t.Errorf("%s: %s", path, fault)
	}
	var records []map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &records); err != nil {
		t.Fatal(err)
	}
	return records
}
