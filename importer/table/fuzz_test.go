package table

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// FuzzCSV demands that no text makes the reader panic or pass its bounds, that what comes out is UTF-8, and that rows
// count upwards.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\";c\r\n", "sep=|\na|b", "\"x", "\xEF\xBB\xBFa", "\xFF\xFEa\x00,\x00", "a\x80,\xA4\n", " \"a\" ,\"b\"c\"\r", "a\tb\n\n\n"} {
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

// FuzzScanner cuts the reading at odd places, which must change nothing.
func FuzzScanner(f *testing.F) {
	f.Add("a,\"b\"\"c\" ,\"d\"e\"\r\n\"x\ny\",z\n", uint8(3))
	f.Fuzz(func(t *testing.T, text string, step uint8) {
		whole := cells(newCSVScanner(strings.NewReader(text), ','))
		short := newCSVScanner(&slow{strings.NewReader(text), int(step)%7 + 1}, ',')
		equal(t, whole, cells(short))
	})
}

type slow struct {
	r    io.Reader
	step int
}

func (s *slow) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.step)]) }

func cells(c *csvScanner) (out []string) {
	for {
		if err := c.record(); err != nil {
			return append(out, err.Error())
		}
		start := 0
		for _, end := range c.ends {
			out = append(out, string(c.text[start:end]))
			start = end
		}
		out = append(out, "\n")
	}
}

// FuzzXLSX puts strangers' XML into each part of a workbook that is read.
func FuzzXLSX(f *testing.F) {
	f.Add(worksheet(`<row r="2" hidden="1"><c r="B2" s="1" t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`)+`<mergeCell ref="A1:B3"/>`,
		`<sst><si><t>a &amp; b</t></si></sst>`, `<styleSheet><numFmt numFmtId="164" formatCode="0.00&quot;x&quot;"/><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Add(worksheet(`<row><c s="0"><v>44197.5</v></c><c t="d"><v>2021-01-01</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c><f>A1</f></c></row>`), ``, `<cellXfs><xf numFmtId="22"/></cellXfs>`)
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
			if !utf8.ValidString(c.Text) || !utf8.ValidString(c.Raw) || c.Kind == Blank && c.Text != "" || c.Kind != Blank && c.Text == "" {
				t.Fatalf("row %d has a cell %#v", r.Number, c)
			}
		}
	}
}

// Mixed text decodes the same however it is cut.
func TestMixedDecoder(t *testing.T) {
	text := []byte("é\xE9 €\x80 \xF0\x9F\x98\x80 \xC3")
	got, err := io.ReadAll(textEncoding{decoder: mixed{}}.reader(&slow{bytes.NewReader(text), 1}))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "éé €€ 😀 Ã", string(got))
	equal(t, "Ã", string(charmap.Windows1252.DecodeByte(0xC3)))
}
