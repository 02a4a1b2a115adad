package clause

import (
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// NewPlanner reads the synonyms, nil for none.
func NewPlanner(lang *analysis.Language, products int, synonyms []byte) (*Planner, error) {
	rules, err := analysis.ReadSynonyms(lang, synonyms)
	if err != nil {
		return nil, err
	}
	p := &Planner{Lang: lang, Products: float64(products), synonyms: rules, typedWords: map[string]bool{}}
	p.links = terms.LinksOf(lang.Base())
	for _, r := range rules {
		for _, stem := range r.From {
			p.typedWords[stem] = true
		}
	}
	return p, nil
}

// AddSynonyms adds to the clauses what their synonyms find. Clauses that only together stand in a rule become
// one.
func (p *Planner) AddSynonyms(s *reader.Session, clauses []*Clause) []*Clause {
	for _, r := range p.synonyms {
		for i := 0; i < len(clauses); i++ {
			n := covered(r, clauses[i:])
			if n == 0 {
				continue
			}
			c := merged(clauses[i : i+n])
			c.Synonyms = append(c.Synonyms, r.Text)
			for _, to := range r.To {
				c.addSynonym(s, to)
			}
			clauses = append(append(clauses[:i:i], c), clauses[i+n:]...)
		}
	}
	return clauses
}

// covered gives the number of clauses that the rule's words cover from the first on, 0 where they do not fit.
func covered(r analysis.Rule, clauses []*Clause) int {
	at := 0
	for n, c := range clauses {
		for _, stem := range c.Stems {
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
func merged(clauses []*Clause) *Clause {
	if len(clauses) == 1 {
		return clauses[0]
	}
	c := &Clause{How: ByWord}
	var all []*roaring.Bitmap
	var typed []string
	for _, part := range clauses {
		typed = append(typed, part.Typed)
		c.Stems = append(c.Stems, part.Stems...)
		c.Synonyms = append(c.Synonyms, part.Synonyms...)
		if part.How == ByCorrection {
			c.How = ByCorrection
		}
		if b := part.Hits.All(); b != nil {
			all = append(all, b)
		}
	}
	c.Typed = strings.Join(typed, " ")
	if len(all) == len(clauses) {
		c.Hits = reader.At(analysis.Levels/2, roaring.FastAnd(all...))
	}
	return c
}

func (c *Clause) addSynonym(s *reader.Session, stems []string) {
	before := c.Hits.Empty()
	if len(stems) == 1 {
		c.Hits.Add(s.Word(stems[0]), reader.Lower)
	} else {
		c.Hits.Add(reader.At(analysis.Levels/2, s.Together(stems)), reader.Lower)
	}
	c.Meant = append(c.Meant, strings.Join(stems, " "))
	if before && !c.Hits.Empty() {
		c.How = bySynonym
	}
}
