package value

// Circles finds the circles among links from child to parent (-1 for none): each begins and ends with its
// smallest index.
func Circles(links []int) [][]int {
	var found [][]int
	state := make([]int, len(links)) // 0 new; n+1 visited on the walk from n
	for start := range links {
		n := start
		for n >= 0 && state[n] == 0 {
			state[n] = start + 1
			n = links[n]
		}
		if n < 0 || state[n] != start+1 {
			continue
		}
		first := n
		for m := links[n]; m != n; m = links[m] {
			first = min(first, m)
		}
		circle := []int{first}
		for m := links[first]; m != first; m = links[m] {
			circle = append(circle, m)
		}
		found = append(found, append(circle, first))
	}
	return found
}
