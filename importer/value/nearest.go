package value

// Nearest gives the candidate that a typing error most likely meant, or "" when none is near. Of equally near ones the
// first counts.
func Nearest(typed string, candidates []string) string {
	t := []rune(Fold(typed))
	best, limit := "", 1+len(t)/4
	if len(t) < 3 {
		limit = 0 // anything is near to a word of two letters
	}
	for _, c := range candidates {
		if d := Distance(t, []rune(Fold(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// Distance is the number of letters to insert, remove, replace or swap between a and b; anything above limit may stand
// for a larger number.
func Distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(b)]
}
