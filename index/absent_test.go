package index

import (
	"slices"
	"testing"
)

// TestAbsent: a product that cannot be bought comes behind one that fits about as well, and before one that
// fits worse.
func TestAbsent(t *testing.T) {
	x := catalog(t, "en", `
		!Ridgeline tent red | Nordhang | The tent in a red that can be seen from afar
		Ridgeline tent | Nordhang | A light shelter for two with room for the boots, up in five minutes and as small as a loaf when it is packed
		Ground sheet | Nordhang | A sheet to lie on below the stars or under a shelter, with eyelets for pegs and a bag; it fits the floor of a tent
		Storm lantern | Lumen | It hangs where you want it`)
	for query, want := range map[string][]int{"tent": {1, 0, 2}, "ridgeline tent": {1, 0}, "red tent": {0},
		"tent red ridgeline": {0}} {
		if got := search(t, x, query); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	page, err := x.Search(t.Context(), Query{Text: "tent", Limit: 2, Explain: true})
	if err != nil || page.Explain.Products[0].Absent || !page.Explain.Products[1].Absent {
		t.Errorf("%+v, %v", page.Explain, err)
	}
}
