package clause

import (
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// Planner makes clauses of what agents type. It is immutable.
type Planner struct {
	Lang       *analysis.Language
	synonyms   []analysis.Rule
	typedWords map[string]bool // all words of the synonyms that are typed: they are right as they are
	links      []string        // what stands between the parts of a compound; nil where compounds are not written as one word
	Products   float64
}

// understand makes the clause of a piece, the i-th.
func (p *Planner) understand(s *reader.Session, a *terms.Analyzer, pieces []analysis.Piece, i int, last bool) *Clause {
	pc := &pieces[i]
	c := &Clause{Typed: pc.Text, How: ByWord}
	canon, isCode := terms.Canonical(pc.Text[:pc.To-pc.From])
	isCode = isCode && terms.Codelike(canon) && pc.Unit == ""
	c.Codely = isCode && !pc.Times && (len(pc.Words) > 1 && len(canon) > terms.Gram || len(pc.Words) == 1)
	p.Words(s, a, pc, c)
	if isCode {
		if exact := s.Code(canon); exact != nil {
			level := analysis.Levels - 1
			if c.Hits.Empty() {
				c.How = ByCode
			} else if s.OnlyID(canon, exact) {
				level = 0
			}
			c.Hits.Add(reader.At(level, exact), reader.Same)
		}
	}
	plain := pc.Words[len(pc.Words)-1].Text
	switch {
	case !c.Hits.Empty():
		c.Welcome = len(pc.Words) == 1 && p.Lang.Stops(plain)
		if last && len(pc.Words) == 1 && pc.Unit == "" && !c.Welcome && !analysis.IsNumber(plain) {
			c.Open = plain
		}
	case len(pc.Words) == 1 && p.Lang.Stops(plain) && !(last && p.begins(s, a, c, plain)):
		c.How, c.Welcome = ByNothing, true // "with" of a catalog of bare names: it is neither demanded nor bent into another word
	case isCode && p.codePart(s, c, canon):
	case p.typedWords[c.Stems[0]]:
		c.How = ByNothing // until its synonyms are added
	case !isCode && p.meaning(s, pieces, i, c):
		if last {
			c.Open = plain
		}
	case !isCode && len(pc.Words) == 1 && analysis.StopWordOf(plain) != nil:
		c.How, c.Welcome = ByNothing, true // "avec" in a query on an English catalog
	case last && len(pc.Words) == 1 && pc.Unit == "" && !analysis.IsNumber(plain) && p.begins(s, a, c, plain):
	case p.compounded(s, a, pc, c): // before codes: of ZELT-2 the tents are what a "zelt" is
	case !isCode && len(canon) >= terms.Gram && p.codePart(s, c, canon):
	case analysis.Unspaced(plain):
		c.How = ByNothing // of a run of words none is a misspelt one
	case !isCode && p.corrected(s, a, pc, c, 1):
	case !isCode && p.split(s, a, pc, c):
	case !isCode && p.corrected(s, a, pc, c, analysis.MaxTypos):
	default:
		c.How = ByNothing
	}
	return c
}

// Words finds the piece as the words of the catalog.
func (p *Planner) Words(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) {
	if pc.Unit != "" && !pc.Times {
		c.Stems = []string{pc.Unit}
		c.Hits = s.Word(pc.Unit)
		if c.Hits.Empty() {
			number, _ := analysis.SplitNumber(pc.Words[0].Text)
			c.Hits.Add(s.Word(number), reader.Lower)
		}
		return
	}
	if len(pc.Words) == 1 {
		w := pc.Words[0]
		if grams := analysis.Grams(w.Text); len(grams) > 0 {
			c.Stems, c.Hits = grams, s.Neighbours(grams)
			return
		}
		c.Stems = []string{a.Stem(w.Text)}
		c.Hits = s.Word(c.Stems[0])
		if bare, ok := analysis.Unsigned(w.Text); ok && c.Hits.Empty() {
			c.Stems = []string{a.Stem(bare)}
			c.Hits.Add(s.Word(c.Stems[0]), reader.Lower)
		}
		if w.Wide != "" {
			c.Hits.Add(s.Word(a.Stem(w.Wide)), reader.Same)
		}
		if name, n, ok := terms.SplitName(w.Text); ok && c.Hits.Empty() {
			c.Stems = []string{a.Stem(name), n}
			c.Hits = reader.At(analysis.Levels/2, s.Together(c.Stems))
		}
		return
	}
	for _, w := range pc.Words {
		stem := a.Stem(w.Text)
		if number, letters := analysis.SplitNumber(w.Text); pc.Times && a.Lang.Unit(letters) != "" {
			stem = analysis.Quantity(number, a.Lang.Unit(letters))
		}
		c.Stems = append(c.Stems, stem)
	}
	if j := pc.Joined(); len(j) <= analysis.MaxWord {
		c.Hits = s.Word(a.Stem(j))
	}
	if _, _, named := terms.SplitName(pc.Joined()); !c.Codely || named && len(pc.Words) == 2 {
		share := reader.Same
		if pc.Fraction {
			share = reader.Lower // 3 and 4 are not three quarters
		}
		c.Hits.Add(reader.At(analysis.Levels/2, s.Together(c.Stems)), share)
	}
}

func (p *Planner) codePart(s *reader.Session, c *Clause, canon string) bool {
	begin, inside := s.CodeParts(canon)
	if begin == nil {
		return false
	}
	c.Hits = reader.At(analysis.Levels-1, begin)
	c.Hits.Add(reader.At(analysis.Levels/2, inside), reader.Same)
	c.How = ByCodePart
	return !c.Hits.Empty()
}

func (p *Planner) begins(s *reader.Session, a *terms.Analyzer, c *Clause, text string) bool {
	c.Hits, c.Meant = s.Beginning(text)
	c.How = ByBeginning
	if c.Hits.Empty() && c.Stems[0] != text && len(c.Stems[0]) > terms.MaxBeginning {
		c.Hits, c.Meant = s.Beginning(c.Stems[0])
	}
	return !c.Hits.Empty()
}
