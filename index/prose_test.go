package index

import (
	"slices"
	"testing"
)

// TestProse demands that prose where a reference should stand is found as a whole, and in no part as a code.
func TestProse(t *testing.T) {
	x := catalog(t, "en", "Lamp | | a lamp | L-1\nChair | | a chair | a very nice chair for the garden")
	if got := search(t, x, "a very nice chair for the garden"); !slices.Equal(got, []int{1}) {
		t.Errorf("the whole: %v", got)
	}
	page, err := x.Search(t.Context(), Query{Text: "verynice", Limit: 9})
	if err != nil || page.Road == RoadCode {
		t.Errorf("a part of prose: %v %+v", err, page)
	}
}
