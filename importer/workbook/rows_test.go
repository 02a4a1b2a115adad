package workbook_test

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"plugsheet/importer/workbook"
)

func writeRows(t *testing.T, rows iter.Seq[[]string]) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.WriteRows(&b, "Actions", []string{"time", "operator"}, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// open reads a workbook.
func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Strangers' texts stay texts: no cell has a formula or is a number, in the file and for
// an independent reader.
func TestWriteRows(t *testing.T) {
	rows := [][]string{
		{"2026-01-02T02:04:05Z", "=cmd|'/c calc'!A1"},
		{"", "+1"}, {"-1+1", "@SUM(1)"}, {"\t=1", "\r=1"}, {"00042", "1e5"}, {"TRUE", "<f>1+1</f>&amp;"},
		{" blanks ", "two\nlines"}, {"_x0041_", "a\x00b\x1b\xff"}, {strings.Repeat("x", 32767), "é€😀"},
	}
	data := writeRows(t, slices.Values(rows))
	f := open(t, data)
	got, err := f.GetRows("Actions")
	if err != nil {
		t.Fatal(err)
	}
	want := append([][]string{{"time", "operator"}}, rows...)
	want[8] = []string{"_x0041_", "a\uFFFDb\uFFFD\uFFFD"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for i := range got {
		for _, column := range []string{"A", "B"} {
			cell := column + strconv.Itoa(i+1)
			formula, err := f.GetCellFormula("Actions", cell)
			kind, err2 := f.GetCellType("Actions", cell)
			if err := errors.Join(err, err2); err != nil || formula != "" ||
				kind != excelize.CellTypeInlineString {
				t.Errorf("%s: formula %q, type %d, %v", cell, formula, kind, err)
			}
		}
	}
	if !bytes.Equal(data, writeRows(t, slices.Values(rows))) {
		t.Error("the same rows give other bytes")
	}
}

func TestWriteRowsBeyondTheSheet(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows")
	}
	endless := func(yield func([]string) bool) {
		for yield(nil) {
		}
	}
	err := workbook.WriteRows(&bytes.Buffer{}, "Actions", []string{"a"}, endless)
	if !errors.Is(err, workbook.ErrTooManyRows) {
		t.Errorf("%v", err)
	}
}
