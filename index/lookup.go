package index

import (
	"plugsheet/index/analysis"
	"plugsheet/index/folder"
	"plugsheet/index/terms"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// hits are the documents of a word by level, each document at one level. Nil stands for none.
type hits [analysis.Levels]*roaring.Bitmap

// word gives the hits of a stem.
func (s *session) word(stem string) (h hits) {
	if stem == "" {
		return h
	}
	term := append([]byte(stem), 0)
	for l := range h {
		term[len(stem)] = analysis.LevelBase + byte(l)
		h[l] = s.postings(terms.WordsField, string(term))
	}
	return h
}

func (h *hits) empty() bool {
	for _, b := range h {
		if b != nil {
			return false
		}
	}
	return true
}

// count is the number of documents.
func (h *hits) count() (n uint64) {
	for _, b := range h {
		if b != nil {
			n += b.GetCardinality()
		}
	}
	return n
}

// all is the union of the levels. It may be one of them: it must not be changed.
func (h *hits) all() *roaring.Bitmap {
	var some []*roaring.Bitmap
	for _, b := range h {
		if b != nil {
			some = append(some, b)
		}
	}
	return union(some)
}

// add adds other hits, each at the level that the function gives it. A document stays at its highest level.
func (h *hits) add(other hits, at func(level int) int) {
	if other.empty() {
		return
	}
	var lists [analysis.Levels][]*roaring.Bitmap
	n := 0
	for l := range analysis.Levels {
		if h[l] != nil {
			lists[l] = append(lists[l], h[l])
			n++
		}
		if other[l] != nil {
			lists[at(l)] = append(lists[at(l)], other[l])
		}
	}
	h.merge(&lists, n > 0)
}

// merge replaces h by lists of bitmaps by level, which may overlap.
func (h *hits) merge(lists *[analysis.Levels][]*roaring.Bitmap, overlap bool) {
	seen := roaring.New()
	for l := analysis.Levels - 1; l >= 0; l-- {
		b := union(lists[l])
		if b != nil && overlap {
			b = roaring.AndNot(b, seen)
			seen.Or(b)
		}
		if b != nil && b.IsEmpty() {
			b = nil
		}
		h[l] = b
	}
}

// union is the union of bitmaps, nil for none. It may be one of them.
func union(bitmaps []*roaring.Bitmap) *roaring.Bitmap {
	switch len(bitmaps) {
	case 0:
		return nil
	case 1:
		return bitmaps[0]
	}
	return roaring.FastOr(bitmaps...)
}

// What a document is worth that holds another word than the one that was typed.
func same(level int) int   { return level }
func lower(level int) int  { return level / 2 }
func lowest(level int) int { return level / 4 }

// at gives hits that are all at one level.
func at(level int, b *roaring.Bitmap) (h hits) {
	if b != nil && !b.IsEmpty() {
		h[level] = b
	}
	return h
}

// maxWords bounds the terms of the dictionary that one beginning or misspelling stands for.
const maxWords = 2000

// beginning gives the hits of all words that begin with the folded text: from the dictionary, or, where it is so short
// that there may be very many, from the field that holds short beginnings.
func (s *session) beginning(text string) (h hits, words []string) {
	if len([]rune(text)) <= terms.MaxBeginning {
		return at(analysis.Levels/2, s.postings(terms.ShortsField, text)), nil
	}
	var lists [analysis.Levels][]*roaring.Bitmap
	n := 0
	s.walk(terms.WordsField, nil, []byte(text), []byte(text+"\xff"), func(term string) bool {
		word, level := cutLevel(term)
		if b := s.postings(terms.WordsField, term); b != nil {
			lists[level] = append(lists[level], b)
		}
		if len(words) == 0 || words[len(words)-1] != word {
			words = append(words, strings.Clone(word))
		}
		n++
		return n < maxWords
	})
	h.merge(&lists, n > 1)
	return h, words
}

// cutLevel splits a term of wordsField.
func cutLevel(term string) (word string, level int) {
	last := len(term) - 1
	return term[:last], min(max(int(term[last])-analysis.LevelBase, 0), analysis.Levels-1)
}

// parts gives the documents that have a code which begins with the canonical text, and those that have it elsewhere in
// a code. Codes of fewer than four characters find nothing.
func (x *Index) parts(s *session, text string) (begin, inside *roaring.Bitmap) {
	list := terms.Grams(nil, text)
	if len(list) == 0 {
		return nil, nil
	}
	var all []*roaring.Bitmap
	for _, g := range list[1:] {
		b := s.postings(terms.PartsField, g)
		if b == nil {
			return nil, nil
		}
		all = append(all, b)
	}
	inside = roaring.FastAnd(all...)
	head := s.postings(terms.PartsField, list[0])
	if head == nil {
		head = roaring.New()
	}
	begin = roaring.And(inside, head)
	if len(all) > 1 {
		begin = s.confirmed(begin, text, strings.HasPrefix)
		inside = s.confirmed(inside, text, strings.Contains)
	}
	return begin, roaring.AndNot(inside, begin)
}

// confirmed keeps the documents that have a code which fits the text.
func (s *session) confirmed(docs *roaring.Bitmap, text string, fits func(code, text string) bool) *roaring.Bitmap {
	kept := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		for code := range strings.Lines(s.codesOf(int(doc))) {
			if fits(strings.TrimSuffix(code, "\n"), text) {
				kept.Add(doc)
				break
			}
		}
	}
	return kept
}

// codesOf gives a product's codes, one a line.
func (s *session) codesOf(ordinal int) string {
	return s.Text(folder.CodeTextTable, s.Number(folder.CodesTable, ordinal), s.Number(folder.CodesTable, ordinal+1))
}

// code gives the documents with exactly this code. A GTIN is also found with other leading zeros.
func (s *session) code(canon string) *roaring.Bitmap {
	if b := s.postings(terms.CodesField, canon); b != nil {
		return b
	}
	if !analysis.Digits(canon) || len(canon) < 8 {
		return nil
	}
	bare := strings.TrimLeft(canon, "0")
	for n := len(bare); n <= 14; n++ {
		padded := strings.Repeat("0", n-len(bare)) + bare
		if b := s.postings(terms.CodesField, padded); b != nil && len(bare) >= 7 {
			return b
		}
	}
	return nil
}

// likeCode tells whether some code has the text's first four characters.
func (s *session) likeCode(text string) bool {
	canon, _ := terms.Canonical(text)
	g := terms.Grams(nil, canon)
	return len(g) > 0 && s.postings(terms.PartsField, g[0]) != nil
}

// maxSpelled is the longest piece of letters of a code that is typed in pieces.
const maxSpelled = 3

// beginsCode tells whether a piece is a few letters with which codes begin, a digit behind them.
func (s *session) beginsCode(typed string) (found bool) {
	piece := analysis.Fold(typed)
	if len(piece) > maxSpelled || !analysis.LowerASCII(piece) {
		return false
	}
	s.walk(terms.CodesField, nil, []byte(piece+"0"), []byte(piece+":"), func(string) bool {
		found = true
		return false
	})
	return found
}

// spelled tells whether a text can only be meant as a code typed in pieces: a few letters with which codes begin, and
// numbers and a few letters behind them. No product that fits only some of it is an answer.
func spelled(s *session, clauses []*clause) bool {
	if len(clauses) < 2 || !s.beginsCode(clauses[0].typed) {
		return false
	}
	numbers := false
	for _, c := range clauses[1:] {
		piece := analysis.Fold(c.typed)
		numbers = numbers || analysis.Digits(piece)
		if !analysis.Digits(piece) && len(piece) > maxSpelled {
			return false
		}
	}
	return numbers
}
