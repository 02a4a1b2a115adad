package index

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
func (p *planner) meaning(s *reader.Session, pieces []analysis.Piece, i int, c *clause) bool {
	words := make([]string, len(pieces))
	for n := range pieces {
		words[n] = pieces[n].Joined()
	}
	best, from, found := 0, i, []vocabulary.Found(nil)
	for start := max(0, i-maxLead); start <= i; start++ {
		n, groups := vocabulary.Shared().Find(words[start:], p.lang.Base())
		if n > i-start && n > best {
			best, from, found = n, start, groups
		}
	}
	for _, g := range found {
		if c.addGroup(s, p.lang, g.Group); !c.hits.Empty() {
			c.spoken = g.Language
		}
	}
	if c.hits.Empty() && !c.addCompound(s, p.lang, words[i]) {
		return false
	}
	if best == 0 {
		best = 1
	}
	c.how, c.before, c.behind = byMeaning, i-from, from+best-1-i
	var typed []string
	for _, pc := range pieces[from : from+best] {
		typed = append(typed, pc.Text)
	}
	c.typed = strings.Join(typed, " ")
	return true
}

// addGroup adds the products that have another word for the same thing: one of the catalog's language at
// half its worth at most, one of another language at less, unless it is a word of the catalog's language
// that means something else.
func (c *clause) addGroup(s *reader.Session, lang *analysis.Language, g vocabulary.Group) {
	home, own := vocabulary.Column(lang.Base()), c.hits.All()
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
				c.hits.Add(h, reader.Lower)
			} else {
				c.hits.Add(h, reader.Lowest)
			}
			if len(c.others) < maxMeant {
				c.others = append(c.others, word)
			}
		}
	}
}

// addCompound takes a word apart into two that the vocabulary has in a language of compounds: Lederschuhe
// finds leather shoes, or else shoes.
func (c *clause) addCompound(s *reader.Session, lang *analysis.Language, word string) bool {
	for l, tag := range vocabulary.Languages {
		links := terms.LinksOf(tag)
		if links == nil || tag == lang.Base() || !analysis.LowerASCII(word) {
			continue
		}
		count := func(part string) int { return len(vocabulary.Shared().In(l, part)) }
		first, last, ok := parted(word, minLoosePart, links, count)
		if !ok {
			continue
		}
		var head clause
		for _, g := range vocabulary.Shared().In(l, first) {
			head.addGroup(s, lang, g)
		}
		for _, g := range vocabulary.Shared().In(l, last) {
			c.addGroup(s, lang, g)
		}
		if both := head.hits.All(); both != nil && !c.hits.Empty() {
			if both = roaring.And(both, c.hits.All()); !both.IsEmpty() {
				c.hits, c.others = reader.At(analysis.Levels/2, both), append(head.others, c.others...)
			}
		}
		c.spoken = l
		return !c.hits.Empty()
	}
	return false
}

// welcomeForeign makes the words welcome that say little in the language in which another word was typed:
// "pour" of a French query is no verb of an English catalog.
func welcomeForeign(clauses []*clause) {
	for _, typed := range clauses {
		if typed.how != byMeaning {
			continue
		}
		for _, c := range clauses {
			if c.how == byWord && vocabulary.Shared().Little(typed.spoken, analysis.Fold(c.typed)) {
				c.welcome = true
			}
		}
	}
}

// addMeanings adds the products that have another word for the same thing in place of one that was typed.
func (p *plan) addMeanings(s *reader.Session, lang *analysis.Language, demanded []*clause) {
	added := false
	for i := 0; i < len(demanded); i++ {
		words := make([]string, 0, len(demanded))
		for _, c := range demanded[i:] {
			words = append(words, analysis.Fold(c.typed))
		}
		n, found := vocabulary.Shared().Find(words, lang.Base())
		if n != 1 || demanded[i].how != byWord {
			continue
		}
		for _, g := range found {
			if g.Language == vocabulary.Column(lang.Base()) {
				demanded[i].addGroup(s, lang, g.Group)
				added = true
			}
		}
	}
	if added {
		p.add(whyMeaning, p.fitAll(demanded))
	}
}
