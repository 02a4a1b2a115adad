package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadConfig(t *testing.T) {
	text := `# comment
ids: string
language: fr
currency: EUR
separator: "/"
addr: 127.0.0.1:0
sheets: { "Produits énergétiques": products, Notes: ignore }
columns:
  products: { "Nom": title, "Nom (EN)": "title:en", "Marque": brand, "Interne": ignore }
defaults:
  products: { productUrl: "https://shop.example/p/{reference}", available: yes }
ignore: { products: ["Published"] }
skip: { products: { "Type": ["variation"] } }
`
	c, err := Read(strings.NewReader(text), "plugsheet.yaml", "addr")
	if err != nil {
		t.Fatal(err)
	}
	if c.IDs != "string" || c.Columns["products"]["Nom"] != "title" ||
		c.Skip["products"]["Type"][0] != "variation" ||
		c.Defaults["products"]["available"] == "" || c.Sheets["Notes"] != "ignore" ||
		c.Ignore["products"][0] != "Published" {
		t.Errorf("read as %+v", c)
	}
	for _, empty := range []string{"", "# nothing\n", "---\n", "columns:\n"} {
		if _, err := Read(strings.NewReader(empty), "plugsheet.yaml"); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

// TestReadConfigPasted reads what is there after the hints of several problems were pasted one below the
// other.
func TestReadConfigPasted(t *testing.T) {
	text := `columns: { products: { "Lien fiche": productUrl } }
defaults: { products: { description: "{title}" } }
columns: { products: { "Photo": imageUrl } }
columns: { customers: { "Courriel": email } }
defaults:
defaults:
  products:
    priceCatalog: "on request"
sheets: { "a": products }
---
sheets: { "b": ignore }
`
	got, err := Read(strings.NewReader(text), "plugsheet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Columns: map[string]map[string]string{"products": {"Lien fiche": "productUrl", "Photo": "imageUrl"},
			"customers": {"Courriel": "email"}},
		Defaults: map[string]map[string]string{"products": {"description": "{title}",
			"priceCatalog": "on request"}},
		Sheets: map[string]string{"a": "products", "b": "ignore"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadConfigTellsTheMistake(t *testing.T) {
	for _, c := range []struct{ text, at, reason, hint string }{
		{"language: en\ncolums: {}\n", "p.yaml:2:1: ", `unknown key "colums"`, "did you mean columns?"},
		{"addr: x\n", "p.yaml:1:1: ", `unknown key "addr"`, ""},
		{"ids: number\n", "p.yaml:1:1: ", `ids cannot be "number"`, "ids: integer"},
		{"language: frensh!\n", "p.yaml:1:1: ", "no language tag", "language: fr"},
		{"currency: EURO\n", "p.yaml:1:1: ", "no currency code", "currency: EUR"},
		{"sheets:\n  A: prodcts\n", "p.yaml:2:3: ", `unknown kind of sheet "prodcts"`,
			"did you mean products?"},
		{"columns:\n  prodcts: { a: title }\n", "p.yaml:2:3: ", `unknown kind of sheet "prodcts"`,
			"did you mean products?"},
		{"columns:\n  products:\n    a: titel\n", "p.yaml:3:5: ", `unknown field "titel"`,
			"did you mean title?"},
		{"columns:\n  products:\n    a: title:french\n", "p.yaml:3:5: ", "no language", ""},
		{"defaults:\n  products:\n    image: x\n", "p.yaml:3:5: ", `unknown field "image"`, ""},
		{"skip:\n  product: {}\n", "p.yaml:2:3: ", "unknown kind", "did you mean products?"},
		{"leaveOut:\n  customers: { email: missing }\n", "p.yaml:2:3: ", "only rows of products", "leaveOut: {"},
		{"leaveOut:\n  products: { prce: missing }\n", "p.yaml:2:15: ", `unknown field "prce"`, ""},
		{"leaveOut:\n  products: { title: mising }\n", "p.yaml:2:15: ", `a field is "mising"`,
			"did you mean missing?"},
		{"ids: [\n", "p.yaml:1:", "", "in quotes"},
		{"\tids: string\n", "p.yaml:1:", "tab", "blanks, not tabs"},
		{"ids: {a: b}\n", "p.yaml:1:", "", ""},
		{"ids: string\nids: integer\n", "p.yaml:2:1: ",
			`"ids" stands here a second time; the first is in line 1`, "take one"},
		{"columns: { products: { a: title } }\ncolumns: { products: { b: brand, a: brand } }\n",
			"p.yaml:2:34: ", `"a" stands here a second time; the first is in line 1`, "take one"},
		{"columns:\n  products: { a: title, a: brand }\n", "p.yaml:2:25: ",
			`"a" stands here a second time`, "take one"},
		{"sheets: { A: products }\nsheets: products\n", "p.yaml:2:1: ",
			`"sheets" stands here a second time`, "take one"},
		{"columns: { products: { a: title } }\ncolumns: { products: { b: titel } }\n", "p.yaml:2:24: ",
			`unknown field "titel"`, "did you mean title?"},
		{"- a\n", "p.yaml: ", "not a mapping", ""},
	} {
		_, err := Read(strings.NewReader(c.text), "p.yaml")
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: %v is no ConfigError", c.text, err)
			continue
		}
		if !strings.HasPrefix(e.Error(), c.at) || !strings.Contains(e.Reason.String(), c.reason) ||
			!strings.Contains(e.Advice(), c.hint) {
			t.Errorf("%q: %q, hint %q; want %s…%s, hint %q", c.text, e.Error(), e.Advice(),
				c.at, c.reason, c.hint)
		}
	}
}

// FuzzReadConfig reads whatever text comes as a mapping file.
func FuzzReadConfig(f *testing.F) {
	f.Add("ids: string\ncolumns: { products: { a: title } }\n")
	f.Add("columns:\n  products:\n    a: &x title\n    b: *x\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read(strings.NewReader(text), "p.yaml")
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%v is no ConfigError", err)
		}
		if err == nil && c.Check() != nil {
			t.Error("a mapping with a mistake is read without an error")
		}
	})
}
