package index

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// rule says that who types from also means each of to. All are lists of stems.
type rule struct {
	from []string
	to   [][]string
	text string // the entry as people say it
}

// synonymEntry is one entry of synonyms.json: words that mean each other, or from that also means to.
type synonymEntry struct {
	Words []string `json:"words"`
	From  []string `json:"from"`
	To    []string `json:"to"`
}

// newPlanner reads the synonyms, nil for none.
func newPlanner(lang language, products int, synonyms []byte) (*planner, error) {
	p := &planner{lang: lang, products: float64(products), typedWords: map[string]bool{}}
	if synonyms == nil {
		return p, nil
	}
	var entries []synonymEntry
	if err := json.Unmarshal(synonyms, &entries); err != nil {
		return nil, fmt.Errorf("reading the synonyms: %w", err)
	}
	for _, e := range entries {
		for _, w := range e.Words {
			p.addRule(w, e.Words, strings.Join(e.Words, " = "))
		}
		for _, w := range e.From {
			p.addRule(w, e.To, strings.Join(e.From, ", ")+" → "+strings.Join(e.To, ", "))
		}
	}
	return p, nil
}

func (p *planner) addRule(from string, to []string, text string) {
	r := rule{from: p.stemsOf(from), text: text}
	for _, t := range to {
		if stems := p.stemsOf(t); len(stems) > 0 && strings.Join(stems, " ") != strings.Join(r.from, " ") {
			r.to = append(r.to, stems)
		}
	}
	if len(r.from) > 0 && len(r.to) > 0 {
		p.synonyms = append(p.synonyms, r)
		for _, stem := range r.from {
			p.typedWords[stem] = true
		}
	}
}

// stemsOf gives the stems of a text as the index holds them.
func (p *planner) stemsOf(text string) []string {
	a := newAnalyzer(p.lang)
	a.scan.text = text
	var stems []string
	for a.scan.next() {
		if a.scan.out.unit != "" && !a.scan.out.times {
			stems = append(stems, a.scan.out.unit)
			a.scan.at = max(a.scan.at, a.scan.out.unitTo)
			continue
		}
		for _, w := range a.scan.out.words {
			stems = append(stems, a.stem(w.text))
		}
	}
	return stems
}

// widen adds to the clauses what their synonyms find. Clauses that only together stand in a rule become one.
func (p *planner) widen(s *session, clauses []*clause) []*clause {
	for _, r := range p.synonyms {
		for i := 0; i < len(clauses); i++ {
			n := r.fits(clauses[i:])
			if n == 0 {
				continue
			}
			c := merged(clauses[i : i+n])
			c.synonyms = append(c.synonyms, r.text)
			for _, to := range r.to {
				c.addSynonym(s, to)
			}
			clauses = append(append(clauses[:i:i], c), clauses[i+n:]...)
		}
	}
	return clauses
}

// fits gives the number of clauses that the rule's words cover from the first on, 0 where they do not fit.
func (r *rule) fits(clauses []*clause) int {
	at := 0
	for n, c := range clauses {
		for _, stem := range c.stems {
			if at >= len(r.from) || r.from[at] != stem {
				return 0
			}
			at++
		}
		if at == len(r.from) {
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
		if b := part.hits.all(); b != nil {
			all = append(all, b)
		}
	}
	c.typed = strings.Join(typed, " ")
	if len(all) == len(clauses) {
		c.hits = at(levels/2, roaring.FastAnd(all...))
	}
	return c
}

func (c *clause) addSynonym(s *session, stems []string) {
	before := c.hits.empty()
	if len(stems) == 1 {
		c.hits.add(s.word(stems[0]), lower)
	} else {
		c.hits.add(at(levels/2, s.together(stems)), lower)
	}
	c.meant = append(c.meant, strings.Join(stems, " "))
	if before && !c.hits.empty() {
		c.how = bySynonym
	}
}
