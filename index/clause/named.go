package clause

import (
	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// A word that stands in at least manyTitles, and says in at most one of rarelySaid of them what the thing is,
// is not what the catalog calls the thing. Several words are so where fewer than nameTitles have all of
// them: what more have is a name in the catalog, as a Memory Stick is. There must be more than rarelySaid
// times as many things with the other name.
const (
	manyTitles = 10
	rarelySaid = 10
	nameTitles = 3
)

// CallOtherwise gives the products that are what the words name where the catalog has others for it: in a
// catalog of notebooks "laptop" stands in the titles of locks and bags, and flat screen TVs are LCD TVs. It
// makes the clauses fit them as if those words had been typed. It is nil where the typed ones are usual.
func (p *Planner) CallOtherwise(s *reader.Session, demanded []*Clause) *roaring.Bitmap {
	titled, named := p.named(s, demanded)
	if titled == nil {
		return nil
	}
	if n := titled.GetCardinality(); len(demanded) > 1 && n >= nameTitles ||
		len(demanded) == 1 && (n < manyTitles || rarelySaid*named > n) {
		return nil
	}
	taken, found := p.find(demanded)
	if taken != len(demanded) {
		return nil
	}
	others := Clause{}
	for _, g := range found {
		p.addWords(s, &others, g.Group, shares{reader.Same, reader.Lower})
	}
	called := others.Heads(s, p.Lang)
	if called.GetCardinality() <= rarelySaid*named {
		return nil
	}
	for _, c := range demanded {
		for l, docs := range others.Hits {
			if docs != nil {
				c.Hits.Add(reader.At(l, roaring.And(docs, called)), reader.Same)
			}
		}
		c.Others = others.Others
	}
	return called
}

// named gives the products whose titles have all the words, and of how many these say what they are. The
// products are nil where the words are not all of the catalog.
func (p *Planner) named(s *reader.Session, demanded []*Clause) (titled *roaring.Bitmap, named uint64) {
	head := demanded[len(demanded)-1]
	if analysis.HeadFirst[p.Lang.Base()] {
		head = demanded[0]
	}
	for _, c := range demanded {
		if c.How != ByWord || len(c.Stems) != 1 {
			return nil, 0
		}
		docs := s.Postings(terms.TitleTerms, c.Stems[0])
		if docs == nil {
			docs = roaring.New()
		}
		if titled == nil {
			titled = docs
		} else if !titled.IsEmpty() {
			titled = roaring.And(titled, docs)
		}
	}
	if titled.IsEmpty() {
		return titled, 0
	}
	return titled, titled.AndCardinality(head.Heads(s, p.Lang))
}

// Heads gives the products of whose titles a clause says what they are: its own word, or another for the same
// thing, of which an expression says it by its last word or, where things are named first, by its first.
func (c *Clause) Heads(s *reader.Session, lang *analysis.Language) *roaring.Bitmap {
	var all []*roaring.Bitmap
	add := func(stem string) {
		if docs := s.Postings(terms.HeadsField, stem); docs != nil {
			all = append(all, docs)
		}
	}
	if c.How == ByWord {
		add(c.Stems[len(c.Stems)-1])
	}
	if len(c.Others) == 0 && len(all) > 0 {
		return c.fitting(reader.Union(all))
	}
	for _, other := range c.Others {
		stems := lang.Stems(other)
		add(stems[len(stems)-1])
		if len(stems) > 1 {
			add(stems[0])
		}
	}
	if len(all) == 0 || c.Hits.Empty() {
		return roaring.New()
	}
	return roaring.And(reader.Union(all), c.All())
}

// ForWhat gives the products of which a clause says what they are for; nil for none.
func (c *Clause) ForWhat(s *reader.Session) *roaring.Bitmap {
	if c.How != ByWord {
		return nil
	}
	docs := s.Postings(terms.PurposeField, c.Stems[len(c.Stems)-1])
	if docs == nil {
		return nil
	}
	return c.fitting(docs)
}

// fitting keeps those products of a clause's last word that fit all of it: all of them where it is the only.
func (c *Clause) fitting(docs *roaring.Bitmap) *roaring.Bitmap {
	if len(c.Stems) == 1 {
		return docs
	}
	return roaring.And(docs, c.All())
}
