package words

import (
	"slices"
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Prix d'achat (€)": "prixdachat", "Größe": "grosse", "GRÖẞE": "grosse", "Œuvre": "oeuvre",
		"Længde": "laengde", "Łódź": "lodz", "Størrelse": "storrelse", "ean13": "ean13", " - ": "",
		"品名 2": "品名2", "Item #": "itemnumber", "#": "", "# 1": "1",
	} {
		if got := Fold(text); got != want || Fold(got) != got {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[string]int{
		"title title": 0, "title titel": 1, "title tile": 1, "title titles": 1, "title table": 2, "a abcd": 3,
		"prix prxi": 1, "über uber": 1,
	} {
		a, b, _ := strings.Cut(pair, " ")
		if got, back := Distance([]rune(a), []rune(b), 2),
			Distance([]rune(b), []rune(a), 2); got != want || back != want {
			t.Errorf("%s: %d, and %d back, want %d", pair, got, back, want)
		}
	}
}

func TestCheckDigits(t *testing.T) {
	for text, want := range map[string][2]bool{ // a GTIN, and right by Luhn
		"4006381333931": {true, false}, "4006381333932": {false, true}, "96385074": {true, false},
		"036000291452": {true, false}, "10012345678902": {true, false}, "4111111111111111": {false, true},
		"400638133393": {false, false}, "40063813339a1": {false, false}, "79927398713": {false, true},
		"١٢٣٤": {false, false},
	} {
		if got := [2]bool{GTIN(text), Luhn(text)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	all := ReadLists("# words\nfruit en: apple, Pear tree\nfruit fr: pomme\n" +
		"fruit en: apple\ncolour: pear-tree, ?\n")
	if got := all.Set("fruit"); len(got) != 3 || !got["peartree"] {
		t.Errorf("fruit: %v", got)
	}
	want := []string{"fruit: apple", "colour: pear-tree", "colour: ?"}
	if got := all.Faults("fruit", "colour"); !slices.Equal(got, want) {
		t.Errorf("faults: %q, want %q", got, want)
	}
	if got := all.Faults("colour"); len(got) != 1 {
		t.Errorf("colour: %q", got)
	}
}

func TestFile(t *testing.T) {
	f := InFile("fruit en: Apple\nfruit fr: Pomme d'or\ncolour: Red\n")
	if set := f.Set("fruit")(); len(set) != 2 || !set["pommedor"] {
		t.Errorf("fruit: %v", set)
	}
	if exact := f.Exact("fruit")(); len(exact) != 2 || !exact["Pomme d'or"] {
		t.Errorf("fruit as it stands: %v", exact)
	}
	if got := f.In("fruit", "fr-CA") + f.In("fruit", "de") + f.In("colour", "de"); got != "Pomme d'orRed" {
		t.Errorf("in a language, or in none: %q", got)
	}
	if names := f.Names()(); names["red"] != "colour" || names["apple"] != "fruit" {
		t.Errorf("names: %v", names)
	}
}
