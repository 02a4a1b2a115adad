package importer

import (
	"strings"
	"testing"

	"plugsheet/importer/category"
	"plugsheet/importer/product"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
)

func TestIsHeading(t *testing.T) {
	for text, want := range map[string]bool{
		"CHAUFFAGE": true, "Total : 5 articles": true, "Valable jusqu'au 31/12/2026": true, "Preise gültig ab 1.3.2026": true,
		"R2": false, "AB 123": false, "TV 55 QLED": false, "12 345 678": false, "Pan 12": false, "": false, "---": false,
	} {
		if got := sheet.IsHeading(text); got != want {
			t.Errorf("isHeading(%q) is %t", text, got)
		}
	}
}

func TestSeenTellsTheFirst(t *testing.T) {
	s := product.NewSeen()
	for n, key := range []string{"a", "bb", "", "ccc"} {
		if _, dup := s.Add(key, key, product.Place{Row: int32(n)}, func(e string) bool { return e == key }); dup {
			t.Errorf("%q is new and called known", key)
		}
	}
	n, dup := s.Add("bb", "bb", product.Place{Row: 9}, func(e string) bool { return e == "bb" })
	if !dup || s.Where[n].Row != 1 || s.Key(n) != "bb" {
		t.Errorf("bb: %t, row %d, key %q", dup, s.Where[n].Row, s.Key(n))
	}
	if _, dup := s.Add("a", "other", product.Place{Row: 9}, func(e string) bool { return e == "other" }); dup {
		t.Error("another key with the same handle is taken for the first")
	}
}

func TestCircles(t *testing.T) {
	for _, c := range []struct {
		links []int
		want  string
	}{
		{[]int{-1, 0, 1}, ""}, {[]int{1, 0}, "010"}, {[]int{0}, "00"}, {[]int{1, 2, 1, 2}, "121"}, {[]int{2, 0, 1, 4, 3}, "0210 343"},
	} {
		var got []string
		for _, circle := range value.Circles(c.links) {
			var b strings.Builder
			for _, n := range circle {
				b.WriteByte(byte('0' + n))
			}
			got = append(got, b.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("circles of %v are %q, want %q", c.links, s, c.want)
		}
	}
}

func TestEscapedLabelsComeBack(t *testing.T) {
	for _, sep := range []string{">", "/", "›", " - "} {
		tree := category.NewTree(bundle.IntegerIDs, sep)
		for _, label := range []string{"plain", "a, b", "a; b | c", `back\slash`, "a > b / c › d - e"} {
			cell := separator.Escape(label, sep) + " " + sep + " " + separator.Escape("x", sep)
			items := tree.Items(cell)
			if len(items) != 1 {
				t.Errorf("%q with %q falls into %q", label, sep, items)
				continue
			}
			if got := tree.Segments(items[0]); len(got) != 2 || got[0] != label {
				t.Errorf("%q with %q comes back as %q", label, sep, got)
			}
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
		if got := sheet.CellText(c.cell, c.code); got != c.want {
			t.Errorf("%+v as code %t is %q, want %q", c.cell, c.code, got, c.want)
		}
	}
	for text, want := range map[string]bool{"#N/A": true, "#REF!": true, "#1": false, "# 1": false, "N/A": false} {
		if got := sheet.IsError(table.Cell{Text: text, Kind: table.Text}); got != want {
			t.Errorf("%q is an error: %t", text, got)
		}
	}
}
