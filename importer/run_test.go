package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/config"
	"plugsheet/importer/sheet"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/schemas"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

const (
	goodRow = "id,title,productUrl,description,imageUrl,priceCatalog\n1,T,https://s.example/1,D," +
		"https://s.example/1.jpg,1 €\n"
	secondRow = "2,T,https://s.example/2,D,https://s.example/2.jpg,1 €\n"
)

// input writes one table file and gives its path.
func input(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	write(t, path, text)
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// imported runs an import that must not stop.
func imported(t *testing.T, o Options) Report {
	t.Helper()
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestOneBadRowReplacesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bundle")
	first := imported(t, Options{Inputs: []string{input(t, "Products.csv", goodRow)}, Bundle: dir})
	if !first.Written || len(first.Digest) != 64 {
		t.Fatalf("written %t, digest %q\n%s", first.Written, first.Digest, printed(t, first.Problems))
	}
	before := bundleFiles(t, dir)
	bad := imported(t, Options{Inputs: []string{input(t, "Products.csv", goodRow+"1"+secondRow[1:])},
		Bundle: dir})
	if bad.Written || bad.Digest != "" || bad.Problems.Errors() == 0 {
		t.Errorf("written %t, digest %q, %d errors", bad.Written, bad.Digest, bad.Problems.Errors())
	}
	if d := cmp.Diff(before, bundleFiles(t, dir)); d != "" {
		t.Errorf("the bundle changed:\n%s", d)
	}
	better := imported(t, Options{Inputs: []string{input(t, "Products.csv", goodRow+secondRow)}, Bundle: dir})
	if !better.Written || better.Digest == first.Digest || better.Counts.Products != 2 {
		t.Errorf("written %t, same digest %t, %+v", better.Written,
			better.Digest == first.Digest, better.Counts)
	}
}

func TestCheckingOnlyWritesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	file := input(t, "Products.csv", goodRow)
	report := imported(t, Options{Inputs: []string{file}, Site: "ha-1"})
	if report.Written || report.Digest == "" || report.Counts.Products != 1 {
		t.Errorf("written %t, digest %q, %+v", report.Written, report.Digest, report.Counts)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

func TestSiteIsABundleOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	report := imported(t, Options{Inputs: []string{input(t, "Products.csv", goodRow)}, Bundle: dir,
		Site: "ha-123"})
	if want := filepath.Join(dir, "sites", "ha-123"); report.Bundle != want {
		t.Errorf("bundle is %s, want %s", report.Bundle, want)
	}
	if _, err := bundle.Open(t.Context(), filepath.Join(dir, "sites", "ha-123")); err != nil {
		t.Error(err)
	}
	for _, site := range []string{"../x", "a/b", ".", "a b", strings.Repeat("x", 65)} {
		if _, err := Run(t.Context(), Options{
			Inputs: []string{input(t, "Products.csv", goodRow)}, Bundle: dir,
			Site: site}); err == nil {
			t.Errorf("site %q is accepted", site)
		}
	}
}

func TestWhatStopsAnImport(t *testing.T) {
	good := input(t, "Products.csv", goodRow)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		o    Options
		want func(error) bool
	}{
		"no input": {t.Context(), Options{}, func(err error) bool { return err != nil }},
		"not there": {t.Context(), Options{Inputs: []string{good, "nowhere.csv", "nor-here.csv"}},
			func(err error) bool {
				var f *table.FileError
				return errors.As(err, &f) && errors.Is(err, fs.ErrNotExist) &&
					strings.Contains(err.Error(), "nor-here")
			}},
		"cancelled": {cancelled, Options{Inputs: []string{good}},
			func(err error) bool { return errors.Is(err, context.Canceled) }},
		"setting": {t.Context(), Options{Inputs: []string{good}, Config: config.Config{IDs: "x"}},
			func(err error) bool {
				var c *config.Error
				return errors.As(err, &c)
			}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "bundle")
			c.o.Bundle = dir
			report, err := Run(c.ctx, c.o)
			if !c.want(err) {
				t.Errorf("error is %v", err)
			}
			if _, err := os.Stat(dir); report.Written || err == nil {
				t.Errorf("written %t, folder %v", report.Written, err)
			}
		})
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	file := input(t, "Products.csv", goodRow+secondRow)
	var last, total int64
	imported(t, Options{Inputs: []string{file}, Progress: func(_ stage.Stage, d, n int64) {
		if d < last {
			t.Errorf("from %d back to %d", last, d)
		}
		last, total = d, n
	}})
	if last != total || total != int64(len(goodRow+secondRow)) {
		t.Errorf("ends at %d of %d", last, total)
	}
}

// TestSamples imports the embedded samples, as folder and as workbook, without a single problem and to the
// same bundle.
func TestSamples(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../samples/inputs")); err != nil {
		t.Fatal(err)
	}
	var digests []string
	for _, name := range []string{"shop", "shop.xlsx"} {
		report := imported(t, Options{Inputs: []string{filepath.Join(dir, name)},
			Bundle: filepath.Join(t.TempDir(), "b"), CustomerKey: make([]byte, 32)})
		if p := printed(t, report.Problems); len(p) > 0 {
			t.Errorf("%s:\n%s", name, p)
		}
		digests = append(digests, report.Digest)
	}
	if digests[0] != digests[1] {
		t.Error("folder and workbook give different bundles")
	}
}

// TestCustomersAreFound reads back what an import of customers left under private.
func TestCustomersAreFound(t *testing.T) {
	dir, key := t.TempDir(), make([]byte, 32)
	file := input(t, "Customers.csv", "email,externalId,loyalty\nJane@Example.com,C1,Gold\n")
	imported(t, Options{Inputs: []string{file}, Bundle: dir, CustomerKey: key})
	cs, err := bundle.OpenCustomers(dir, bundle.CustomerAccess{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := cs.Find("", "jane@example.COM"); !ok || v["loyalty"] != "Gold" {
		t.Errorf("by e-mail: %v %t", v, ok)
	}
	if v, ok := cs.Find("C1", ""); !ok || v["loyalty"] != "Gold" {
		t.Errorf("by external id: %v %t", v, ok)
	}
}

// TestCategoriesCount holds the numbers of contract 7.4: at most 500 products are listed, and each counts
// once in a category and everything below it.
func TestCategoriesCount(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,title,productUrl,description,imageUrl,priceCatalog,categories\n")
	for n := 1; n <= 501; n++ {
		in := "Full > Deep; Full"
		if n == 501 {
			in = "Over; Full"
		}
		fmt.Fprintf(&b, "%d,T,https://s.example/1,D,https://s.example/1.jpg,1 €,%s; Over\n", n, in)
	}
	dir := t.TempDir()
	imported(t, Options{Inputs: []string{input(t, "Products.csv", b.String())}, Bundle: dir})
	opened, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][2]int{}
	for _, c := range opened.Categories() {
		listed := len(c.Products)
		if c.Products == nil {
			listed = -1
		}
		got[c.Label] = [2]int{listed, c.ProductsCount}
	}
	if d := cmp.Diff(map[string][2]int{"Full": {-1, 501}, "Deep": {500, 500}, "Over": {-1, 501}},
		got); d != "" {
		t.Errorf("listed and counted (-want +got):\n%s", d)
	}
}

// TestSchemaFaultsFindTheirCell maps what a schema refuses back to cells.
func TestSchemaFaultsFindTheirCell(t *testing.T) {
	i := sheet.NewJob(config.Config{})
	invalid := &bundle.Invalid{Faults: []schemas.Fault{
		{Pointer: "/product/imageUrl", Message: "is odd"}, {Pointer: "/categories/0", Message: "is odd"},
		{Pointer: "/3/label", Message: "is odd"},
	}}
	err := i.Faults(fmt.Errorf("wrapped: %w", invalid), func(index int, name string) problem.Position {
		return problem.Position{File: name, Row: index + 1}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "imageUrl!1:1: imageUrl is odd\ncategories!1:1: categories is odd\nlabel!4:4: label is odd\n"
	if d := cmp.Diff(want, string(printed(t, i.Problems))); d != "" {
		t.Error(d)
	}
	if err := i.Faults(fs.ErrPermission, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an error of the disk comes back as %v", err)
	}
}

// FuzzProducts imports whatever text comes as a list of products: it may be refused, and never panics.
func FuzzProducts(f *testing.F) {
	f.Add(goodRow + secondRow)
	f.Add("sku;nom;catégorie;prix\nA;B;C > D, E;1,5\n")
	f.Add("id,title,categories,available\n1,<p>x</p>,\\,maybe\n#N/A,,,\n")
	f.Add("Handle,Type,Parent,sku,name,price,Option1 " +
		"Value,list\nh,v,x,1,T,\"1,800\",Red,\"sku=1,a=b\"\n,,,\nh,v,1,2,,5E+12,Blue,1\n")
	defaults := config.Config{Currency: "EUR", Defaults: map[string]map[string]string{"products": {
		"productUrl": "https://s.example/{reference}", "imageUrl": "https://s.example/{id}.jpg",
		"description":  "{title}",
		"priceCatalog": "on request", "title": "{id}",
	}}}
	groups := []config.Group{
		{}, {By: config.Headers{"Handle"}}, {Parent: config.Headers{"Parent"}, Type: config.Headers{"Type"},
			Variation: []string{"v"}}, {Parent: config.Headers{"Parent"}},
		{List: config.Headers{"list"}},
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := input(t, "Products.csv", text)
		for n := range 2 * len(groups) {
			c := defaults
			c.Group, c.Sections, c.Variants = groups[n/2], n%3 == 0, []string{"fold", "products"}[n%2]
			report, err := Run(t.Context(), Options{Inputs: []string{file}, Config: c})
			if err == nil && (report.Digest == "") != (report.Problems.Errors() > 0) {
				t.Errorf("digest %q with %d errors", report.Digest, report.Problems.Errors())
			}
		}
	})
}
