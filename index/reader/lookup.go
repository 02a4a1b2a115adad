package reader

import (
	"plugsheet/index/analysis"
	"plugsheet/index/terms"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// Word gives the hits of a stem.
func (s *Session) Word(stem string) (h Hits) {
	if stem == "" {
		return h
	}
	term := append([]byte(stem), 0)
	for l := range h {
		term[len(stem)] = analysis.LevelBase + byte(l)
		h[l] = s.Postings(terms.WordsField, string(term))
	}
	return h
}

// maxWords bounds the terms of the dictionary that one beginning or misspelling stands for.
const maxWords = 2000

// Beginning gives the hits of all words that begin with the folded text: from the dictionary, or, where it is
// so short that there may be very many, from the field that holds short beginnings.
func (s *Session) Beginning(text string) (h Hits, words []string) {
	words = s.AddBeginning(&h, text, "", Same)
	return h, words
}

// AddBeginning adds to hits those of all words that begin with the folded text, each at the level that the
// function gives it, and gives the words; but not the known one, which the hits hold.
func (s *Session) AddBeginning(h *Hits, text, known string, at func(level int) int) (words []string) {
	if len([]rune(text)) <= terms.MaxBeginning {
		h.Add(At(analysis.Levels/2, s.Postings(terms.ShortsField, text)), at)
		return nil
	}
	lists, n := h.lists()
	s.Walk(terms.WordsField, nil, []byte(text), []byte(text+"\xff"), func(term string) bool {
		word, level := cutLevel(term)
		if n++; word == known {
			return n < maxWords
		}
		if b := s.Postings(terms.WordsField, term); b != nil {
			lists[at(level)] = append(lists[at(level)], b)
		}
		if len(words) == 0 || words[len(words)-1] != word {
			words = append(words, strings.Clone(word))
		}
		return n < maxWords
	})
	if len(words) > 0 {
		h.merge(&lists, n > 1)
	}
	return words
}

// cutLevel splits a term of wordsField.
func cutLevel(term string) (word string, level int) {
	last := len(term) - 1
	return term[:last], min(max(int(term[last])-analysis.LevelBase, 0), analysis.Levels-1)
}

// Together gives the documents that hold all stems, nil for none.
func (s *Session) Together(stems []string) *roaring.Bitmap {
	var all []*roaring.Bitmap
	for _, stem := range stems {
		h := s.Word(stem)
		b := h.All()
		if b == nil {
			return nil
		}
		all = append(all, b)
	}
	return roaring.FastAnd(all...)
}

// Expression gives the products that have a word, or all words of an expression in their titles.
func (s *Session) Expression(stems []string) Hits {
	if len(stems) == 1 {
		return s.Word(stems[0])
	}
	var titles []*roaring.Bitmap
	for _, stem := range stems {
		b := s.Postings(terms.TitleTerms, stem)
		if b == nil {
			return Hits{}
		}
		titles = append(titles, b)
	}
	if len(titles) == 0 {
		return Hits{}
	}
	return At(analysis.Levels-1, roaring.FastAnd(titles...))
}

// Neighbours gives the hits of a run of words without blanks, by its neighbours two by two: those that have
// all of them, worth what the first two are, and behind them those that have two thirds: other words may
// stand between (无线耳机 finds 无线蓝牙耳机).
func (s *Session) Neighbours(grams []string) (h Hits) {
	// by number of neighbours: the documents that have so many at least
	counts := make([]*roaring.Bitmap, len(grams)+1)
	for i := range counts {
		counts[i] = roaring.New()
	}
	first := s.Word(grams[0])
	for i, g := range grams {
		docs := first
		if i > 0 {
			docs = s.Word(g)
		}
		all := docs.All()
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
		h.Add(At(analysis.Levels/4, counts[most]), Same)
	}
	return h
}
