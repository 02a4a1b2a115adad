package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"plugsheet/schemas"
	"plugsheet/schemas/files"
)

// FuzzOpen reads a bundle whose manifest, categories and product file hold anything: it may be refused, and
// must not panic; what is accepted must verify or say why not.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	w, err := Create(dir, WriteOptions{})
	if err != nil {
		f.Fatal(err)
	}
	if err := w.Product(product(1)); err != nil {
		f.Fatal(err)
	}
	r, err := w.Commit(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	w.Close()
	read := func(p string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, p))
		if err != nil {
			f.Fatal(err)
		}
		return data
	}
	productFile := ""
	for _, file := range r.Manifest.Files {
		if filepath.Dir(file.Path) == productsDir {
			productFile = file.Path
		}
	}
	f.Add(read(ManifestFile), read(categoriesFile), read(productFile),
		[]byte(`{"move":["categories.json"],"remove":[]}`))
	f.Add([]byte("{}"), []byte("[\n]\n"), []byte("[\n{}\n]"), []byte(`{"move":["../x"]}`))
	f.Fuzz(func(t *testing.T, manifest, categories, products, commit []byte) {
		dir := t.TempDir()
		os.Mkdir(filepath.Join(dir, productsDir), 0o755)
		os.WriteFile(filepath.Join(dir, closingFormFile), read(closingFormFile), 0o644)
		os.WriteFile(filepath.Join(dir, customerFieldFile), read(customerFieldFile), 0o644)
		os.WriteFile(filepath.Join(dir, ManifestFile), manifest, 0o644)
		os.WriteFile(filepath.Join(dir, categoriesFile), categories, 0o644)
		os.WriteFile(filepath.Join(dir, productFile), products, 0o644)
		if len(commit) > 0 && commit[0] == '{' {
			os.WriteFile(filepath.Join(dir, markFile), commit, 0o644)
		}
		if b, err := Open(context.Background(), dir); err == nil {
			b.Verify(context.Background(), nil)
		}
	})
}

// FuzzLine reads one line of a product file; what is accepted must hold the answer's bytes where it says.
func FuzzLine(f *testing.F) {
	line, err := files.Encode(product(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	for _, change := range [][2]string{{`It is`, `It\n\u00e9 \"is\\`}, {`"available":false`, `"available":null`},
		{`,"available":false`, ``}, {`"brand":"Ünique <&>"`, `"brand":null`}, {`["EAN: 4006381333931",`, `[`},
		{`"categories":[`, `"categories":[7,`}, {`"product":`, `"listed":{"from":"2030-01-01"},"product":`}} {
		f.Add(bytes.Replace(line, []byte(change[0]), []byte(change[1]), 1))
	}
	w, err := Create("", WriteOptions{})
	if err != nil {
		f.Fatal(err)
	}
	b := &Bundle{set: w.set, zone: time.UTC, manifest: Manifest{IDs: IntegerIDs}}
	f.Fuzz(func(t *testing.T, line []byte) {
		l, err := b.ParseLine(line)
		if err != nil {
			return
		}
		if string(line[l.Offset:int(l.Offset)+len(l.Answer)]) != string(l.Answer) {
			t.Errorf("the answer is not at its offset in %q", line)
		}
		if faults := b.set.Validate(schemas.RecordInteger, line); len(faults) > 0 {
			t.Errorf("%q is accepted: %v", line, faults)
		}
		var want Record
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatalf("%q is accepted and no JSON: %v", line, err)
		}
		if !reflect.DeepEqual(l.Record, want) {
			t.Errorf("%q is read as %+v, want %+v", line, l.Record, want)
		}
	})
}

// What the writer writes of a product is read without json.Unmarshal.
func TestParse(t *testing.T) {
	text := `"\n\u2028é` + "\u00a0"
	all := product(1)
	all.Keywords = []string{}
	all.Categories = append(all.Categories, ID{text: "12", number: true})
	all.Product.Title, all.Product.ShortDescription = text, &text
	all.Product.PricePromotion, all.Product.PriceSpecial = &text, &text
	listed := all
	listed.Listed = &Listing{From: "2030-01-01"}
	both := listed
	both.Offer, both.Listed = &Offer{PricePromotion: "8 €", Until: "2030-01-01"}, &Listing{}
	for _, want := range []Record{product(1), product(2), all, listed, both, {Categories: []ID{}, Keywords: []string{text, ""},
		Product: Product{ID: ID{text: "a"}}}} {
		line, err := files.Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Record
		if !got.parse(string(line)) || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as %+v", line, got)
		}
		for n := range line {
			if new(Record).parse(string(line[:n])) {
				t.Errorf("%s is taken for a whole line", line[:n])
			}
		}
	}
}
