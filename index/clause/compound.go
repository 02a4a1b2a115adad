package clause

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// MinLoosePart is how many letters a part of an unknown word has that is taken apart.
const MinLoosePart = 3

// parted takes a word apart into two known ones of at least so many letters: of all ways that whose rarer
// part is in most products. Links may stand between the parts.
func parted(word string, least int, links []string, count func(part string) int) (first,
	last string, ok bool) {
	best := 0
	for i := least; i+least <= len(word) && len(word) <= analysis.MaxWord; i++ {
		known := 0
		if known = count(word[i:]); known == 0 {
			continue
		}
		for _, link := range links {
			head, found := strings.CutSuffix(word[:i], link)
			if !found || len(head) < least {
				continue
			}
			if n := min(count(head), known); n > best {
				first, last, best = head, word[i:], n
			}
		}
	}
	return first, last, best > 0
}

// split takes a word that the catalog does not hold for two that it holds, written as one: products with
// both, and in languages of compounds also those with the last one, which says what the thing is.
func (p *Planner) split(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) bool {
	word := pc.Words[0].Text
	if len(pc.Words) > 1 || !analysis.LowerASCII(word) {
		return false
	}
	count := func(part string) int { h := s.Word(a.Stem(part)); return int(h.Count()) }
	first, last, ok := parted(word, MinLoosePart, append([]string{""}, p.links...), count)
	if !ok {
		return p.begun(s, a, word, c) || p.ended(s, a, word, c)
	}
	stems := []string{a.Stem(first), a.Stem(last)}
	c.Hits = reader.At(analysis.Levels/2, s.Together(stems))
	if len(p.links) > 0 {
		c.Hits.Add(s.Word(stems[1]), reader.Lower)
	}
	if c.Hits.Empty() {
		return false
	}
	c.How, c.Stems, c.Meant = BySplit, stems, []string{first + " " + last}
	return true
}

// begun takes a compound for a word of the catalog with the beginning of another one before it: Gusspfanne is
// a pan of what is gusseisern.
func (p *Planner) begun(s *reader.Session, a *terms.Analyzer, word string, c *Clause) bool {
	for i := minBegun; p.links != nil && i+minBegun <= len(word); i++ {
		last := s.Word(a.Stem(word[i:]))
		if last.Empty() {
			continue
		}
		first, _ := s.Beginning(word[:i])
		if both := first.All(); both != nil {
			c.Hits = reader.At(analysis.Levels/2, roaring.And(both, last.All()))
		}
		if !c.Hits.Empty() {
			c.How, c.Stems, c.Meant = BySplit, []string{a.Stem(word[i:])}, []string{word[:i] + " " + word[i:]}
			return true
		}
	}
	return false
}

// minBegun is how many letters both parts of such a compound have.
const minBegun = 4

// join adds to the clauses of two words that stand side by side the products that write them as one: note
// book, notebook.
func join(s *reader.Session, a *terms.Analyzer, pair []analysis.Piece, clauses []*Clause) {
	left, right := &pair[0], &pair[1]
	if len(left.Words) > 1 || len(right.Words) > 1 || left.Unit != "" || right.Unit != "" ||
		clauses[0].Welcome || clauses[1].Welcome {
		return
	}
	one, two := left.Words[0].Text, right.Words[0].Text
	// vitamin b 12
	short := len(one)+len(two) < 4 && !(len(one) == 1 && analysis.LowerASCII(one) && analysis.Digits(two))
	if analysis.Digits(one) || short || len(one)+len(two) > analysis.MaxWord {
		return
	}
	h := s.Word(a.Stem(one + two))
	if h.Empty() {
		return
	}
	for _, c := range clauses {
		if c.Hits.Empty() || c.How == ByCorrection || c.How == BySplit {
			c.Hits, c.Meant, c.How, c.Codely = reader.Hits{}, nil, byJoin, false
		}
		c.Hits.Add(h, reader.Lower)
		c.Meant = append(c.Meant, one+two)
	}
}
