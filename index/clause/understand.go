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
	// what stands between the parts of a compound; nil where compounds are not written as one word
	links    []string
	Products float64
}

// piece is one of a query's pieces, the i-th of all, and what it may be.
type piece struct {
	*analysis.Piece
	all    []analysis.Piece
	i      int
	plain  string // its last word
	canon  string // as a code
	isCode bool   // it looks like one
	last   bool   // nothing stands behind it
}

// single tells whether it is one word.
func (q *piece) single() bool { return len(q.Words) == 1 }

// open tells whether it may be the beginning of a longer word.
func (q *piece) open() bool {
	return q.last && q.single() && q.Unit == "" && !analysis.IsNumber(q.plain)
}

// understand makes the clause of a piece, the i-th.
func (p *Planner) understand(
	s *reader.Session, a *terms.Analyzer, pieces []analysis.Piece, i int, last bool,
) *Clause {
	q := &piece{Piece: &pieces[i], all: pieces, i: i, last: last}
	q.plain = q.Words[len(q.Words)-1].Text
	q.canon, q.isCode = terms.Canonical(q.Text[:q.To-q.From])
	q.isCode = q.isCode && terms.Codelike(q.canon) && q.Unit == ""
	c := &Clause{Typed: q.Text, How: ByWord}
	c.Codely = q.isCode && !q.Times && (q.single() || len(q.canon) > terms.Gram)
	p.Words(s, a, q.Piece, c)
	c.addCode(s, q)
	little := q.single() && p.Lang.Stops(q.plain)
	switch {
	case !c.Hits.Empty():
		c.Welcome = little
		if q.open() && !little {
			c.Open = q.plain
		}
	case little && !(last && p.begins(s, c, q.plain)):
		// "with" of a catalog of bare names: it is neither demanded nor bent into another word
		c.How, c.Welcome = ByNothing, true
	default:
		p.unknown(s, a, q, c)
	}
	return c
}

// addCode adds the product whose code the piece is.
func (c *Clause) addCode(s *reader.Session, q *piece) {
	if !q.isCode {
		return
	}
	exact := s.Code(q.canon)
	if exact == nil {
		return
	}
	level := analysis.Levels - 1
	if c.Hits.Empty() {
		c.How = ByCode
	} else if s.OnlyID(q.canon, exact) {
		level = 0
	}
	c.Hits.Add(reader.At(level, exact), reader.Same)
}

// unknown takes a piece that no product has for something else, the first that some product has.
func (p *Planner) unknown(s *reader.Session, a *terms.Analyzer, q *piece, c *Clause) {
	switch {
	case q.isCode && p.codePart(s, c, q.canon):
	case p.typedWords[c.Stems[0]]:
		c.How = ByNothing // until its synonyms are added
	case !q.isCode && (p.means(s, q, c) || q.fills(c)):
	case q.open() && p.begins(s, c, q.plain):
	case p.compounded(s, a, q.Piece, c): // before codes: of ZELT-2 the tents are what a "zelt" is
	case q.open() && len(c.Stems[0]) > terms.MaxBeginning && p.begins(s, c, c.Stems[0]):
	case q.isCode:
		c.How = ByNothing // no code is a misspelt word
	default:
		p.unlikely(s, a, q, c)
	}
}

// means takes a piece for what it means; the last one may still be a word's beginning.
func (p *Planner) means(s *reader.Session, q *piece, c *Clause) bool {
	if !p.meaning(s, q.all, q.i, c) {
		return false
	}
	if q.last {
		c.Open = q.plain
	}
	return true
}

// fills takes a piece for a filler of another language: "avec" in a query on an English catalog.
func (q *piece) fills(c *Clause) bool {
	if !q.single() || analysis.StopWordOf(q.plain) == nil {
		return false
	}
	c.How, c.Welcome = ByNothing, true
	return true
}

// unlikely takes a piece that is no code for what it is only where all else fails: part of a code, misspelt,
// a compound of words that products have.
func (p *Planner) unlikely(s *reader.Session, a *terms.Analyzer, q *piece, c *Clause) {
	switch {
	case len(q.canon) >= terms.Gram && p.codePart(s, c, q.canon):
	case analysis.Unspaced(q.plain):
		c.How = ByNothing // of a run of words none is a misspelt one
	case p.respelt(s, a, q.Piece, c):
	case q.single() && p.addCompound(s, c, q.plain, true):
		c.How = byMeaning
	default:
		c.How = ByNothing
	}
}

// respelt takes a piece for a misspelt word, or for two that were written as one.
func (p *Planner) respelt(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) bool {
	return p.corrected(s, a, pc, c, 1) || p.split(s, a, pc, c) || p.corrected(s, a, pc, c, analysis.MaxTypos)
}

// Words finds the piece as the words of the catalog.
func (p *Planner) Words(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *Clause) {
	if pc.Unit != "" && !pc.Times {
		c.Stems = []string{pc.Unit}
		c.Hits = s.Word(pc.Unit)
		if c.Hits.Empty() {
			number, _ := analysis.SplitNumber(pc.Words[0].Text)
			if pc.Fraction {
				number = pc.Joined()
			}
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

func (p *Planner) begins(s *reader.Session, c *Clause, text string) bool {
	c.Hits, c.Meant = s.Beginning(text)
	c.How = ByBeginning
	return !c.Hits.Empty()
}
