package table

import (
	"strings"
	"testing"
)

// seen are the cells of a sheet's rows with what stands behind them: text -> link, ~ for struck out.
func seen(t *testing.T, s *Sheet) []string {
	t.Helper()
	var all []string
	for row, err := range s.Rows(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, c := range row.Cells {
			text := c.Text
			if c.Struck {
				text = "~" + text
			}
			if c.Link != "" {
				text += " -> " + c.Link
			}
			cells = append(cells, text)
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}

func TestLinksBehindCells(t *testing.T) {
	text := func(ref, text string) string {
		return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
	}
	rows := `<row r="1">` + text("A1", "one") + text("B1", "photo") + `</row><row r="2">` +
		text("A2", "two") +
		text("B2", "photo") +
		`</row><row r="3">` + text("A3", "three") + `<c r="B3"/></row><row r="4">` + text("A4", "four") +
		text("C4", "x") + `</row>`
	const relations = `<Relationships>
		<Relationship Id="r1" Type="x/relationships/hyperlink" Target="https://shop.example/p/1?a=1&amp;b=2" TargetMode="External"/>
		<Relationship Id="r2" Type="x/relationships/hyperlink" Target="mailto:a@shop.example" TargetMode="External"/>
		<Relationship Id="r3" Type="x/relationships/hyperlink" Target="i/all.jpg" TargetMode="External"/>
		<Relationship Id="r4" Type="x/relationships/hyperlink" Target="file:///C:/x.jpg" TargetMode="External"/>
		<Relationship Id="r5" Type="x/relationships/image" Target="https://shop.example/no.jpg" TargetMode="External"/></Relationships>`
	links := `<hyperlinks><hyperlink ref="A1" r:id="r1" location="top" display="x"/><hyperlink ref="A2" r:id="r2"/><hyperlink ref="B1:B4" r:id="r3"/>
		<hyperlink ref="A3" location="Products!A1"/><hyperlink ref="A4" r:id="r4"/><hyperlink ref="C4" r:id="r5"/><hyperlink ref="rubbish" r:id="r1"/></hyperlinks>`
	s := one(t, parts{
		"xl/worksheets/_rels/sheet1.xml.rels": relations,
		"xl/worksheets/sheet1.xml": sheetHead + "<sheetData>" + rows + "</sheetData>" + links +
			"</worksheet>",
	})
	want := []string{
		"one -> https://shop.example/p/1?a=1&b=2#top | photo -> i/all.jpg", "two | photo -> i/all.jpg",
		"three", "four |  | x",
	}
	equal(t, want, seen(t, s))
	equal(t, want, seen(t, s))
}

func TestFormulaLinks(t *testing.T) {
	for formula, want := range map[string]string{
		`HYPERLINK("https://shop.example/1","Open")`:         "Open -> https://shop.example/1",
		` hyperlink( "https://shop.example/1" ; "a ""b""" )`: `a "b" -> https://shop.example/1`,
		`HYPERLINK("https://shop.example/1")`: "https://shop.example/1 -> " +
			"https://shop.example/1",
		`HYPERLINK("https://"&"shop.example/1",A1)`: "https://shop.example/1 -> " +
			"https://shop.example/1",
		`_xlfn.IMAGE("https://shop.example/1.jpg","a hat",1)`:   "a hat -> https://shop.example/1.jpg",
		`LIEN_HYPERTEXTE("https://shop.example/1";"Voir")`:      "Voir -> https://shop.example/1",
		`IFERROR(__xludf.DUMMYFUNCTION("IMAGE(""//a/b"")"),"")`: "//a/b -> //a/b",
		`HYPERLINK("mailto:a@shop.example","write")`:            "",
		`HYPERLINK("#Sheet2!A1","there")`:                       "",
		`HYPERLINK("https://shop.example/"&A2,"Open")`:          "",
		`HYPERLINK(A2,"Open")`:                                  "",
		`HYPERLINK("https://shop.example/1","Open")&"x"`:        "",
		`HYPERLINK("https://shop.example/1"`:                    "",
		`IFERROR(__xludf.DUMMYFUNCTION("IFERROR(""a"")"),"x")`:  "",
		`SUM("https://shop.example/1","Open")`:                  "",
	} {
		xml := strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(formula)
		plain := "=" + formula
		for name, c := range map[string]struct{ cell, without string }{
			"no value":   {`<c><f>` + xml + `</f></c>`, plain},
			"error":      {`<c t="e"><f>` + xml + `</f><v>#NAME?</v></c>`, "#NAME?"},
			"text alone": {`<c t="inlineStr"><is><t>=` + xml + `</t></is></c>`, plain},
		} {
			shown := want
			if want == "" {
				shown = c.without
			}
			s := one(t, parts{"xl/worksheets/sheet1.xml": worksheet("<row>" + c.cell + "</row>")})
			if got := strings.Join(seen(t, s), "\n"); got != shown {
				t.Errorf("%s, %s: got %q, want %q", formula, name, got, shown)
			}
		}
	}
	s := one(t,
		parts{"xl/worksheets/sheet1.xml": worksheet(
			`<row><c t="str"><f>HYPERLINK("https://a/1",B1)</f><v>Open</v></c></row>`)})
	equal(t, []string{"Open -> https://a/1"}, seen(t, s))
	b := open(t, write(t, "a.csv", "a,b\n\"=HYPERLINK(\"\"https://a/1\"\",\"\"Open\"\")\",2\n"), Options{})
	equal(t, []string{"a | b", "Open -> https://a/1 | 2"}, seen(t, b.Sheets[0]))
}

func TestStruckOut(t *testing.T) {
	const styles = `<styleSheet><fonts><font><sz val="11"/></font><font><strike/><b/></font><font><strike val="0"/></font></fonts>
		<cellXfs><xf fontId="0"/><xf fontId="1" numFmtId="2"/><xf fontId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>`
	s := one(t, parts{"xl/styles.xml": styles,
		"xl/worksheets/sheet1.xml": worksheet(
			`<row><c s="0"><v>1</v></c><c s="1"><v>2</v></c><c s="2"><v>3</v></c><c s="1"/></row>`)})
	equal(t, []string{"1 | ~2.00 | 3"}, seen(t, s))
}

// What a format makes of a cell: text that it hides or changes, what it cannot show, and
// what is no code or amount.
func TestShownCells(t *testing.T) {
	for _, c := range []struct {
		code, value string
		want        Cell
	}{
		{`;;;`, "12", Cell{Raw: "12", Kind: Number, Other: true}},
		{`&quot;SKU-&quot;0`, "12", Cell{Text: "SKU-12", Raw: "12", Kind: Number, Code: true}},
		{`[&gt;5]0;[&lt;1]0`, "3", Cell{Text: "3", Raw: "3", Kind: Unshown}},
		{`&quot;open`, "3", Cell{Text: "3", Raw: "3", Kind: Unshown}},
		{`yyyy`, "-3", Cell{Text: "-3", Raw: "-3", Kind: Unshown}},
		{`0;0;0;"["@"]"`, "text", Cell{Text: "[text]", Raw: "text", Kind: Text}},
		{`;;;`, "text", Cell{Raw: "text", Kind: Text}},
	} {
		styles := `<styleSheet><numFmts><numFmt numFmtId="170" formatCode='` + c.code +
			`'/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`
		cell := `<c s="0"><v>` + c.value + `</v></c>`
		if c.value == "text" {
			cell = `<c s="0" t="str"><v>text</v></c>`
		}
		s := one(t, parts{"xl/styles.xml": styles,
			"xl/worksheets/sheet1.xml": worksheet("<row>" + cell + "</row>")})
		for row, err := range s.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			equal(t, c.want, row.Cells[0])
		}
	}
}
