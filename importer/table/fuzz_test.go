package table

import (
	"context"
	"errors"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzCSV demands that no text makes the reader panic or pass its bounds, that what comes out
// is UTF-8, and that rows count upwards.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\";c\r\n", "sep=|\na|b", "\"x", "\xEF\xBB\xBFa",
		"\xFF\xFEa\x00,\x00", "a\x80,\xA4\n", " \"a\" ,\"b\"c\"\r", "a\tb\n\n\n"} {
		f.Add([]byte(s), byte(0))
		f.Add([]byte(s), byte(';'))
	}
	f.Fuzz(func(t *testing.T, content []byte, delim byte) {
		b, err := Open(write(t, "a.csv", string(content)), Options{Delimiter: rune(delim)})
		if err != nil {
			known(t, err)
			return
		}
		defer b.Close()
		for _, s := range b.Sheets {
			check(t, s)
		}
	})
}

// FuzzXLSX puts strangers' XML into each part of a workbook that is read.
func FuzzXLSX(f *testing.F) {
	f.Add(
		worksheet(
			`<row r="2" hidden="1"><c r="B2" s="1" t="s"><v>0</v></c><c `+
				`t="inlineStr"><is><r><t>a</t></r></is></c></row>`)+`<mergeCell ref="A1:B3"/>`,
		`<sst><si><t>a &amp; b</t></si></sst>`,
		`<styleSheet><numFmt numFmtId="164" formatCode="0.00&quot;x&quot;"/><cellXfs><xf `+
			`numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Add(
		worksheet(
			`<row><c s="0"><v>44197.5</v></c><c t="d"><v>2021-01-01</v></c><c t="e"><v>#N/A</v></c><c `+
				`t="b"><v>1</v></c><c><f>A1</f></c></row>`), ``, `<cellXfs><xf numFmtId="22"/></cellXfs>`)
	f.Add("\xFF\xFE<\x00a\x00/\x00>\x00", "<![CDATA[", "<!DOCTYPE")
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		p := parts{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": texts, "xl/styles.xml": styles}
		b, err := Open(write(t, "a.xlsx", p.zip(t)), Options{})
		if err != nil {
			known(t, err)
			return
		}
		defer b.Close()
		for _, s := range b.Sheets {
			check(t, s)
		}
	})
}

// FuzzOpen reads files of any content.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(parts{"xl/worksheets/sheet1.xml": worksheet(`<row><c><v>1</v></c></row>`)}.zip(f)))
	f.Add([]byte(cfb + wide("Workbook")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := Open(write(t, "a", string(content)), Options{})
		if err != nil {
			known(t, err)
			return
		}
		defer b.Close()
		for _, s := range b.Sheets {
			check(t, s)
		}
	})
}

func known(t *testing.T, err error) {
	t.Helper()
	var e *FileError
	if !errors.As(err, &e) || e.Reason.String() == "" || !utf8.ValidString(e.Error()) {
		t.Errorf("got %#v, want a FileError", err)
	}
}

func check(t *testing.T, s *Sheet) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	last := 0
	for r, err := range s.Rows(ctx) {
		if err != nil {
			known(t, err)
			return
		}
		if s.Format != "xlsx" && r.Number <= last || r.Number < 1 {
			t.Fatalf("row %d after row %d", r.Number, last)
		}
		last = r.Number
		if len(r.Cells) == 0 || len(r.Cells) > MaxColumns || r.Cells[len(r.Cells)-1].Kind == Blank {
			t.Fatalf("row %d has %d cells", r.Number, len(r.Cells))
		}
		for _, c := range r.Cells {
			if !utf8.ValidString(c.Text) || !utf8.ValidString(c.Raw) || c.Kind == Blank && c.Text != "" ||
				c.Kind != Blank && c.Text == "" {
				t.Fatalf("row %d has a cell %#v", r.Number, c)
			}
		}
	}
}
