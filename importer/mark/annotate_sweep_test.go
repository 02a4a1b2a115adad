package mark_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"plugsheet/importer/mark"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// Workbooks of other parsers' suites, odd in every way, and exports of shops: every one that can be read is
// annotated, and says the same afterwards.
func TestAnnotateStrangers(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the shared data is not here: ../shared/data beside the repository")
	}
	done := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(".xlsx.xlsm.csv.tsv",
			strings.ToLower(filepath.Ext(path))) || filepath.Ext(path) == "" {
			return err
		}
		if info, err := d.Info(); err != nil || info.Size() > 2<<20 {
			return err // size is for TestAnnotateManyRows
		}
		if b, err := table.Open(path, table.Options{}); err == nil {
			b.Close()
			t.Run(filepath.Base(path), func(t *testing.T) { annotateStranger(t, path) })
			done++
		}
		return nil
	})
	if err != nil || done < 60 {
		t.Fatalf("%d files, %v", done, err)
	}
}

func annotateStranger(t *testing.T, path string) {
	b, err := table.Open(path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var notes []mark.Note
	for _, s := range b.Sheets {
		for i, at := range []problem.Position{s.At(1, 1), s.At(2, 3), s.At(3, 0), s.At(0, 2), s.At(60, 40)} {
			severity := problem.Error
			if i%2 == 1 {
				severity = problem.Warning
			}
			notes = append(notes, mark.Note{At: at, Severity: severity, Title: "something", Value: "v",
				Advice: "other"})
		}
	}
	want, readable := texts(b)
	if !readable {
		t.Skip("its rows cannot be read, so it is never annotated")
	}
	out := filepath.Join(t.TempDir(), "out"+map[bool]string{true: ".xlsm", false: ".xlsx"}[macros(t, path)])
	written, err := mark.Annotate(t.Context(), []string{path}, out, notes, mark.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, out, partsOf(t, path))
	if written.Only.String() != "" || len(written.Lost) > 0 {
		t.Logf("not all is in it: %+v", written)
		return
	}
	copied, err := table.Open(out, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	got, _ := texts(copied)
	if len(b.Sheets) > 0 && b.Sheets[0].Name == "" { // the sheet has a name now
		got = map[string][]string{"": got[copied.Sheets[1].Name]}
	}
	for sheet := range want {
		if diff := cmp.Diff(want[sheet], got[sheet]); diff != "" {
			t.Errorf("%s changed (-want +got):\n%s", sheet, diff)
		}
	}
	noted := 0
	for _, part := range partsOf(t, out) {
		noted += strings.Count(part, "<author>plugsheet</author>")
	}
	if noted < len(copied.Sheets)-1 {
		t.Errorf("%d of %d sheets have notes", noted, len(copied.Sheets)-1)
	}
	if _, err := excelize.OpenFile(out); err != nil { // another reader
		t.Error(err)
	}
}

// texts are the rows of all sheets as text.
func texts(b *table.Book) (map[string][]string, bool) {
	all := map[string][]string{}
	for _, s := range b.Sheets {
		for row, err := range s.Rows(context.Background()) {
			if err != nil {
				return nil, false
			}
			line := make([]string, 0, len(row.Cells))
			for _, c := range row.Cells {
				if c.Kind == table.Error && strings.HasPrefix(c.Raw, "=") {
					c.Text = "" // a formula's empty text is not written
				}
				line = append(line, strings.Map(func(r rune) rune {
					if r == 0xFFFD || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
						return -1 // a workbook cannot hold them
					}
					return r
				}, c.Text))
			}
			if text := strings.TrimRight(strings.Join(line, "|"), "|"); text != "" {
				all[s.Name] = append(all[s.Name], text)
			}
		}
	}
	return all, true
}

func macros(t *testing.T, path string) bool { return partsOf(t, path)["xl/vbaProject.bin"] != "" }

// Of 100,000 rows those with problems are written, without holding them.
func TestAnnotateManyRows(t *testing.T) {
	dir := t.TempDir()
	var rows bytes.Buffer
	rows.WriteString("reference,title,price\n")
	for range 100_000 {
		rows.WriteString("0040063,a title of a product that is neither short nor long and has some " +
			"words,\"1,800\"\n")
	}
	in := put(t, filepath.Join(dir, "p.csv"), rows.String())
	rows.Reset()
	notes := make([]mark.Note, 6000)
	for i := range notes {
		at := problem.Position{File: in, Row: 2 + i*16, Column: 3}
		notes[i] = mark.Note{At: at, Severity: problem.Error, Title: "which?", Advice: "1800.00"}
	}
	out := filepath.Join(dir, "out.xlsx")
	runtime.GC()
	var peak, before uint64
	_ = watched{t.Context(), &before}.Err()
	ctx := watched{t.Context(), &peak}
	written, err := mark.Annotate(ctx, []string{in}, out, notes, mark.Options{Dropped: 7})
	if err != nil {
		t.Fatal(err)
	}
	if written.Only.String() != "the whole has more than 250000 cells" {
		t.Errorf("%+v", written)
	}
	if used := int64(peak) - int64(before); used > 48<<20 {
		t.Errorf("%d MiB were in use", used>>20)
	}
	f := openBook(t, out)
	if got := comments(t, f, "p"); len(got) != 5000 || got["D3"] != "plugsheet: error: which?\n1800.00" {
		t.Errorf("%d cells have a note, D3 %q", len(got), got["D3"])
	}
	list, err := f.GetRows("Problems")
	if err != nil || len(list) != 6005 {
		t.Fatalf("the list has %d rows, %v", len(list), err)
	}
	for i, want := range []string{
		"1000 more cells are coloured and have no note", "1000 more problems are listed without a link",
		"7 more problems were found and are not listed",
	} {
		if list[6002+i][3] != want {
			t.Errorf("it ends with %q, want %q", list[6002+i], want)
		}
	}
	got, err := f.GetRows("p")
	if err != nil || len(got) != 6001 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	want := [][]string{{"row", "reference", "title", "price"}, {"2", got[1][1], got[1][2], "1,800"},
		{"18", "0040063", got[2][2], "1,800"}}
	if diff := cmp.Diff(want, got[:3]); diff != "" {
		t.Errorf("the rows (-want +got):\n%s", diff)
	}
	if _, link, err := f.GetCellHyperLink("Problems", "C3"); err != nil || link != "'p'!D3" {
		t.Errorf("the second problem leads to %q, %v", link, err)
	}
}

// watched notes how much memory is in use whenever the work looks whether it is
// cancelled, which it does on each read.
type watched struct {
	context.Context
	peak *uint64
}

func (w watched) Err() error {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	*w.peak = max(*w.peak, now.HeapAlloc)
	return w.Context.Err()
}
