package bundle

import (
	"encoding/json"
	"strings"
	"testing"

	"plugsheet/schemas"
)

// checkSound fails when a record is taken for sound that its schema refuses.
func checkSound(t *testing.T, set *schemas.Set, r Record) {
	t.Helper()
	for _, s := range []IDs{IntegerIDs, StringIDs} {
		if !sound(&r, s) {
			continue
		}
		line, err := encodeRecord(r)
		if err != nil {
			t.Fatal(err)
		}
		if faults := set.Validate(recordSchema(s), line); len(faults) > 0 {
			t.Errorf("sound, but not valid: %s: %v", line, faults)
		}
	}
}

func TestSoundIsValid(t *testing.T) {
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := product(1)
	if !sound(&r, IntegerIDs) || sound(&r, StringIDs) {
		t.Error("an ordinary record is not sound, or is with the other setting")
	}
	empty := ""
	for name, change := range map[string]func(*Record){
		"no title":        func(r *Record) { r.Product.Title = "" },
		"no description":  func(r *Record) { r.Product.Description = "" },
		"no reference":    func(r *Record) { r.Product.Reference = "" },
		"no price":        func(r *Record) { r.Product.PriceCatalog = "" },
		"no id":           func(r *Record) { r.Product.ID = ID{} },
		"empty brand":     func(r *Record) { r.Product.Brand = &empty },
		"empty keyword":   func(r *Record) { r.Keywords = []string{""} },
		"category twice":  func(r *Record) { r.Categories = append(r.Categories, r.Categories[0]) },
		"category text":   func(r *Record) { r.Categories = []ID{{text: "x"}} },
		"no url":          func(r *Record) { r.Product.ProductURL = "" },
		"relative url":    func(r *Record) { r.Product.ImageURL = "/i/1.jpg" },
		"no host":         func(r *Record) { r.Product.ImageURL = "https:///i" },
		"blank in url":    func(r *Record) { r.Product.ImageURL = "https://a/b c" },
		"broken escape":   func(r *Record) { r.Product.ImageURL = "https://a/%zz" },
		"ftp":             func(r *Record) { r.Product.ImageURL = "ftp://a/b" },
		"port":            func(r *Record) { r.Product.ImageURL = "https://a:port/b" },
		"host in the air": func(r *Record) { r.Product.ImageURL = "https://?x" },
	} {
		r := product(1)
		change(&r)
		if sound(&r, IntegerIDs) {
			t.Errorf("%s: taken for sound", name)
		}
		checkSound(t, set, r)
	}
}

// FuzzSound looks for a record that is taken for sound and is not valid.
func FuzzSound(f *testing.F) {
	set, err := schemas.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("https://shop.example/p/1?a=b&c=d", "title", "1", false)
	f.Add("http://a.-b/::;;!*~", "é", "x", true)
	f.Add("http://a", "t", strings.Repeat("x", MaxKey+1), true)
	f.Fuzz(func(t *testing.T, url, text, id string, quoted bool) {
		r := product(1)
		r.Product.ProductURL, r.Product.Title, r.Product.Brand = url, text, &text
		r.Keywords = []string{text}
		if quoted {
			r.Product.ID = ID{text: id}
			r.Categories = []ID{{text: id}}
		} else if json.Unmarshal([]byte(id), &r.Product.ID) != nil {
			return
		}
		checkSound(t, set, r)
	})
}

func BenchmarkWrite(b *testing.B) {
	w, err := Create("", WriteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if err := w.Product(product(i + 1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	w, err := Create("", WriteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	line, err := encodeRecord(product(1))
	if err != nil {
		b.Fatal(err)
	}
	bundle := &Bundle{set: w.set, manifest: Manifest{IDs: IntegerIDs}}
	for b.Loop() {
		if _, err := bundle.parse(line); err != nil {
			b.Fatal(err)
		}
	}
}
