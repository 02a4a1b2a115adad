package index

import (
	"fmt"
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

// TestMeant demands that a word which hardly any product has, beside one that is much more common, is taken
// for that one too, and behind what it finds as it is.
func TestMeant(t *testing.T) {
	lines := "Phillips radio\nBlue radio\n"
	for i := range 12 {
		lines += fmt.Sprintf("Philips lamp %d\n", i)
	}
	x := catalog(t, "en", lines+"Philips radio\n")
	if got := search(t, x, "phillips lamp"); len(got) < 12 || got[0] != 2 || got[11] != 13 {
		t.Errorf("phillips lamp: %v", got)
	}
	if got := search(t, x, "phillips radio"); len(got) < 2 || got[0] != 0 || got[1] != 14 {
		t.Errorf("phillips radio: %v", got)
	}
	if got := search(t, x, "phillips"); len(got) != 14 || got[0] != 0 {
		t.Errorf("phillips: %v", got)
	}
	if got := search(t, x, "phillip"); len(got) != 14 {
		t.Errorf("phillip, with which a rare word begins: %v", got)
	}
	if got := search(t, x, "blue radio"); got[0] != 1 {
		t.Errorf("blue radio: %v", got)
	}
}
