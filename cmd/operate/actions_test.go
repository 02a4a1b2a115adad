package operate

import (
	"slices"
	"strings"
	"testing"

	"plugsheet/serve/store"
)

// No value of an exported table begins a formula, whatever a program takes for the end of a cell.
func TestExportedFormulas(t *testing.T) {
	for value, want := range map[string]string{
		"=cmd|'/c calc'!A1": "'=cmd|'/c calc'!A1",
		"+1":                "'+1",
		"-1":                "'-1",
		"@SUM(1)":           "'@SUM(1)",
		"\t=1":              "'\t'=1",
		"＝1":                "'＝1",
		"x;=1":              "x;'=1",
		"a,=1":              "\"a,'=1\"",
		"a\n=1":             "\"a\n'=1\"",
		"a=1;b-2":           "a=1;b-2",
		"ha-123":            "ha-123",
	} {
		var b strings.Builder
		if err := writeActionsCSV(&b, slices.Values([]store.Action{{Operator: value}})); err != nil {
			t.Fatal(err)
		}
		_, line, _ := strings.Cut(b.String(), "\n")
		if got := strings.TrimSuffix(strings.TrimPrefix(line, ",,"), ",,,,\n"); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}
