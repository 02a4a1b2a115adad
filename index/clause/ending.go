package clause

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/index/vocabulary"
)

const (
	minTail    = 3   // letters of a stem that is looked for at the end of compounds
	minHead    = 3   // letters of what stands before it
	maxEndings = 300 // words that one tail stands for
	maxMeant   = 16  // of them those that an explanation names
)

// ending is a word of the catalog that ends with what was typed.
type ending struct {
	word string
	// it is shown to be a compound: what stands before the tail is a word, or begins another one
	shown bool
	docs  *roaring.Bitmap
}

// endings gives the compounds of titles and categories that end with a stem.
func (p *Planner) endings(s *reader.Session, tail string) (all []ending) {
	if p.links == nil || len(tail) < minTail || !analysis.LowerASCII(tail) {
		return nil
	}
	from := terms.Reversed(tail)
	n := 0
	s.Walk(terms.EndingsField, nil, []byte(from), []byte(from+"\xff"), func(term string) bool {
		word := terms.Reversed(term)
		head := strings.TrimSuffix(word, tail)
		if headlike(head) && len(word) >= terms.MinHeadTail {
			shown := p.knows(word) || p.headed(s, head)
			if shown || len(head) > minHead { // not the helm of Wilhelm
				all = append(all, ending{word, shown, s.Postings(terms.EndingsField, term)})
			}
		}
		n++
		return n < maxEndings
	})
	return all
}

// headlike tells whether letters can be the first part of a compound: a syllable at least, and none that ends
// in the middle of a sound: the eis of Preis and the rad of Grad are no last parts.
func headlike(head string) bool {
	n := len(head)
	if n < minHead || !strings.ContainsAny(head, "aeiouy") {
		return false
	}
	return !(strings.IndexByte("bcdfgkptv", head[n-2]) >= 0 && strings.IndexByte("lrw", head[n-1]) >= 0)
}

// knows tells whether a word is one of the vocabulary in the catalog's language.
func (p *Planner) knows(word string) bool {
	own := vocabulary.Column(p.Lang.Base())
	return own >= 0 && vocabulary.Shared().In(own, word) != nil
}

// headed tells whether the catalog or the vocabulary shows that letters are a word: by itself, or the catalog
// at the beginning of two words.
func (p *Planner) headed(s *reader.Session, head string) bool {
	for _, link := range p.links {
		if word, ok := strings.CutSuffix(head, link); ok && len(word) >= minHead {
			if s.Postings(terms.TitleTerms, word) != nil ||
				s.Postings(terms.TitleTerms, p.Lang.Stem(word)) != nil ||
				p.knows(word) {
				return true
			}
		}
	}
	if len(head) <= minHead {
		return false
	}
	words, last := 0, ""
	s.Walk(terms.TitleTerms, nil, []byte(head), []byte(head+"\xff"), func(term string) bool {
		if len(term) > len(head) && term != last {
			words, last = words+1, strings.Clone(term)
		}
		return words < 2
	})
	return words == 2
}

// tails are the stems under which a word may stand at the end of a compound: a short word may have another
// one there.
func (p *Planner) tails(word string) []string {
	const before = "kkkk" // no ending of a rule begins so
	stem, long := p.Lang.Stem(word), strings.TrimPrefix(p.Lang.Stem(before+word), before)
	if long == stem || len(long) < minTail {
		return []string{stem}
	}
	return []string{stem, long}
}

// compounded takes a word that no product has for the last part of compounds: schuhe finds Winterschuhe.
func (p *Planner) compounded(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) bool {
	if len(pc.Words) > 1 {
		return false
	}
	p.addEndings(s, pc.Words[0].Text, c)
	if c.Hits.Empty() {
		return false
	}
	c.How = ByCompound
	return true
}

// addEndings adds the compounds that end with a word.
func (p *Planner) addEndings(s *reader.Session, word string, c *Clause) {
	for _, tail := range p.tails(word) {
		for _, e := range p.endings(s, tail) {
			c.addEnding(e)
		}
	}
}

// ended takes a compound that no product has for its last part, a word or one with which other compounds end:
// of a Handyhülle the Lederhülle for phones, and behind it all that end so.
func (p *Planner) ended(s *reader.Session, a *terms.Analyzer, word string, c *Clause) bool {
	if len(word) > analysis.MaxWord || !analysis.LowerASCII(word) {
		return false
	}
	for i := minBegun; p.links != nil && i+minBegun <= len(word); i++ {
		first, last := word[:i], word[i:]
		if !headlike(first) || !p.knows(last) && !p.headed(s, first) {
			continue
		}
		found := Clause{Hits: s.Word(a.Stem(last))}
		p.addEndings(s, last, &found)
		if found.Hits.Empty() {
			continue
		}
		if both := p.firstPart(s, first); both != nil {
			c.Hits = reader.At(analysis.Levels/2, roaring.And(both, found.Hits.All()))
		}
		c.Hits.Add(found.Hits, reader.Lower)
		c.How, c.Stems, c.Meant = ByCompound, []string{a.Stem(last)}, append(found.Meant, last)
		return true
	}
	return false
}

// firstPart gives the products that have the first part of a compound, as a word or the beginning of one, or
// another word for it.
func (p *Planner) firstPart(s *reader.Session, part string) *roaring.Bitmap {
	var c Clause
	own := vocabulary.Column(p.Lang.Base())
	for _, link := range p.links {
		word, ok := strings.CutSuffix(part, link)
		if !ok || len(word) < minHead {
			continue
		}
		begun, _ := s.Beginning(word)
		c.Hits.Add(begun, reader.Same)
		if own >= 0 {
			for _, g := range vocabulary.Shared().In(own, word) {
				p.addGroup(s, &c, g)
			}
		}
	}
	return c.Hits.All()
}

// longer adds to a word of the catalog the compounds that end with it, at half their worth at most: those of
// which the catalog shows that they are.
func (p *Planner) longer(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) {
	if len(c.Stems) != 1 || c.How != ByWord || len(pc.Words) > 1 || c.Welcome {
		return
	}
	for _, tail := range p.tails(pc.Words[0].Text) {
		for _, e := range p.endings(s, tail) {
			if e.shown {
				c.addEnding(e)
			}
		}
	}
}

func (c *Clause) addEnding(e ending) {
	c.Hits.Add(reader.At(analysis.Levels/2, e.docs), reader.Lower)
	if len(c.Meant) < maxMeant {
		c.Meant = append(c.Meant, e.word)
	}
}
