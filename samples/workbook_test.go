package samples

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// The workbook says what the csv files say. UPDATE=1 writes it anew from them.
func TestWorkbookHoldsTheCSV(t *testing.T) {
	if os.Getenv("UPDATE") == "1" && !bytes.Equal(build(t), committed(t)) {
		if err := os.WriteFile("inputs/shop.xlsx", build(t), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Log("inputs/shop.xlsx is written anew; the embedded one is checked at the next run")
		return
	}
	book, err := excelize.OpenReader(bytes.NewReader(committed(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); !slices.Equal(got, sheets()) {
		t.Fatalf("sheets %q, want %q", got, sheets())
	}
	for _, name := range sheets() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		want := grid(t, name)
		for i := range rows {
			for len(rows[i]) < len(want[0]) {
				rows[i] = append(rows[i], "") // rows end with their last filled cell
			}
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s: the workbook is not the csv (UPDATE=1 rewrites it; -csv +xlsx):\n%s", name, diff)
		}
	}
}

// The workbook is a golden file, so that a rewrite without a change leaves the tree clean.
func TestWorkbookIsWrittenTheSameEachTime(t *testing.T) {
	if !bytes.Equal(build(t), build(t)) {
		t.Error("two workbooks of the same csv differ")
	}
}

func committed(t *testing.T) []byte {
	t.Helper()
	data, err := fs.ReadFile(FS(), "shop.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// build makes the workbook of the csv files: bold header that stays in view, numbers where a person would
// type numbers.
func build(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	bold := style(t, book, &excelize.Style{Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E2EFDA"}}})
	euro := `#,##0.00\ "€"`
	money := style(t, book, &excelize.Style{CustomNumFmt: &euro})
	for i, name := range sheets() {
		if i == 0 {
			must(t, book.SetSheetName("Sheet1", name))
		} else if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		s := sheet{t, book, name, money}
		rows := grid(t, name)
		for r, row := range rows {
			for c, text := range row {
				s.fill(c+1, r+1, rows[0][c], text)
			}
		}
		must(t, book.SetRowStyle(name, 1, 1, bold))
		must(t, book.SetPanes(name,
			&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		s.widen(rows)
	}
	out, err := book.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// sheet is one sheet that is being filled.
type sheet struct {
	t     *testing.T
	book  *excelize.File
	name  string
	money int
}

// fill sets one cell: ids and prices as numbers, everything else as text (an EAN as a number would lose its
// form).
func (s sheet) fill(column, row int, title, text string) {
	s.t.Helper()
	if text == "" {
		return
	}
	cell, err := excelize.CoordinatesToCellName(column, row)
	must(s.t, err)
	amount, isPrice := strings.CutSuffix(text, " €")
	if isPrice {
		n, err := strconv.ParseFloat(strings.ReplaceAll(amount, ",", ""), 64)
		must(s.t, err)
		must(s.t, s.book.SetCellFloat(s.name, cell, n, 2, 64))
		must(s.t, s.book.SetCellStyle(s.name, cell, cell, s.money))
		return
	}
	n, err := strconv.Atoi(text)
	if err == nil && (title == "id" || title == "idParent") {
		must(s.t, s.book.SetCellInt(s.name, cell, int64(n)))
		return
	}
	must(s.t, s.book.SetCellStr(s.name, cell, text))
}

// widen makes the columns as wide as their text, within reason.
func (s sheet) widen(rows [][]string) {
	s.t.Helper()
	for c := range rows[0] {
		width := 8
		for _, row := range rows {
			width = max(width, min(len([]rune(row[c]))+2, 48))
		}
		column, err := excelize.ColumnNumberToName(c + 1)
		must(s.t, err)
		must(s.t, s.book.SetColWidth(s.name, column, column, float64(width)))
	}
}

func style(t *testing.T, book *excelize.File, s *excelize.Style) int {
	t.Helper()
	id, err := book.NewStyle(s)
	must(t, err)
	return id
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
