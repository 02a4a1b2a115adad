package index

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPieces demands that words which signs join are found however they are joined, that dashes and marks of
// office programs make no difference to a code, and that no code is taken apart.
func TestPieces(t *testing.T) {
	x := catalog(t, "en", `
		Storm lantern | Glow | for camping | ST-2001
		Bread knife | Cut | steel | BRKN
		iPhone 8 | Apple | phone | MQ6G2
		iPhone X | Apple | phone | MQ6G3
		Toner black | Brother | for printers | TN-2110
		Router with WLAN | Asus | Wi-Fi | WH-BLK`)
	for query, want := range map[string][]int{
		"storm-lantern": {0}, "storm/lantern": {0}, "strom-lantern": {0}, "storm-lant": {0},
		"lantern/knife": {0, 1}, "wi-fi": {5}, "wi-fy": {5}, "iphone-8": {2}, "iphone/8": {2},
		"iphone-x": {3}, "iphone-9": nil, "TN—2110": {4}, "TN−2110": {4}, "TN－２１１０": {4}, "TN\u200b2110": {4},
		"\u202aTN-2110\u202c": {4}, "TN\u00ad-\u00ad2110": {4}, "TN—2111": nil, "WH-BLU": nil, "WH-BLK": {5},
		"BR-KN": {1}, "BR-KM": nil,
	} {
		got := search(t, x, query)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestMisspeltSynonym demands that typos are corrected before synonyms apply, also in words that only
// synonyms.json has.
func TestMisspeltSynonym(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, "Television 32 inch\nStorm lantern\nTorque wrench"), nil)
	if err := os.WriteFile(filepath.Join(dir, "synonyms.json"),
		[]byte(`[{"from":["telly"],"to":["television"]},{"from":["pocket torch"],"to":["storm lantern"]}]`),
		0o644); err != nil {
		t.Fatal(err)
	}
	x := buildAndOpen(t, dir)
	for query, want := range map[string][]int{"telly": {0}, "tellly": {0}, "tely": {0}, "televison": {0},
		"pocket torch": {1}, "poket torhc": {1}, "tel": {0}, "teddy": nil} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestMeasures demands that numbers are found however the x between them and the groups in them are written,
// and that a code with such an x stays a code.
func TestMeasures(t *testing.T) {
	x := catalog(t, "fr", `
		Tapis 160 x 230 cm | Sol | laine
		Tapis 80x150cm | Sol | laine
		Batterie 10 000 mAh | Volt | externe
		Mémoire 2x8 Go | Data | DDR4
		Adaptateur | Fil | noir | 3x2500
		Adaptateur | Fil | rouge | 3x2600`)
	for query, want := range map[string][]int{
		"160x230": {0}, "160 x 230 cm": {0}, "tapis 160x230cm": {0, 1}, "160X230": {0}, "160×230": {0},
		"80 x 150": {1}, "80x150": {1}, "80x151": nil, "10000mah": {2}, "10 000 mAh": {2},
		"10\u202f000 mah": {2}, "8 go": {3}, "8gb": {3}, "2x8gb": {3}, "2 x 8 go": {3}, "3x2500": {4},
		"3X2500": {4}, "3x2501": nil, "3 x 2600": {5}, "adaptateur 3x2600": {5, 4},
	} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}
