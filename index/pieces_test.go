package index

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPieces demands that words which signs join are found however they are joined, that dashes and marks of office
// programs make no difference to a code, and that no code is taken apart.
func TestPieces(t *testing.T) {
	x := catalog(t, "en", `
		Storm lantern | Glow | for camping | ST-2001
		Bread knife | Cut | steel | BRKN
		iPhone 8 | Apple | phone | MQ6G2
		iPhone X | Apple | phone | MQ6G3
		Toner black | Brother | for printers | TN-2110
		Router with WLAN | Asus | Wi-Fi | WH-BLK`)
	for query, want := range map[string][]int{
		"storm-lantern": {0}, "storm/lantern": {0}, "strom-lantern": {0}, "storm-lant": {0}, "lantern/knife": {0, 1}, "wi-fi": {5}, "wi-fy": {5},
		"iphone-8": {2}, "iphone/8": {2}, "iphone-x": {3}, "iphone-9": nil,
		"TN—2110": {4}, "TN−2110": {4}, "TN－２１１０": {4}, "TN\u200b2110": {4}, "\u202aTN-2110\u202c": {4}, "TN\u00ad-\u00ad2110": {4},
		"TN—2111": nil, "WH-BLU": nil, "WH-BLK": {5}, "BR-KN": {1}, "BR-KM": nil,
	} {
		got := search(t, x, query)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// TestMisspeltSynonym demands that typos are corrected before synonyms apply, also in words that only synonyms.json has.
func TestMisspeltSynonym(t *testing.T) {
	dir := t.TempDir()
	writeBundle(t, dir, "en", records(t, "Television 32 inch\nStorm lantern\nTorque wrench"), nil)
	if err := os.WriteFile(filepath.Join(dir, "synonyms.json"), []byte(`[{"from":["telly"],"to":["television"]},{"from":["pocket torch"],"to":["storm lantern"]}]`), 0o644); err != nil {
		t.Fatal(err)
	}
	x := buildAndOpen(t, dir)
	for query, want := range map[string][]int{"telly": {0}, "tellly": {0}, "tely": {0}, "televison": {0}, "pocket torch": {1}, "poket torhc": {1}, "tel": {0}, "teddy": nil} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}
