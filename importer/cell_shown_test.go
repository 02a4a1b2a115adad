package importer

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/schemas/bundle"
)

// formattedBook writes a workbook of one sheet, Products. Style n+1 has formats[n]; the last style is struck
// out. The links lead from cells to addresses: "C2 https://shop.example/p/1".
func formattedBook(t *testing.T, rows string, formats []string, links ...string) string {
	t.Helper()
	const ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const relation = `<Relationship Id="r%d" Type="` + ns + `/%s" Target="%s"/>`
	var codes, styles, targets, cells strings.Builder
	for n, code := range formats {
		code = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;").Replace(code)
		fmt.Fprintf(&codes, `<numFmt numFmtId="%d" formatCode="%s"/>`, 170+n, code)
		fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, 170+n)
	}
	for n, link := range links {
		cell, address, _ := strings.Cut(link, " ")
		fmt.Fprintf(&targets, relation, n+1, "hyperlink", address)
		fmt.Fprintf(&cells, `<hyperlink ref="%s" r:id="r%d"/>`, cell, n+1)
	}
	return zipped(t, map[string]string{
		"_rels/.rels": "<Relationships>" + fmt.Sprintf(relation, 1, "officeDocument", "xl/workbook.xml") +
			"</Relationships>",
		"xl/_rels/workbook.xml.rels": "<Relationships>" +
			fmt.Sprintf(relation, 1, "worksheet", "worksheets/sheet1.xml") +
			fmt.Sprintf(relation, 2, "styles", "styles.xml") + "</Relationships>",
		"xl/workbook.xml": `<workbook xmlns:r="` + ns +
			`"><sheets><sheet name="Products" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/styles.xml": `<styleSheet><numFmts>` + codes.String() +
			`</numFmts><fonts><font/><font><strike/></font></fonts>` +
			`<cellXfs><xf numFmtId="0"/>` + styles.String() + `<xf fontId="1"/></cellXfs></styleSheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels": "<Relationships>" + targets.String() + "</Relationships>",
		"xl/worksheets/sheet1.xml": `<worksheet xmlns:r="` + ns + `"><sheetData>` + rows +
			`</sheetData><hyperlinks>` +
			cells.String() + `</hyperlinks></worksheet>`,
	})
}

// TestShownPrices holds that a price is what its cell shows, or is asked for.
func TestShownPrices(t *testing.T) {
	for _, c := range []struct{ format, number, price, problem string }{
		{`[=0]"gratis";[>0]0.00\ "€"`, "5", "5.00 €", ""},
		{`[=0]"gratis";[>0]0.00\ "€"`, "0", "gratis", `C:C: warning: some prices say "gratis"`},
		{`_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-`, "1299.5", "1,299.50 €", ""},
		{`_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-`, "0", "",
			`C2: the number format shows "- €"`},
		{`0.00\ "€";;`, "0", "", "C2: the number format hides what stands here: 0"},
		{`;;;`, "12", "", "C2: the number format hides what stands here: 12"},
		{`0%`, "0.12", "", `C2: the number format shows "12%", but the number beneath is 0.12`},
		{`0.0,"k €"`, "1250", "", `C2: the number format shows "1.3k €", but the number beneath is 1250`},
		{`0\.00\ "€"`, "1299", "", `C2: the number format shows "12.99 €", but the number beneath is 1299`},
		{`"sold out"`, "12", "", `C2: the number format shows "sold out"`},
		{`0.00;0.00`, "-12", "", `C2: the number format shows "12.00", but the number beneath is -12`},
		{`0\ "€"`, "12.5", "13 €", `C: warning: some prices are shown rounded, such as "13 €" for 12.5`},
		{`0.00\ "€"`, "11.8881", "11.89 €", ""},
		{`"open`, "12", "", `C2: the number format of the cell cannot show its number: "12"`},
		{`[<10]0.00`, "12", "", `C2: the number format of the cell cannot show its number: "12"`},
	} {
		rows := rowXML(1, "", "reference", "title", "price") + rowXML(2, "", "R1", "Pan", "="+c.number+"@1")
		lines, problems := productsOf(t, formattedBook(t, rows, []string{c.format}), shopDefaults())
		want := "R1 | Pan | " + c.price
		if got := strings.Join(lines, "\n"); c.price == "" && got != "" || c.price != "" && got != want {
			t.Errorf("%s of %s: got %q, want %q", c.format, c.number, got, want)
		}
		if !strings.Contains(problems, c.problem) || c.problem == "" && problems != "" {
			t.Errorf("%s of %s: got the problems\n%swant %s", c.format, c.number, problems, c.problem)
		}
	}
}

// A promotion of 0 is none, however it is shown; another one that is not shown is asked for.
func TestShownPromotion(t *testing.T) {
	formats := []string{`0.00\ "€"`, `0.00\ "€";;"-"`, `;;;`}
	rows := rowXML(1, "", "reference", "title", "price", "pricePromotion") +
		rowXML(2, "", "R1", "Pan", "=12@1", "=0@2") + rowXML(3, "", "R2", "Pot", "=12@1", "=0@3")
	lines, problems := productsOf(t, formattedBook(t, rows, formats), shopDefaults())
	if want := "R1 | Pan | 12.00 €\nR2 | Pot | 12.00 €"; strings.Join(lines, "\n") != want ||
		problems != "" {
		t.Errorf("got %q with\n%s", lines, problems)
	}
	rows = rowXML(1, "", "reference", "title", "price", "pricePromotion") +
		rowXML(2, "", "R1", "Pan", "=12@1", "=10@3")
	if _, problems := productsOf(t, formattedBook(t, rows, formats),
		shopDefaults()); !strings.Contains(problems, "D2: the number format hides") {
		t.Errorf("got %s", problems)
	}
}

// A reference is the code that the cell shows, where the format shows all digits; else the number.
func TestShownCodes(t *testing.T) {
	for _, c := range []struct{ format, number, want string }{
		{`"SKU-"0000`, "12", "SKU-0012"},
		{`00\-000\-00`, "1234567", "12-345-67"},
		{`"ART."00000"-B"`, "45", "ART.00045-B"},
		{`"V2-"0000`, "45", "V2-0045"},
		{`"N°"General`, "12", "N°12"},
		{`00000`, "42", "00042"},
		{`#,##0`, "1234567", "1234567"},
		{`#\ ###`, "1234567", "1234567"},
		{`0.00`, "12", "12"},
		{`0.00E+00`, "5901234123457", "5901234123457"},
	} {
		rows := rowXML(1, "", "reference", "title", "price") +
			rowXML(2, "", "="+c.number+"@1", "Pan", "1.00 €")
		lines, problems := productsOf(t, formattedBook(t, rows, []string{c.format}), shopDefaults())
		if want := c.want + " | Pan | 1.00 €"; strings.Join(lines, "\n") != want {
			t.Errorf("%s of %s: got %q, want %q\n%s", c.format, c.number, lines, want, problems)
		}
	}
}

// A reference that its cell shows as something else than a number is asked for.
func TestShownCodesUnsure(t *testing.T) {
	for format, number := range map[string]string{
		`# ?/?`: "0.5", `?/?`: "0.75", `0%`: "0.03", `;;;`: "12", `[h]:mm`: "0.5", `0,`: "1234", `"none"`: "0",
	} {
		rows := rowXML(1, "", "reference", "title", "price") +
			rowXML(2, "", "="+number+"@1", "Pan", "1.00 €") + rowXML(3, "", "R2", "Pot", "1.00 €")
		_, problems := productsOf(t, formattedBook(t, rows, []string{format}), shopDefaults())
		if !strings.Contains(problems, "A2: the number format ") {
			t.Errorf("%s of %s: got %s", format, number, problems)
		}
	}
}

func TestStruckRows(t *testing.T) {
	rows := rowXML(1, "", "reference", "title", "price", "Old price") +
		`<row r="2"><c r="A2" t="str"><v>R1</v></c><c r="B2" s="1" t="str"><v>Pan</v></c><c r="C2" ` +
		`t="str"><v>1 €</v></c></row>` +
		`<row r="3"><c r="A3" t="str"><v>R2</v></c><c r="B3" t="str"><v>Pot</v></c><c r="C3" t="str"><v>1 €</v></c><c r="D3" s="1" t="str"><v>2 €</v></c></row>`
	lines, problems := productsOf(t, formattedBook(t, rows, nil), shopDefaults())
	if len(lines) != 2 || !strings.Contains(problems,
		"shop.xlsx!Products: warning: rows that are struck out are read like the others: 1\n") {
		t.Errorf("got %q with\n%s", lines, problems)
	}
}

// TestCellLinks takes the links behind the cells of addresses, and proposes those behind others.
func TestCellLinks(t *testing.T) {
	c := config.Config{IDs: "string",
		Defaults: map[string]map[string]string{"products": {"description": "{title}"}}}
	page := func(rows string, c config.Config, links ...string) (found []string, problems string) {
		t.Helper()
		file, dir := formattedBook(t, rows, nil, links...), filepath.Join(t.TempDir(), "bundle")
		r := imported(t, Options{Inputs: []string{file}, Bundle: dir, Config: c})
		problems = strings.ReplaceAll(string(printed(t, r.Problems)), file, "shop.xlsx")
		if !r.Written {
			return nil, problems
		}
		b, err := bundle.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range b.ProductFiles() {
			for line, err := range b.Records(t.Context(), f) {
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, line.Record.Product.ProductURL+" "+line.Record.Product.ImageURL)
			}
		}
		return found, problems
	}
	head := rowXML(1, "", "reference", "title", "price", "productUrl", "imageUrl")
	for _, k := range []struct{ text, link, base, want, problem string }{
		{"view", "https://s.example/p/1", "", "https://s.example/p/1", ""},
		{"https://s.example/p/lo…", "https://s.example/p/long", "", "https://s.example/p/long", ""},
		{"https://s.example/p/1", "http://www.s.example/p/1/", "", "https://s.example/p/1", ""},
		{"https://s.example/p/1", "https://s.example/p/2", "", "https://s.example/p/1",
			"D: warning: some cells show one address and lead to another"},
		{"/p/1", "https://s.example/p/1", "", "https://s.example/p/1", ""},
		{"view", "p/1", "https://s.example", "https://s.example/p/1", ""},
		{"view", "p/1", "", "", "D2: productUrl is a relative URL"},
		{"view", "mailto:a@s.example", "", "", "D2: productUrl is no URL"},
	} {
		c := c
		c.BaseURL = k.base
		rows := head + rowXML(2, "", "R1", "Pan", "1 €", k.text, "https://s.example/1.jpg")
		found, problems := page(rows, c, "D2 "+k.link)
		if got := strings.Join(found, "\n"); k.want != "" && got != k.want+" https://s.example/1.jpg" ||
			k.want == "" && got != "" {
			t.Errorf("%q with %s: got %q", k.text, k.link, got)
		}
		if !strings.Contains(problems, k.problem) || k.problem == "" && problems != "" {
			t.Errorf("%q with %s: got %s", k.text, k.link, problems)
		}
	}
	// behind titles they are only proposed, and pasting the hint takes them
	rows := rowXML(1, "", "reference", "title", "price", "imageUrl") +
		rowXML(2, "", "R1", "Pan", "1 €", "https://s.example/1.jpg") +
		rowXML(3, "", "R2", "Pot", "1 €", "https://s.example/2.jpg")
	links := []string{"B2 https://s.example/p/1", "B3 https://s.example/p/2?a=b"}
	if found, problems := page(rows, c, links...); found != nil ||
		!strings.Contains(problems, `productUrl: "{link:title}"`) {
		t.Errorf("got %q with\n%s", found, problems)
	}
	c.Defaults["products"]["productUrl"] = "{link:title}"
	found, problems := page(rows, c, links...)
	if want := "https://s.example/p/1 https://s.example/1.jpg|https://s.example/p/2?a=b " +
		"https://s.example/2.jpg"; strings.Join(found, "|") != want {
		t.Errorf("got %q with\n%s", found, problems)
	}
}
