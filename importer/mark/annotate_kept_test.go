package mark_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/mark"
	"plugsheet/schemas/problem"
)

func TestAnnotateAgain(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	first, second := filepath.Join(dir, "first.xlsx"), filepath.Join(dir, "second.xlsx")
	annotate(t, first, shopNotes(in), in)
	notes := []mark.Note{{At: problem.Position{File: first, Sheet: "Products", Row: 2, Column: 2},
		Severity: problem.Error, Title: "new"}}
	annotate(t, second, notes, first)
	f := openBook(t, second)
	if diff := cmp.Diff([]string{"Problems", "Products", "It's hidden"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	got := comments(t, f, "Products")
	if len(got) != 2 || got["B2"] != "plugsheet: error: new" || !strings.HasPrefix(got["A2"], "Ann: ") {
		t.Errorf("notes: %v", got)
	}
	if c := styleOf(t, f, "Products", "C3").Fill.Color; len(c) > 0 {
		t.Errorf("the solved cell still has a colour: %v", c)
	}
	if c := styleOf(t, f, "Products", "B2").Fill.Color; len(c) == 0 {
		t.Error("the new problem has no colour")
	}
	if n := strings.Count(content(t, second, "xl/workbook.xml"), "plugsheet_problems"); n != 1 {
		t.Errorf("%d marks of the list", n)
	}
	if rows, err := f.GetRows("Problems"); err != nil || len(rows) != 2 {
		t.Errorf("the list: %v, %v", rows, err)
	}
}

// Of several workbooks the rows with problems go into one, each sheet under a name of its own.
func TestAnnotateSeveral(t *testing.T) {
	dir := t.TempDir()
	a, b := shopBook(t, filepath.Join(dir, "a.xlsx")), shopBook(t, filepath.Join(dir, "b.xlsx"))
	text := put(t, filepath.Join(dir, "products.csv"), "id,title\n1,x\n")
	notes := append(shopNotes(a), shopNotes(b)[3:5]...)
	notes = append(notes, mark.Note{At: problem.Position{File: text, Row: 2, Column: 2},
		Severity: problem.Error, Title: "short"})
	out := filepath.Join(dir, "out.xlsx")
	c, err := mark.Annotate(t.Context(), []string{a, text, b}, out, notes, mark.Options{})
	if err != nil || c.Only.String() != "there are several workbooks" {
		t.Fatalf("%+v, %v", c, err)
	}
	wellFormed(t, out, nil)
	f := openBook(t, out)
	if diff := cmp.Diff([]string{"Problems", "Products", "products (2)", "Products (3)"},
		f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	want := [][]string{
		{"row", "id", "title", "price", "category", ""}, {"2", "1", "Lamp", "49.90 €", "Light"},
		{"3", "2", "=not a formula", "many", "Light"}, {"4"}, {"5", "3", "Chair", "12.50 €"},
	}
	rows, err := f.GetRows("Products")
	for i := range rows {
		rows[i] = rows[i][:min(len(rows[i]), len(want[i]))]
	}
	if want[0] = want[0][:5]; err != nil || !cmp.Equal(want, rows) {
		t.Errorf("the rows (-want +got), %v:\n%s", err, cmp.Diff(want, rows))
	}
	if got := comments(t, f,
		"Products"); got["D3"] != "plugsheet: error: no price\nwrite 49.95\n\nwarning: looks odd" {
		t.Errorf("notes: %v", got)
	}
	if got := comments(t, f, "products (2)"); got["C2"] != "plugsheet: error: short" {
		t.Errorf("notes: %v", got)
	}
	if _, link, err := f.GetCellHyperLink("Problems", "C13"); err != nil || link != "'products (2)'!C2" {
		t.Errorf("the link to the text file is %q, %v", link, err)
	}
}

// A cell more than the limit, and only the rows with problems are written.
func TestAnnotateLimit(t *testing.T) {
	dir := t.TempDir()
	for more, want := range map[int]string{0: "", 1: "the whole has more than 250000 cells"} {
		in := put(t, filepath.Join(dir, "p.csv"), "id,title\n"+strings.Repeat("1,x\n", mark.MaxCells/2-1)+
			strings.Repeat("y\n", more))
		out := filepath.Join(dir, fmt.Sprintf("out%d.xlsx", more))
		note := mark.Note{At: problem.Position{File: in, Row: 3, Column: 2},
			Severity: problem.Error, Title: "bad"}
		c, err := mark.Annotate(t.Context(), []string{in}, out, []mark.Note{note}, mark.Options{})
		if err != nil || c.Only.String() != want {
			t.Errorf("%d cells more: %+v, %v", more, c, err)
		}
	}
}

// A workbook that the library cannot keep, such as one without any styles, gives the rows with problems.
func TestAnnotateNotKept(t *testing.T) {
	dir := t.TempDir()
	in := shopBook(t, filepath.Join(dir, "shop.xlsx"))
	dropPart(t, in, "xl/styles.xml")
	out := filepath.Join(dir, "out.xlsx")
	c, err := mark.Annotate(t.Context(), []string{in}, out, shopNotes(in), mark.Options{})
	if err != nil || c.Only.String() != "the whole would not be kept as it is" {
		t.Fatalf("%+v, %v", c, err)
	}
	if rows, err := openBook(t, out).GetRows("Products"); err != nil || len(rows) != 5 ||
		rows[0][0] != "row" {
		t.Errorf("the rows are %v, %v", rows, err)
	}
}

// dropPart takes a part out of a workbook.
func dropPart(t *testing.T, path, part string) {
	t.Helper()
	parts := partsOf(t, path)
	delete(parts, part)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, path, b.String())
}
