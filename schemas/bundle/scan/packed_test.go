package scan

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"plugsheet/schemas/problem"
)

// zipped packs texts, in the order of their names and contents.
func zipped(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(names); i += 2 {
		w, err := z.Create(names[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(names[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheets is a workbook as spreadsheet programs write them: texts that cells share, one in parts of its own
// look, texts in their cells, numbers, formulas, a link, a comment, and a sheet that the workbook does not
// name.
func sheets(t testing.TB) []byte {
	return zipped(t,
		"xl/workbook.xml",
		`<workbook xmlns:r="x"><sheets><sheet name="Clients &amp; co" sheetId="1" `+
			`r:id="rId1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels",
		`<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml",
		`<sst><si><t>Name</t></si><si><r><t>jane@</t></r><r><t>one.example</t></r></si><si><t>tel. +33 6 `+
			`12 34 56 78</t></si></sst>`, "xl/worksheets/sheet1.xml",
		`<worksheet><cols/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="AB1" `+
			`t="s"><v>1</v></c></row>`+
			`<row r="7"><c r="C7" t="inlineStr"><is><t>joe&#64;two.example</t></is></c><c><v>42</v></c><c `+
			`t="str"><f>A1&amp;"x@three.example"</f><v>y</v></c></row>`+
			`<row><c t="s"><v>2</v></c><c `+
			`t="s"><v>99</v></c><c><v>4111111111111111</v></c></row></sheetData><hyperlinks/></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels",
		`<Relationships><Relationship Id="r1" Target="mailto:link@four.example" `+
			`Note="4111111111111111"/></Relationships>`, "xl/worksheets/sheet2.xml",
		`<worksheet><sheetData><row><c `+
			`t="inlineStr"><is><t>bob@five.example</t></is></c></row></sheetData></worksheet>`,
		"xl/comments1.xml",
		`<comments><authors><author>ann</author></authors><commentList><comment ref="A1"><text><r><t>ask `+
			`</t></r><r><t>kim@six.example</t></r></text></comment></commentList></comments>`,
		"xl/media/image1.png", "\x89PNG\x00\x00logo@2x.png",
	)
}

// TestPacked looks into what is packed, and into what is no text: each finding has its place.
func TestPacked(t *testing.T) {
	for _, c := range []struct {
		name  string
		data  []byte
		whole bool
		want  string // places with what was found
	}{
		{"clients.xlsx", sheets(t), true, `clients.xlsx!xl/comments1.xml: the file "k…@six.example"
clients.xlsx!xl/worksheets/_rels/sheet1.xml.rels: a link or setting "l…@four.example"
clients.xlsx!Clients & co!AB1: the cell "j…@one.example"
clients.xlsx!Clients & co!C7: the cell "j…@two.example"
clients.xlsx!Clients & co!E7: the cell "x…@three.example"
clients.xlsx!Clients & co!A8: the cell "+3…78"
clients.xlsx!Clients & co!C8: the cell "41…11"
clients.xlsx!sheet2.xml!A1: the cell "b…@five.example"`},
		{"clients.csv.gz", gzipped(t, []byte("name\njane@one.example\n")), true,
			`clients.csv.gz:2: the line "j…@one.example"`},
		{"clients.gz", gzipped(t, gzipped(t, []byte("jane@one.example\n"))), true,
			`clients.gz:1: the line "j…@one.example"`},
		{"all.zip", zipped(t, "a/", "", "a/b.csv", "jane@one.example", "c.zip",
			string(zipped(t, "d.txt", "\njoe@two.example"))), true,
			"all.zip!a/b.csv:1: the line \"j…@one.example\"\nall.zip!c.zip!d.txt:2: the line " +
				"\"j…@two.example\""},
		{"letter.docx",
			zipped(t, "word/document.xml",
				`<w:document><w:p><w:r><w:t>jane@</w:t></w:r><w:r><w:t>one.example</w:t></w:r></w:p><w:p>x</w:p></w:document>`), true, `letter.docx!word/document.xml: the file "j…@one.example"`},
		{"deep.gz", gzipped(t, gzipped(t, gzipped(t, gzipped(t, gzipped(t, []byte("jane@one.example")))))),
			false, ""},
		{"cut.csv.gz", gzipped(t, []byte("jane@one.example"))[:32], false,
			`cut.csv.gz:1: the line "j…@one.example"`},
		{"large.gz", gzipped(t, bytes.Repeat([]byte("x"), 5000)), false, ""},
		{"old.xls", []byte("\xd0\xcf\x11\xe0\x00\x00jane@one.example\x00\x00x@y.zz"), false,
			`old.xls: the file "j…@one.example"`},
		{"pairs.xls",
			[]byte("\xd0\xcf\x11\xe0\x00\x00x\x00j\x00o\x00e\x00@\x00t\x00w\x00o\x00.\x00f\x00r\x00\x00\x00"),
			false, `pairs.xls: the file "x…@two.fr"`},
		{"odd.xls",
			[]byte("\xd0\xcf\x11\xe0\x00x\x00j\x00o\x00e\x00@\x00t\x00w\x00o\x00.\x00f\x00r\x00\x00\x00"),
			false, `odd.xls: the file "x…@two.fr"`},
		{"noise.bin", []byte("\x00\x01a@b.cd \x00 logo@2x.png"), false, ""},
		{"sealed.gz", gzipped(t, []byte("age-encryption.org/v1\njane@one.example")), true, ""},
	} {
		s := &scan{report: Report{Problems: &problem.List{}}, allow: newAllowed(nil)}
		whole := s.content(c.name, c.data, &unpacking{left: 4000}, 0)
		var got []string
		for _, p := range s.report.Problems.Sorted() {
			where, _, _ := strings.Cut(p.Message(), " holds what")
			got = append(got, p.Position.String()+": "+where+` "`+p.Value+`"`)
		}
		if found := strings.Join(got, "\n"); whole != c.whole || found != c.want {
			t.Errorf("%s: whole %t\n%s\nwant %t\n%s", c.name, whole, found, c.whole, c.want)
		}
	}
}

// FuzzPacked looks into anything: it neither fails nor unpacks more than it may.
func FuzzPacked(f *testing.F) {
	f.Add(sheets(f))
	f.Add(gzipped(f, []byte("jane@one.example")))
	f.Add(zipped(f, "a.xml", "<p>jane@one.example", "b.bin", "\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &scan{report: Report{Problems: &problem.List{}}, allow: newAllowed(nil)}
		u := &unpacking{left: 100_000}
		s.content("x", data, u, 0)
		if u.left < -maxParts {
			t.Errorf("%d bytes too much were unpacked", -u.left)
		}
	})
}
