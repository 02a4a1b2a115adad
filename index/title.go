package index

import (
	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// fitTitle gives the documents whose title is what was typed, more or less: it has a word of each clause, and
// not many others. They come before the others that have all words, which may have them anywhere: who types a
// product's name wants that product, and not one whose short description speaks of it. Nil for none.
func (p *plan) fitTitle(s *reader.Session, clauses []*clause.Clause) *roaring.Bitmap {
	var docs *roaring.Bitmap
	words := 0
	for _, c := range clauses {
		if c.How != clause.ByWord && c.How != clause.ByCorrection {
			return nil
		}
		for _, stem := range c.Stems {
			b := s.Postings(terms.TitleTerms, stem)
			if b == nil {
				return nil
			}
			if words++; docs == nil {
				docs = b
			} else {
				docs = roaring.And(docs, b)
			}
		}
	}
	if docs == nil || docs.IsEmpty() {
		return nil
	}
	headed := headed(s, clauses, docs)
	var short []*roaring.Bitmap
	for n := words; n <= min(titleShare*words, terms.MaxTitle); n++ {
		b := s.Postings(terms.TitleLengths, terms.TitleLength(n))
		if b == nil {
			continue
		}
		found := docs
		if n > nameShare*words/2 {
			found = headed
		}
		found = roaring.And(b, found)
		if p.absent != nil && n > absentShare*words {
			found = roaring.AndNot(found, p.absent)
		}
		short = append(short, found)
	}
	if len(short) == 0 {
		return nil
	}
	return reader.Union(short)
}

// headed keeps the documents whose title is of what one of the words says: where not most of its words were
// typed, a title of something else, a lock for laptops, is not what was typed.
func headed(s *reader.Session, clauses []*clause.Clause, docs *roaring.Bitmap) *roaring.Bitmap {
	var heads []*roaring.Bitmap
	for _, c := range clauses {
		for _, stem := range c.Stems {
			if b := s.Postings(terms.HeadsField, stem); b != nil {
				heads = append(heads, roaring.And(b, docs))
			}
		}
	}
	return roaring.FastOr(heads...)
}
