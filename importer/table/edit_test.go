package table

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/problem"
)

func TestAnnotateAttributes(t *testing.T) {
	for _, c := range []struct{ tag, name, value, set, dropped string }{
		{`<c r="A1" s="3"/>`, "s", "3", `<c r="A1" s="7"/>`, `<c r="A1"/>`},
		{`<c r='A1'>`, "s", "", `<c r='A1' s="7">`, `<c r='A1'>`},
		{`<c/>`, "s", "", `<c s="7"/>`, `<c/>`},
		{"<c\n  s = '1'\tr=\"s='4'\">", "s", "1", "<c\n  s = '7'\tr=\"s='4'\">", "<c\tr=\"s='4'\">"},
		{`<c customs="1" t="s">`, "s", "", `<c customs="1" t="s" s="7">`, `<c customs="1" t="s">`},
		{`<c a="&lt;&quot;" s="&#65;"/>`, "s", "A", `<c a="&lt;&quot;" s="7"/>`, `<c a="&lt;&quot;"/>`},
	} {
		if got := attrText([]byte(c.tag), c.name); got != c.value {
			t.Errorf("%s: value %q, want %q", c.tag, got, c.value)
		}
		if got := string(setAttr([]byte(c.tag), c.name, "7")); got != c.set {
			t.Errorf("%s: set %s, want %s", c.tag, got, c.set)
		}
		if got := string(dropAttr([]byte(c.tag), c.name)); got != c.dropped {
			t.Errorf("%s: dropped %s, want %s", c.tag, got, c.dropped)
		}
	}
}

func TestAnnotateRewritesRows(t *testing.T) {
	const space = `xmlns="` + mainSpace + `"`
	const styles = `<styleSheet ` + space + `><cellXfs><xf numFmtId="0"/><xf numFmtId="2"/></cellXfs></styleSheet>`
	marks := func(cells ...[2]int) (all []mark) {
		for _, c := range cells {
			all = append(all, mark{row: c[0], column: c[1], severity: problem.Error})
		}
		return all
	}
	for _, c := range []struct {
		name, in, want string
		marks          []mark
	}{
		{
			"cells that exist and that do not", `<row r="2" spans="1:2"><c r="A2" s="1"/><c r="C2"><v>1</v></c></row>`,
			`<row r="2"><c r="A2" s="2"/><c r="B2" s="3"/><c r="C2"><v>1</v></c><c r="D2" s="3"/></row>`,
			marks([2]int{2, 1}, [2]int{2, 2}, [2]int{2, 4}),
		},
		{
			"rows that do not exist", `<row r="3"/><row r="5"></row>`,
			`<row r="1"><c r="A1" s="2"/></row><row r="3"/><row r="4"><c r="A4" s="2"/></row><row r="5"></row><row r="9"><c r="A9" s="2"/></row>`,
			marks([2]int{1, 1}, [2]int{4, 1}, [2]int{9, 1}),
		},
		{
			"numbers left out", `<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>`,
			`<row><c><v>1</v></c><c s="2"><v>2</v></c></row><row><c/><c r="B2" s="2"/></row>`, marks([2]int{1, 2}, [2]int{2, 2}),
		},
		{
			"a row's style", `<row r="1" s="1" customFormat="1"/>`, `<row r="1" s="1" customFormat="1"><c r="B1" s="2"/></row>`,
			marks([2]int{1, 2}),
		},
		{"a formula that looks like a row", `<row r="1"><c r="A1"><f>"&lt;row&gt;"</f></c></row>`,
			`<row r="1"><c r="A1" s="2"><f>"&lt;row&gt;"</f></c></row>`, marks([2]int{1, 1})},
	} {
		t.Run(c.name, func(t *testing.T) {
			sheet, err := readStyles([]byte(styles), mainSpace)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			r := rewriter{styles: sheet, main: mainSpace, links: linkSpace, marks: c.marks, drawing: "rId5"}
			const head, tail = `<worksheet ` + space + `><sheetData>`, `</sheetData><pageMargins/>`
			if err := r.rewrite(&out, strings.NewReader(head+c.in+tail+`<tableParts/></worksheet>`)); err != nil {
				t.Fatal(err)
			}
			want := head + c.want + tail + `<legacyDrawing xmlns:r="` + linkSpace + `" r:id="rId5"/><tableParts/></worksheet>`
			got := out.String()
			if c.name != "cells that exist and that do not" { // only there two styles are derived
				got = strings.ReplaceAll(got, `s="3"`, `s="2"`)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnnotateStyles(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"nothing there": {
			`<styleSheet></styleSheet>`,
			`<styleSheet><fonts>` + styleParts[0].content + `</fonts><fills>` + styleParts[1].content + `NEW</fills><borders>` +
				styleParts[2].content + `</borders><cellXfs>` + styleParts[3].content +
				`<xf numFmtId="0" fontId="0" fillId="2" borderId="0" applyFill="1"/></cellXfs></styleSheet>`,
		},
		"a prefix, and an earlier mark": {
			`<x:styleSheet><x:fills count="3"><x:fill/><x:fill/><x:fill><x:patternFill><x:fgColor rgb="` + lightRed + `"/></x:patternFill></x:fill></x:fills>` +
				`<x:borders/><x:cellXfs count="1"><x:xf fillId="2"><x:alignment/></x:xf></x:cellXfs><x:extLst/></x:styleSheet>`,
			`<x:styleSheet><fonts xmlns="ns">` + styleParts[0].content + `</fonts><x:fills><x:fill/><x:fill/><x:fill><x:patternFill><x:fgColor rgb="` +
				lightRed + `"/></x:patternFill></x:fill>NEW</x:fills><x:borders></x:borders><x:cellXfs><x:xf fillId="0"><x:alignment/></x:xf>` +
				`<x:xf fillId="3" applyFill="1"><x:alignment/></x:xf></x:cellXfs><x:extLst></x:extLst></x:styleSheet>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := readStyles([]byte(c.in), "ns")
			if err != nil {
				t.Fatal(err)
			}
			if a, b := s.marked(0, problem.Error), s.marked(99, problem.Error); a != 1 || b != 1 {
				t.Errorf("styles %d and %d", a, b)
			}
			fill := `<fill` + s.ns + `><patternFill patternType="solid"><fgColor rgb="` + lightRed + `"/><bgColor indexed="64"/></patternFill></fill>`
			if diff := cmp.Diff(strings.Replace(c.want, "NEW", fill, 1), string(s.bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnnotateBookPart(t *testing.T) {
	const in = `<w:workbook xmlns:w="m"><w:bookViews><w:workbookView activeTab="3" firstSheet="2"/></w:bookViews><w:sheets><w:sheet name="A" sheetId="7"/></w:sheets>` +
		`<w:definedNames><w:definedName name="n" localSheetId="0">A!$A$1</w:definedName><w:definedName name="g">A!$A$2</w:definedName></w:definedNames><w:calcPr/></w:workbook>`
	p := bookPart{main: "m", links: "l", first: &bookSheet{"P&Q", "rId9"}, last: []bookSheet{{"Z", "rId8"}}, names: `<definedName name="x">1</definedName>`}
	got, err := p.rewrite([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<w:workbook xmlns:w="m"><w:bookViews><w:workbookView activeTab="0"/></w:bookViews><w:sheets>` +
		`<sheet xmlns="m" xmlns:r="l" name="P&amp;Q" sheetId="8" r:id="rId9"/><w:sheet name="A" sheetId="7"/><sheet xmlns="m" xmlns:r="l" name="Z" sheetId="9" r:id="rId8"/></w:sheets>` +
		`<w:definedNames><w:definedName name="n" localSheetId="1">A!$A$1</w:definedName><w:definedName name="g">A!$A$2</w:definedName>` +
		`<definedName xmlns="m" name="x">1</definedName></w:definedNames><w:calcPr/></w:workbook>`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAnnotateComments(t *testing.T) {
	const in = `<comments><authors/><commentList><comment ref="A1" authorId="0"><text><t>hers</t></text></comment></commentList><extLst/></comments>`
	l, err := readComments([]byte(in), mainSpace)
	if err != nil {
		t.Fatal(err)
	}
	fresh, old, err := l.mark([]mark{{row: 1, column: 1, note: "a<b"}, {row: 2, column: 1, note: "c"}})
	if err != nil || len(fresh) != 1 || fresh[0].row != 2 || len(old) != 0 {
		t.Fatalf("fresh %v, old %v, %v", fresh, old, err)
	}
	want := `<comments><authors><author>plugsheet</author></authors><commentList><comment ref="A1" authorId="0"><text>` + noteRun("a<b\n\n", "") +
		`<r><t>hers</t></r></text></comment><comment ref="A2" authorId="0"><text>` + noteRun("c", "") + `</text></comment></commentList><extLst/></comments>`
	if diff := cmp.Diff(want, string(l.bytes())); diff != "" {
		t.Error(diff)
	}
}

func TestAnnotateShapes(t *testing.T) {
	marks := make([]mark, 1500)
	for i := range marks {
		marks[i] = mark{row: i + 1, column: 1, note: "x"}
	}
	last := 4
	doc := addShapes([]byte(emptyShapes), marks, &last)
	if last != 6 || lastBlock(doc) != 6 || !knownShapes(doc) || bytes.Count(doc, []byte("<v:shape ")) != 1500 {
		t.Errorf("last block %d, %d in the part", last, lastBlock(doc))
	}
	if n := bytes.Count(doc, []byte(`id="_x0000_s5121"`)) + bytes.Count(doc, []byte(`id="_x0000_s6145"`)); n != 2 {
		t.Errorf("%d blocks begin where they should", n)
	}
	if left := dropShapes(doc, map[string]bool{"A7": true, "A9": true}); bytes.Count(left, []byte("<v:shape ")) != 1498 {
		t.Error("shapes of some cells were not dropped")
	}
}

func TestAnnotateSheetNames(t *testing.T) {
	taken := map[string]bool{"products": true}
	for _, c := range [][2]string{
		{"Products", "Products (2)"}, {"PRODUCTS", "PRODUCTS (3)"}, {"a/b:c[d]*?\\", "a_b_c_d____"}, {"'quoted'", "quoted"}, {"", "Sheet"},
		{"History", "Sheet (2)"}, {strings.Repeat("é", 40), strings.Repeat("é", 31)}, {strings.Repeat("é", 40), strings.Repeat("é", 27) + " (2)"},
		{strings.Repeat("x", 30) + "😀", strings.Repeat("x", 30)},
	} {
		if got := freeName(c[0], taken); got != c[1] {
			t.Errorf("%q: got %q, want %q", c[0], got, c[1])
		}
	}
}

// FuzzEscape holds what is written against the reader of workbooks and against another parser.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"plain", "<&>\"'", "a\tb\r\nc", "_x000D_", "_x_x0041_", "\x01\x1F", "\uFFFE", "_x005F_x000D_", "\xFF", "_x0000\x01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		written := escapeXML(s)
		d := xml.NewDecoder(strings.NewReader(`<a b="` + written + `">` + written + `</a>`))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%q: %v", written, err)
			}
		}
		read, err := appendText(nil, []byte(written), false)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Map(func(r rune) rune {
			switch {
			case r == 0xFFFE, r == 0xFFFF:
				return '\uFFFD'
			case r < ' ' && r != '\t' && r != '\n' && r != '\r':
				return -1 // the reader drops them
			}
			return r
		}, strings.ToValidUTF8(s, "\uFFFD"))
		if got := string(cleanText(read)); strings.ReplaceAll(got, "\uFFFD", "") != strings.ReplaceAll(want, "\uFFFD", "") {
			t.Errorf("%q was read as %q", s, got)
		}
	})
}
