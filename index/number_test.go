package index

import (
	"slices"
	"testing"

	"plugsheet/schemas/bundle"
)

// TestNumberInTitles: a number that is only the id of a product finds the titles that have it first; one that
// is a product's reference, or that stands in the product's own title, finds that product first.
func TestNumberInTitles(t *testing.T) {
	numbers := map[int]string{2: "501", 3: "2024", 4: "77", 5: "1999", 6: "40712"}
	x := indexOf(t, "en", func(yield func(bundle.Record) bool) {
		i := 0
		for r := range records(t, `
			Jeans 501 straight | Denims | . | D-1
			Wall calendar 2024 with notes | Paper | . | 1999
			Socks | Denims | . | D-3
			Desk calendar | Paper | With notes and stickers | D-4
			Lamp 77 | Lumen | . | D-5
			Pen 1999 | Lumen | . | D-6
			Housing | Lumen | . | 40712
			Filter 40712 for the lamp 77 | Lumen | . | D-8`) {
			if id, ok := numbers[i]; ok {
				r.Product.ID = mint(t, id)
			}
			if i++; !yield(r) {
				return
			}
		}
	})
	for query, want := range map[string][]int{
		"501": {0, 2}, "2024": {1, 3}, "calendar 2024": {1, 3}, "notes 2024": {1, 3},
		"77": {4, 7}, "1999": {1, 5}, "40712": {6, 7}, "D-1": {0}, "d 4": {3},
	} {
		if got := search(t, x, query); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}
