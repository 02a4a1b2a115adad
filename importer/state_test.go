package importer

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/propose"
)

const plainHeader = "id,title,productUrl,description,imageUrl,priceCatalog"

// plainRow is a good row of the plain header with one more cell.
func plainRow(id, cell string) string {
	return fmt.Sprintf("%s,T%s,https://s.example/%s,D,https://s.example/%s.jpg,1 €,%s\n", id, id, id, id,
		cell)
}

// TestStates leaves out what is not published, with the rows that belong to it, and counts it by column and
// value.
func TestStates(t *testing.T) {
	const image = "https://s.example/i.jpg"
	shopify := strings.Replace(shopifyHeader, "\n", ",Published,Status\n", 1)
	first := func(handle, published, status string) string {
		return strings.Replace(shopifyRow(handle, handle, image), "\n", ","+published+","+status+"\n", 1)
	}
	const woo = "ID,Type,SKU,Name,Description,Regular price,Images,Parent,Permalink,Published,Visibility " +
		"in catalog\n"
	const magento = "sku,attribute_set_code,product_type,name,description,price,base_image,product_url," +
		"product_online,visibility,configurable_variations\n"
	magentoRow := func(sku, typ, online, visibility, variations string) string {
		return sku + ",Default," + typ + "," + sku + ",D,34 €," + image + ",https://s.example/" + sku + "," +
			online + ",\"" + visibility + "\",\"" + variations + "\"\n"
	}
	for name, c := range map[string]struct{ text, references, left string }{
		"plain": {
			plainHeader + ",Active\n" + plainRow("1", "yes") + plainRow("2", "no") + plainRow("3", "") +
				plainRow("4", "no"), "1 3", "Active no 2/0",
		},
		"before other errors": {plainHeader + ",Status\n" + plainRow("1", "active") +
			"2,,nowhere,,,,draft\n1,,,,,#REF!,draft\n", "1", "Status draft 2/0"},
		"lookalikes stay": {
			plainHeader + ",Status,Active ingredient,Visible light\n" + plainRow("1", "new,no,no") +
				plainRow("2", "in stock,yes,yes"), "1 2", "",
		},
		"marks": {plainHeader + ",Online\n" + plainRow("1", "x") + plainRow("2", ""), "1", "Online  1/0"},
		"a draft with all its rows": {
			shopify + first("mug", "true", "active") + "mug,,,,,B,MUG-2,9 €,,,,\n" +
				first("cup", "true", "draft") +
				"cup,,,,,B,CUP-2,9 €,,,,\ncup,,,,,,,," + image + ",,,\n" +
				first("pot", "false", "active") + "pot,,,,,B,POT-2,9 €,,,,\n" +
				first("jar", "TRUE", "archived"),
			"MUG-2",
			"Published false 1/0, Status archived 1/0, Status draft 1/0",
		},
		"variations go with their product, or alone": {
			woo + "1,variable,W1,Hat,D,," + image +
				",,https://s.example/1,1,visible\n2,variation,W2,Hat S,D,8 " +
				"€,,W1,,1,visible\n3,variation,W3,Hat M,D,5 €,,W1,,0,visible\n5,variation,W5,Cap S,D,9 " +
				"€,,id:4,,1,visible\n4,variable,W4,Cap,D,," + image +
				",,https://s.example/4,-1,visible\n6,simple,W6,Fan,D,9 €," + image +
				",,https://s.example/6,1,hidden\n",
			"W1", "Published -1 1/0, Published 0 0/1, Visibility in catalog hidden 1/0",
		},
		"Magento: what is only seen within its product, what is off, and what is off with its product": {
			magento + magentoRow("M1", "configurable", "1", "Catalog, Search", "sku=A,size=S|sku=B,size=M") +
				magentoRow("A", "simple", "1", "Not Visible Individually", "") +
				magentoRow("B", "simple", "2", "Not Visible Individually", "") +
				magentoRow("M2", "configurable", "2", "Catalog, Search", "sku=C,size=S") +
				magentoRow("C", "simple", "1", "Catalog, Search", "") +
				magentoRow("S", "simple", "1", "Not Visible Individually", ""),
			"M1", "product_online 2 1/1, visibility Not Visible Individually 1/0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "b")
			o := Options{Inputs: []string{input(t, "Products.csv", c.text)}, Bundle: dir}
			r := imported(t, o)
			var left []string
			for _, u := range r.Unpublished {
				left = append(left, fmt.Sprintf("%s %s %d/%d", u.Header, u.Value, u.Products, u.Variants))
			}
			if got, said := references(t, dir),
				strings.Join(left, ", "); got != c.references || said != c.left {
				t.Errorf("%q with %q left out, want %q with %q\n%s", got, said, c.references, c.left,
					printed(t, r.Problems))
			}
			o.WithUnpublished, o.Bundle, o.SkipBadRows = true, filepath.Join(t.TempDir(), "all"), true
			if r := imported(t, o); len(r.Unpublished) > 0 {
				t.Errorf("with what is unpublished, %v is left out", r.Unpublished)
			}
		})
	}
}

// TestHiddenPriceIsNone takes no price from a variant that is hidden.
func TestHiddenPriceIsNone(t *testing.T) {
	text := "ID,Type,SKU,Name,Description,Regular " +
		"price,Images,Parent,Permalink,Published\n1,variable,W1,Hat,D,,https://s.example/i.jpg,,https://s.example/1,1\n2,variation,W2,Hat S,D,8 €,,W1,,1\n3,variation,W3,Hat M,D,5 €,,W1,,0\n"
	dir := filepath.Join(t.TempDir(), "b")
	imported(t, Options{Inputs: []string{input(t, "Products.csv", text)}, Bundle: dir})
	for name, text := range bundleFiles(t, dir) {
		if strings.HasPrefix(name, "products/") &&
			(!strings.Contains(text, `"8 €"`) || strings.Contains(text, "W3")) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestVariantsOfHiddenProducts stand in a sheet of their own and ask for no product.
func TestVariantsOfHiddenProducts(t *testing.T) {
	folder := filepath.Dir(input(t, "Products.csv",
		plainHeader+",Active\n"+plainRow("1", "yes")+plainRow("2", "no")))
	write(t, filepath.Join(folder, "combinations.csv"),
		"Product ID*;Attribute (Name:Type:Position)*;Value "+
			"(Value:Position)*;Reference\n1;Size:s:0;S:0;R1\n2;Size:s:0;S:0;R2\n")
	r := imported(t, Options{Inputs: []string{folder}, Bundle: filepath.Join(t.TempDir(), "b")})
	if !r.Written || r.Counts.Products != 1 {
		t.Errorf("written %t, %d products\n%s", r.Written, r.Counts.Products, printed(t, r.Problems))
	}
}

// TestStatesAreAsked asks where nothing would be left, and tells of words that nobody knows; what the hints
// say settles it.
func TestStatesAreAsked(t *testing.T) {
	drafts := plainHeader + ",Status\n" + plainRow("1", "draft") + plainRow("2", "draft")
	strange := plainHeader + ",Status\n" + plainRow("1", "active") + plainRow("2", "wobbly") +
		plainRow("3", "active")
	blanks := plainHeader + ",Published\n" + plainRow("1", "yes") + plainRow("2", "")
	for name, c := range map[string]struct {
		text, config, code string
		products           int
	}{
		"all are drafts":               {drafts, "", "all-unpublished", 0},
		"the column is something else": {drafts, `columns: { products: { "Status": keyword } }`, "", 2},
		"a column left out by map":     {drafts, `ignore: { products: ["Status"] }`, "all-unpublished", 0},
		"an unknown word":              {strange, "", "unknown-state", 3},
		"an unknown word left out":     {strange, `skip: { products: { "Status": ["wobbly"] } }`, "", 2},
		"yes or nothing":               {blanks, "", "blank-state", 2},
		"nothing left out":             {blanks, `skip: { products: { "Published": [""] } }`, "", 1},
		"a column of another name": {
			strings.ReplaceAll(drafts, ",Status", ",Phase") + plainRow("3", "live"),
			`columns: { products: { "Phase": state } }`, "unpublished", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			config, err := config.Read(strings.NewReader(c.config), "plugsheet.yaml")
			if err != nil {
				t.Fatal(err)
			}
			r := imported(t, Options{Inputs: []string{input(t, "Products.csv", c.text)}, Config: config,
				Bundle: filepath.Join(t.TempDir(), "b")})
			found := c.code == "" && len(r.Problems.Sorted()) == 0
			for _, p := range r.Problems.Sorted() {
				found = found || p.Code == c.code
			}
			if !found || r.Counts.Products != c.products || r.Written == (c.code == "all-unpublished") {
				t.Errorf("%d products, written %t\n%s", r.Counts.Products, r.Written, printed(t, r.Problems))
			}
		})
	}
}

// TestMapShowsStates shows the column and what it would leave out.
func TestMapShowsStates(t *testing.T) {
	file := input(t, "Products.csv", plainHeader+",Status,Active ingredient\n"+plainRow("1",
		"active,no")+plainRow("2", "draft,yes"))
	p, err := propose.Propose(t.Context(), propose.Options{Inputs: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Sheets[0].Columns {
		if want := c.Header == "Status"; (c.Use == config.State) != want ||
			want && !strings.Contains(c.Reason.String(), `"draft" (1)`) {
			t.Errorf("%q is %s: %s", c.Header, c.Use, c.Reason)
		}
	}
}
