package sheet

import (
	"testing"

	"plugsheet/importer/table"
)

func TestIsHeading(t *testing.T) {
	for text, want := range map[string]bool{
		"CHAUFFAGE": true, "Total : 5 articles": true, "Valable jusqu'au 31/12/2026": true,
		"Preise gültig ab 1.3.2026": true,
		"R2":                        false, "AB 123": false, "TV 55 QLED": false, "12 345 678": false,
		"Pan 12": false, "": false, "---": false,
	} {
		if got := IsHeading(text); got != want {
			t.Errorf("isHeading(%q) is %t", text, got)
		}
	}
}

func TestCellText(t *testing.T) {
	for _, c := range []struct {
		cell table.Cell
		code bool
		want string
	}{
		{table.Cell{Text: "12,345", Raw: "12345", Kind: table.Number}, true, "12345"},
		{table.Cell{Text: "12,345", Raw: "12345", Kind: table.Number}, false, "12,345"},
		{table.Cell{Text: "00042", Raw: "42", Kind: table.Number, Code: true}, true, "00042"},
		{table.Cell{Text: "5.90E+12", Raw: "5901234123457", Kind: table.Number}, true, "5901234123457"},
		{table.Cell{Text: "007", Raw: " 007", Kind: table.Text}, true, "007"},
		{table.Cell{Text: "49,95 €", Raw: "49.95", Kind: table.Number}, false, "49,95 €"},
	} {
		if got := cellText(c.cell, c.code); got != c.want {
			t.Errorf("%+v as code %t is %q, want %q", c.cell, c.code, got, c.want)
		}
	}
	for text, want := range map[string]bool{"#N/A": true, "#REF!": true, "#1": false, "# 1": false,
		"N/A": false} {
		if got := IsError(&table.Cell{Text: text, Kind: table.Text}); got != want {
			t.Errorf("%q is an error: %t", text, got)
		}
	}
}
