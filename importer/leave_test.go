package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// fullHeader and fullRow are a product with all that it needs, of which a test spoils something.
const (
	fullHeader = "reference,title,description,productUrl,imageUrl,priceCatalog,pricePromotion,promotionUntil\n"
	fullRow    = "R-#,Lamp #,A lamp,https://s.test/#,https://s.test/#.jpg,7.50 €,6 €,2099-05-06\n"
)

// spoiltTable is a table of products of which the third row has one text in the place of another.
func spoiltTable(t *testing.T, rows int, old, text string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(fullHeader)
	for n := range rows {
		row := strings.ReplaceAll(fullRow, "#", string(rune('A'+n)))
		if n == 2 {
			row = strings.Replace(row, old, text, 1)
		}
		b.WriteString(row)
	}
	file := filepath.Join(t.TempDir(), "Products.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestLeaveOut spoils one cell: the import refuses the table and says what would leave the row out; with that
// in the mapping it takes the others and tells which row is not among them.
func TestLeaveOut(t *testing.T) {
	for name, c := range map[string]struct{ old, text, field, why, cell string }{
		"letters in a price":   {"7.50 €", "7.5O", "priceCatalog", config.Unreadable, "F4"},
		"words":                {"7.50 €", "call us", "priceCatalog", config.Unreadable, "F4"},
		"a negative price":     {"7.50 €", "-7.50 €", "priceCatalog", config.Unreadable, "F4"},
		"an error for a price": {"7.50 €", "#N/A", "priceCatalog", config.Unreadable, "F4"},
		"no price":             {"7.50 €,6 €", ",", "priceCatalog", config.Missing, "F4"},
		"a promotion":          {",6 €", ",six", "pricePromotion", config.Unreadable, "G4"},
		"a day":                {"2099-05-06", "next May", "promotionUntil", config.Unreadable, "H4"},
		"no reference":         {"R-C", "", "reference", config.Missing, "A4"},
		"a spoilt reference":   {"R-C", "5.90123E+12", "reference", config.Unreadable, "A4"},
		"no title":             {"Lamp C", "", "title", config.Missing, "B4"},
		"no address":           {"https://s.test/C,", ",", "productUrl", config.Missing, "D4"},
		"an address":           {"https://s.test/C,", "htp:/s,", "productUrl", config.Unreadable, "D4"},
		"a relative address":   {"https://s.test/C,", "/p/C,", "productUrl", config.Unreadable, "D4"},
		"a picture":            {"https://s.test/C.jpg", "see folder", "imageUrl", config.Unreadable, "E4"},
		"a comma":              {"7.50 €", "7,50 €", config.WholeRow, config.Unreadable, "I4"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Inputs: []string{spoiltTable(t, 24, c.old, c.text)}}
			r, err := Run(t.Context(), o)
			if err != nil || r.Problems.Errors() == 0 || len(r.LeaveOut) != 1 || r.LeaveOut[c.field] != c.why {
				t.Fatalf("%v, to leave out: %v\n%s", err, r.LeaveOut, printed(t, r.Problems))
			}
			o.Config.LeaveOut = map[string]map[string]string{"products": r.LeaveOut}
			o.Bundle = filepath.Join(t.TempDir(), "bundle")
			r, err = Run(t.Context(), o)
			if err != nil || !r.Written || r.Counts.Products != 23 || r.Skipped != 1 {
				t.Fatalf("%v, %d products, %d left out\n%s", err, r.Counts.Products, r.Skipped,
					printed(t, r.Problems))
			}
			if len(r.Left) != 1 || len(r.Left[0].Cells) != 1 || r.Left[0].Cells[0].Cell() != c.cell {
				t.Errorf("left out: %+v, want %s", r.Left, c.cell)
			}
			for name, text := range bundleFiles(t, o.Bundle) {
				if strings.Contains(text, "s.test/C") || strings.Contains(text, "Lamp C") {
					t.Errorf("%s has the row:\n%s", name, text)
				}
			}
		})
	}
}

// TestLeaveOutIsNoRemedy holds tables of which no row may be left out: it is not known which one is wrong, a
// person stands in it, all of the column is wrong, or nothing would stay.
func TestLeaveOutIsNoRemedy(t *testing.T) {
	for name, c := range map[string]struct {
		rows      int
		old, text string
	}{
		"a reference twice":  {4, "R-C", "R-A"},
		"a person":           {4, "A lamp", "ask anna.muster@gmail.com or +49 170 1234567"},
		"of three days each": {3, "2099-05-06", "03/04/2099"},
		"nothing is wrong":   {4, "A lamp", "The lamp"},
	} {
		r, err := Run(t.Context(), Options{Inputs: []string{spoiltTable(t, c.rows, c.old, c.text)}})
		if err != nil || r.LeaveOut != nil {
			t.Errorf("%s: %v, to leave out: %v\n%s", name, err, r.LeaveOut, printed(t, r.Problems))
		}
	}
}
