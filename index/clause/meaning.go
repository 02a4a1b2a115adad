package clause

import (
	"slices"
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
		if p.addGroup(s, c, g.Group); !c.Hits.Empty() {
			c.spoken = g.Language
		}
	}
	if c.Hits.Empty() && !p.addCompound(s, c, words[i], false) {
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
func (p *Planner) addGroup(s *reader.Session, c *Clause, g vocabulary.Group) {
	p.addWords(s, c, g, shares{reader.Lower, reader.Lowest})
}

// shares are what words for the same thing are worth of what was typed: those of the catalog's language, and
// others.
type shares [2]func(level int) int

func (p *Planner) addWords(s *reader.Session, c *Clause, g vocabulary.Group, worth shares) {
	home, own := vocabulary.Column(p.Lang.Base()), c.Hits.All()
	for l, words := range g {
		for _, word := range words {
			if l != home && home >= 0 && vocabulary.Shared().In(home, word) != nil {
				continue
			}
			stems, share := p.Lang.Stems(word), worth[1]
			h := s.Expression(stems)
			if l == home {
				share = worth[0]
				p.addLonger(s, c, word)
			}
			if h.Empty() {
				continue
			}
			c.Hits.Add(h.Without(own), share) // who has the word itself is worth what it was
			if len(c.Others) < maxMeant {
				c.Others = append(c.Others, word)
			}
		}
	}
}

// minLongerTail is how many letters a word has that compounds end with of which the catalog does not show
// that they are; adjectives such as praktisch end with no Tisch.
const minLongerTail = 4

// addLonger adds the products with a compound that ends with a word for the same thing: of a couch the
// Ecksofas.
func (p *Planner) addLonger(s *reader.Session, c *Clause, word string) {
	folded := analysis.Fold(word)
	if p.links == nil || strings.Contains(folded, " ") {
		return
	}
	for _, tail := range p.tails(folded) {
		for _, e := range p.endings(s, tail) {
			if !e.shown && (len(tail) < minLongerTail || strings.HasSuffix(e.word, "isch")) {
				continue
			}
			c.Hits.Add(reader.At(analysis.Levels/2, e.docs), reader.Lowest)
			if len(c.Others) < maxMeant {
				c.Others = append(c.Others, e.word)
			}
		}
	}
}

// addCompound takes a word apart into two that the vocabulary has in a language of compounds, the catalog's own
// or others: Lederschuhe finds leather shoes, or else shoes.
func (p *Planner) addCompound(s *reader.Session, c *Clause, word string, own bool) bool {
	for l, tag := range vocabulary.Languages {
		links := terms.LinksOf(tag)
		if links == nil || own != (tag == p.Lang.Base()) || !analysis.LowerASCII(word) {
			continue
		}
		count := func(part string) int { return len(vocabulary.Shared().In(l, part)) }
		first, last, ok := parted(word, MinLoosePart, links, count)
		if !ok {
			continue
		}
		var head Clause
		for _, g := range vocabulary.Shared().In(l, first) {
			p.addGroup(s, &head, g)
		}
		for _, g := range vocabulary.Shared().In(l, last) {
			p.addGroup(s, c, g)
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

// readForeign reads the words beside one of another language in that language, too: those that say little in it
// are welcome ("pour" of a French query is no verb of an English catalog), and the others may mean what they
// mean there: the robe of "robe rouge" is a dress.
func (p *Planner) readForeign(s *reader.Session, clauses []*Clause) {
	for _, typed := range clauses {
		if typed.How != byMeaning || typed.spoken == vocabulary.Column(p.Lang.Base()) {
			continue
		}
		for _, c := range clauses {
			if word := analysis.Fold(c.Typed); c.How == ByWord {
				c.Welcome = c.Welcome || vocabulary.Shared().Little(typed.spoken, word)
				for _, g := range vocabulary.Shared().In(typed.spoken, word) {
					p.addGroup(s, c, g)
				}
			}
		}
	}
}

// AddMeanings adds to clauses the products that have other words for the same thing in place of one that was
// typed, or of an expression of several: in a catalog of several languages some product has each word. It
// reports whether it has added any.
func (p *Planner) AddMeanings(s *reader.Session, demanded []*Clause) (added bool) {
	for i := 0; i < len(demanded); {
		n, found := p.find(demanded[i:])
		n = max(n, 1)
		for _, c := range demanded[i : i+n] {
			added = p.addFound(s, c, found) || added
		}
		i += n
	}
	return added
}

// find gives what the expression of the vocabulary means that clauses begin with, and how many of them it
// takes.
func (p *Planner) find(clauses []*Clause) (int, []vocabulary.Found) {
	words := make([]string, len(clauses))
	for i, c := range clauses {
		words[i] = analysis.Fold(c.Typed)
	}
	return vocabulary.Shared().Find(words, p.Lang.Base())
}

// addFound adds to a word of the catalog the products that have another word for what was found. It reports
// whether there are any.
func (p *Planner) addFound(s *reader.Session, c *Clause, found []vocabulary.Found) bool {
	if c.How != ByWord {
		return false
	}
	before := c.Hits
	for _, g := range found {
		p.addGroup(s, c, g.Group)
	}
	return c.Hits != before
}

// Spoken tells whether a language is that of the catalog, or of a word of the text that no title has and that
// the catalog's language does not know: "scarpe non nike".
func (p *Planner) Spoken(s *reader.Session, a *terms.Analyzer, text, language string) bool {
	home, spoken := vocabulary.Column(p.Lang.Base()), vocabulary.Column(language)
	if language == p.Lang.Base() || spoken < 0 {
		return language == p.Lang.Base()
	}
	return slices.ContainsFunc(PiecesOf(a, text), func(pc analysis.Piece) bool {
		word := pc.Joined()
		return vocabulary.Shared().In(spoken, word) != nil &&
			(home < 0 || vocabulary.Shared().In(home, word) == nil) &&
			s.Postings(terms.TitleTerms, a.Stem(word)) == nil
	})
}

// Means gives the products that have a word for what an expression of the vocabulary means.
func (p *Planner) Means(s *reader.Session, words ...string) reader.Hits {
	var c Clause
	if taken, found := vocabulary.Shared().Find(words, p.Lang.Base()); taken == len(words) {
		for _, g := range found {
			p.addGroup(s, &c, g.Group)
		}
	}
	return c.Hits
}
