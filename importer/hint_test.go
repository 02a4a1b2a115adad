package importer

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// forMapping finds what a hint gives for plugsheet.yaml: all that stands behind the colon.
var forMapping = regexp.MustCompile(`(?s)plugsheet\.yaml[^:\n]*:\s*(.*)$`)

// inPlace finds the header whose line a hint replaces.
var inPlace = regexp.MustCompile(`in place of ("[^"]*")`)

// asksForProducts is what only a list of products gets: pasted for another sheet it brings messages of its own.
var asksForProducts = regexp.MustCompile(`sheets: \{ .*: products \}`)

// said is a message as a person sees it, with what its hint gives to paste, empty for nothing, and the header whose
// line goes.
type said struct{ message, paste, gone string }

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
	for _, p := range r.Problems.Sorted() {
		s := said{message: fmt.Sprintf("%s: %s: %s", p.Position, p.Message(), p.Value)}
		if m := forMapping.FindStringSubmatch(p.Hint()); m != nil {
			s.paste = m[1]
		}
		if m := inPlace.FindStringSubmatch(p.Hint()); m != nil {
			s.gone = m[1]
		}
		all = append(all, s)
	}
	return all
}

// checkHints pastes each hint by itself, after which its message must be gone, and then all of them again and again,
// until none is left: a message that comes back goes in a circle.
func checkHints(t *testing.T, inputs []string, mapping string) {
	t.Helper()
	for _, s := range firstOfEach(importWith(t, inputs, mapping)) {
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

// firstOfEach are the messages with something to paste, each paste once.
func firstOfEach(all []said) []said {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(slices.Clone(all), func(s said) bool {
		twice := seen[s.paste]
		seen[s.paste] = true
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
		return fmt.Sprintf("\n%s,%s,Text,https://shop.example/p,https://shop.example/i.jpg,10 €%s", reference, title, rest)
	}
	for name, table := range map[string]string{
		"doubled references":              full + row("A", "Tee", "") + row("A", "Cap", "") + row("B", "Mug", ""),
		"doubled references, one title":   full + ",Size" + row("A", "Tee", ",S") + row("A", "Tee", ",M") + row("B", "Mug", ",L"),
		"doubled references, blank brand": full + ",brand" + row("A", "Tee", ",") + row("A", "Cap", ",") + row("B", "Mug", ",X"),
		"all references the same":         full + row("A", "Tee", "") + row("A", "Cap", "") + row("A", "Mug", ""),
		"two rows the same":               full + row("A", "Tee", "") + row("A", "Tee", "") + row("B", "Mug", ""),
		"doubled ids":                     "id," + full + "\n1" + row("A", "Tee", "")[1:] + "\n1" + row("B", "Cap", "")[1:],
		"neither title nor reference":     "Category,Service,Duration,Price\nCare,Brows,2 h,€ 395\nCare,Lips,1 h,€ 295\nHair,Cut,1 h,€ 35",
		"nothing but numbers":             "name,price\n,3 €\n,4 €",
		"a dish":                          "Gericht,Allergene,Preis\nSuppe,Milch,8.00 €\nTorte,Ei,6.00 €",
		"blank references":                full + row("A", "Tee", "") + row("", "Cap", "") + row("B", "Mug", ""),
		"blank titles":                    full + row("A", "", "") + row("B", "Cap", ""),
		"no key, no title in one row":     "name,price,url\nOne,3 EUR,https://x.example/a\n,4 EUR,https://x.example/b",
		"headers of an accounting program": "External ID,Name,Internal Reference,Sales Price,Cost,Website URL,Image,Sales Description\n" +
			"x.p_1,Desk,FURN-1,1299.00,800,https://x.example/1,https://x.example/1.jpg,Nice\n" +
			"x.p_2,Lamp,FURN-2,99.00,50,https://x.example/2,https://x.example/2.jpg,Fine",
		"relative pictures":      "sku,name,price,image,url\nA,Tee,3 €,a.jpg,/a\nB,Cap,4 €,b.jpg,/b",
		"prices in two readings": full + strings.ReplaceAll(row("A", "Tee", "")+row("B", "Cap", ""), "10 €", "\"1,234\""),
		"prices in words":        full + strings.ReplaceAll(row("A", "Tee", ""), "10 €", "auf Anfrage") + row("B", "Cap", ""),
		"which price":            "sku,name,price retail,price outlet\nA,Tee,3 €,2 €\nB,Cap,4 €,3 €",
		"a spare header":         "sku,name,title,price\nA,Tee,Tee!,3 €\nB,Cap,Cap!,4 €",
		"two headers":            "sku,sku,name,price\nA,A1,Tee,3 €\nB,B1,Cap,4 €",
		"headings":               "sku,name,price\nShirts,,\nA,Tee,3 €\nB,Top,3 €\nHats,,\nC,Cap,4 €\nD,Hat,4 €",
		"another language":       "Artikelnummer,Bezeichnung,Preis\nA,Hemd,3\nB,Mütze,4",
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
