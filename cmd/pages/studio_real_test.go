package pages

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// exports are real exports of shops, with how many products are in each and what the first one is called.
const exports = "../../../shared/data/exports"

// TestExports goes with real exports from the drop to the published answer, in a browser: the file falls into
// the page, its columns are shown with a product, an agent finds the products before they are published, and
// the platform is answered with them afterwards.
func TestExports(t *testing.T) {
	needBrowser(t)
	signs(t)
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
			b := openTab(t, "ERR_NAME_NOT_RESOLVED", "/pictures/") // of example addresses
			b.Size(1280, 900)
			b.Visit(runStudio(t, folder))
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
			publish(b, "The first catalog")
			titles := answered(t, served(b), "ha-123")
			if !slices.ContainsFunc(titles, func(one string) bool { return strings.Contains(one, c.title) }) {
				t.Errorf("the server answers %q, want %q among them", titles, c.title)
			}
			if number, _, _ := strings.Cut(c.products, " "); number != "719" && number != strconv.Itoa(len(titles)) {
				t.Errorf("%d products are answered, want %s", len(titles), c.products)
			}
			if log := gitLog(t, folder, "log", "--format=%an %s"); log != "Ann The first catalog\n" {
				t.Errorf("the history is %q", log)
			}
			copied, err := os.ReadFile(filepath.Join(folder, "dropped", c.file))
			if err != nil || !bytes.Equal(copied, data) {
				t.Errorf("her file is not as it was: %d bytes of %d, %v", len(copied), len(data), err)
			}
		})
	}
}

// publish goes from the problems, of which rows with errors are left out, over what changes to what is
// published, in a repository.
func publish(b *Tab, message string) {
	b.Click("#steps [data-step=problems]")
	b.Until(`document.querySelector("#tally .note") !== null`)
	if Get[bool](b, `document.querySelector("#tally .bad") !== null`) {
		b.Do(`document.querySelectorAll(".cause details").forEach((one) => (one.open = true));
			[...document.querySelectorAll(".cause input")].find((one) => one.value === "skip-bad-rows: true")
				.form.requestSubmit()`)
		b.ClickOn("#offer button.loud", "Write it")
	}
	b.Until(`document.querySelector("#tally .good") !== null`)
	b.Click("#on")
	b.Until(`document.querySelector("#changes .good") !== null`)
	b.Click("#on")
	b.Until(`document.getElementById("message") !== null`)
	b.Do(`document.getElementById("init")?.click()`)
	b.Fill("message", message)
	b.Click("#publish-now")
	b.Until(`document.querySelector("#published .fits") !== null`)
}
