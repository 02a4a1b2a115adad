package index

import (
	"fmt"
	"testing"
)

// TestMissing demands that an answer tells which words nothing was found for, and how much of it answers all
// of the text.
func TestMissing(t *testing.T) {
	x := catalog(t, "en", `
		Blue widget | Acme | a thing | AB-1234
		Blue width gauge | Acme | a thing | AB-1299
		Red widget | Acme | a thing | AB-9999`)
	for query, want := range map[string]string{
		"blue":           "2 of 2 []",
		"blue widget":    "1 of 3 []", // the red one has most words
		"blue flurbel":   "0 of 2 [flurbel]",
		"blue flurbelqq": "0 of 2 [flurbelqq]",
		"blu widgte":     "1 of 3 []", // corrected
		"flurbel":        "0 of 0 [flurbel]",
		"blue XY-7777":   "0 of 2 [XY-7777]",
		"XY-7777":        "0 of 0 [XY-7777]",
		"AB 1234":        "1 of 1 []",
		"ab12":           "2 of 2 []",
		"":               "3 of 3 []",
		// a stop word that the catalog does not hold is neither demanded nor another word
		"blue with widget": "1 of 3 []",
		"with blue widget": "1 of 3 []",
		"blue the":         "2 of 2 []",
		"with":             "0 of 0 [with]",
	} {
		page, err := x.Search(t.Context(), Query{Text: query, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%d of %d %v", page.Whole, page.Total, page.Missing); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}
