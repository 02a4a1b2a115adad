package importer

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

// TestSkipBadRows writes the good rows of every kind of sheet and leaves the bad ones in the report.
func TestSkipBadRows(t *testing.T) {
	folder := filepath.Dir(input(t, "Products.csv", "id,title,productUrl,description,imageUrl,priceCatalog,categories\n"+
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
	strict := imported(t, Options{Inputs: []string{folder}, Bundle: filepath.Join(t.TempDir(), "b"), CustomerKey: make([]byte, 32)})
	if strict.Written || strict.Skipped != 0 || strict.Problems.Errors() == 0 {
		t.Errorf("strict: written %t, %d skipped, %d errors", strict.Written, strict.Skipped, strict.Problems.Errors())
	}
	dir := filepath.Join(t.TempDir(), "b")
	r := imported(t, Options{Inputs: []string{folder}, Bundle: dir, CustomerKey: make([]byte, 32), SkipBadRows: true})
	if !r.Written || r.Problems.Errors() != strict.Problems.Errors() || r.Skipped != 4+1+2+1+1 {
		t.Errorf("written %t, %d skipped, %d errors of %d\n%s", r.Written, r.Skipped, r.Problems.Errors(), strict.Problems.Errors(), printed(t, r.Problems))
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
		r := imported(t, Options{Inputs: []string{input(t, "Products.csv", text)}, Bundle: filepath.Join(t.TempDir(), "b"), SkipBadRows: true,
			Config: Config{Currency: "EUR"}})
		if r.Written || r.Problems.Errors() == 0 {
			t.Errorf("%s: written %t with %d errors", name, r.Written, r.Problems.Errors())
		}
	}
}

// TestErrorsLeaveNoFolder looks for what an import that wrote nothing left of the folders that it made.
func TestErrorsLeaveNoFolder(t *testing.T) {
	dir := t.TempDir()
	imported(t, Options{Inputs: []string{input(t, "Products.csv", "id,title\n1,A\n")}, Bundle: filepath.Join(dir, "new", "bundle"), Site: "ha-1"})
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestPlaceholdersMayHoldBlanks reads a URL with the header of a customers' column in it.
func TestPlaceholdersMayHoldBlanks(t *testing.T) {
	dir := t.TempDir()
	file := input(t, "Customer fields.csv", "id,label,value,fieldType\norder,Order,https://crm.example/my shop/?o={Last order}&ü=1,URL\n")
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
