package index

import (
	"strings"
	"testing"

	"plugsheet/index/clause"
)

// TestCorrectionsAreBounded demands that only so many words of a query are looked for as misspelt.
func TestCorrectionsAreBounded(t *testing.T) {
	x := catalog(t, "en", shop)
	var words []string
	for i := range clause.MaxPieces {
		words = append(words, "hedphones"+string(rune('a'+i%26))+string(rune('a'+i/26))+"xx")
	}
	words = append(words[:clause.MaxPieces/2],
		append([]string{"hedphones"}, words[clause.MaxPieces/2:]...)...)
	page, err := x.Search(t.Context(), Query{Text: strings.Join(words, " "), Limit: 1, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, term := range page.Explain.Terms {
		if term.How == clause.ByCorrection {
			t.Errorf("word %d is corrected", i)
		}
	}
	if got := search(t, x, "hedphones"); len(got) == 0 {
		t.Error("a new query is not corrected")
	}
}
