package importer

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// sharedProfiles are systems whose files another one's profile reads.
var sharedProfiles = map[string]string{"nuvemshop": "tiendanube", "olist": "bling", "smartstore": "nopcommerce",
	"prestashop-list-es": "prestashop-list"}

// TestShopFilesAreRecognised has a file of each shop system: its headers alone say which it is.
func TestShopFilesAreRecognised(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/shop-*")
	if err != nil || len(folders) < 25 {
		t.Fatalf("%d folders: %v", len(folders), err)
	}
	all, err := shop.Load()
	if err != nil {
		t.Fatal(err)
	}
	const variants = " shopify-apart shopify-new wix-v3 prestashop-16 prestashop-17 prestashop-8 " +
		"etsy-fr odoo-fields ebay-upload ebay-draft ebay-category "
	for _, folder := range folders {
		want := strings.TrimPrefix(filepath.Base(folder), "shop-")
		if strings.Contains(variants, " "+want+" ") {
			want, _, _ = strings.Cut(want, "-")
		}
		if of := sharedProfiles[want]; of != "" {
			want = of
		}
		found, most, size := "", 0, 0
		for _, titles := range rowsOfCase(t, folder) {
			cells := make([]table.Cell, len(titles))
			for n, title := range titles {
				cells[n].Text = title
			}
			for _, p := range all {
				if n := p.Count(cells); n > most {
					found, most, size = p.Name, n, len(titles)
				}
			}
		}
		if found != want || most < size-2 {
			t.Errorf("%s: found %q by %d of %d headers, want %q", folder, found, most, size, want)
		}
	}
}

// rowsOfCase reads the first rows of a case's table.
func rowsOfCase(t *testing.T, folder string) [][]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "Products.*"))
	if err != nil || len(names) != 1 {
		t.Fatalf("%s: %v, %v", folder, names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.FieldsPerRecord = -1
	first, _, _ := strings.Cut(string(data), "\n")
	for _, mark := range ";\t|" {
		if strings.Count(first, string(mark)) > 8 {
			r.Comma = mark
		}
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[:min(6, len(rows))] // notes may stand above the header
}

// TestShopStock has a quantity beside what is said of it, in the columns of Shopify: the tracker, the
// quantity, the policy.
func TestShopStock(t *testing.T) {
	const header = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant " +
		"Price,Image Src,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy\n"
	c := config.Config{Currency: "EUR",
		Defaults: map[string]map[string]string{"products": {"productUrl": "https://shop.example/{id}"}}}
	for stock, want := range map[string]string{
		"shopify,4,deny": "true", "shopify,0,deny": "false", "shopify,-3,deny": "false",
		"shopify,0,continue": "true",
		",0,deny":            "true", ",,deny": "true", "shopify,,deny": "", "shopify,,continue": "",
	} {
		_, files, problems := pricesIn(t,
			header+"mug,Mug,Nice,V,Title,Default Title,M,20,https://shop.example/1.jpg,"+stock+"\n", c)
		if want == "" && strings.Contains(files, `"available"`) ||
			want != "" && !strings.Contains(files, `"available":`+want) {
			t.Errorf("%s: not %q\n%s\n%s", stock, want, files, printed(t, problems))
		}
	}
}

func TestWithoutCosts(t *testing.T) {
	for text, want := range map[string]string{
		"color=Black,cost=12.34": "color=Black", "cost=1": "", "color=Black": "color=Black",
		"E = mc²": "E = mc²", "a,b": "a,b",
		"purchase_price=4,size=L": "size=L", "costume=Clown,size=L": "costume=Clown,size=L",
	} {
		if got := sheet.WithoutCosts(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestProfilesIgnoreNoNeighbours has headers that a pattern for others takes for its own.
func TestProfilesIgnoreNoNeighbours(t *testing.T) {
	all, err := shop.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Name == "shopify" && (p.Ignores(value.Fold("Compare-at price")) ||
			!p.Ignores(value.Fold("Compare At Price / Germany"))) {
			t.Error("the price before is taken for that of a market")
		}
	}
}
