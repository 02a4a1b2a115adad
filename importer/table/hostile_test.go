package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"plugsheet/importer/table/numfmt"
	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

// drain reads all sheets and gives the number of rows and the first error.
func drain(t testing.TB, path string) (int, error) {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		return 0, err
	}
	defer b.Close()
	n := 0
	for _, s := range b.Sheets {
		for _, err := range s.Rows(t.Context()) {
			if err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func TestHostileWorkbooks(t *testing.T) {
	entities := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	external := `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
	deep := strings.Repeat("<a>", 1_000_000)
	for name, c := range map[string]struct {
		part, content, words string
	}{
		"zip bomb, sheet": {"xl/worksheets/sheet1.xml", worksheet(strings.Repeat("<row/>", 8<<20)),
			"unpacks to more than 150 times its size"},
		"zip bomb, texts": {"xl/sharedStrings.xml", strings.Repeat(" ", 40<<20),
			"unpacks to more than 150 times its size"},
		"zip bomb, styles": {"xl/styles.xml", strings.Repeat(" ", 40<<20),
			"unpacks to more than 150 times its size"},
		"zip bomb, workbook": {"xl/workbook.xml", strings.Repeat(" ", 40<<20),
			"unpacks to more than 150 times its size"},
		"zip bomb, links": {"_rels/.rels", strings.Repeat(" ", 40<<20),
			"unpacks to more than 150 times its size"},
		"entities in a sheet": {"xl/worksheets/sheet1.xml",
			entities + worksheet("<row><c><v>&b;</v></c></row>"), "declares XML entities"},
		"entities in texts": {"xl/sharedStrings.xml", entities + "<sst><si><t>&b;</t></si></sst>",
			"declares XML entities"},
		"external entity": {"xl/worksheets/sheet1.xml",
			external + worksheet("<row><c><v>&a;</v></c></row>"), "declares XML entities"},
		"external in a workbook": {"xl/workbook.xml", external + "<workbook/>", "declares XML entities"},
		"merged ranges": {"xl/worksheets/sheet1.xml", sheetHead + "<sheetData/>" +
			strings.Repeat(`<mergeCell ref="A1:A2"/>`, 1_000_000), "has more than 100000 merged ranges"},
		"16,384 columns": {"xl/worksheets/sheet1.xml",
			worksheet("<row>" + strings.Repeat("<c><v>1</v></c>", 16_384) + "</row>"),
			"!Products!FAO1: stands beyond column 4096"},
		"the last cell": {"xl/worksheets/sheet1.xml",
			worksheet(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
			"!Products!XFD1048576: stands beyond column 4096"},
		"a cell beyond it": {"xl/worksheets/sheet1.xml",
			worksheet(
				`<row><c r="ZZZZZZZZ9"><v>1</v></c><c r="A99999999999999999999"><v>1</v></c><c ` +
					`r="ZZZZ1"><v>1</v></c></row>`), "stands beyond column 4096"},
		"deep sheet": {"xl/worksheets/sheet1.xml", sheetHead + deep,
			"nests its elements more than 200 levels deep"},
		"deep cell": {"xl/worksheets/sheet1.xml", worksheet("<row><c>" + deep),
			"nests its elements more than 200 levels deep"},
		"deep texts": {"xl/sharedStrings.xml", "<sst><si>" + deep,
			"nests its elements more than 200 levels deep"},
		"deep styles": {"xl/styles.xml", deep, "nests its elements more than 200 levels deep"},
		"long text": {"xl/sharedStrings.xml", "<sst><si><t>" + strings.Repeat("x", 4<<20) +
			"</t></si></sst>", "holds a single piece of more than 1 MiB"},
		"long text in runs": {"xl/sharedStrings.xml", "<sst><si>" +
			strings.Repeat("<r><t>"+strings.Repeat("x", 1000)+"</t></r>", 2000) + "</si></sst>",
			"holds a single piece of more than 1 MiB"},
		"long attribute": {"xl/worksheets/sheet1.xml",
			worksheet(`<row r="` + strings.Repeat("1", 4<<20) + `"/>`),
			"holds a single piece of more than 1 MiB"},
		"long comment": {"xl/worksheets/sheet1.xml", sheetHead + "<!--" + strings.Repeat("x", 4<<20),
			"holds a single piece of more than 1 MiB"},
		"long row": {"xl/worksheets/sheet1.xml",
			worksheet("<row>" + strings.Repeat(`<c t="str"><v>`+strings.Repeat("x", 1<<19)+"</v></c>", 40) +
				"</row>"), "holds more than 16 MiB of text in one row"},
		"many sheets": {"xl/workbook.xml", "<workbook><sheets>" + strings.Repeat(`<sheet name="a"/>`,
			100_000) + "</sheets></workbook>", "has more than 1000 sheets"},
	} {
		t.Run(name, func(t *testing.T) {
			p := parts{"xl/worksheets/sheet1.xml": worksheet("<row><c><v>1</v></c></row>")}
			p[c.part] = c.content
			_, err := drain(t, write(t, "a.xlsx", p.zip(t)))
			refused(t, err, c.words)
		})
	}
}

// A small file that gives each cell the same long text, in each way there is: it must not cost minutes.
func TestRepeatedText(t *testing.T) {
	long := strings.Repeat("x", 30_000)
	rows := func(cell string) string {
		return worksheet(strings.Repeat("<row>"+strings.Repeat(cell, 6)+"</row>", 2000))
	}
	for name, p := range map[string]parts{
		"shared texts": {"xl/sharedStrings.xml": "<sst><si><t>" + long + "</t></si></sst>",
			"xl/worksheets/sheet1.xml": rows(`<c t="s"><v>0</v></c>`)},
		"merged cells": {"xl/worksheets/sheet1.xml": sheetHead + `<sheetData><row><c t="str"><v>` + long +
			"</v></c></row>" +
			strings.Repeat(`<row><c r="B2"><v>1</v></c></row>`, 2000) +
			`</sheetData><mergeCells><mergeCell ref="A1:A2001"/></mergeCells></worksheet>`},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := drain(t, write(t, "a.xlsx", p.zip(t)))
			refused(t, err, "holds more than 32 MiB of text, more than 150 times what it is packed into")
			if n < 100 {
				t.Errorf("refused after %d rows", n)
			}
		})
	}
}

// The archive's list says how much a part unpacks to; one that lies is caught by the unpacker.
func TestForgedSize(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range (parts{}).withDefaults() {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	packed := packed(t, worksheet(strings.Repeat("<row/>", 8<<20)))
	w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate,
		UncompressedSize64: 1000, CompressedSize64: uint64(len(packed))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(packed); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = drain(t, write(t, "a.xlsx", b.String()))
	refused(t, err, `its part "sheet1.xml" cannot be unpacked`)
}

// packed gives what a zip archive holds for a part with that text.
func packed(t *testing.T, text string) []byte {
	t.Helper()
	all := []byte(parts{"a": text}.zip(t))
	r, err := zip.NewReader(bytes.NewReader(all), int64(len(all)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		if f.Name == "a" {
			raw, err := f.OpenRaw()
			if err != nil {
				t.Fatal(err)
			}
			out, err := io.ReadAll(raw)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	return nil
}

func TestLongPartList(t *testing.T) {
	p := parts{}
	for i := range 200_000 {
		p[fmt.Sprintf("x/%d", i)] = ""
	}
	_, err := drain(t, write(t, "a.xlsx", p.zip(t)))
	refused(t, err, "its list of parts cannot be read")
}

// repeated is endless XML that costs nothing to make.
type repeated struct{ text, rest string }

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		r.rest = r.text
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestSharedLimits(t *testing.T) {
	w := &workbook{path: "a.xlsx"}
	for name, text := range map[string]string{
		"much text":  "<si><t>" + strings.Repeat("some text ", 10_000) + "</t></si>",
		"many texts": strings.Repeat("<si/>", 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			x := xlsx.NewScanner(io.MultiReader(strings.NewReader("<sst>"), &repeated{text: text}))
			refused(t, w.readShared(x, &sharedTexts{}), "holds more than 192 MiB of text or 6000000 texts")
		})
	}
}

func TestCellLimit(t *testing.T) {
	s := &Sheet{File: "a.xlsx", Name: "Products"}
	for name, c := range map[string]struct {
		row    string
		merges []merge
		words  string
	}{
		"wide rows": {`<row><c r="FAN1"><v>1</v></c></row>`, nil, "has more than 2000000 cells"},
		"blank cells": {`<row>` + strings.Repeat("<c/>", 1000) + `</row>`, nil,
			"has more than 2000000 cells"},
		"merged cells": {`<row><c><v>1</v></c></row>`,
			[]merge{{span{1, 1 << 20}, 1}, {span{1, 1 << 20}, 4096}}, ""},
		"endless rows": {`<row/>`, nil, "has a row 1048577, more than the 1048576 of the format"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &sheetReader{x: xlsx.NewScanner(io.MultiReader(strings.NewReader("<x><sheetData>"),
				&repeated{text: strings.Repeat(c.row, 10)})), sheet: s, book: &workbook{}, most: 2_000_000,
				texts: 1 << 30}
			r.merges.waiting = c.merges
			n := 0
			err := r.each(func(Row, error) bool { n++; return c.words != "" || n < 1000 })
			if c.words == "" && err == errEnough {
				return
			}
			refused(t, err, c.words)
		})
	}
}

func TestMillionBlankRows(t *testing.T) {
	blank := strings.Builder{}
	for i := range 1_000_000 {
		fmt.Fprintf(&blank, `<row r="%d"><c r="A%d" s="1"/></row>`, i+1, i+1)
	}
	blank.WriteString(`<row r="1000001"><c><v>1</v></c></row>`)
	n, err := drain(t,
		write(t, "a.xlsx", parts{"xl/worksheets/sheet1.xml": worksheet(blank.String())}.zip(t)))
	if n != 1 || err != nil {
		t.Errorf("got %d rows, %v", n, err)
	}
}

// Number formats come from strangers too: each shows a number, or the cell says that it cannot.
func TestHostileFormats(t *testing.T) {
	codes := []string{
		"", "0", "[", "]", "\"", "\\", ";;;", ";;;;;;;;", "[$", "[$-", "[h", "?/?", "# ?/?", "0E+0", "E",
		"e+e+", "@@@",
		"General General", "[>1]0;[<0]\"a\"", "yyyy0000", "s.000000000", "[s].0", "0%%%%%%%%%%%%%", "_", "*",
		"0,,,,,,,,,,",
		strings.Repeat("0", 255), strings.Repeat("#,", 120), strings.Repeat("0", 3000), "\xff", "日本",
		"[DBNum1]0",
		"[$-F800]dddd", "[$€-407] 0", "d.m.yyyy h:mm AM/PM",
	}
	numbers := []string{"0", "1", "-1", "0.5", "44197.25", "1E+300", "-1E-300", "123456789012345", "2958466",
		"-0.001"}
	for _, code := range codes {
		s := styleReading{codes: map[int]string{164: code}, parsed: map[string]*numfmt.Format{}}
		s.add(164, 0)
		for _, number := range numbers {
			c := Cell{Text: number, Raw: number, Kind: Number}
			if st := s.styles[0]; st.format != nil || st.broken {
				c = st.number([]byte(number), false)
			}
			if c.Raw == "" || len(c.Text) > 2000 || c.Kind == Unshown && c.Text != number {
				t.Errorf("format %q of %s gives %q and %q", code, number, c.Text, c.Raw)
			}
		}
	}
}

func TestFileErrorDegrades(t *testing.T) {
	e := &FileError{Path: "a.csv", Reason: problem.Textf("is empty")}
	equal(t, "a.csv: is empty", e.Error())
	e.At = problem.Position{File: "a.csv", Row: 2, Column: 3}
	equal(t, "a.csv!C2: is empty", e.Error())
	e.Err = io.ErrUnexpectedEOF
	if !errors.Is(e, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
}
