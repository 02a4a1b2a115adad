package clause

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/index/vocabulary"
)

// maxLead is how many pieces before an unknown one an expression may begin that it belongs to: machine à
// laver.
const maxLead = 2

// meaning takes a word that no product has, alone or with its neighbours, for one of the vocabulary, and
// finds the words that products have for the same thing: couch finds sofas, and fauteuil armchairs. It
// reports false where they have none.
func (p *Planner) meaning(s *reader.Session, pieces []analysis.Piece, i int, c *Clause) bool {
	words := make([]string, len(pieces))
	for n := range pieces {
		words[n] = pieces[n].Joined()
	}
	best, from, found := 0, i, []vocabulary.Found(nil)
	for start := max(0, i-maxLead); start <= i; start++ {
		n, groups := vocabulary.Shared().Find(words[start:], p.Lang.Base())
		if n > i-start && n > best {
			best, from, found = n, start, groups
		}
	}
	for _, g := range found {
		if c.addGroup(s, p.Lang, g.Group); !c.Hits.Empty() {
			c.spoken = g.Language
		}
	}
	if c.Hits.Empty() && !c.addCompound(s, p.Lang, words[i]) {
		return false
	}
	if best == 0 {
		best = 1
	}
	c.How, c.before, c.behind = byMeaning, i-from, from+best-1-i
	var typed []string
	for _, pc := range pieces[from : from+best] {
		typed = append(typed, pc.Text)
	}
	c.Typed = strings.Join(typed, " ")
	return true
}

// addGroup adds the products that have another word for the same thing: one of the catalog's language at
// half its worth at most, one of another language at less, unless it is a word of the catalog's language
// that means something else.
func (c *Clause) addGroup(s *reader.Session, lang *analysis.Language, g vocabulary.Group) {
	home, own := vocabulary.Column(lang.Base()), c.Hits.All()
	for l, words := range g {
		for _, word := range words {
			if l != home && home >= 0 && vocabulary.Shared().In(home, word) != nil {
				continue
			}
			h := s.Expression(lang.Stems(word))
			if h.Empty() {
				continue
			}
			h = h.Without(own) // who has the word itself is worth what it was
			if l == home {
				c.Hits.Add(h, reader.Lower)
			} else {
				c.Hits.Add(h, reader.Lowest)
			}
			if len(c.Others) < maxMeant {
				c.Others = append(c.Others, word)
			}
		}
	}
}

// addCompound takes a word apart into two that the vocabulary has in a language of compounds: Lederschuhe
// finds leather shoes, or else shoes.
func (c *Clause) addCompound(s *reader.Session, lang *analysis.Language, word string) bool {
	for l, tag := range vocabulary.Languages {
		links := terms.LinksOf(tag)
		if links == nil || tag == lang.Base() || !analysis.LowerASCII(word) {
			continue
		}
		count := func(part string) int { return len(vocabulary.Shared().In(l, part)) }
		first, last, ok := parted(word, MinLoosePart, links, count)
		if !ok {
			continue
		}
		var head Clause
		for _, g := range vocabulary.Shared().In(l, first) {
			head.addGroup(s, lang, g)
		}
		for _, g := range vocabulary.Shared().In(l, last) {
			c.addGroup(s, lang, g)
		}
		if both := head.Hits.All(); both != nil && !c.Hits.Empty() {
			if both = roaring.And(both, c.Hits.All()); !both.IsEmpty() {
				c.Hits, c.Others = reader.At(analysis.Levels/2, both), append(head.Others, c.Others...)
			}
		}
		c.spoken = l
		return !c.Hits.Empty()
	}
	return false
}

// welcomeForeign makes the words welcome that say little in the language in which another word was typed:
// "pour" of a French query is no verb of an English catalog.
func welcomeForeign(clauses []*Clause) {
	for _, typed := range clauses {
		if typed.How != byMeaning {
			continue
		}
		for _, c := range clauses {
			if c.How == ByWord && vocabulary.Shared().Little(typed.spoken, analysis.Fold(c.Typed)) {
				c.Welcome = true
			}
		}
	}
}

// AddMeanings adds to clauses the products that have another word for the same thing in place of the one that was
// typed. It reports whether it has added any.
func (p *Planner) AddMeanings(s *reader.Session, demanded []*Clause) (added bool) {
	home := vocabulary.Column(p.Lang.Base())
	for i := range demanded {
		words := make([]string, 0, len(demanded))
		for _, c := range demanded[i:] {
			words = append(words, analysis.Fold(c.Typed))
		}
		n, found := vocabulary.Shared().Find(words, p.Lang.Base())
		if n != 1 || demanded[i].How != ByWord {
			continue
		}
		for _, g := range found {
			if g.Language == home {
				demanded[i].addGroup(s, p.Lang, g.Group)
				added = true
			}
		}
	}
	return added
}

// Means gives the products that have a word for what an expression of the vocabulary means.
func (p *Planner) Means(s *reader.Session, words ...string) reader.Hits {
	var c Clause
	if taken, found := vocabulary.Shared().Find(words, p.Lang.Base()); taken == len(words) {
		for _, g := range found {
			c.addGroup(s, p.Lang, g.Group)
		}
	}
	return c.Hits
}
