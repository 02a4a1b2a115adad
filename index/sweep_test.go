package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTopmost: the k smallest keys in order, whatever comes in which order.
func TestTopmost(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	orders := map[string]func(n int) []uint64{
		"mixed": func(n int) []uint64 {
			keys := make([]uint64, n)
			for i, at := range r.Perm(n) {
				keys[i] = uint64(at+1) << 20
			}
			return keys
		},
		"rising":  func(n int) []uint64 { return ramp(n, 1, 1) },
		"falling": func(n int) []uint64 { return ramp(n, n, -1) },
		"valley":  func(n int) []uint64 { return append(ramp(n/2, 2*n, -2), ramp(n-n/2, n+n%2+1, 2)...) },
	}
	for name, make := range orders {
		for _, n := range []int{1, 2, 3, 10, 100, 1000, 5000} {
			for _, k := range []int{1, 2, 10, 99, 1010, 6000} {
				keys := make(n)
				want := slices.Sorted(slices.Values(keys))
				want = want[:min(k, n)]
				if got := smallest(keys, k); !slices.Equal(got, want) {
					t.Fatalf("%s: of %d keys the first %d are %v, not %v", name, n, k, got, want)
				}
			}
		}
	}
}

func ramp(n, from, step int) []uint64 {
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = uint64(from + i*step)
	}
	return keys
}

// FuzzSplit: after a split nothing behind k is smaller than what stands before it, repeated keys or not.
func FuzzSplit(f *testing.F) {
	f.Add([]byte{3, 1, 2}, 1)
	f.Add([]byte{5, 5, 5, 5, 1, 9}, 3)
	f.Fuzz(func(t *testing.T, data []byte, k int) {
		keys := make([]uint64, len(data))
		for i, b := range data {
			keys[i] = uint64(b)
		}
		if k < 1 || k >= len(keys) {
			return
		}
		want := slices.Sorted(slices.Values(keys))
		split(keys, k)
		if slices.Max(keys[:k]) > slices.Min(keys[k:]) ||
			!slices.Equal(slices.Sorted(slices.Values(keys)), want) {
			t.Errorf("split at %d: %v", k, keys)
		}
	})
}
