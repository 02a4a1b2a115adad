package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/profiles"
	"plugsheet/importer/propose"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// proposeAndImport proposes a mapping for a file, checks that doing so again gives the same bytes, and
// imports with it.
func proposeAndImport(t *testing.T, file string) (propose.Proposal, Report, string) {
	t.Helper()
	var text []byte
	var p propose.Proposal
	for range 2 {
		var err error
		if p, err = propose.Propose(context.Background(),
			propose.Options{Inputs: []string{file}}); err != nil {
			t.Fatal(err)
		}
		if p.Problems.Errors() > 0 {
			t.Fatalf("nothing is proposed:\n%s", printed(t, p.Problems))
		}
		again, err := p.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if text != nil && !bytes.Equal(text, again) {
			t.Errorf("a second proposal differs:\n%s\n%s", text, again)
		}
		text = again
	}
	c, err := config.Read(bytes.NewReader(text), "plugsheet.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	r, err := Run(context.Background(), Options{Inputs: []string{file}, Config: c,
		WithUnpublished: strings.Contains(file, "medusa")})
	if err != nil {
		t.Fatal(err)
	}
	return p, r, string(text)
}

// used gives by header what a proposal says of the columns.
func used(p propose.Proposal) map[string]string {
	m := map[string]string{}
	for _, s := range p.Sheets {
		for _, c := range s.Columns {
			m[c.Header] = c.Use
		}
	}
	return m
}

// TestProposeInEveryLanguage makes a table with the words of each language, once with those that stand first
// and once with those that stand last, and demands that the proposal names every field and that the import
// then works.
func TestProposeInEveryLanguage(t *testing.T) {
	var general struct {
		Columns map[string]map[string]field.Wording
	}
	data, err := profiles.YAML()
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &general); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{
		"reference": "AB-%d", "title": "Porcelain cup number %d", "brand": "Acme",
		"categories": "Kitchen > Cups", "priceCatalog": "%d,50 €",
		"pricePromotion": "%d,20 €", "available": "1", "productUrl": "https://shop.example/p/%d",
		"imageUrl":    "https://shop.example/i/%d.jpg",
		"description": "A cup of white porcelain.", "shortDescription": "A cup.",
	}
	words := general.Columns["products"]
	for _, l := range field.Languages() {
		for name, pick := range map[string]func([]string) string{
			"first": func(w []string) string { return w[0] },
			"last":  func(w []string) string { return w[len(w)-1] },
		} {
			t.Run(l+" "+name, func(t *testing.T) {
				var header []string
				fields := map[string]string{}
				for _, f := range field.Names(field.Of(kind.Products)) {
					if w := words[f][l]; len(w) > 0 && values[f] != "" {
						if h := pick(w); fields[h] == "" {
							header, fields[h] = append(header, h), f
						}
					}
				}
				rows := [][]string{header}
				for n := range 12 {
					row := make([]string, len(header))
					for i, h := range header {
						row[i] = strings.ReplaceAll(values[fields[h]], "%d", fmt.Sprint(n+1))
					}
					rows = append(rows, row)
				}
				p, r, text := proposeAndImport(t, writeCSV(t, "liste.csv", rows))
				is := used(p)
				for h, f := range fields {
					if is[h] != f {
						t.Errorf("%q is %s, want %s", h, is[h], f)
					}
				}
				if l != "en" && r.Problems.Errors() == 0 && !strings.Contains(text, "language: "+l) {
					t.Logf("the language is not told: %v", p.Settings)
				}
				if r.Problems.Errors() > 0 || r.Counts.Products != 12 {
					t.Errorf("%d products, want 12\n%s\n%s", r.Counts.Products, text, printed(t, r.Problems))
				}
			})
		}
	}
}

func writeCSV(t *testing.T, name string, rows [][]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestProposeByValues takes headers that say nothing.
func TestProposeByValues(t *testing.T) {
	rows := [][]string{{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"}}
	for n := range 20 {
		rows = append(rows, []string{
			fmt.Sprintf("K-%03d", n), fmt.Sprintf("Steel spoon of size %d", n), fmt.Sprintf("%d.90 EUR", n+1),
			fmt.Sprintf("https://cdn.example/%d.webp?v=2", n),
			fmt.Sprintf("https://shop.example/spoon/%d", n),
			[]string{"Kitchen > Spoons", "Garden > Tools"}[n%2], strings.Repeat("A spoon that lasts. ", 6),
		})
	}
	p, r, text := proposeAndImport(t, writeCSV(t, "spoons.csv", rows))
	want := map[string]string{
		"alpha": "reference", "beta": "title", "gamma": "priceCatalog", "delta": "imageUrl",
		"epsilon": "productUrl", "zeta": "categories",
		"eta": "description",
	}
	for h, f := range want {
		if got := used(p)[h]; got != f {
			t.Errorf("%q is %s, want %s", h, got, f)
		}
	}
	if r.Problems.Errors() > 0 || r.Counts.Products != 20 || r.Counts.Categories != 4 {
		t.Errorf("%d products, %d categories\n%s\n%s", r.Counts.Products, r.Counts.Categories, text,
			printed(t, r.Problems))
	}
}

// TestProposeExports maps and imports every real export that is a catalog; what is none is refused.
func TestProposeExports(t *testing.T) {
	folder := filepath.Join("..", "..", "shared", "data")
	for _, c := range []struct {
		files, profile     string
		products, defaults int
	}{
		{"exports/woocommerce_sample_products.csv", "woocommerce", 14, 2},
		{"exports/woocommerce_importer_unit_sample.csv", "woocommerce", 5, 4},
		{"exports/prestashop17_products_import.csv", "prestashop", 6, 3},
		{"exports/prestashop17_categories_import.csv", "prestashop-categories", 0, 0},
		{"exports/shopify_packt_product-data.csv", "shopify", 20, 3},
		{"exports/shopify_pl_export.csv", "shopify", 35, 3},
		{"exports/medusa_exported_comma.csv", "medusa", 2, 1},
		{"exports/medusa_exported_semicolon.csv", "medusa", 2, 1},
		{"exports/etsy_sabaceramics_listings.csv", "etsy", 27, 1},
		{"exports/meta_wupei_catalog_products.csv", "meta", 1, 0},
		{"exports/elastic_makeup_products.csv", "", 931, 2},
		{"exports/fake_grocery_products.csv", "", 30827, 3},
		{"exports/fr_runbooster_produits.xlsx", "", 719, 4},
		{"exports/fr_ezfacture_produits.xlsx", "", 5, 4},
		{"relevance/catalog.csv", "", 19406, 1},
	} {
		t.Run(filepath.Base(c.files), func(t *testing.T) {
			if testing.Short() && c.products > 5000 {
				t.Skip("-short: it is a large one")
			}
			p, r, text := proposeAndImport(t, realFile(t, folder, c.files))
			if r.Problems.Errors() > 0 || r.Counts.Products != c.products {
				t.Errorf("%d products, want %d\n%s\n%s", r.Counts.Products, c.products, text,
					printed(t, r.Problems))
			}
			profile, defaults := "", 0
			for _, s := range p.Sheets {
				defaults += len(s.Defaults)
				if s.Profile != nil {
					profile = s.Profile.Profile
				}
			}
			if profile != c.profile || defaults > c.defaults {
				t.Errorf("profile %q with %d defaults, want %q with at most %d\n%s",
					profile, defaults, c.profile, c.defaults, text)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		p, err := propose.Propose(t.Context(), propose.Options{Inputs: []string{realFile(t, folder,
			"exports/fr_ezfacture_invoice_template.xlsx")}})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(p.Problems.Sorted(),
			func(q problem.Problem) bool { return q.Code == "no-catalog" }) {
			t.Errorf("an invoice is taken for a catalog: %v\n%s", used(p), printed(t, p.Problems))
		}
	})
}

// realFile is the path of a real export; without them the test is skipped.
func realFile(t *testing.T, folder, name string) string {
	t.Helper()
	file := filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Skipf("the shops' real exports are not here: %v", err)
	}
	return file
}

// TestProposeKeepsHeadersApart takes headers that are hard to write down.
func TestProposeKeepsHeadersApart(t *testing.T) {
	odd := []string{"Meta: colour", "Meta: size", `say "hi"`, `back\slash`, "two\nlines", "# hash", "- dash",
		"{brace}", "tab\tbed", "émoji 🙂", "a: b: c", "'"}
	rows := [][]string{append([]string{"sku", "name", "price"}, odd...)}
	for n := range 12 {
		row := []string{fmt.Sprintf("S-%d", n), fmt.Sprintf("Spoon %d of steel", n),
			fmt.Sprintf("%d.50 €", n+1)}
		for range odd {
			row = append(row, []string{"yes", "no"}[n%2])
		}
		rows = append(rows, row)
	}
	p, r, text := proposeAndImport(t, writeCSV(t, "odd.csv", rows))
	if r.Problems.Errors() > 0 || r.Counts.Products != 12 {
		t.Errorf("%d products\n%s\n%s", r.Counts.Products, text, printed(t, r.Problems))
	}
	c, err := config.Read(strings.NewReader(text), "plugsheet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Ignore["products"]) != len(odd) || len(c.Headers["products"]) != len(odd)+3 {
		t.Errorf("%d headers ignored and %d remembered of %d\n%s", len(c.Ignore["products"]),
			len(c.Headers["products"]), len(odd), text)
	}
	if len(p.Sheets) != 1 || len(p.Sheets[0].Columns) != len(odd)+3 {
		t.Errorf("proposed for %v", used(p))
	}
}

// TestProposeSections takes a row with one text for a heading, unless it stands below the last product.
func TestProposeSections(t *testing.T) {
	heading, note := []string{"Spoons", "", "", ""}, []string{"Total: 2 articles", "", "", ""}
	product := func(code string) []string {
		return []string{code, "Spoon of steel, long", "1.50 €",
			"A spoon."}
	}
	for name, c := range map[string]struct {
		rows [][]string
		want bool
	}{
		"heading and note": {[][]string{heading, product("S-1"), product("S-2"), note}, true},
		"note":             {[][]string{product("S-1"), product("S-2"), note}, false},
	} {
		t.Run(name, func(t *testing.T) {
			rows := append([][]string{{"sku", "name", "price", "description"}}, c.rows...)
			p, r, text := proposeAndImport(t, writeCSV(t, "list.csv", rows))
			if got := slices.ContainsFunc(p.Settings,
				func(s propose.Setting) bool { return s.Key == "sections" }); got != c.want {
				t.Errorf("sections is proposed: %t\n%s", got, text)
			}
			if r.Problems.Errors() > 0 || r.Counts.Products != 2 {
				t.Errorf("%d products\n%s", r.Counts.Products, printed(t, r.Problems))
			}
		})
	}
}

// TestProposeBase has relative URLs of images: their base is what other images begin with, else the pages,
// and the example's address only where nothing tells the shop's own.
func TestProposeBase(t *testing.T) {
	for _, c := range []struct{ name, page, image, other, want string }{
		{"images", "https://shop.test/p/%d", "/i/%d.jpg", "https://cdn.test/i/%d.jpg", "https://cdn.test"},
		{"host without scheme", "https://shop.test/p/%d", "img.test/i/%d.jpg",
			"/i/%d.jpg", "https://img.test"},
		{"pages", "http://Shop.test/p/%d", "/i/%d.jpg", "/j/%d.jpg", "http://shop.test"},
		{"nothing", "/p/%d", "/i/%d.jpg", "/j/%d.jpg", value.ExampleBase},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := [][]string{{"sku", "name", "price", "description", "url", "image"}}
			for n := range 6 {
				image := []string{c.image, c.other}[n%2]
				row := []string{fmt.Sprintf("S-%d", n), fmt.Sprintf("Spoon %d of steel", n),
					fmt.Sprintf("%d.50 €", n+1), "A spoon.", c.page, image}
				for i := range row {
					row[i] = strings.ReplaceAll(row[i], "%d", fmt.Sprint(n))
				}
				rows = append(rows, row)
			}
			p, r, text := proposeAndImport(t, writeCSV(t, "list.csv", rows))
			if !slices.ContainsFunc(p.Settings, func(s propose.Setting) bool {
				return s.Key == "baseUrl" &&
					s.Value == c.want
			}) {
				t.Errorf("baseUrl is not %s:\n%s", c.want, text)
			}
			if r.Problems.Errors() > 0 || r.Counts.Products != 6 {
				t.Errorf("%d products\n%s", r.Counts.Products, printed(t, r.Problems))
			}
		})
	}
}

// FuzzPropose proposes for whatever text a file may hold; what it writes can be read again.
func FuzzPropose(f *testing.F) {
	f.Add("a,b,c\n1,2,3\n")
	f.Add("sku;name;price\nA;Tea;1,800\nB;Cup;12\n")
	f.Add("\"x\ny\",\"x: # y\"\nhttps://a.example/b.jpg,/c.png\n")
	f.Add("Handle,Option1 Name,Option1 Value,Variant Price\na,Size,S,1\na,,M,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "f.csv")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := propose.Propose(context.Background(), propose.Options{Inputs: []string{file}, Rows: 50})
		if err != nil {
			return // no table
		}
		if _, err := p.YAML(); err != nil {
			t.Error(err)
		}
	})
}
