package index

import (
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// newPlanner reads the synonyms, nil for none.
func newPlanner(lang *analysis.Language, products int, synonyms []byte) (*planner, error) {
	rules, err := analysis.ReadSynonyms(lang, synonyms)
	if err != nil {
		return nil, err
	}
	p := &planner{lang: lang, products: float64(products), synonyms: rules, typedWords: map[string]bool{}}
	for _, r := range rules {
		for _, stem := range r.From {
			p.typedWords[stem] = true
		}
	}
	return p, nil
}

// widen adds to the clauses what their synonyms find. Clauses that only together stand in a rule become one.
func (p *planner) widen(s *reader.Session, clauses []*clause) []*clause {
	for _, r := range p.synonyms {
		for i := 0; i < len(clauses); i++ {
			n := covered(r, clauses[i:])
			if n == 0 {
				continue
			}
			c := merged(clauses[i : i+n])
			c.synonyms = append(c.synonyms, r.Text)
			for _, to := range r.To {
				c.addSynonym(s, to)
			}
			clauses = append(append(clauses[:i:i], c), clauses[i+n:]...)
		}
	}
	return clauses
}

// covered gives the number of clauses that the rule's words cover from the first on, 0 where they do not fit.
func covered(r analysis.Rule, clauses []*clause) int {
	at := 0
	for n, c := range clauses {
		for _, stem := range c.stems {
			if at >= len(r.From) || r.From[at] != stem {
				return 0
			}
			at++
		}
		if at == len(r.From) {
			return n + 1
		}
	}
	return 0
}

// merged makes one clause of several, which demands all of them, and is corrected where one of them is.
func merged(clauses []*clause) *clause {
	if len(clauses) == 1 {
		return clauses[0]
	}
	c := &clause{how: byWord}
	var all []*roaring.Bitmap
	var typed []string
	for _, part := range clauses {
		typed = append(typed, part.typed)
		c.stems = append(c.stems, part.stems...)
		c.synonyms = append(c.synonyms, part.synonyms...)
		if part.how == byCorrection {
			c.how = byCorrection
		}
		if b := part.hits.All(); b != nil {
			all = append(all, b)
		}
	}
	c.typed = strings.Join(typed, " ")
	if len(all) == len(clauses) {
		c.hits = reader.At(analysis.Levels/2, roaring.FastAnd(all...))
	}
	return c
}

func (c *clause) addSynonym(s *reader.Session, stems []string) {
	before := c.hits.Empty()
	if len(stems) == 1 {
		c.hits.Add(s.Word(stems[0]), reader.Lower)
	} else {
		c.hits.Add(reader.At(analysis.Levels/2, s.Together(stems)), reader.Lower)
	}
	c.meant = append(c.meant, strings.Join(stems, " "))
	if before && !c.hits.Empty() {
		c.how = bySynonym
	}
}
