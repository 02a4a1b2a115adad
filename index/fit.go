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

// fitAll gives the documents that fit all clauses, nil for none.
func (p *plan) fitAll(clauses []*clause.Clause) *roaring.Bitmap {
	rarest := 0
	for i, c := range clauses {
		if c.Hits.Empty() {
			return nil
		}
		if c.Count < clauses[rarest].Count {
			rarest = i
		}
	}
	docs := p.inside(clauses[rarest].All())
	for i, c := range clauses {
		if i != rarest && !docs.IsEmpty() {
			docs = roaring.And(docs, c.All())
		}
	}
	return docs
}

// inside gives those of the documents that are in the category asked for.
func (p *plan) inside(docs *roaring.Bitmap) *roaring.Bitmap {
	if p.within == nil {
		return docs
	}
	return roaring.And(docs, p.within)
}

// maxMost bounds the clauses among which most are counted: the rarest ones.
const maxMost = 16

// fitMost adds the documents that fit all known clauses but one, but two, and so on down to half of them, and
// to one where nothing is found so.
func (p *plan) fitMost(clauses []*clause.Clause) {
	var known []*clause.Clause
	for _, c := range clauses {
		if !c.Hits.Empty() && !c.Codely || c.How == clause.ByCode {
			known = append(known, c)
		}
	}
	known = rarest(known, maxMost)
	if len(known) == 0 {
		return
	}
	most := len(known)
	if most == len(clauses) {
		most-- // those that fit all stand in groups before
	}
	// by number of clauses: the documents that fit so many at least
	fit := make([]*roaring.Bitmap, most+1)
	// the same with those of one more clause
	with := func(n int, docs *roaring.Bitmap) *roaring.Bitmap {
		if n > 1 {
			docs = roaring.And(fit[n-1], docs)
		}
		if fit[n] != nil {
			docs = roaring.Or(fit[n], docs)
		}
		return docs
	}
	last := len(known) - 1
	for i, c := range known[:last] {
		docs := p.inside(c.All())
		for n := min(i+1, most); n > 0; n-- {
			fit[n] = with(n, docs)
		}
	}
	docs := p.inside(known[last].All())
	for n := most; n > 0 && (n >= (len(known)+1)/2 || len(p.groups) == 0); n-- {
		before := len(p.groups)
		p.add(whyMost, with(n, docs))
		if n == 1 && len(p.groups) > before && len(answered(p.clauses)) == len(known) {
			p.groups[before].apart = true // those that fit two stand in groups before
		}
	}
}

// answered are the clauses that some document fits.
func answered(clauses []*clause.Clause) (some []*clause.Clause) {
	for _, c := range clauses {
		if !c.Hits.Empty() {
			some = append(some, c)
		}
	}
	return some
}
