package config

import (
	"strings"
	"testing"
)

func TestAdd(t *testing.T) {
	for name, c := range map[string]struct{ before, line, want string }{
		"to nothing": {"", "baseUrl: https://shop.example", "baseUrl: https://shop.example\n"},
		"behind the others": {"# hers\ncurrency: EUR", "baseUrl: https://a.example",
			"# hers\ncurrency: EUR\nbaseUrl: https://a.example\n"},
		"in its place": {"currency: EUR # hers\n", "currency: CHF", "currency: CHF # hers\n"},
		"a default": {"defaults: { products: { imageUrl: a } }\n",
			`defaults: { products: { imageUrl: "b" } }`, "defaults: { products: { imageUrl: \"b\" } }\n"},
		"beside another one": {"defaults: { products: { imageUrl: a } }\n",
			`defaults: { products: { title: "b" } }`,
			"defaults: { products: { imageUrl: a, \"title\": \"b\" } }\n"},
		"rows beside others": {"skip:\n  products:\n    A: [\"x\"] # hers\n",
			`skip: { products: { "Price": ["on request", ""] } }`, "skip:\n  products:\n    A: [\"x\"] # hers\n" +
				"    \"Price\": [\"on request\", \"\"]\n"},
		"rows": {"", `skip: { products: { "Price": ["on request", ""] } }`,
			"skip: { products: { \"Price\": [\"on request\", \"\"] } }\n"},
		"of another command": {"", "skip-bad-rows: true", "skip-bad-rows: true\n"},
	} {
		got, err := Add([]byte(c.before), "plugsheet.yaml", c.line, "skip-bad-rows")
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
		_, err = Add(got, "plugsheet.yaml", c.line, "skip-bad-rows")
		if err != nil && !strings.HasPrefix(name, "rows") {
			t.Errorf("%s a second time: %v", name, err)
		}
	}
	for _, line := range []string{"", "nonsense", "unknown: 1", "currency: nothing", "a: [",
		"currency: EUR\n---\ncurrency: CHF"} {
		if got, err := Add(nil, "plugsheet.yaml", line); err == nil {
			t.Errorf("%q gives %q", line, got)
		}
	}
}
