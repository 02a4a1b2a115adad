package clause

import (
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// corrected takes the word of the piece for a misspelt one, with at most so many typos.
func (p *Planner) corrected(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece,
	c *Clause, most int) bool {
	if s.Corrected++; len(pc.Words) > 1 || s.Corrected > maxCorrected {
		return false
	}
	text := pc.Words[0].Text
	most = min(most, analysis.Typos(text))
	found := s.Guesses(a.Stem(text), most)
	if found == nil && a.Stem(text) != text {
		found = s.Guesses(text, most)
	}
	if found == nil {
		return p.correctedTyped(c, a.Stem(text), most)
	}
	for i, g := range found {
		if i == 0 {
			c.Hits, c.Stems = g.Hits, []string{g.Word}
		} else {
			c.Hits.Add(g.Hits, reader.Lower)
		}
		c.Meant = append(c.Meant, g.Word)
	}
	c.How = ByCorrection
	return len(found) > 0
}

// correctedTyped takes a word for a misspelt one of those that only synonyms.json has: what it means is added
// with its synonyms.
func (p *Planner) correctedTyped(c *Clause, stem string, most int) bool {
	if len(p.typedWords) == 0 || len(stem) < 3 || len(stem) > 60 || most == 0 {
		return false
	}
	f, best, nearest := analysis.NewAutomaton(stem, most), "", most+1
	for word := range p.typedWords {
		if n := f.Distance(word); len(word) >= terms.Gram && (n < nearest || n == nearest && word < best) {
			best, nearest = word, n
		}
	}
	if nearest > most {
		return false
	}
	c.Stems, c.Meant, c.How = []string{best}, []string{best}, ByCorrection
	return true
}

// maxCorrected bounds the walks through the dictionary for one query: each takes milliseconds where there are
// very many words, and who misspells so many words gets no answer by correcting them all.
const maxCorrected = 32

// minAlone is how many letters a word has that may be misspelt though the catalog has it, and that says all
// that was typed: of shorter ones too many differ by one letter.
const minAlone = 5

// commoner is how many times more products a word has that is rather meant than a rare one beside it.
const commoner = 10

// addApart adds to a word the products whose titles write it as two: a head set is a headset.
func (p *Planner) addApart(s *reader.Session, c *Clause) (added bool) {
	word := analysis.Fold(c.Typed)
	if c.How != ByWord || len(c.Stems) != 1 || !analysis.LowerASCII(word) {
		return false
	}
	for i := MinLoosePart; i+MinLoosePart <= len(word); i++ {
		pair := p.Lang.Stem(word[:i]) + " " + p.Lang.Stem(word[i:])
		if docs := s.Postings(terms.PairsField, pair); docs != nil {
			c.Hits.Add(reader.At(analysis.Levels/2, docs), reader.Lower)
			c.Meant, added = append(c.Meant, word[:i]+" "+word[i:]), true
		}
	}
	return added
}

// AddMeant adds to words that at most so many products have those that differ by one typo and are much more
// common: Phillips stands in a title, and Philips was meant; Philipp may begin Phillips, too. Any word may be
// two in titles. It reports whether it has added any.
func (p *Planner) AddMeant(s *reader.Session, demanded []*Clause, rare uint64) (added bool) {
	for _, c := range demanded {
		added = p.addApart(s, c) || added
		if c.How != ByWord && c.How != ByBeginning || len(c.Stems) != 1 || c.Count > rare ||
			len(demanded) == 1 && len(c.Typed) < minAlone || analysis.Typos(c.Typed) == 0 ||
			s.Corrected >= maxCorrected {
			continue
		}
		s.Corrected++
		for _, g := range s.Beside(c.Stems[0]) {
			if g.Word != c.Stems[0] && g.Hits.Count() >= commoner*c.Count {
				c.Hits.Add(g.Hits, reader.Lower)
				c.Meant, added = append(c.Meant, g.Word), true
			}
		}
	}
	return added
}
