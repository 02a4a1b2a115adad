package index

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/query"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// LeftOut is something that a text leaves out: "not red".
type LeftOut struct {
	Typed    string `json:"typed"`    // as it stands there
	Products int    `json:"products"` // with it in their titles that fit the rest: they are no answer
	Behind   int    `json:"behind"`   // that have it elsewhere: they are the last of the answer
}

// wishes are what a query asks for besides its words.
type wishes struct {
	nots     []negation
	leftOut  []LeftOut
	price    *PriceRange
	unpriced bool
}

// negation is something that is left out.
type negation struct {
	typed  string
	named  *roaring.Bitmap // products whose titles say so in the words that were typed
	denied *roaring.Bitmap // products that say so in a word of their own: bagless, sugar free
	says   *roaring.Bitmap // products that say themselves that they are without it, these among them
	titles *roaring.Bitmap // products that have it in their titles
	all    *roaring.Bitmap // products that have it anywhere
}

// wishesOf reads what a query asks for besides its words, and gives the text that is left. The catalog
// decides: a price beside a word is no limit where a title has both side by side, and a word that leaves
// out is one in the catalog's language, or one that no title has.
func (x *Index) wishesOf(s *reader.Session, p *plan, q Query) (text string) {
	text = clause.Shorten(q.Text)
	a := terms.New(x.planner.Lang)
	read := query.Read(text, func(language string) bool { return x.planner.Spoken(s, a, text, language) })
	if read.Limit == nil && len(read.Nots) == 0 || s.WholeCode(text) {
		return text
	}
	var gone []query.Span
	if l := read.Limit; l != nil && !(l.Unit == "" && named(s, a, l.Sign.Of(text), l.Number.Of(text))) {
		x.limitPrice(s, p, q, l)
		gone = append(gone, l.Span)
	}
	for _, not := range read.Nots {
		sign := a.Stem(analysis.Fold(not.Sign.Of(text)))
		if !not.Own && s.Postings(terms.TitleTerms, sign) != nil {
			continue
		}
		p.wishes.nots = append(p.wishes.nots, x.negations(s, text, sign, not)...)
		gone = append(gone, not.Span)
	}
	rest := query.Without(text, gone...)
	if rest == "" && len(p.wishes.nots) > 0 { // nothing is left of which something could be left out
		p.wishes.nots = nil
		return text
	}
	if strings.HasSuffix(text, " ") || len(gone) > 0 && gone[len(gone)-1].To == len(text) {
		rest += " " // its last word is whole
	}
	return rest
}

// named tells whether a title has two words side by side.
func named(s *reader.Session, a *terms.Analyzer, first, second string) bool {
	return s.Postings(terms.PairsField, a.Stem(analysis.Fold(first))+" "+a.Stem(analysis.Fold(second))) != nil
}

// limitPrice lets only those products be an answer that cost so much, where the catalog's prices are all in
// the currency that was typed, or in one where none was.
func (x *Index) limitPrice(s *reader.Session, p *plan, q Query, l *query.Limit) {
	prices := x.pricesAt(s, q.At)
	if prices.unit == "" || l.Unit != "" && l.Unit != query.Currency(prices.unit) {
		p.wishes.unpriced = true
		return
	}
	docs := p.inside(prices.between(l.From, l.To))
	p.within, p.wishes.price = docs, &PriceRange{l.From, l.To, prices.unit}
}

// negations gives what is left out, word by word.
func (x *Index) negations(s *reader.Session, text, sign string, not query.Not) (all []negation) {
	for _, word := range not.Words {
		typed := word.Of(text)
		n := negation{typed: typed, named: roaring.New(), denied: roaring.New(), titles: roaring.New(),
			all: roaring.New()}
		for _, c := range x.planner.Clauses(s, typed+" ") {
			if docs := c.Hits.All(); docs != nil {
				n.all = docs
			}
			titles := s.Expression(c.Stems)
			if len(c.Stems) == 1 {
				titles = reader.At(0, s.Postings(terms.TitleTerms, c.Stems[0]))
			}
			if docs := titles.All(); docs != nil {
				n.titles = docs
			}
			n.denied.Or(denied(s, terms.New(x.planner.Lang), c))
		}
		if docs := s.Postings(terms.TitleTerms, sign); docs != nil {
			n.named = roaring.And(docs, n.titles)
		}
		n.says = roaring.Or(n.named, n.denied)
		means := x.planner.Means(s, analysis.Fold(not.Sign.Of(text)), analysis.Fold(typed))
		if docs := means.All(); docs != nil {
			n.says = roaring.Or(n.says, docs)
		}
		all = append(all, n)
	}
	return all
}

// endings of words that say that a thing is without something: a bagless one, zuckerfrei.
var lacking = []string{"less", "free", "los", "frei", "loos", "vrij"}

// denied gives the products that say in a word of their own, or in two, that they are without what a clause
// stands for.
func denied(s *reader.Session, a *terms.Analyzer, c *clause.Clause) *roaring.Bitmap {
	all := roaring.New()
	for _, words := range c.Meanings(a) {
		for _, end := range lacking {
			one := strings.Join(words, "") + end // inflected it has another stem than bare
			for _, docs := range []*roaring.Bitmap{
				s.Postings(terms.TitleTerms, one), s.Postings(terms.TitleTerms, a.Stem(one)),
				s.Postings(terms.PairsField, strings.Join(words, " ")+" "+a.Stem(end)),
			} {
				if docs != nil {
					all.Or(docs)
				}
			}
		}
	}
	return all
}

// leaveOut puts those first that say themselves that they are without what is left out, and holds back
// those that have it.
func (p *plan) leaveOut(s *reader.Session) {
	if len(p.wishes.nots) == 0 {
		return
	}
	docs := p.fitAll(p.demanded())
	if docs == nil {
		docs = roaring.New()
	}
	docs = p.inside(docs)
	named, says, held := docs, docs, roaring.New()
	for _, n := range p.wishes.nots {
		named, says = roaring.And(named, n.named), roaring.And(says, n.says)
		has := roaring.AndNot(n.all, n.says)
		held.Or(has)
		out := roaring.And(has, n.titles)
		p.wishes.leftOut = append(p.wishes.leftOut, LeftOut{
			Typed: n.typed, Products: int(docs.AndCardinality(out)), Behind: int(roaring.AndNot(has,
				out).AndCardinality(docs)),
		})
	}
	p.add(whyTitle, named)
	p.add(whyAll, says)
	p.held = held
}

// addHeld adds those behind the others that have what is left out elsewhere than in their titles; where
// there are no others, those with it in their titles, too.
func (p *plan) addHeld() {
	if p.held == nil {
		return
	}
	p.held = nil
	docs := p.fitAll(p.demanded())
	if docs == nil {
		return
	}
	if p.total() == 0 {
		p.add(whyHeld, docs)
		return
	}
	for _, n := range p.wishes.nots {
		docs = roaring.AndNot(docs, roaring.AndNot(n.titles, n.says))
	}
	p.add(whyHeld, docs)
}
