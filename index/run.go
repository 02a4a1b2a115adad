package index

import (
	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
)

// run gives the hits of a run of words without blanks, by its neighbours two by two: those that have all of them, worth
// what the first two are, and behind them those that have two thirds: other words may stand between (无线耳机 finds
// 无线蓝牙耳机).
func (s *session) run(grams []string) (h hits) {
	counts := make([]*roaring.Bitmap, len(grams)+1) // by number of neighbours: the documents that have so many at least
	for i := range counts {
		counts[i] = roaring.New()
	}
	first := s.word(grams[0])
	for i, g := range grams {
		docs := first
		if i > 0 {
			docs = s.word(g)
		}
		all := docs.all()
		if all == nil {
			continue
		}
		for n := i + 1; n > 1; n-- {
			counts[n].Or(roaring.And(counts[n-1], all))
		}
		counts[1].Or(all)
	}
	whole := counts[len(grams)]
	for l, b := range first {
		if b != nil {
			if both := roaring.And(b, whole); !both.IsEmpty() {
				h[l] = both
			}
		}
	}
	if most := len(grams) - len(grams)/3; most < len(grams) {
		h.add(at(analysis.Levels/4, counts[most]), same)
	}
	return h
}
