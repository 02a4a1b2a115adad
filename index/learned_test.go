package index

import (
	"slices"
	"strings"
	"testing"
)

// TestLearned demands that what agents sent comes first where it is an answer, from two conversations on,
// and nowhere else.
func TestLearned(t *testing.T) {
	x := catalog(t, "en",
		"Red lamp\nRed lamp large\nRed lamp with a shade for the desk\nBlue lamp\nDesk red\nDesk lamp")
	id := func(ordinal int) string {
		r, err := x.record(ordinal)
		if err != nil {
			t.Fatal(err)
		}
		return r.Product.ID.String()
	}
	taught := func(text string) []int {
		t.Helper()
		page, err := x.Search(t.Context(), Query{Text: text, Limit: 9, Taught: true})
		if err != nil {
			t.Fatal(err)
		}
		return page.Products
	}
	before := search(t, x, "red lamp")
	learn := func(all ...Sent) {
		t.Helper()
		if err := x.Learn(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}
	learn(Sent{"red lamps", id(2), 2}, Sent{"Lamp red", id(1), 5}, Sent{"red lamp", id(0), 1},
		Sent{"red lamp", id(3), 9},
		Sent{"red lamp", "424242", 9}, Sent{"lamp", id(0), 3})
	want := []int{1, 2, 0}
	if got := search(t, x, "red lamp"); !slices.Equal(got, before) {
		t.Errorf("%v for who is not taught, %v before", got, before)
	}
	if got := taught("red lamp"); !slices.Equal(got[:3], want) || len(got) != len(before) {
		t.Errorf("%v, want %v first of %v", got, want, before)
	}
	page, err := x.Search(t.Context(), Query{Text: "a red lamp", Limit: 9, Explain: true, Taught: true})
	if err != nil || page.Explain.Products[0].Why != whySent || page.Whole != 3 {
		t.Errorf("%v %+v", err, page.Explain)
	}
	bonuses := strings.Builder{}
	for _, b := range page.Explain.Bonuses {
		bonuses.WriteString(b.Why + " " + b.Words + "; ")
	}
	if !strings.Contains(bonuses.String(), whySentNear+" lamp") {
		t.Errorf("bonuses %s", bonuses.String())
	}
	if got := taught("desk"); got[0] == 2 {
		t.Errorf("desk: %v, a word that no search had", got)
	}
	learn()
	if got := taught("red lamp"); !slices.Equal(got, before) {
		t.Errorf("%v after forgetting, %v before", got, before)
	}
}
