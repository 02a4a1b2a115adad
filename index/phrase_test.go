package index

import (
	"slices"
	"testing"
)

// TestThings demands that who names a thing gets it before what belongs to it, and who names the part gets
// the part.
func TestThings(t *testing.T) {
	for _, c := range []struct {
		language, lines string
		want            map[string][]int
	}{
		{
			"en", "Laptop lock with two keys\nPortable laptop black with stand\nBag for laptop with " +
				"strap\nMonitor arm with long screws\nCurved monitor with slim frame",
			map[string][]int{"laptop": {1}, "laptop lock": {0, 1, 2}, "lock": {0}, "monitor": {4, 3},
				"monitor arm": {3, 4}, "laptop bag": {2}}},
		{"en", "Case for Orbit 3 phones\nArvio Orbit 3 phone, 64 GB\nBattery for Orbit 3",
			map[string][]int{"orbit 3": {1}, "orbit": {1}, "orbit 3 battery": {2}}},
		{"en", "Kobalt 3/8 in. x 2 in. hex bolt\nKobalt hex key", map[string][]int{"bolt": {0}, "hex bolt": {0}}},
		{
			"fr", "Housse pour ordinateur noire\nOrdinateur portable noir\nSouris verticale sans " +
				"fil\nTapis gris pour souris\nBelle souris sans pile",
			map[string][]int{"ordinateur": {1, 0}, "souris": {2}, "housse": {0}}},
		{
			"en", "Sofa cover stretch beige\nThree-seater sofa grey fabric\nKnife sharpener\nSmall knife 20 cm",
			map[string][]int{"sofa": {1}, "sofa cover": {0}, "knife": {3}, "knife sharpener": {2}}},
		{
			"fr", "Housse de canapé beige\nCanapé 3 places tissu gris\nCordes de guitare\nGuitare électrique rouge",
			map[string][]int{"canapé": {1}, "housse de canapé": {0}, "guitare": {3}, "cordes guitare": {2}}},
		{
			"de", "Laptop Hülle 14 Zoll\nLaptop 14 Zoll Aluminium silber", map[string][]int{
				"laptop": {1}, "laptop hülle": {0}}},
		{
			"es", "Funda de sofá gris\nSofá tres plazas color gris", map[string][]int{"sofá": {1}, "funda sofá": {0}}},
		{
			"nl", "Laptop hoes 14 inch\nLaptop 14 inch met hoes zwart", map[string][]int{"laptop": {1}}},
	} {
		x := catalog(t, c.language, c.lines)
		for query, want := range c.want {
			if got := search(t, x, query); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
				t.Errorf("%s %q: %v, want %v first", c.language, query, got, want)
			}
		}
	}
}

// TestNeighbours demands that words which stand side by side in a title count for more than the same words
// apart, and that an explanation says what each product got for it.
func TestNeighbours(t *testing.T) {
	x := catalog(t, "en",
		"Steel wheel brush set arbor\nSteel arbor brush wheel set\nSteel brush set wheel arbor")
	page, err := x.Search(t.Context(), Query{Text: "wheel arbor", Limit: 3, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	if page.Products[0] != 2 {
		t.Errorf("%v, want 2 first", page.Products)
	}
	for _, r := range page.Explain.Products {
		sum := 0.0
		for _, term := range r.Terms {
			sum += term
		}
		for _, b := range r.Bonuses {
			sum += page.Explain.Bonuses[b].Weight
		}
		if diff := sum - r.Score; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("product %d is worth %v, and its parts %v", r.Product, r.Score, sum)
		}
	}
	if first := page.Explain.Products[0]; !slices.ContainsFunc(first.Bonuses,
		func(i int) bool { return page.Explain.Bonuses[i].Why == whyNear }) {
		t.Errorf("%+v does not say that its words stand side by side", first)
	}
}
