package cli

import "testing"

func TestPlural(t *testing.T) {
	for want, c := range map[string]struct {
		n    int
		noun string
	}{"0 errors": {0, "error"}, "1 category": {1, "category"}, "2 categories": {2, "category"}} {
		if got := Plural(c.n, c.noun); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestShellLine(t *testing.T) {
	for want, words := range map[string][]string{
		"plugsheet import demo/shop.xlsx -o bundle": {"plugsheet", "import",
			"demo/shop.xlsx", "-o", "bundle"},
		`"my shop.xlsx" "l'été.csv" Prix_TTC.csv`:   {"my shop.xlsx", "l'été.csv", "Prix_TTC.csv"},
		`'5 "inch".csv' '$x.csv' 'it'\''s a $.csv'`: {`5 "inch".csv`, "$x.csv", "it's a $.csv"},
		`"" "a(1).csv" "a&b.csv" "*.csv"`:           {"", "a(1).csv", "a&b.csv", "*.csv"},
	} {
		if got := ShellLine(words...); got != want {
			t.Errorf("shellLine(%q) is %s, want %s", words, got, want)
		}
	}
}
