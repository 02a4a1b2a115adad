package config_test

import (
	"bytes"
	"errors"
	"testing"

	"plugsheet/importer/config"
)

// TestSet changes a plugsheet.yaml in place: what else stands in it stays.
func TestSet(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "columns:\n  products:\n    \"Prix TTC\": title\n"},
		{"no newline", "currency: EUR", "currency: EUR\ncolumns:\n  products:\n    \"Prix TTC\": title\n"},
		{
			"beside others", "columns:\n  products:\n    \"Nom\": title # named\n",
			"columns:\n  products:\n    \"Nom\": title # named\n    \"Prix TTC\": title\n",
		},
		{
			"in place", "# mine\ncolumns:\n  products:\n    \"Prix TTC\": priceCatalog # 0.90: the " +
				"header\n    B: brand\n",
			"# mine\ncolumns:\n  products:\n    \"Prix TTC\": title # 0.90: the header\n    B: brand\n",
		},
		{"quoted", "columns:\n  products:\n    Prix TTC: 'keyword'\n",
			"columns:\n  products:\n    Prix TTC: title\n"},
		{
			"flow", "columns: { products: { \"Été\": brand, \"Prix TTC\": priceCatalog } }\n",
			"columns: { products: { \"Été\": brand, \"Prix TTC\": title } }\n",
		},
		{
			"second section",
			"columns:\n  products:\n    A: brand\ncolumns:\n  products:\n    Prix TTC: brand\n",
			"columns:\n  products:\n    A: brand\ncolumns:\n  products:\n    Prix TTC: title\n",
		},
	} {
		got, err := config.Set([]byte(c.text), "p.yaml", []string{"columns", "products", "Prix TTC"}, "title")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		read, err := config.Read(bytes.NewReader(got), "p.yaml")
		if err != nil || read.Columns["products"]["Prix TTC"] != "title" {
			t.Errorf("%s: read as %v, %v", c.name, read.Columns, err)
		}
		if string(got) != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestSetRefuses makes no text that cannot be read.
func TestSetRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, value string }{
		"no field":  {"", "prize"},
		"no scalar": {"columns:\n  products:\n    X: [a]\n", "title"},
		"no YAML":   {"columns: [\n", "title"},
	} {
		got, err := config.Set([]byte(c.text), "p.yaml", []string{"columns", "products", "X"}, c.value)
		if wrong := (*config.Error)(nil); !errors.As(err, &wrong) {
			t.Errorf("%s: %q, error %v", name, got, err)
		}
	}
}

// TestJoin puts what is proposed below the keys that are there: hers stays byte for byte, its comments too.
func TestJoin(t *testing.T) {
	const more = "# Accepted.\ncolumns:\n  products:\n    \"Prix\": priceCatalog # 0.90: the header\n" +
		"    \"Nom\": title\n  variants:\n    \"Taille\": keyword\ndefaults:\n  products:\n    imageUrl: \"{x}\"\n"
	const prix = "\"Prix\": priceCatalog # 0.90: the header\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", more},
		{"another section", "currency: EUR # hers", "currency: EUR # hers\n\n" + more},
		{
			"a section between others",
			"# hers\ncolumns: # mine\n  products:\n    A: brand # of old\n\n    # no more of these\n" +
				"currency: EUR\n",
			"# hers\ncolumns: # mine\n  products:\n    A: brand # of old\n    " + prix +
				"    \"Nom\": title\n  variants:\n    \"Taille\": keyword\n\n    # no more of these\n" +
				"currency: EUR\ndefaults:\n  products:\n    imageUrl: \"{x}\"\n",
		},
		{
			"indented otherwise", "columns:\n    products:\n       A: brand\n",
			"columns:\n    products:\n       A: brand\n       " + prix + "       \"Nom\": title\n" +
				"    variants:\n      \"Taille\": keyword\ndefaults:\n  products:\n    imageUrl: \"{x}\"\n",
		},
		{
			"in braces", "columns: { products: { A: brand } }\ndefaults: {products: {}}\n",
			"columns: { products: { A: brand, \"Prix\": priceCatalog, \"Nom\": title }, \"variants\": " +
				"{ \"Taille\": keyword } }\ndefaults: {products: { \"imageUrl\": \"{x}\" }}\n",
		},
		{
			"twice", "columns:\n  products:\n    A: brand\ncolumns:\n  categories:\n    B: label\n",
			"columns:\n  products:\n    A: brand\n    " + prix + "    \"Nom\": title\n  variants:\n    " +
				"\"Taille\": keyword\ncolumns:\n  categories:\n    B: label\ndefaults:\n  products:\n    " +
				"imageUrl: \"{x}\"\n",
		},
	} {
		got, err := config.Join([]byte(c.text), []byte(more), "p.yaml")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		read, err := config.Read(bytes.NewReader(got), "p.yaml")
		if err != nil || read.Columns["products"]["Prix"] != "priceCatalog" ||
			read.Columns["variants"]["Taille"] != "keyword" || read.Defaults["products"]["imageUrl"] != "{x}" {
			t.Errorf("%s: read as %v, %v", c.name, read, err)
		}
		if string(got) != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	if _, err := config.Join([]byte("currency: EUR\n"), []byte("currency: CHF\n"), "p.yaml"); err == nil {
		t.Error("two currencies")
	}
}
