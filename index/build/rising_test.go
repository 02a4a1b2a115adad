package build

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLongestRising holds it against trying all parts.
func TestLongestRising(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		list := make([]int, r.IntN(9))
		for i := range list {
			list[i] = i
		}
		values := r.Perm(9)
		got := longestRising(list, func(i int) int32 { return int32(values[i]) })
		best := 0
		for part := range 1 << len(list) {
			last, n := -1, 0
			for i := range list {
				if part>>i&1 == 1 {
					if n++; values[i] < last {
						n = -100
					}
					last = values[i]
				}
			}
			best = max(best, n)
		}
		rising := slices.IsSortedFunc(got, func(a, b int) int { return values[a] - values[b] })
		if len(got) != best || !rising || !slices.IsSorted(got) {
			t.Fatalf("%v of %v, want %d of them", got, values, best)
		}
	}
}
