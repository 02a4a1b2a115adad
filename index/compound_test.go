package index

import (
	"encoding/json"
	"slices"
	"testing"

	"plugsheet/index/clause"
)

const germanShop = `
	Trikot Bayern | Adidas
	Fußball Größe 5 | Adidas
	Trikot für Kinder, Fußball | Puma
	Handtasche aus Leder | Picard
	Tasche schwarz | Picard
	Hand Creme | Nivea
	Damenhandtaschen | Picard
	Tasche für die Hand | Picard
`

func TestCompounds(t *testing.T) {
	x := catalog(t, "de", germanShop)
	for query, want := range map[string][]int{
		"fussballtrikot": {2, 0}, // both parts, then the thing itself
		"fußballtrikots": {2, 0}, "Tasche": {4, 7, 3, 6}, "handtasche": {3, 6},
	} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestUnknownCompounds demands that a compound which no product has finds what other compounds end with, too.
func TestUnknownCompounds(t *testing.T) {
	x := catalog(t, "de", "Lederhülle | | für Handys\nSilikonhülle | | für Tablets\nGlasdeckel für Bratpfanne\n"+
		"Zelt für zwei Personen\nHundebett\nHundetrockenfutter\nKabellose Maus\nSaugroboter\nAkustikgitarre")
	for query, want := range map[string][]int{
		"handyhülle": {0, 1}, "pfannendeckel": {2}, "zweipersonenzelt": {3}, "hundefutter": {5}, "funkmaus": {6},
		"wollmütze": nil,
	} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// What a word is the last part of comes before codes that begin with it.
func TestCompoundsBeforeCodes(t *testing.T) {
	x := catalog(t, "de", `
		Kuppelzelt, grün | | | ZELT-2-GR
		Familienzelt, rot | | | FAM-4
		Heringe, 12 Stück | | | ZELT-HER`)
	if got := search(t, x, "zelt"); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("zelt: %v", got)
	}
	if got := search(t, x, "zelt-2"); !slices.Equal(got, []int{0}) {
		t.Errorf("zelt-2: %v", got)
	}
}

// A short beginning that nobody knows as a word is none: Wilhelm is no Helm, a Skihelm is one.
func TestNamesAreNoCompounds(t *testing.T) {
	x := catalog(t, "de", "Helm aus Stahl\nBuch von Wilhelm Busch\nFahrradhelm, rot\nSkihelm")
	if got := search(t, x, "helm"); !slices.Equal(got, []int{0, 2, 3}) && !slices.Equal(got, []int{0, 3, 2}) {
		t.Errorf("helm: %v", got)
	}
}

func TestNoCompoundsInEnglish(t *testing.T) {
	x := catalog(t, "en", "Note pad\nBook shelf\nNotebook\nNote for a book")
	if got := search(t, x, "book"); slices.Contains(got, 2) {
		t.Errorf("book finds the notebook: %v", got)
	}
}

func TestJoinedAndSplit(t *testing.T) {
	x := catalog(t, "en",
		"Notebook HP\nNote about a book\nUSB-C cable\nUSB C hub\nPhone hub USB\nMouse pad\nMousepad XL")
	for query, want := range map[string][]int{
		"note book": {1, 0}, "usbhub": {3, 4}, "mousepad": {6, 5}, "mouse pad": {5, 6}, "mouse pda": {5},
		"usb c": {2, 3, 4}, "usb-c": {2, 3},
	} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	page, err := x.Search(t.Context(), Query{Text: "usbhub", Limit: 1, Explain: true})
	if err != nil || page.Explain.Terms[0].How != clause.BySplit {
		data, _ := json.Marshal(page.Explain)
		t.Errorf("%s, %v", data, err)
	}
}

func TestLanguageIsFound(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "Chaussures pour les femmes et les hommes avec une semelle dans le cuir", "fr"},
		{"en-GB", "Das Spiel für die Kinder und der Ball für den Garten mit einem Netz", "de"},
		{"en", "Shoes for men and women with a sole of leather for the garden", "en"},
		{"en", "Sony WH1000 black", "en"},
		{"nl", "Chaussures pour les femmes et les hommes avec une semelle dans le cuir", "nl"},
	} {
		lines := ""
		for range 12 {
			lines += c.text + "\n"
		}
		x := catalog(t, c.tag, lines)
		if x.Facts.Language != c.want {
			t.Errorf("%s %q: %q, want %q", c.tag, c.text, x.Facts.Language, c.want)
		}
	}
}
