package index

import (
	"fmt"
	"slices"
	"testing"
)

// TestMeaning demands that words of the same meaning find what the words themselves do not, in any of the
// languages, and that they never come before what the words themselves find.
func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		language, lines string
		want            map[string][]int // all that is found
	}{
		{"en",
			"Sofa grey\nCoach bag\nOffice chair\nWireless mouse\nLaptop 15 inch\nGarden chair\n" +
				"Leather shoes\nPortable radio\nDeer coat",
			map[string][]int{
				"couch": {0}, "grey settee": {0}, "canapé gris": {0}, "ordinateur portable": {4, 7},
				"stühle": {2, 5}, "souris sans fil": {3},
				"lederschuhe": {6}, "chaise de jardin": {5}, "portable": {7, 4}, "flurbel": nil,
				"schoenen": {6}, "zapatos de cuero": {6},
				"silla para el jardín": {5}, "coach": {1},
			}},
		// a word beside one of another language is of that language, too; a compound of two known words
		{"en", "Bath robe, blue\nBlue dress\nGrey dress", map[string][]int{"robe bleue": {0, 1, 2}, "robe": {0, 1, 2}}},
		{"de", "Gusseiserne Pfanne\nTisch aus Holz\nTisch aus Glas\nSofa", map[string][]int{
			"Gusseisenpfanne": {0}, "Holztisch": {1, 2}, "Glastische": {2, 1}}},
		{"fr", "Ordinateur portable 15 pouces\nTélévision 4K\nSac à dos enfant\nThé vert\nMachine à laver",
			map[string][]int{"laptop": {0}, "tv": {1}, "télé": {1}, "Fernseher": {1}, "backpack": {2},
				"washing machine": {4}, "lave-linge": {4}, "green tea": {3}}},
		{"de", "Fernseher 55 Zoll\nBürostuhl schwarz\nSofa grau\nTurnschuhe\nHandy mit Hülle",
			map[string][]int{"tv": {0}, "chaise de bureau": {1}, "couch": {2},
				"sneaker": {3}, "smartphone": {4}, "television": {0}}},
	} {
		x := catalog(t, c.language, c.lines)
		for query, want := range c.want {
			if got := search(t, x, query); !slices.Equal(got, want) {
				t.Errorf("%s %q: %v, want %v", c.language, query, got, want)
			}
		}
	}
}

// In a catalog of several languages each product has one of the words, and an expression is one too;
// compounds end with words of the same meaning.
func TestMeaningAcrossLanguages(t *testing.T) {
	x := catalog(t, "en", "Housse de canapé\nCanapé gris\nGrey sofa\nPocket knife\nKnife block\n"+
		"Folding knife\nPocket torch\nSofa cover")
	german := catalog(t, "de", "Ecksofa mit Schlaffunktion\nSofa grau\nCouch blau\nPraktische Ablage\n"+
		"Esstisch aus Eiche\nTable Dance DVD\nEsszimmer")
	for _, c := range []struct {
		x     *Index
		query string
		want  []int
	}{
		{x, "canapé", []int{0, 1, 2, 7}}, {x, "housse de canapé", []int{0, 7}},
		{x, "sofa", []int{2, 7, 0, 1}}, {x, "taschenmesser", []int{3, 5}},
		{german, "couch", []int{2, 1, 0}}, {german, "canapé", []int{1, 2, 0}}, {german, "table", []int{5, 4}},
	} {
		if got := search(t, c.x, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.query, got, c.want)
		}
	}
}

// Where titles of other things have a word, and another word names the thing, the thing comes first.
func TestCalledOtherwise(t *testing.T) {
	lines := "Arvio 14 notebook, silver\nArvio 16 notebook, black\n"
	for i := range 12 {
		lines += fmt.Sprintf("Laptop %s\n", []string{"lock", "bag", "stand"}[i%3])
	}
	x := catalog(t, "en", lines)
	if got := search(t, x, "laptop"); len(got) != 14 || !slices.Equal(got[:2], []int{0, 1}) {
		t.Errorf("laptop: %v", got)
	}
	if got := search(t, x, "laptop bag"); got[0] != 3 {
		t.Errorf("laptop bag: %v", got)
	}
	x = catalog(t, "en", lines+"Laptop\nPelia laptop\nSlim laptop, 13 inch\n")
	if got := search(t, x, "laptop"); got[0] < 14 {
		t.Errorf("where some are called so: %v", got)
	}
}

// So do expressions of several words, unless the catalog has them.
func TestExpressionCalledOtherwise(t *testing.T) {
	lines := "Vela 47 LCD TV\nVela 32 LCD TV, black\nSeven flat screen TV mounts in one\nFlat screen TV stand in walnut, tall\n"
	x := catalog(t, "en", lines)
	if got := search(t, x, "flat screen tv"); len(got) < 4 || got[0] > 1 || got[1] > 1 {
		t.Errorf("flat screen tv: %v", got)
	}
	if got := search(t, x, "flat screen tv stand"); got[0] < 3 {
		t.Errorf("flat screen tv stand: %v", got)
	}
	for i := range 3 {
		lines += fmt.Sprintf("Flat screen TV remote %d\n", i)
	}
	if got := search(t, catalog(t, "en", lines), "flat screen tv"); got[0] < 2 {
		t.Errorf("where many titles have it: %v", got)
	}
}

// TestMeaningBehind demands that the word itself comes first, then the others of the same meaning, and
// partial answers last.
func TestMeaningBehind(t *testing.T) {
	x := catalog(t, "en", "Sofa red\nGrey sofa\nGrey couch\nGrey chair")
	if got, want := search(t, x, "grey couch"), []int{2, 1, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	page, err := x.Search(t.Context(), Query{Text: "grey couch", Limit: 9, Explain: true})
	if err != nil || page.Whole != 2 || page.Explain.Products[1].Why != whyMeaning {
		t.Errorf("%v, %d whole, %+v", err, page.Whole, page.Explain)
	}
}

// An expression that hardly any title has, beside many products that are what another word calls it.
func TestRareExpression(t *testing.T) {
	lines := "Arvio projector screen\nArvio projector, 4 m screen\n"
	for i := range 12 {
		lines += fmt.Sprintf("Pelia %d projection screen\n", 100+i)
	}
	x := catalog(t, "en", lines)
	if got := search(t, x, "projector screen"); len(got) != 14 || got[0] != 0 || slices.Index(got, 1) > 1 {
		t.Errorf("projector screen: %v", got)
	}
	x = catalog(t, "en", "Arvio projector screen\nPelia projection screen\n"+
		"Lamp with projector, screen in the box\n")
	if got := search(t, x, "projector screen"); got[0] != 0 || got[len(got)-1] != 1 {
		t.Errorf("where few are called otherwise: %v", got)
	}
}

// Whoever looks for a touchscreen does not mean what has none; a column that says what a thing is says it as
// a title does.
func TestTraits(t *testing.T) {
	x := catalog(t, "en", `
		Arvio 14 | . | . | A-1 | Touchscreen: no
		Arvio 15 | . | . | A-2 | Touchscreen: yes
		Arvio 16 | . | Touchscreen: none | A-3
		Volto 9 | . | Goes with any battery. | V-1 | Material: battery
		Volto 8 | . | Goes with any battery. | V-2 | Type: battery
	`)
	for query, want := range map[string][]int{"touchscreen": {2, 1}, "battery": {4, 3}} {
		if got := search(t, x, query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}
