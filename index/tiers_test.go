package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/reader"
)

// TestTiers demands that every page of every group is what weighing each of its documents gives, whichever
// way it was made, and that the short way is taken where each document fits one word.
func TestTiers(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	words := strings.Fields("amber birch cedar dune ember flint grove heath")
	var lines []string
	for i := range 400 {
		line := ""
		if r.IntN(4) == 0 {
			line = "!" // not available
		}
		for range 1 + r.IntN(4) {
			line += words[min(r.IntN(9), r.IntN(9), len(words)-1)] + " "
		}
		lines = append(lines,
			fmt.Sprintf("%s | Brand | about %s %s | AB-%d", line, words[r.IntN(8)], words[r.IntN(8)], 1000+i))
	}
	x := catalog(t, "en", strings.Join(lines, "\n"))
	apart := 0
	for _, query := range []string{"amber", "grove heath", "heath amber", "heath zzzz grove",
		"amber the birch", "AB-1001", "heath AB-1002", "cedar dune ember", "flint with AB-1003"} {
		err := x.Read("testing", func(s *reader.Session) error {
			apart += tiersOf(t, x, s, query)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if apart < 3 {
		t.Errorf("only %d groups have documents that fit one word each", apart)
	}
}

// tiersOf compares the pages of each group of a query with the whole list, and tells how many groups have
// documents that fit one word each.
func tiersOf(t *testing.T, x *Index, s *reader.Session, query string) (apart int) {
	t.Helper()
	p := x.plan(s, Query{Text: query}, nil)
	rank := ranking{x, p}
	for _, g := range p.groups {
		if g.apart {
			apart++
			for i, c := range p.clauses {
				for _, d := range p.clauses[i+1:] {
					if !c.Hits.Empty() && !d.Hits.Empty() &&
						roaring.FastAnd(c.Hits.All(), d.Hits.All(), g.docs).GetCardinality() > 0 {
						t.Errorf("%q, %s: a document fits both %q and %q", query, g.why, c.Typed, d.Typed)
					}
				}
			}
		}
		n := int(g.docs.GetCardinality())
		whole := rank.weighed(g.docs, p.weighing(), n)
		for _, from := range []int{0, 1, 7, n / 2, n - 1} {
			from = min(max(from, 0), n)
			to := min(from+10, n)
			if got := rank.best(g, from, to); !slices.Equal(got, whole[from:to]) {
				t.Errorf("%q, %s, %d to %d of %d: %v, want %v", query, g.why, from, to,
					n, got, whole[from:to])
			}
		}
	}
	return apart
}
