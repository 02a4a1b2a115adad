package analysis

import (
	"math/rand/v2"
	"testing"
)

// distance is the optimal string alignment distance, as the textbook has it.
func distance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestFuzzyIsDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, r.IntN(9))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	for range 20000 {
		a, b, n := word(), word(), 1+r.IntN(2)
		want := min(distance(a, b), n+1)
		f := NewAutomaton(a, n)
		if got := f.Distance(b); got != want {
			t.Fatalf("%q to %q with %d typos: %d, want %d", a, b, n, got, want)
		}
		state := f.Start()
		for i := range len(b) {
			state = f.Accept(state, b[i])
		}
		state = f.Accept(state, LevelBase)
		if f.IsMatch(state) != (want <= n) {
			t.Fatalf("%q to %q with %d typos: match %v", a, b, n, f.IsMatch(state))
		}
		if f.CanMatch(f.Accept(state, 'a')) {
			t.Fatalf("%q: something may follow the level", a)
		}
	}
}

func TestTypos(t *testing.T) {
	for word, want := range map[string]int{"usb": 0, "case": 1, "écran": 1, "headset": 1,
		"notebook": 2, "tn2110": 0} {
		if got := Typos(word); got != want {
			t.Errorf("typos(%q) = %d, want %d", word, got, want)
		}
	}
}
