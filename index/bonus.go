package index

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// bonus is what makes some of the products that fit worth more, without being asked for, or less.
type bonus struct {
	why    string
	words  string // stems, a blank between them
	docs   *roaring.Bitmap
	weight int32
}

// Why a product is worth more, as [Bonus] says it.
const (
	whyNear = "side by side in the title"
	whyHead = "what the title is of"
	whyFor  = "what the thing is for"

	whySentNear = "sent after a search with most of these words"
)

// addBonuses looks up what makes products worth more: two words of the query that stand side by side in the
// title, and a word of the query that says what the title is of. Who types "laptop" wants it before the lock
// for one: a word that says what a thing is for is worth less.
func (p *plan) addBonuses(s *reader.Session, lang *analysis.Language) {
	demanded := p.demanded()
	p.own = map[*clause.Clause][]*bonus{}
	for i, c := range demanded {
		if c.Hits.Empty() || len(c.Stems) == 0 {
			continue
		}
		full, last := float64(c.Weights[analysis.Levels-1]), c.Stems[len(c.Stems)-1]
		share := func(of float64) int32 { return int32(math.Round(of * full)) }
		if docs := c.Heads(s, lang); !docs.IsEmpty() {
			p.own[c] = append(p.own[c], &bonus{whyHead, last, docs, share(headBonus)})
		}
		if docs := c.ForWhat(s); docs != nil {
			docs = roaring.AndNot(docs, partsOf(s, lang, demanded, c))
			p.own[c] = append(p.own[c], &bonus{whyFor, last, docs, -share(purposeShare)})
		}
		p.bonuses = append(p.bonuses, p.own[c]...)
		if i == 0 || demanded[i-1].Hits.Empty() || len(demanded[i-1].Stems) == 0 {
			continue
		}
		before := demanded[i-1]
		pair := before.Stems[len(before.Stems)-1] + " " + c.Stems[0]
		if docs := s.Postings(terms.PairsField, pair); docs != nil {
			full = min(full, float64(before.Weights[analysis.Levels-1]))
			p.bonuses = append(p.bonuses, &bonus{whyNear, pair, docs, share(nearBonus)})
		}
	}
}

// weighing are all clauses that say what a document is worth: those that some document fits, and the bonuses.
func (p *plan) weighing() []*clause.Clause {
	all := slices.Clip(answered(p.clauses))
	for _, b := range p.bonuses {
		c := &clause.Clause{Hits: reader.At(0, b.docs), Count: b.docs.GetCardinality()}
		c.Weights[0] = b.weight
		all = append(all, c)
	}
	return all
}

// partsOf are the products that are what another word of the query says: who types "laptop battery" wants
// one, although it is for laptops.
func partsOf(
	s *reader.Session, lang *analysis.Language, demanded []*clause.Clause, but *clause.Clause,
) *roaring.Bitmap {
	parts := roaring.New()
	for _, c := range demanded {
		if c != but && len(c.Stems) > 0 {
			parts.Or(c.Heads(s, lang))
		}
	}
	return parts
}
