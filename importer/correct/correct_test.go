package correct

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/table"
)

// sheetOf is the only sheet of a csv file.
func sheetOf(t *testing.T, text string) *table.Sheet {
	t.Helper()
	name := filepath.Join(t.TempDir(), "Products.csv")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := table.Open(name, table.Options{Delimiter: ','})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	b.Sheets[0].File = "Products.csv"
	return b.Sheets[0]
}

// lines are the rows of a sheet, their cells separated by commas.
func lines(t *testing.T, s *table.Sheet) []string {
	t.Helper()
	var all []string
	for row, err := range s.Rows(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		all = append(all, strings.Join(cells, ","))
	}
	return all
}

const catalog = `The spring list
sku,title,price,price
A1,Cup,1,9
A2,Pot,2,9
A2,Pan,,9
,Lid,4,9
,Lid,4,9
`

func TestFind(t *testing.T) {
	lid := "*," + Digest([]table.Cell{{}, {Text: "Lid"}, {Text: "4"}, {Text: "9"}}, 4)
	for name, c := range map[string]struct {
		corrections string
		row         string // as it is read afterwards; empty: nothing is corrected
		problem     string // its code
	}{
		"applies":                    {"sku,A1,3,title,Cup,Mug", "A1,Mug,1,9", ""},
		"headers are folded":         {"SKU,A1,3,Title,Cup,Mug", "A1,Mug,1,9", ""},
		"the row moved":              {"sku,A1,77,title,Cup,Mug", "A1,Mug,1,9", ""},
		"blank before":               {"title,Pan,5,column C,,3", "A2,Pan,3,9", ""},
		"blank after":                {"title,Pan,5,sku,A2,", ",Pan,,9", ""},
		"beyond the row's end":       {"sku,A1,3,column E,,new", "A1,Cup,1,9,new", ""},
		"of the key":                 {"sku,A1,3,sku,A1,A9", "A9,Cup,1,9", ""},
		"the key, mended":            {"sku,A7,3,sku,A7,A1", "", "correction-unneeded"},
		"the sheet agrees":           {"sku,A1,3,title,Cop,Cup", "", "correction-unneeded"},
		"changes nothing":            {"sku,A1,3,title,Cup,Cup", "", "correction-unneeded"},
		"the cell changed":           {"sku,A1,3,title,Bowl,Mug", "", "correction-changed"},
		"blank before, filled since": {"sku,A1,3,title,,Mug", "", "correction-changed"},
		"no such row":                {"sku,A8,3,title,Cup,Mug", "", "correction-gone"},
		"the header is no row":       {"sku,sku,2,title,title,x", "", "correction-gone"},
		"several rows":               {"sku,A2,4,title,Pot,Jug", "", "correction-rows"},
		"no key":                     {"sku,,6,title,Lid,Jug", "", "correction-key"},
		"no such column":             {"sku,A1,3,colour,,red", "", "correction-column"},
		"no such key column":         {"ean,A1,3,title,Cup,Mug", "", "correction-column"},
		"two columns":                {"sku,A1,3,price,1,2", "", "correction-column"},
		"by its place":               {"sku,A1,3,column D,9,8", "A1,Cup,1,8", ""},
		"twice the same": {"sku,A1,3,title,Cup,Mug\ntitle,Cup,3,title,Cup,Mug", "A1,Mug,1,9",
			"correction-double"},
		"twice, and not the same": {"sku,A1,3,title,Cup,Mug\ntitle,Cup,3,title,Cup,Jug", "A1,Mug,1,9",
			"correction-double"},
		"whole rows, by number": {lid + ",7,column D,9,8", ",Lid,4,8", ""},
		"whole rows, moved":     {lid + ",9,column D,9,8", "", "correction-rows"},
		"whole row, changed":    {"*,0123456789ab,7,column D,9,8", "", "correction-gone"},
		"a quoted number":       {`sku,A1,3,title,Cup,"=""007"""`, "A1,007,1,9", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := sheetOf(t, catalog)
			list, err := Read([]byte("keyColumn,key,row,column,was,value\n"+c.corrections),
				"Products.corrections.csv")
			if err != nil {
				t.Fatal(err)
			}
			found, err := Find(t.Context(), s, list, 0)
			if err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, p := range found.Problems {
				codes = append(codes, p.Code)
			}
			if got := strings.Join(codes, " "); got != c.problem {
				t.Errorf("problems %q, want %q", got, c.problem)
			}
			before := lines(t, s)
			s.Correct(found.Cells)
			var changed []string
			for i, line := range lines(t, s) {
				if line != before[i] {
					changed = append(changed, line)
				}
			}
			if got := strings.Join(changed, "|"); got != c.row {
				t.Errorf("corrected rows %q, want %q", got, c.row)
			}
		})
	}
}

// A part of a sheet does not show that a row or a column is gone.
func TestFindInPart(t *testing.T) {
	list := []Correction{{KeyColumn: "sku", Key: "A8", Column: "title", Value: "x"},
		{KeyColumn: "sku", Key: "A1", Column: "colour", Value: "x"}}
	found, err := Find(t.Context(), sheetOf(t, catalog), list, 1000)
	if err != nil || len(found.Problems) > 0 {
		t.Errorf("%v, %v", found.Problems, err)
	}
}

// What is made for a cell finds it again, when rows were added above it and after the correction applied.
func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		at        Place
		keyColumn string
		key       string
	}{
		"by the best key":           {Place{Row: 3, Column: 2, Head: 2, Keys: []int{1}}, "sku", "A1"},
		"by another column":         {Place{Row: 4, Column: 3, Head: 2, Keys: []int{1}}, "title", "Pot"},
		"a blank cell":              {Place{Row: 5, Column: 3, Head: 2, Keys: []int{1}}, "title", "Pan"},
		"the key itself":            {Place{Row: 3, Column: 1, Head: 2, Keys: []int{1}}, "sku", "A1"},
		"a whole row":               {Place{Row: 6, Column: 4, Head: 2, Keys: []int{1}}, "*", ""},
		"by place without a header": {Place{Row: 4, Column: 3}, "column B", "Pot"},
	} {
		t.Run(name, func(t *testing.T) {
			made, ok, err := Of(t.Context(), sheetOf(t, catalog), c.at)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if made.KeyColumn != c.keyColumn || c.key != "" && made.Key != c.key {
				t.Errorf("by %q of %q, want %q of %q", made.Key, made.KeyColumn, c.key, c.keyColumn)
			}
			made.Value = "new"
			data, err := Write([]Correction{made})
			if err != nil {
				t.Fatal(err)
			}
			list, err := Read(data, "Products.corrections.csv")
			if err != nil {
				t.Fatal(err)
			}
			found, err := Find(context.Background(), sheetOf(t, catalog), list, 0)
			if err != nil || len(found.Problems) > 0 || found.Cells[c.at.Row][c.at.Column].Text != "new" {
				t.Errorf("%v %v %v", found.Cells, found.Problems, err)
			}
		})
	}
}

func TestWith(t *testing.T) {
	a := Correction{KeyColumn: "sku", Key: "A1", Column: "title", Was: "Cup", Value: "Mug"}
	b := a
	b.Value = "Jug"
	if got := With([]Correction{a}, b); !slices.Equal(got, []Correction{b}) {
		t.Errorf("another value: %v", got)
	}
	b.Value = "Cup"
	if got := With([]Correction{a}, b); len(got) > 0 {
		t.Errorf("undone: %v", got)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, reason string }{
		"not UTF-8":    {"keyColumn,key,row,column,was,value\na,b,1,c,\xe9,d\n", "is not encoded as UTF-8"},
		"no value":     {"keyColumn,key,row,column,was\n", "lacks the column value"},
		"broken quote": {"keyColumn,key,row,column,was,value\n\"a,b\n", "is no file of corrections"},
		"nothing":      {"", "is no file of corrections"},
	} {
		_, err := Read([]byte(c.text), "x.corrections.csv")
		if err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err := Read([]byte(
		"\uFEFFkeyColumn;key;row;column;was;value;note\r\nsku;A1;3;title;Cup;\"Mug; big\"\r\n;;;\r\n"), "x")
	if err != nil || len(list) != 1 || list[0].Value != "Mug; big" {
		t.Errorf("saved by Excel: %v, %v", list, err)
	}
}

func TestFileOf(t *testing.T) {
	for input, want := range map[string]string{
		"shop.xlsx": "shop.corrections.csv", "a/Products.csv.gz": "a/Products.corrections.csv",
		"v1.2/list": "v1.2/list.corrections.csv",
	} {
		if got := FileOf(input); got != want {
			t.Errorf("%s: %s, want %s", input, got, want)
		}
	}
}
