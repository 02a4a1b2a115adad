package value

import "plugsheet/schemas/words"

// Nearest gives the candidate that a typing error most likely meant, or "" when none is near. Of equally near
// ones the first counts.
func Nearest(typed string, candidates []string) string {
	t := []rune(Fold(typed))
	best, limit := "", 1+len(t)/4
	if len(t) < 3 {
		limit = 0 // anything is near to a word of two letters
	}
	for _, c := range candidates {
		if d := words.Distance(t, []rune(Fold(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}
