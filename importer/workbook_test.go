package importer

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer/config"
	"plugsheet/importer/header"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// productsBook writes a workbook of one sheet, Products; sheet is what stands inside its worksheet element.
// Style 1 is an amount in euros, style 2 five digits.
func productsBook(t *testing.T, sheet string, tables ...string) string {
	t.Helper()
	const links = `<Relationships ` +
		`xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	const link = `<Relationship Id="r%d" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
	parts := map[string]string{
		"_rels/.rels": fmt.Sprintf(links, fmt.Sprintf(link, 1, "officeDocument", "xl/workbook.xml")),
		"xl/_rels/workbook.xml.rels": fmt.Sprintf(links,
			fmt.Sprintf(link, 1, "worksheet", "worksheets/sheet1.xml")+
				fmt.Sprintf(link, 2, "styles", "styles.xml")),
		"xl/workbook.xml": `<workbook ` +
			`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
			`<sheet name="Products" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/styles.xml": `<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00\ ` +
			`&quot;€&quot;"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>` +
			`<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf ` +
			`numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet>` + sheet + `</worksheet>`,
	}
	var all strings.Builder
	for n, ref := range tables {
		parts[fmt.Sprintf("xl/tables/table%d.xml", n+1)] = fmt.Sprintf(`<table ref="%s"/>`, ref)
		fmt.Fprintf(&all, link, n+1, "table", fmt.Sprintf("../tables/table%d.xml", n+1))
	}
	parts["xl/worksheets/_rels/sheet1.xml.rels"] = fmt.Sprintf(links, all.String())
	return zipped(t, parts)
}

// zipped writes the parts of a workbook.
func zipped(t *testing.T, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// rowXML is a row of a worksheet; a cell is text, or a number after "=", with its style after "@".
func rowXML(number int, attributes string, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d" %s>`, number, attributes)
	for n, c := range cells {
		value, isNumber := strings.CutPrefix(c, "=")
		value, style, _ := strings.Cut(value, "@")
		switch {
		case c == "":
		case isNumber:
			fmt.Fprintf(&b, `<c r="%s%d" s="%s"><v>%s</v></c>`, header.ColumnLetters(n+1),
				number, "0"+style, value)
		default:
			fmt.Fprintf(&b, `<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>`,
				header.ColumnLetters(n+1), number, c)
		}
	}
	return b.String() + "</row>"
}

func shopDefaults() config.Config {
	return config.Config{IDs: "string", Profile: "general",
		Defaults: map[string]map[string]string{"products": {
			"productUrl": "https://s.example/{reference}", "imageUrl": "https://s.example/{reference}.jpg",
			"description": "{title}",
		}}}
}

// products imports a file and gives each record's reference, title, price and keywords, with the problems.
func productsOf(t *testing.T, file string, c config.Config) (lines []string, problems string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
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
			p := line.Record.Product
			lines = append(lines, strings.Join(append([]string{p.Reference, p.Title, p.PriceCatalog},
				line.Record.Keywords...), " | "))
		}
	}
	return lines, problems
}

// TestWorkbooks reads what only workbooks have: formats, hidden rows and columns, merged cells and tables.
func TestWorkbooks(t *testing.T) {
	for name, c := range map[string]struct {
		sheet    string
		tables   []string
		want     []string
		problems string
	}{
		"formats": {
			sheet: "<sheetData>" + rowXML(1, "", "reference", "title", "price", "EAN") +
				rowXML(2, "", "=42@2", "Pan", "=1234.5@1", "=5901234123457") + "</sheetData>",
			want: []string{"00042 | Pan | 1,234.50 € | EAN: 5901234123457"},
		},
		"hidden": {
			sheet: `<cols><col min="4" max="5" hidden="1"/></cols><sheetData>` +
				rowXML(1, "", "reference", "title", "price", "Shelf", "brand", "Colour") +
				rowXML(2, "", "R1", "Pan", "=1@1", "=0.5", "Acme", "red") +
				rowXML(3, `hidden="1"`, "R2", "Pot", "=2@1", "=0.7", "Acme", "blue") + "</sheetData>",
			want: []string{"R1 | Pan | 1.00 € | Colour: red", "R2 | Pot | 2.00 € | Colour: blue"},
			problems: "shop.xlsx!Products: warning: hidden rows are read like the others: 1\n" +
				"  hint: rows that a filter hides are still part of the list; delete those that are not\n" +
				"shop.xlsx!Products!1:1: warning: hidden columns are not kept as keywords: Shelf\n" +
				"  hint: show them, or in plugsheet.yaml: columns: { products: { \"Shelf\": keyword } }\n",
		},
		"uncalculated": {
			sheet: `<sheetData>` + rowXML(1, "", "reference", "title", "price") +
				`<row r="2"><c r="A2"><f>"R"&amp;1</f></c><c r="B2" t="str"><f>"Pan"</f><v>Pan</v></c><c ` +
				`r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>`,
			problems: "shop.xlsx!Products!A2: the file does not hold the result of this formula: " +
				"\"=\\\"R\\\"&1\"\n  hint: open the file in Excel or LibreOffice, save it there, which " +
				"calculates it, and take the saved one\nshop.xlsx!Products!C2: the cell shows an error " +
				"instead of a value: \"#DIV/0!\"\n  hint: put the formula right, or write the value\n",
		},
		"merged": {
			sheet: "<sheetData>" + rowXML(1, "", "reference", "title", "price", "Range") +
				rowXML(2, "", "R1", "Pan", "=1@1", "Kitchen") +
				rowXML(3, "", "R2", "Pot", "=2@1") +
				`</sheetData><mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>`,
			want: []string{"R1 | Pan | 1.00 € | Range: Kitchen", "R2 | Pot | 2.00 € | Range: Kitchen"},
		},
		"table": {
			sheet: "<sheetData>" + rowXML(1, "", "", "title", "of", "the", "price list") +
				rowXML(3, "", "", "reference", "title", "price", "", "Help") +
				rowXML(4, "", "note", "R1", "Pan", "=1@1", "", "Fill in") +
				rowXML(6, "", "", "Total", "", "=1@1") +
				"</sheetData>",
			tables: []string{"B3:D5"},
			want:   []string{"R1 | Pan | 1.00 €"},
		},
		"rounded": {
			sheet: "<sheetData>" + rowXML(1, "", "reference", "title", "price") +
				rowXML(2, "", "=4006381333931000000", "Pan", "=1@1") + "</sheetData>",
			problems: "shop.xlsx!Products!A2: a long number that the spreadsheet program has rounded: its " +
				"digits are lost: \"4006381333931000000\"\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			lines, problems := productsOf(t, productsBook(t, c.sheet, c.tables...), shopDefaults())
			if d := cmp.Diff(c.want, lines); d != "" {
				t.Errorf("products (-want +got):\n%s", d)
			}
			if !strings.HasPrefix(problems, c.problems) || (problems == "") != (c.problems == "") {
				t.Errorf("problems are\n%s, want\n%s", problems, c.problems)
			}
		})
	}
}

// TestInvoiceIsRefused names the template of an invoice for what it is.
func TestInvoiceIsRefused(t *testing.T) {
	file := filepath.Join("..", "..", "shared", "data", "exports", "fr_ezfacture_invoice_template.xlsx")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("the shops' real exports are not here: %v", err)
	}
	r := imported(t, Options{Inputs: []string{file}})
	text := string(printed(t, r.Problems))
	if r.Problems.Errors() != 1 || !strings.Contains(text, "a form to fill in, such as an invoice") ||
		strings.Contains(text, "products }") {
		t.Errorf("%d errors:\n%s", r.Problems.Errors(), text)
	}
}

// TestFormsAreNoLists tells forms that name products in their lines from lists of products with a title above
// them.
func TestFormsAreNoLists(t *testing.T) {
	const lines = "Référence,Désignation,Quantité,Prix,Total\n"
	address := "Ma Boutique,,,N° client :,12\n1 rue Haute,,,Date :,2026-01-01\n59000 Lille,,,,\n"
	for name, c := range map[string]struct {
		text string
		want string // code of the error; empty when the rows are read
	}{
		"filled invoice":    {"Facture,,,,\n" + address + lines + "R1,Pan,1,2 €,2 €\n", "no-catalog"},
		"empty order form":  {"Commande,,,,\n" + address + lines + ",,,,0 €\n,,,,0 €\n", "no-catalog"},
		"list with a title": {"Tarif 2026,,,,\n" + lines + "R1,Pan,1,2 €,2 €\n", ""},
		"list with notes":   {address + lines + "R1,Pan,1,2 €,2 €\n", ""},
	} {
		r := imported(t, Options{Inputs: []string{input(t, "F-2026-17.csv", c.text)}, Config: shopDefaults()})
		var codes []string
		for _, p := range r.Problems.Sorted() {
			if p.Severity == problem.Error {
				codes = append(codes, p.Code)
			}
		}
		if got := strings.Join(codes, " "); got != c.want || (c.want == "") != (r.Counts.Products == 1) {
			t.Errorf("%s: errors %q and %d products, want %q\n%s", name, got, r.Counts.Products, c.want,
				printed(t, r.Problems))
		}
	}
}
