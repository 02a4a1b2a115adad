package bundle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shop is a small bundle's content: n products, two categories, a form and customer fields in two languages.
type shop struct {
	products  []Record
	customers []Customer
}

func newShop(n int) shop {
	s := shop{customers: []Customer{
		{Email: "Jane.Doe@Example.com", ExternalID: "C-1", Values: map[string]string{"Level": "gold"}},
		{Email: "joe@example.org", Values: map[string]string{"Level": "silver"}},
	}}
	for i := range n {
		s.products = append(s.products, product(i+1))
	}
	return s
}

func product(i int) Record {
	key := "P-" + strconv.Itoa(i)
	id, _ := IntegerIDs.Mint(key)
	brand, yes := "Ünique <&>", i%2 == 0
	cat, _ := IntegerIDs.Mint("1")
	return Record{
		Categories: []ID{cat},
		Keywords:   []string{"EAN: 4006381333931", `odd: ],"product":{`},
		Product: Product{
			ID: id, Title: "Product " + key, ProductURL: "https://shop.example/p/" + key,
			Description: "It is number " + strconv.Itoa(i),
			ImageURL:    "https://shop.example/i/" + key + ".jpg", Reference: key, PriceCatalog: "10.00 €",
			Brand: &brand, Available: &yes,
		},
	}
}

// write writes the shop into dir, or fails the test.
func (s shop) write(t *testing.T, dir string) Result {
	t.Helper()
	w := s.stage(t, dir)
	defer w.Close()
	r, err := w.Commit(context.Background())
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return r
}

// stage does everything but the commit.
func (s shop) stage(t *testing.T, dir string) *Writer {
	t.Helper()
	w, err := Create(dir, WriteOptions{CustomerKey: []byte("a key for the tests")})
	if err != nil {
		t.Fatalf("Create: %v", err)
	}
	for _, r := range s.products {
		must(t, w.Product(r))
	}
	one, _ := IntegerIDs.Mint("1")
	two, _ := IntegerIDs.Mint("2")
	must(t, w.Categories([]Category{
		{ID: one, Label: "All", Products: []string{}, ProductsCount: len(s.products)},
		{ID: two, IDParent: one, Label: "None", ProductsCount: 0},
	}))
	must(t, w.ClosingForm(Localized[FormField]{
		"": {{ID: "why", Label: "Why?", FieldType: "SELECT", IsRequired: true,
			Options: []Option{{"Question", "q"}}}},
		"fr": {{ID: "why", Label: "Pourquoi ?", FieldType: "SELECT", IsRequired: true,
			Options: []Option{{"Question", "q"}}}},
	}))
	must(t,
		w.CustomerFields(Localized[CustomerField]{
			"": {{ID: "mail", Label: "Mail", Value: "{emailVisitor}", FieldType: "TEXT"}},
		}))
	must(t, w.Customers(s.customers))
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tree reads every file below dir but the lock.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == lockFile {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	}))
	return files
}

// changed lists the files that differ between two trees.
func changed(a, b map[string]string) []string {
	var names []string
	for name := range a {
		if b[name] != a[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	s := newShop(2500)
	r := s.write(t, dir)
	b, err := Open(context.Background(), dir)
	must(t, err)
	if b.Digest() != r.Digest || b.Manifest().
		Counts != (Counts{Categories: 2, Products: 2500, FormFields: 1, CustomerFields: 1}) {
		t.Errorf("digest %s counts %v, want %s", b.Digest(), b.Manifest().Counts, r.Digest)
	}
	i := 0
	for _, f := range b.ProductFiles() {
		data, err := os.ReadFile(filepath.Join(dir, f.Path))
		must(t, err)
		for l, err := range b.Records(context.Background(), f) {
			must(t, err)
			if diff := cmp.Diff(s.products[i], l.Record,
				cmp.Comparer(func(a, b ID) bool { return a == b })); diff != "" {
				t.Fatalf("product %d: %s", i, diff)
			}
			if got := string(data[l.Offset : l.Offset+int64(len(l.Answer))]); got != string(l.Answer) ||
				!strings.HasPrefix(got, `{"id":`) {
				t.Fatalf("product %d: answer at offset %d is %q", i, l.Offset, got)
			}
			i++
		}
	}
	if i != len(s.products) {
		t.Errorf("%d products, want %d", i, len(s.products))
	}
	must(t, b.Verify(context.Background(), nil))
	if got := b.ClosingForm()["fr"][0].Label; got != "Pourquoi ?" {
		t.Errorf("French label %q", got)
	}
	if got, _ := Digest(dir); got != b.Digest() {
		t.Errorf("Digest %s, want %s", got, b.Digest())
	}
}

func TestSameInputSameBytes(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	s := newShop(1500)
	s.write(t, a)
	s.write(t, b)
	before := tree(t, a)
	if diff := changed(before, tree(t, b)); len(diff) > 0 {
		t.Errorf("two folders differ in %v", diff)
	}
	if r := s.write(t, a); len(r.Written) != 0 || len(r.Removed) != 0 {
		t.Errorf("a second import wrote %v and removed %v", r.Written, r.Removed)
	}
	for name, data := range before {
		if strings.HasSuffix(name, ".json") && !strings.HasSuffix(data, "\n") {
			t.Errorf("%s does not end in a newline", name)
		}
	}
}

func TestFewFilesChange(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*shop)
		most   int
	}{
		{"a price", func(s *shop) { s.products[4321].Product.PriceCatalog = "11.00 €" }, 2},
		{"a row more", func(s *shop) {
			s.products = append(s.products[:3000:3000],
				append([]Record{product(99999)}, s.products[3000:]...)...)
		}, 3},
		{"a row less", func(s *shop) { s.products = append(s.products[:3000:3000], s.products[3001:]...) },
			3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s := newShop(9000)
			s.write(t, dir)
			before := tree(t, dir)
			if len(before) < 8 {
				t.Fatalf("only %d files: the products are not cut", len(before))
			}
			tt.change(&s)
			s.write(t, dir)
			got := changed(before, tree(t, dir))
			if tt.name != "a price" { // the count in categories.json changes too
				got = got[:len(got)-1]
			}
			if len(got) > tt.most {
				t.Errorf("%d files changed: %v", len(got), got)
			}
		})
	}
}

func TestFlippedByte(t *testing.T) {
	dir := t.TempDir()
	newShop(2200).write(t, dir)
	b, err := Open(context.Background(), dir)
	must(t, err)
	for _, f := range append(b.Manifest().Files, File{Path: ManifestFile, Bytes: 40}) {
		path := filepath.Join(dir, f.Path)
		data, err := os.ReadFile(path)
		must(t, err)
		flipped := append([]byte{}, data...)
		flipped[f.Bytes/2] ^= 1
		must(t, os.WriteFile(path, flipped, 0o644))
		var damaged *DamagedError
		b, err := Open(context.Background(), dir)
		if err == nil {
			err = b.Verify(context.Background(), nil)
		}
		if !errors.As(err, &damaged) || damaged.Path != f.Path {
			t.Errorf("%s: got %v", f.Path, err)
		}
		must(t, os.WriteFile(path, data, 0o644))
	}
	must(t, os.Remove(filepath.Join(dir, categoriesFile)))
	if _, err := Open(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("a missing file: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(context.Background(), dir); !errors.Is(err, ErrNotBundle) {
		t.Errorf("an empty folder: %v", err)
	}
	newShop(1).write(t, dir)
	path := filepath.Join(dir, ManifestFile)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte(strings.Replace(string(data), `"format":1`, `"format":2`, 1)), 0o644))
	var format *FormatError
	if _, err := Open(context.Background(), dir); !errors.As(err, &format) || format.Format != 2 {
		t.Errorf("a newer format: %v", err)
	}
	must(t, os.WriteFile(path,
		[]byte(strings.Replace(string(data), `"categories.json"`, `"../categories.json"`, 1)), 0o644))
	var damaged *DamagedError
	if _, err := Open(context.Background(), dir); !errors.As(err, &damaged) {
		t.Errorf("a path out of the bundle: %v", err)
	}
}

func TestInvalidRecord(t *testing.T) {
	w, err := Create("", WriteOptions{})
	must(t, err)
	bad := product(1)
	bad.Product.ImageURL = "not a url"
	bad.Product.Title = ""
	var invalid *Invalid
	if err := w.Product(bad); !errors.As(err, &invalid) {
		t.Fatalf("Product: %v", err)
	}
	var pointers []string
	for _, f := range invalid.Faults {
		pointers = append(pointers, f.Pointer)
	}
	slices.Sort(pointers)
	if diff := cmp.Diff([]string{"/product/imageUrl", "/product/title"}, pointers); diff != "" {
		t.Error(diff)
	}
	must(t, w.Product(product(2)))
	r, err := w.Commit(context.Background())
	must(t, err)
	if r.Manifest.Counts.Products != 1 || r.Digest == "" {
		t.Errorf("result %+v", r)
	}
}

func TestCustomers(t *testing.T) {
	dir := t.TempDir()
	s := newShop(1)
	w, err := Create(dir, WriteOptions{}) // the key is made
	must(t, err)
	must(t, w.Customers(s.customers))
	_, err = w.Commit(context.Background())
	must(t, err)
	must(t, w.Close())
	for name, text := range tree(t, dir) {
		if strings.Contains(strings.ToLower(text), "jane.doe") || strings.Contains(text, "C-1") {
			t.Errorf("%s holds a customer in clear", name)
		}
	}
	c, err := OpenCustomers(dir, CustomerAccess{})
	must(t, err)
	for _, tt := range []struct{ id, mail, want string }{
		{"C-1", "", "gold"}, {"", "JANE.doe@example.COM", "gold"}, {"C-1", "joe@example.org", "gold"},
		{"unknown", "joe@example.org", "silver"}, {"", "", ""}, {"jane.doe@example.com", "", ""},
		{"c-1", "", ""}, {"", "C-1", ""},
	} {
		got, _ := c.Find(tt.id, tt.mail)
		if got["Level"] != tt.want {
			t.Errorf("Find(%q, %q) = %v, want %q", tt.id, tt.mail, got, tt.want)
		}
	}
	for _, p := range []string{customersFile, keyFile} {
		if st, err := os.Stat(filepath.Join(dir, p)); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", p, st.Mode(), err)
		}
	}
	must(t, os.Remove(filepath.Join(dir, keyFile)))
	var key *KeyError
	if _, err := OpenCustomers(dir, CustomerAccess{}); !errors.As(err, &key) || !key.Missing {
		t.Errorf("without the key: %v", err)
	}
}

func TestProductPaths(t *testing.T) {
	for _, tt := range []struct{ id, want string }{
		{"12", "products/12.json"}, {"ab-12_x", "products/ab-12_x.json"}, {"AB", ""}, {"a/b", ""}, {"..", ""},
		{"con", ""}, {"é", ""}, {strings.Repeat("a", 65), ""},
	} {
		got := productPath(ID{text: tt.id})
		if tt.want == "" {
			tt.want = fmt.Sprintf("products/x%s.json", digest([]byte(tt.id))[:24])
		}
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.id, got, tt.want)
		}
	}
}
