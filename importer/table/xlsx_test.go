package table

import (
	"strings"
	"testing"
	"unicode/utf16"
)

const styles = `<styleSheet><numFmts>
	<numFmt numFmtId="164" formatCode="#,##0.00\ &quot;€&quot;"/>
	<numFmt numFmtId="165" formatCode="[$-40C]d\ mmmm\ yyyy"/>
	<numFmt numFmtId="166" formatCode="&quot;day &quot;0"/>
	<numFmt numFmtId="167" formatCode="00000"/>
	<numFmt numFmtId="168" formatCode="[h]:mm"/>
	<numFmt numFmtId="169" formatCode="[$$-409]#,##0.00"/></numFmts>
	<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
	<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="165"/>
	<xf numFmtId="166"/><xf numFmtId="10"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="49"/><xf numFmtId="169"/><xf numFmtId="11"/></cellXfs></styleSheet>`

// one reads the only sheet of a workbook made of these parts.
func one(t testing.TB, p parts) *Sheet {
	t.Helper()
	return open(t, write(t, "book.xlsx", p.zip(t)), Options{}).Sheets[0]
}

func TestCells(t *testing.T) {
	shared := `<sst><si><t>plain</t></si><si><r><t>rich </t></r><r><t xml:space="preserve">text</t></r><rPh sb="0"><t>no</t></rPh></si><si><t>a_x000D_
b &amp; &#x20AC; _x005F_ _xD83D__xDE00_</t></si><si><t> </t></si></sst>`
	for name, c := range map[string]struct{ cell, want string }{
		"shared":      {`<c t="s"><v>0</v></c>`, "plain"},
		"rich":        {`<c t="s"><v>1</v></c>`, "rich text"},
		"escapes":     {`<c t="s"><v>2</v></c>`, "a\r\nb & € _ 😀"},
		"blank text":  {`<c t="s"><v>3</v></c>`, ""},
		"inline":      {`<c t="inlineStr"><is><t>x &lt; y</t></is></c>`, "x < y"},
		"inline rich": {`<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>`, "ab"},
		"cdata": {`<c t="inlineStr"><is><t><![CDATA[a < b &amp;]]></t></is></c>`,
			"a < b &amp;"},
		"formula's text":      {`<c t="str"><f>A2&amp;B2</f><v>ab</v></c>`, "ab"},
		"formula's number":    {`<c><f>1+1</f><v>2</v></c>`, "2 (Number)"},
		"formula, no value":   {`<c><f>A2*1.2</f></c>`, "=A2*1.2 (Error)"},
		"error":               {`<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "#DIV/0! (Error)"},
		"true":                {`<c t="b"><v>1</v></c>`, "TRUE (Bool)"},
		"false":               {`<c t="b"><v>0</v></c>`, "FALSE (Bool)"},
		"number":              {`<c><v>49.9</v></c>`, "49.9 (Number)"},
		"cached float":        {`<c><v>49.900000000000006</v></c>`, "49.9 (Number)"},
		"ean":                 {`<c><v>5901234123457</v></c>`, "5901234123457 (Number)"},
		"ean with exponent":   {`<c><v>5.901234123457E12</v></c>`, "5901234123457 (Number)"},
		"ean shown destroyed": {`<c s="12"><v>5901234123457</v></c>`, "5.90E+12 (Number 5901234123457)"},
		"16 digits":           {`<c><v>1234567890123456</v></c>`, "1234567890123460 (Number)"},
		"tiny":                {`<c><v>1E-7</v></c>`, "0.0000001 (Number)"},
		"huge":                {`<c><v>1E+300</v></c>`, "1E+300 (Number)"},
		"minus zero":          {`<c><v>-0</v></c>`, "0 (Number)"},
		"trailing zeros":      {`<c><v>49.90</v></c>`, "49.9 (Number)"},
		"no number":           {`<c><v>inf</v></c>`, "inf"},
		"currency":            {`<c s="1"><v>1234.5</v></c>`, "1,234.50 € (Number 1234.5)"},
		"dollars":             {`<c s="11"><v>1234.5</v></c>`, "$1,234.50 (Number 1234.5)"},
		"percent":             {`<c s="7"><v>5.5E-2</v></c>`, "5.50% (Number 0.055)"},
		"zip code":            {`<c s="8"><v>1234</v></c>`, "01234 (Number 1234)"},
		"number as text":      {`<c s="10"><v>123</v></c>`, "123 (Number)"},
		"date":                {`<c s="2"><v>44197</v></c>`, "2021-01-01 (Date)"},
		"date and time":       {`<c s="3"><v>44197.5</v></c>`, "2021-01-01 12:00 (Date 2021-01-01T12:00:00)"},
		"time":                {`<c s="4"><v>0.75</v></c>`, "18:00 (Date 18:00:00)"},
		"date in words":       {`<c s="5"><v>44197</v></c>`, "1 janvier 2021 (Date 2021-01-01)"},
		"day is a word":       {`<c s="6"><v>12</v></c>`, "day 12 (Number 12)"},
		"hours":               {`<c s="9"><v>1.5</v></c>`, "36:00 (Number 1.5)"},
		"iso date":            {`<c t="d" s="2"><v>2021-01-01</v></c>`, "2021-01-01 (Date)"},
		"unknown style":       {`<c s="99"><v>1</v></c>`, "1 (Number)"},
		"no value":            {`<c s="1"/>`, ""},
		"empty value":         {`<c t="str"><v></v></c>`, ""},
		"prefixed":            {`<x:c t="str"><x:v>a</x:v></x:c>`, "a"},
		"extension":           {`<c><v>1</v><extLst><ext><v>2</v></ext></extLst></c>`, "1 (Number)"},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, parts{"xl/styles.xml": styles, "xl/sharedStrings.xml": shared,
				"xl/worksheets/sheet1.xml": worksheet("<row>" + c.cell + "</row>")})
			var want []string
			if c.want != "" {
				want = []string{"1: " + c.want}
			}
			equal(t, want, rows(t, s))
		})
	}
}

func TestDates1904(t *testing.T) {
	s := one(t, parts{"xl/styles.xml": styles,
		"xl/workbook.xml": `<workbook xmlns:r="x"><workbookPr date1904="true"/><sheets><sheet name="P" ` +
			`r:id="rId1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": worksheet(
			`<row><c s="2"><v>42735</v></c><c s="5"><v>42735</v></c><c s="2"><v>1462</v></c></row>`)})
	equal(t, []string{"1: 2021-01-01 (Date) | 1 janvier 2021 (Date 2021-01-01) | 1908-01-02 (Date)"},
		rows(t, s))
}

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct{ rows, want string }{
		"named": {`<row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row>`,
			"3:  | 1 (Number) |  | 2 (Number)"},
		"not named": {`<row><c><v>1</v></c></row><row/><row><c><v>2</v></c></row>`,
			"1: 1 (Number)\n3: 2 (Number)"},
		"only cells named": {`<row><c r="A5"><v>1</v></c></row>`, "5: 1 (Number)"},
		"out of order": {`<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`,
			"1: 1 (Number) |  | 3 (Number)"},
		"twice":      {`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`, "1: 2 (Number)"},
		"lower case": {`<row r="1"><c r="b1"><v>1</v></c></row>`, "1:  | 1 (Number)"},
		"hidden":     {`<row r="1" hidden="1"><c><v>1</v></c></row>`, "1 (hidden): 1 (Number)"},
		"blank cells": {`<row r="1"><c r="A1"/><c r="B1" s="3"/><c r="XFD1" s="3"/></row><row ` +
			`r="2"><c><v>1</v></c></row>`, "2: 1 (Number)"},
		"comments": {`<!-- <row> --><row><c><v>1</v></c></row><?x y?>`, "1: 1 (Number)"},
		"no rows":  {``, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, parts{"xl/worksheets/sheet1.xml": worksheet(c.rows)})
			want := lines(c.want)
			equal(t, want, rows(t, s))
			equal(t, want, rows(t, s))
		})
	}
}

func TestHidden(t *testing.T) {
	p := parts{
		"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" r:id="rId1"/><sheet name="B &amp; C" r:id="rId1" state="hidden"/>
			<sheet name="D" r:id="rId1" state="veryHidden"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": sheetHead +
			`<cols><col min="2" max="3" hidden="1"/><col min="4" ` +
			`max="4"/></cols><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
	}
	b := open(t, write(t, "a.xlsx", p.zip(t)), Options{})
	var names []string
	var hidden []bool
	for _, s := range b.Sheets {
		names, hidden = append(names, s.Name), append(hidden, s.Hidden)
	}
	equal(t, []string{"A", "B & C", "D"}, names)
	equal(t, []bool{false, true, true}, hidden)
	for range b.Sheets[0].Rows(t.Context()) {
		equal(t, []bool{false, true, true, false},
			[]bool{b.Sheets[0].ColumnHidden(1), b.Sheets[0].ColumnHidden(2),
				b.Sheets[0].ColumnHidden(3), b.Sheets[0].ColumnHidden(4)})
	}
}

func TestMerged(t *testing.T) {
	cell := func(ref, v string) string { return `<c r="` + ref + `" t="str"><v>` + v + `</v></c>` }
	data := `<row r="1">` + cell("A1", "a") + cell("B1", "one") + `</row><row r="2">` + cell("B2", "two") +
		`</row><row r="3"/>
		<row r="4">` + cell("B4", "four") + cell("D4", "x") + `</row><row r="5">` + cell("A5", "own") +
		cell("B5", "five") + `</row>`
	sheet := func(merges string) parts {
		return parts{"xl/worksheets/sheet1.xml": sheetHead + "<sheetData>" + data +
			"</sheetData><mergeCells>" +
			merges + "</mergeCells></worksheet>"}
	}
	for name, c := range map[string]struct{ merges, want string }{
		"over rows": {`<mergeCell ref="A1:A4"/>`,
			"1: a | one\n2: a (merged) | two\n4: a (merged) | four |  | x\n5: own | five"},
		"own value": {`<mergeCell ref="A1:A5"/>`,
			"1: a | one\n2: a (merged) | two\n4: a (merged) | four |  | x\n5: own | five"},
		"over columns": {`<mergeCell ref="A1:C1"/>`,
			"1: a | one\n2:  | two\n4:  | four |  | x\n5: own | five"},
		"to the right": {`<mergeCell ref="D4:D9"/>`,
			"1: a | one\n2:  | two\n4:  | four |  | x\n5: own | five |  | x (merged)"},
		"of nothing": {`<mergeCell ref="C1:C9"/><mergeCell ref="rubbish"/><mergeCell ref="A0:B"/>`,
			"1: a | one\n2:  | two\n4:  | four |  | x\n5: own | five"},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, strings.Split(c.want, "\n"), rows(t, one(t, sheet(c.merges))))
		})
	}
	// a text that imitates the end of the rows
	p := sheet(`<mergeCell ref="A1:A2"/>`)
	p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"],
		">one<", ">/sheetData> one<", 1)
	equal(t, "2: a (merged) | two", rows(t, one(t, p))[1])
}

func TestOddPackages(t *testing.T) {
	sheet := worksheet(`<row><c t="s"><v>0</v></c></row>`)
	utf16le := func(s string) string {
		b := []byte{0xFF, 0xFE}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	for name, p := range map[string]parts{
		"other case": {"xl/SharedStrings.xml": `<sst><si><t>é</t></si></sst>`,
			"xl/worksheets/sheet1.xml": sheet},
		"utf-16": {"xl/sharedStrings.xml": utf16le(`<sst><si><t>é</t></si></sst>`),
			"xl/worksheets/sheet1.xml": utf16le(sheet)},
		"byte order": {"xl/sharedStrings.xml": "\uFEFF<sst><si><t>é</t></si></sst>",
			"xl/worksheets/sheet1.xml": "\uFEFF" + sheet},
		"single quote": {"xl/sharedStrings.xml": "<sst><si><t>é</t></si></sst>",
			"xl/worksheets/sheet1.xml": strings.ReplaceAll(sheet, `"`, `'`)},
		"absolute": {"xl/sharedStrings.xml": "<sst><si><t>é</t></si></sst>",
			"xl/worksheets/sheet1.xml": sheet,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" ` +
				`Target="/xl/worksheets/sheet1.xml" Type="x/worksheet"/></Relationships>`},
		"no links": {"xl/sharedStrings.xml": "<sst><si><t>é</t></si></sst>",
			"xl/worksheets/sheet1.xml": sheet, "_rels/.rels": "<x/>"},
	} {
		t.Run(name, func(t *testing.T) { equal(t, []string{"1: é"}, rows(t, one(t, p))) })
	}
}

func TestDamagedSheets(t *testing.T) {
	for name, c := range map[string]struct{ sheet, words string }{
		"cut off in a cell": {sheetHead +
			`<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1`,
			"!Products!B2: cannot be read: its part \"sheet1.xml\" is cut off"},
		"cut off in a tag": {sheetHead + `<sheetData><row r="1"><c r="A1"`, "is cut off"},
		"text not there": {worksheet(`<row><c t="s"><v>7</v></c></row>`),
			"!Products!A1: is damaged: the file does not hold the text number 7"},
		"unknown entity": {worksheet(`<row><c t="str"><v>&nbsp;</v></c></row>`),
			"!Products!A1: cannot be read: its part \"sheet1.xml\" uses an unknown XML entity"},
		"cut off behind": {sheetHead + `<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>`,
			"!Products: cannot be read: its part \"sheet1.xml\" is cut off"},
		"more ends":          {sheetHead + `</a></b></c><sheetData/>`, "is not well-formed XML"},
		"row beyond the end": {worksheet(`<row r="1048577"><c><v>1</v></c></row>`), "has a row 1048577"},
	} {
		t.Run(name, func(t *testing.T) {
			got := rows(t, one(t, parts{"xl/worksheets/sheet1.xml": c.sheet}))
			if last := got[len(got)-1]; !strings.HasPrefix(last, "! ") || !strings.Contains(last, c.words) {
				t.Errorf("got %q, want %q", last, c.words)
			}
		})
	}
}

// A workbook whose sheet breaks in the middle gives the rows before that and then the
// error, not rows made up.
func TestDamagedArchive(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		b.WriteString(`<row><c t="str"><v>` +
			strings.Repeat(string(rune('a'+i%26)), i%40+1) + `</v></c></row>`)
	}
	z := []byte(parts{"xl/worksheets/sheet1.xml": worksheet(b.String())}.zip(t))
	for i := range 200 { // most of the archive is the sheet
		z[len(z)/2+i] ^= 0x55
	}
	book, err := Open(write(t, "a.xlsx", string(z)), Options{})
	if err != nil {
		refused(t, err, "")
		return
	}
	defer book.Close()
	got := rows(t, book.Sheets[0])
	if last := got[len(got)-1]; !strings.Contains(last, "damaged or cut off") &&
		!strings.Contains(last, "cannot be read") {
		t.Errorf("got %q", last)
	}
}
