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
			"columns:\n  products:\n    \"Nom\": title # named\ncolumns:\n  products:\n    \"Prix " +
				"TTC\": title\n",
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
