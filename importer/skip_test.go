package importer

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/config"
	"plugsheet/schemas/bundle"
)

// TestSkipBadRows writes the good rows of every kind of sheet and leaves the bad ones in the report.
func TestSkipBadRows(t *testing.T) {
	folder := filepath.Dir(input(t, "Products.csv",
		"id,title,productUrl,description,imageUrl,priceCatalog,categories\n"+
			"1,T,https://s.example/1,D,https://s.example/1.jpg,1 €,10\n"+
			"2,,https://s.example/2,D,https://s.example/2.jpg,1 €,10\n"+
			"3,T,nowhere,D,https://s.example/3.jpg,1 €,10\n"+
			"1,T,https://s.example/4,D,https://s.example/4.jpg,1 €,10\n"+
			"5,T,https://s.example/5,D,https://s.example/5.jpg,1 €,99\n"))
	for name, text := range map[string]string{
		"Categories.csv":      "id,label\n10,Good\n11,\n",
		"Closing form.csv":    "id,label,fieldType,idParent\na,A,TEXT,\nb,B,NONE,\nc,C,TEXT,b\n",
		"Customer fields.csv": "id,label,value,fieldType\nx,X,x,TEXT\ny,Y,,ACTION\n",
		"Customers.csv":       "email,loyalty\na@b.example,1\na@b.example,2\n",
	} {
		write(t, filepath.Join(folder, name), text)
	}
	strict := imported(t, Options{Inputs: []string{folder}, Bundle: filepath.Join(t.TempDir(), "b"),
		CustomerKey: make([]byte, 32)})
	if strict.Written || strict.Skipped != 0 || strict.Problems.Errors() == 0 {
		t.Errorf("strict: written %t, %d skipped, %d errors", strict.Written, strict.Skipped,
			strict.Problems.Errors())
	}
	dir := filepath.Join(t.TempDir(), "b")
	r := imported(t, Options{Inputs: []string{folder}, Bundle: dir, CustomerKey: make([]byte, 32),
		SkipBadRows: true})
	if !r.Written || r.Problems.Errors() != strict.Problems.Errors() || r.Skipped != 4+1+2+1+1 {
		t.Errorf("written %t, %d skipped, %d errors of %d\n%s", r.Written, r.Skipped, r.Problems.Errors(),
			strict.Problems.Errors(), printed(t, r.Problems))
	}
	want := bundle.Counts{Products: 1, Categories: 1, FormFields: 1, CustomerFields: 1}
	if d := cmp.Diff(want, r.Counts); d != "" || r.Customers != 1 {
		t.Errorf("%d customers (-want +got):\n%s", r.Customers, d)
	}
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if c := b.Categories(); len(c) != 1 || c[0].ProductsCount != 1 {
		t.Errorf("categories are %+v", c)
	}
}

// TestSkippingDoesNotMendSheets keeps everything when more than rows are wrong.
func TestSkippingDoesNotMendSheets(t *testing.T) {
	for name, text := range map[string]string{
		"two columns for a field": "id,title,title\n1,A,B\n",
		"no header":               "1,2\n3,4\n",
		"missing everywhere":      "id,title\n1,A\n",
		"a price of two readings": strings.Replace(goodRow, "1 €", `"1,800"`, 1),
	} {
		r := imported(t, Options{Inputs: []string{input(t, "Products.csv", text)},
			Bundle: filepath.Join(t.TempDir(), "b"), SkipBadRows: true,
			Config: config.Config{Currency: "EUR"}})
		if r.Written || r.Problems.Errors() == 0 {
			t.Errorf("%s: written %t with %d errors", name, r.Written, r.Problems.Errors())
		}
	}
}

// TestSkipLeavesSomething writes nothing where all products have errors.
func TestSkipLeavesSomething(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	text := shopifyHeader + shopifyRow("mug", "", "") + shopifyRow("cup", "Cup", "")
	r := imported(t, Options{Inputs: []string{input(t, "Products.csv", text)}, Bundle: dir, SkipBadRows: true})
	if r.Written || r.Problems.Errors() == 0 {
		t.Errorf("written: %t\n%s", r.Written, printed(t, r.Problems))
	}
}

// TestErrorsLeaveNoFolder looks for what an import that wrote nothing left of the folders that it made.
func TestErrorsLeaveNoFolder(t *testing.T) {
	dir := t.TempDir()
	imported(t, Options{Inputs: []string{input(t, "Products.csv", "id,title\n1,A\n")},
		Bundle: filepath.Join(dir, "new", "bundle"), Site: "ha-1"})
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestPlaceholdersMayHoldBlanks reads a URL with the header of a customers' column in it.
func TestPlaceholdersMayHoldBlanks(t *testing.T) {
	dir := t.TempDir()
	file := input(t, "Customer fields.csv",
		"id,label,value,fieldType\norder,Order,https://crm.example/my shop/?o={Last order}&ü=1,URL\n")
	r := imported(t, Options{Inputs: []string{file}, Bundle: dir})
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, printed(t, r.Problems))
	}
	want := "https://crm.example/my%20shop/?o={Last order}&%C3%BC=1"
	if got := b.CustomerFields()[""][0].Value; got != want {
		t.Errorf("value is %q, want %q", got, want)
	}
}

const shopifyHeader = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant " +
	"Price,Image Src,URL\n"

// shopifyRow is the first row of a product of Shopify.
func shopifyRow(handle, title, image string) string {
	return handle + "," + title + ",Nice,V,Title,Default Title," + strings.ToUpper(handle) + "-1,10.00 €," +
		image + ",https://s.example/" + handle + "\n"
}

// TestSkipLeavesTheOthers drops exactly the products with errors where products have several rows.
func TestSkipLeavesTheOthers(t *testing.T) {
	const image = "https://s.example/i.jpg"
	woo := "ID,Type,SKU,Name,Description,Regular price,Images,Parent,Permalink\n"
	for name, c := range map[string]struct {
		text, variants string
		references     string
		skipped        []string
	}{
		"the first has an error": {
			text: shopifyHeader + shopifyRow("cup", "Cup", "") + shopifyRow("mug", "Mug", image) +
				shopifyRow("pot", "Pot", image),
			references: "MUG-1 POT-1", skipped: []string{"products CUP-1"},
		},
		"one of five, with rows of images and variants": {
			text: shopifyHeader + shopifyRow("mug", "Mug", image) + shopifyRow("cup", "", image) +
				"cup,,,,,B,CUP-2,9 €,,\ncup,,,,,,,," + image + ",\n" +
				shopifyRow("pot", "Pot", image) + "pot,,,,,B,POT-2,9 €,,\n" +
				shopifyRow("jar", "Jar", image) +
				shopifyRow("pan", "Pan", image),
			references: "MUG-1 POT-2 JAR-1 PAN-1", skipped: []string{"products CUP-2"},
		},
		"a variant with an error": {
			text: shopifyHeader + shopifyRow("mug", "Mug", image) +
				"mug,,,,,B,MUG-2,#REF!,,\nmug,,,,,C,MUG-3,8 €,,\n" + shopifyRow("pot", "Pot", image),
			references: "MUG-3 POT-1", skipped: []string{"variants MUG-2"},
		},
		"variants as products": {
			text: shopifyHeader + shopifyRow("mug", "Mug", image) +
				"mug,,,,,B,MUG-2,#REF!,,\nmug,,,,,C,MUG-3,8 €,,\n" + shopifyRow("pot", "Pot", image),
			variants: "products", references: "MUG-1 MUG-3 POT-1", skipped: []string{"products MUG-2"},
		},
		"rows that name their product": {
			text: woo + "1,variable,W1,Hat,D,," + image +
				",,https://s.example/1\n2,variation,W2,Hat S,D,#N/A,,W1,\n3,variation,W3,Hat M,D,7 €,,W1,\n" +
				"4,simple,W4,,D,8 €," + image +
				",,https://s.example/4\n5,variation,W5,Lost,D,9 €,,W9,\n6,simple,W6,Cap,D,8 €," + image +
				",,https://s.example/6\n",
			references: "W1 W6", skipped: []string{"variants W2", "products W4", "variants W5"},
		},
		"a price in words": {
			text: shopifyHeader + shopifyRow("mug", "Mug", image) +
				strings.Replace(shopifyRow("cup", "Cup", image), "10.00 €", "on request", 1),
			references: "MUG-1", skipped: []string{"products CUP-1"},
		},
		"an error claims no id": {
			text: "id,reference,title,productUrl,description,imageUrl,priceCatalog\n1,R,," +
				"https://s.example/1,D," +
				image + ",1 €\n" +
				"1,R,T,https://s.example/1,D," + image + ",1 €\n1,S,T,https://s.example/1,D," + image +
				",1 €\n",
			references: "R", skipped: []string{"products R", "products S"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "b")
			o := Options{Inputs: []string{input(t, "Products.csv", c.text)}, Bundle: dir, SkipBadRows: true,
				Config: config.Config{Variants: c.variants}}
			r := imported(t, o)
			var skipped []string
			for _, s := range r.SkippedRows {
				skipped = append(skipped, s.Kind+" "+s.Key)
			}
			slices.Sort(skipped)
			slices.Sort(c.skipped)
			if got := references(t, dir); got != c.references || !slices.Equal(skipped, c.skipped) ||
				r.Skipped != len(c.skipped) {
				t.Errorf("references %q, want %q; skipped %q, want %q\n%s", got,
					c.references, skipped, c.skipped, printed(t, r.Problems))
			}
		})
	}
}

// references are those of a bundle's products, in their order.
func references(t *testing.T, dir string) string {
	t.Helper()
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Log(err)
		return ""
	}
	var list []string
	for _, f := range b.ProductFiles() {
		for line, err := range b.Records(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, line.Record.Product.Reference)
		}
	}
	return strings.Join(list, " ")
}

// TestSkipOtherSheets leaves out rows of the other sheets and what would be made for products that are left
// out.
func TestSkipOtherSheets(t *testing.T) {
	folder := filepath.Dir(input(t, "Products.csv",
		"id,title,productUrl,description,imageUrl,priceCatalog,categories\n"+
			"1,T,https://s.example/1,D,https://s.example/1.jpg,1 €,10;11\n"+
			"2,,https://s.example/2,D,https://s.example/2.jpg,1 €,Only > Here\n"))
	for name, text := range map[string]string{
		"Categories.csv":   "id,label,idParent\n10,Good,\n11,Below nothing,99\n12,Below that,11\n",
		"Closing form.csv": "id,label,fieldType\na,A,SELECT\nb,B,SELECT\n",
		"Options.csv":      "field,label,value\na,One,1\na,Again,1\nb,Two,#N/A\nz,None,3\n",
	} {
		write(t, filepath.Join(folder, name), text)
	}
	dir := filepath.Join(t.TempDir(), "b")
	r := imported(t, Options{Inputs: []string{folder}, Bundle: dir, SkipBadRows: true})
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, printed(t, r.Problems))
	}
	var labels []string
	for _, c := range b.Categories() {
		labels = append(labels, c.Label+" "+c.IDParent.String())
	}
	if want := []string{"Good ", "Below that "}; !slices.Equal(labels, want) {
		t.Errorf("categories are %q, want %q", labels, want)
	}
	if form := b.ClosingForm()[""]; len(form) != 1 || len(form[0].Options) != 1 {
		t.Errorf("the form is %+v\n%s", form, printed(t, r.Problems))
	}
}
