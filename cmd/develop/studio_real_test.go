package develop_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/serve/pagetest"
)

// exports are real exports of shops, with how many products are in each and what the first one is called.
const exports = "../../../shared/data/exports"

// TestExports goes with real exports from the drop to an answer, in a browser: the file falls into the page,
// its columns are shown with a product, what is missing is filled in, and an agent finds the products.
func TestExports(t *testing.T) {
	pagetest.Need(t)
	for _, c := range []struct {
		file, title string            // of the first product
		decided     map[string]string // columns that she takes for something else
		products    string            // that are in the catalog
	}{
		{"woocommerce_sample_products.csv", "T-Shirt", nil, "14 products"},
		{"shopify_packt_product-data.csv", "Floor Lamp", nil, "20 products"},
		{"prestashop17_products_import.csv", "iPod Nano", nil, "6 products"},
		{"medusa_exported_semicolon.csv", "product",
			map[string]string{"Product Status": "keyword"}, "2 products"},
		{"fr_runbooster_produits.xlsx", "Gel Abricot", nil, "719 products"},
		{"meta_wupei_catalog_products.csv", "Toy Cat", nil, "1 product"},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(exports, c.file))
			if err != nil {
				t.Skip("the shops' files are not here: ../shared/data is absent")
			}
			folder := t.TempDir()
			b := pagetest.Open(t, "ERR_NAME_NOT_RESOLVED", "/pictures/") // of example addresses
			b.Size(1280, 900)
			b.Visit(studio(t, folder))
			drop(b, c.file, data)
			for header, use := range c.decided {
				b.Says(".columns", "no product would be left")
				choose(b, header, use)
			}
			b.Says(".card h4", c.title)
			b.Click("#look")
			b.Click("#keep")
			b.Says("#difference", "is written")
			b.Click("#steps [data-step=try]")
			b.Click("#try-it")
			b.Says("#tried", c.products)
			b.InFrame(`document.querySelectorAll("#results .product").length > 0`)
			copied, err := os.ReadFile(filepath.Join(folder, "dropped", c.file))
			if err != nil || !bytes.Equal(copied, data) {
				t.Errorf("her file is not as it was: %d bytes of %d, %v", len(copied), len(data), err)
			}
		})
	}
}
