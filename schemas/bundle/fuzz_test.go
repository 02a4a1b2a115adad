package bundle

import (
	"context"
	"os"
	"path/filepath"
	"testing"

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
	w, err := Create("", WriteOptions{})
	if err != nil {
		f.Fatal(err)
	}
	b := &Bundle{set: w.set, manifest: Manifest{IDs: IntegerIDs}}
	f.Fuzz(func(t *testing.T, line []byte) {
		l, err := b.ParseLine(line)
		if err != nil {
			return
		}
		if string(line[l.Offset:int(l.Offset)+len(l.Answer)]) != string(l.Answer) {
			t.Errorf("the answer is not at its offset in %q", line)
		}
	})
}
