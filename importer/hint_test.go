package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// inPlace finds the header whose line a hint replaces.
var inPlace = regexp.MustCompile(`in place of ("[^"]*")`)

// asksForProducts is what only a list of products gets: pasted for another sheet it brings messages of its
// own.
var asksForProducts = regexp.MustCompile(`sheets: \{ .*: products \}`)

// said is a message as a person sees it, with what its hint gives to paste, empty for nothing, the header
// whose line goes, and the format of the hint.
type said struct{ message, paste, gone, format string }

// pasteInto is a mapping after the hint was followed.
func (s said) pasteInto(mapping string) string {
	if s.gone != "" {
		mapping = regexp.MustCompile(`(?m)^ *`+regexp.QuoteMeta(s.gone)+`:.*\n`).ReplaceAllString(mapping, "")
	}
	return mapping + "\n" + s.paste + "\n"
}

// importWith imports with a mapping and gives the messages.
func importWith(t *testing.T, inputs []string, mapping string) []said {
	t.Helper()
	c, err := config.Read(strings.NewReader(mapping), "plugsheet.yaml")
	if err != nil {
		t.Errorf("the hint cannot be pasted: %v\n%s", err, mapping)
		return nil
	}
	r, err := Run(t.Context(), Options{Inputs: inputs, Config: c, CustomerKey: make([]byte, 32)})
	if err != nil {
		t.Errorf("the import stops: %v\n%s", err, mapping)
		return nil
	}
	var all []said
	for _, p := range append(r.Problems.Sorted(), r.Odd...) {
		s := said{message: fmt.Sprintf("%s: %s: %s", p.Position, p.Message(), p.Value)}
		for _, line := range p.Pastes {
			if !strings.HasPrefix(string(line), "--") && unpasted[p.HintFormat()] == "" {
				s.paste, s.format = string(line), p.HintFormat()
			}
		}
		if m := inPlace.FindStringSubmatch(p.Hint()); m != nil {
			s.gone = m[1]
		}
		all = append(all, s)
	}
	return all
}

// checkHints pastes each hint by itself, after which its message must be gone, and then all of them again and
// again, until none is left: a message that comes back goes in a circle.
func checkHints(t *testing.T, inputs []string, mapping string) {
	t.Helper()
	for _, s := range firstOfEach(importWith(t, inputs, mapping)) {
		pastedHints[s.format] = true
		again := importWith(t, inputs, s.pasteInto(mapping))
		if slices.ContainsFunc(again, func(o said) bool { return o.message == s.message }) {
			t.Errorf("%s\nis still there with\n%s", s.message, s.paste)
		}
	}
	pasted, told := map[string]bool{}, map[string]bool{}
	for round := 0; ; round++ {
		hints := firstOfEach(importWith(t, inputs, mapping))
		fresh := false
		for _, s := range hints {
			if asksForProducts.MatchString(s.paste) {
				continue
			}
			if told[s.message] {
				t.Errorf("%s\ncomes back with\n%s", s.message, mapping)
				return
			}
			told[s.message] = true
			if !pasted[s.paste] {
				pasted[s.paste], fresh = true, true
				mapping = s.pasteInto(mapping)
			}
		}
		if !fresh || round == 6 {
			return
		}
	}
}

// firstOfEach are the messages with something to paste, each paste of a hint once.
func firstOfEach(all []said) []said {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(s said) bool {
		twice := s.paste == "" || seen[s.paste+s.format]
		seen[s.paste+s.format] = true
		return twice
	})
}

// TestHintsOfCases pastes the hints of all case folders.
func TestHintsOfCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for i, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			if testing.Short() && i%10 > 0 {
				t.Skip("-short: one case in ten")
			}
			t.Chdir(folder)
			var inputs []string
			for _, pattern := range []string{"*.csv", "*.tsv"} {
				names, _ := filepath.Glob(pattern)
				inputs = append(inputs, names...)
			}
			mapping, _ := os.ReadFile("plugsheet.yaml") // without one the mapping is empty
			checkHints(t, inputs, string(bytes.TrimSpace(mapping)))
		})
	}
}

// TestHints pastes the hints of small tables, each with what it is for.
func TestHints(t *testing.T) {
	const full = "reference,title,description,productUrl,imageUrl,priceCatalog"
	row := func(reference, title, rest string) string {
		return fmt.Sprintf("\n%s,%s,Text,https://shop.example/p,https://shop.example/i.jpg,10 €%s", reference,
			title, rest)
	}
	for name, table := range map[string]string{
		"doubled references": full + row("A", "Tee", "") + row("A", "Cap", "") + row("B", "Mug", ""),
		"doubled references, one title": full + ",Size" + row("A", "Tee", ",S") + row("A", "Tee", ",M") +
			row("B", "Mug", ",L"),
		"doubled references, blank brand": full + ",brand" + row("A", "Tee", ",") + row("A", "Cap", ",") +
			row("B", "Mug", ",X"),
		"all references the same": full + row("A", "Tee", "") + row("A", "Cap", "") + row("A", "Mug", ""),
		"two rows the same":       full + row("A", "Tee", "") + row("A", "Tee", "") + row("B", "Mug", ""),
		"doubled ids": "id," + full +
			strings.ReplaceAll(row("A", "Tee", "")+row("B", "Cap", ""), "\n", "\n1,"),
		"neither title nor reference": "Category,Service,Duration,Price\nCare,Brows,2 h,€ 395\nCare,Lips,1 " +
			"h,€ 295\nHair,Cut,1 h,€ 35",
		"nothing but numbers": "name,price\n,3 €\n,4 €",
		"a dish":              "Gericht,Allergene,Preis\nSuppe,Milch,8.00 €\nTorte,Ei,6.00 €",
		"blank references":    full + row("A", "Tee", "") + row("", "Cap", "") + row("B", "Mug", ""),
		"blank titles":        full + row("A", "", "") + row("B", "Cap", ""),
		"no key, no title in one row": "name,price,url\nOne,3 EUR,https://x.example/a\n,4 " +
			"EUR,https://x.example/b",
		"headers of an accounting program": "External ID,Name,Internal Reference,Sales Price,Cost,Website " +
			"URL,Image,Sales " +
			"Description\nx.p_1,Desk,FURN-1,1299.00,800,https://x.example/1,https://x.example/1.jpg," +
			"Nice\nx.p_2,Lamp,FURN-2,99.00,50,https://x.example/2,https://x.example/2.jpg,Fine",
		"relative pictures": "sku,name,price,image,url\nA,Tee,3 €,a.jpg,/a\nB,Cap,4 €,b.jpg,/b",
		"prices in two readings": full + strings.ReplaceAll(row("A", "Tee", "")+row("B", "Cap", ""), "10 €",
			"\"1,234\""),
		"prices in words": full + strings.ReplaceAll(row("A", "Tee", ""), "10 €", "auf Anfrage") +
			row("B", "Cap", ""),
		"which price":    "sku,name,price retail,price outlet\nA,Tee,3 €,2 €\nB,Cap,4 €,3 €",
		"a spare header": "sku,name,title,price\nA,Tee,Tee!,3 €\nB,Cap,Cap!,4 €",
		"two headers":    "sku,sku,name,price\nA,A1,Tee,3 €\nB,B1,Cap,4 €",
		"headings":       "sku,name,price\nShirts,,\nA,Tee,3 €\nB,Top,3 €\nHats,,\nC,Cap,4 €\nD,Hat,4 €",
		"a table beside": full + ",,Group,Rebate" + row("A", "Tee", ",,A,10 %") + row("B", "Cap", ",,B,20 %") +
			row("C", "Mug", "") + row("D", "Pot", ""),
		"another language": "Artikelnummer,Bezeichnung,Preis\nA,Hemd,3\nB,Mütze,4",
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "Products.csv")
			if err := os.WriteFile(file, []byte(table+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			checkHints(t, []string{file}, "")
		})
	}
}

// pastedHints are the formats of the hints that the tests above have pasted.
var pastedHints = map[string]bool{}

// rareCase is why the lines of some hints are written so that only who means them pastes them.
const rareCase = "it is for the rare case: pasting all hints must not bring it about"

// unpasted says of hints that name plugsheet.yaml why no test pastes them.
var unpasted = map[string]string{
	"leave such cells blank; where the word is meant, %s keeps it in " +
		"plugsheet.yaml": rareCase,
	"let the default for id in plugsheet.yaml name one more column that tells the products apart, or " +
		"delete one of the rows": "which one only a person knows",
	"put the shop's own address in place of %s in " +
		"plugsheet.yaml": "the address only a person knows",
	"rename one of them, or take one of the two lines out of " +
		"plugsheet.yaml": "there is nothing to paste",
	"format the column as text, then type the code again; where it is meant, %s keeps it in " +
		"plugsheet.yaml": rareCase,
}

// TestHintsOfFolders pastes the hints of several tables together, each with the mapping that it has.
func TestHintsOfFolders(t *testing.T) {
	const goods = "reference,title,description,productUrl,imageUrl,priceCatalog"
	row := func(n int, rest string) string {
		return fmt.Sprintf("\nA-%[1]d,Lamp %[1]d,A "+
			"lamp,https://s.test/%[1]d,https://s.test/%[1]d.jpg,%[1]d9 €%[2]s", n, rest)
	}
	const fine = goods + "\nA-1,Lamp,A lamp,https://s.test/1,https://s.test/1.jpg,19 €"
	people := "Name,E-Mail,Telefon,Ort\nAnna Muster,anna@s.test,0171 2345678,Bonn\nBodo " +
		"Muster,bodo@s.test,0171 2345679,Köln"
	nameless := "Vorname,Nachname,Geburtsdatum,Ort\nAnna,Muster,12.03.1980,Bonn\nBodo,Muster,13.04.1981,Köln"
	french := "Une lampe pour la table et le jardin avec un pied dans le style des années"
	for name, tt := range map[string]struct {
		files   map[string]string
		mapping string
	}{
		"apostrophes": {map[string]string{"Products.csv": fine +
			"\n'A-2,Cup,A cup,https://s.test/2,https://s.test/2.jpg,9 €"}, ""},
		"several lists": {map[string]string{"a.csv": fine,
			"b.csv": "sku,name,price,colour,size,weight,length\nB-1,Cup,3 €,red,S,1,2"}, ""},
		"ids that collide": {map[string]string{"Products.csv": strings.NewReplacer("A-1", "SKU-1", "A-2",
			"7794395184111741").Replace(goods + row(1, "") + row(2, ""))}, ""},
		"another language": {map[string]string{"Products.csv": goods +
			strings.ReplaceAll(row(1, "")+row(2, "")+row(3, "")+row(4, ""), "A lamp", french)}, ""},
		"no time zone": {map[string]string{"Products.csv": goods + ",pricePromotion,promotionUntil" +
			row(1, ",9 €,2090-11-30")}, ""},
		"a person's": {map[string]string{"Products.csv": strings.Replace(goods+row(1, "")+row(2, ""),
			"A lamp", "anna.muster@gmail.com", 1)}, ""},
		"a person's inside": {map[string]string{"Products.csv": strings.Replace(goods+row(1, "")+row(2, ""),
			"A lamp", "ask for it when you are here: anna.muster@gmail.com", 1)}, ""},
		"persons as goods": {map[string]string{"Products.csv": fine, "Kontakte.csv": people},
			`sheets: { "Kontakte": products }`},
		"persons":       {map[string]string{"Products.csv": fine, "Kontakte.csv": people}, ""},
		"persons alone": {map[string]string{"Products.csv": fine, "Kontakte.csv": nameless}, ""},
		"secrets": {map[string]string{"Products.csv": fine,
			"Customers.csv": "email,password\nanna@s.test,hunter22"}, ""},
		"columns of people": {
			map[string]string{"Products.csv": goods + ",Customer email" + row(1, ",anna@s.test") +
				row(2, ",bodo@s.test")}, ""},
		"a named currency": {map[string]string{"Products.csv": goods + ",pricePromotion" +
			strings.ReplaceAll(row(1, ""), " €", "") + ",9 €"}, ""},
		"a currency in a name": {map[string]string{"Products CHF.csv": goods +
			strings.ReplaceAll(row(1, ""), " €", "")}, ""},
		"a new header": {
			map[string]string{"Products.csv": strings.Replace(goods, "priceCatalog", "Prix fantaisie",
				1) + row(1, "") + row(2, "")},
			"columns:\n  products:\n    \"Tarif public\": priceCatalog\nheaders: { products: [reference, " +
				"title, description, productUrl, imageUrl, Tarif public] }"},
		"a strange state": {map[string]string{"Products.csv": goods + ",Status" + row(1, ",active") +
			row(2, ",draft") + row(3, ",wobbly")}, ""},
		"a bare offer": {map[string]string{"Products.csv": goods + ",Oferta,Desde,Hasta" +
			row(1, ",8 €,2020-01-01,2090-01-01") + row(2, ",,,")}, "timeZone: Europe/Paris"},
		"a promotion kept for the search": {map[string]string{"Products.csv": goods + ",Dia D" +
			row(1, ",8 €") + row(2, ",") + row(3, ",7 €")}, ""},
		"a formula": {map[string]string{"Products.csv": strings.Replace(fine, "A-1,", "=A1&B1,", 1)}, ""},
		"a blank state": {map[string]string{"Products.csv": goods + ",Published" + row(1, ",yes") +
			row(2, ",yes") + row(3, ",")}, ""},
		"nothing is left": {map[string]string{"Products.csv": goods + ",Status" + row(1, ",draft") +
			row(2, ",draft")}, ""},
		"reviews": {map[string]string{"Products.csv": fine,
			"Bewertungen.csv": "sku,title,Bewertung\nB-1,Cup,5\nB-2,Can,4"}, ""},
		"an example kept": {
			map[string]string{"Products.csv": strings.Replace(fine, "https://s.test/1,", "/p/1,",
				1)}, "baseUrl: https://shop.example"},
		"encoded twice": {map[string]string{"Products.csv": fine +
			"\nA-2,ThÃ© glacÃ© Ã\u00a0 la pÃªche,ThÃ© noir trÃ¨s " +
			"frais,https://s.test/2,https://s.test/2.jpg,9 €"}, ""},
		"an old list": {map[string]string{
			"Lamps.csv":     fine + "\nA-2,Lamp,A lamp,https://s.test/2,https://s.test/2.jpg,9 €",
			"Lamps old.csv": fine + "\nA-3,Mug,A mug,https://s.test/3,https://s.test/3.jpg,8 €",
		}, ""},
		"a key of columns": {map[string]string{"Products.csv": goods + row(1, "") + row(1, "")},
			`defaults: { products: { id: "{title}" } }` + "\ncolumns: { products: { reference: keyword } }"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			var inputs []string
			for _, file := range slices.Sorted(maps.Keys(tt.files)) {
				if err := os.WriteFile(file, []byte(tt.files[file]+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				inputs = append(inputs, file)
			}
			checkHints(t, inputs, tt.mapping)
		})
	}
}

// TestHintsOfHidden pastes the hints of what a workbook hides.
func TestHintsOfHidden(t *testing.T) {
	sheet := "<sheetData>" + rowXML(1, "", "reference", "title", "price", "Material") +
		rowXML(2, "", "A-1", "Pan", "=12.5@1", "Steel") + rowXML(3, "", "A-2", "Pot", "=13.5@1", "Iron") +
		"</sheetData>"
	checkHints(t, []string{productsBook(t, `<cols><col min="4" max="4" hidden="1"/></cols>`+sheet)}, "")
	checkHints(t, []string{hiddenBook(t, sheet)}, "")
}

// hiddenBook is a workbook of which the only sheet, Products, is hidden.
func hiddenBook(t *testing.T, sheet string) string {
	t.Helper()
	file := productsBook(t, sheet)
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	parts := map[string]string{}
	for _, f := range z.File {
		data, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = strings.Replace(string(data), `<sheet name="Products"`,
			`<sheet state="hidden" name="Products"`, 1)
	}
	return zipped(t, parts)
}

// TestEveryHintIsPasted holds the hints in the source against those that the tests above have pasted.
func TestEveryHintIsPasted(t *testing.T) {
	if len(pastedHints) == 0 || testing.Short() {
		t.Skip("the tests of hints did not run, or with -short not all of them")
	}
	for _, format := range hintsInSource(t) {
		if why := unpasted[format]; pastedHints[format] == (why != "") {
			t.Errorf("pasted %t (%s): %q", pastedHints[format], why, format)
		}
	}
}

// hintsInSource are the formats of the hints for plugsheet.yaml in the package and below it.
func hintsInSource(t *testing.T) (formats []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Hintf" {
				if text := literalText(call.Args[0]); strings.Contains(text, "plugsheet.yaml") {
					formats = append(formats, text)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(formats) < 40 {
		t.Fatalf("%d hints found (%v): does the walk still reach them?", len(formats), err)
	}
	return formats
}

// literalText is a string literal, or several that are added.
func literalText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return literalText(e.X) + literalText(e.Y)
	}
	return ""
}
