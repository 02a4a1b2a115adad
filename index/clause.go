package index

import (
	"math"
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// Ways in which a piece of a query was understood, as [Term] says them.
const (
	byWord       = "word"
	byCode       = "code"
	byCodePart   = "part of a code"
	byBeginning  = "beginning of a word"
	byCorrection = "corrected"
	bySynonym    = "synonym"
	bySplit      = "split"  // two words of the catalog written as one
	byJoin       = "joined" // with its neighbour one word of the catalog
	byCompound   = "last part of a compound"
	byMeaning    = "other word of the same meaning"
	byNothing    = "unknown"
)

// clause is one piece of a query with the documents that answer it.
type clause struct {
	typed    string // as the agent typed it
	stems    []string
	how      string
	synonyms []string // the entries of synonyms.json that apply
	meant    []string // the words that the documents hold, when they are not the typed one
	others   []string // words of the same meaning that documents hold
	hits     reader.Hits
	open     string // the last piece, which may be the beginning of a longer word; empty where it may not
	count    uint64
	welcome  bool // a stop word: it adds to the worth, and is not demanded
	part     bool // another clause stands for an expression that it is a part of
	before   int  // pieces before and behind its own that are of its expression
	behind   int
	spoken   int  // of a word of the same meaning: the language of what was typed, as a place in the vocabulary's
	codely   bool // only a code or part of one may be meant
	weights  [analysis.Levels]int32
	united   reader.Hits // those whose union is whole
	whole    *roaring.Bitmap
	head     *bonus // of the products of whose titles the word says what they are; nil for none
}

// planner makes clauses of what agents type. It is immutable.
type planner struct {
	lang       *analysis.Language
	synonyms   []analysis.Rule
	typedWords map[string]bool // all words of the synonyms that are typed: they are right as they are
	links      []string        // what stands between the parts of a compound; nil where compounds are not written as one word
	products   float64
}

// understand makes the clause of a piece, the i-th.
func (p *planner) understand(x *Index, s *reader.Session, a *terms.Analyzer, pieces []analysis.Piece, i int, last bool) *clause {
	pc := &pieces[i]
	c := &clause{typed: pc.Text, how: byWord}
	canon, isCode := terms.Canonical(pc.Text[:pc.To-pc.From])
	isCode = isCode && terms.Codelike(canon) && pc.Unit == ""
	c.codely = isCode && !pc.Times && (len(pc.Words) > 1 && len(canon) > terms.Gram || len(pc.Words) == 1)
	p.words(s, a, pc, c)
	if isCode {
		if exact := s.Code(canon); exact != nil {
			level := analysis.Levels - 1
			if c.hits.Empty() {
				c.how = byCode
			} else if s.OnlyID(canon, exact) {
				level = 0
			}
			c.hits.Add(reader.At(level, exact), reader.Same)
		}
	}
	plain := pc.Words[len(pc.Words)-1].Text
	switch {
	case !c.hits.Empty():
		c.welcome = len(pc.Words) == 1 && p.lang.Stops(plain)
		if last && len(pc.Words) == 1 && pc.Unit == "" && !c.welcome && !analysis.IsNumber(plain) {
			c.open = plain
		}
	case len(pc.Words) == 1 && p.lang.Stops(plain) && !(last && p.begins(s, a, c, plain)):
		c.how, c.welcome = byNothing, true // "with" of a catalog of bare names: it is neither demanded nor bent into another word
	case isCode && p.codePart(x, s, c, canon):
	case p.typedWords[c.stems[0]]:
		c.how = byNothing // until its synonyms are added
	case !isCode && p.meaning(s, pieces, i, c):
		if last {
			c.open = plain
		}
	case !isCode && len(pc.Words) == 1 && analysis.StopWordOf(plain) != nil:
		c.how, c.welcome = byNothing, true // "avec" in a query on an English catalog
	case last && len(pc.Words) == 1 && pc.Unit == "" && !analysis.IsNumber(plain) && p.begins(s, a, c, plain):
	case p.compounded(s, a, pc, c): // before codes: of ZELT-2 the tents are what a "zelt" is
	case !isCode && len(canon) >= terms.Gram && p.codePart(x, s, c, canon):
	case analysis.Unspaced(plain):
		c.how = byNothing // of a run of words none is a misspelt one
	case !isCode && p.corrected(s, a, pc, c, 1):
	case !isCode && p.split(s, a, pc, c):
	case !isCode && p.corrected(s, a, pc, c, analysis.MaxTypos):
	default:
		c.how = byNothing
	}
	return c
}

// words finds the piece as the words of the catalog.
func (p *planner) words(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *clause) {
	if pc.Unit != "" && !pc.Times {
		c.stems = []string{pc.Unit}
		c.hits = s.Word(pc.Unit)
		if c.hits.Empty() {
			number, _ := analysis.SplitNumber(pc.Words[0].Text)
			c.hits.Add(s.Word(number), reader.Lower)
		}
		return
	}
	if len(pc.Words) == 1 {
		w := pc.Words[0]
		if grams := analysis.Grams(w.Text); len(grams) > 0 {
			c.stems, c.hits = grams, s.Neighbours(grams)
			return
		}
		c.stems = []string{a.Stem(w.Text)}
		c.hits = s.Word(c.stems[0])
		if bare, ok := analysis.Unsigned(w.Text); ok && c.hits.Empty() {
			c.stems = []string{a.Stem(bare)}
			c.hits.Add(s.Word(c.stems[0]), reader.Lower)
		}
		if w.Wide != "" {
			c.hits.Add(s.Word(a.Stem(w.Wide)), reader.Same)
		}
		if name, n, ok := terms.SplitName(w.Text); ok && c.hits.Empty() {
			c.stems = []string{a.Stem(name), n}
			c.hits = reader.At(analysis.Levels/2, s.Together(c.stems))
		}
		return
	}
	for _, w := range pc.Words {
		stem := a.Stem(w.Text)
		if number, letters := analysis.SplitNumber(w.Text); pc.Times && a.Lang.Unit(letters) != "" {
			stem = analysis.Quantity(number, a.Lang.Unit(letters))
		}
		c.stems = append(c.stems, stem)
	}
	if j := pc.Joined(); len(j) <= analysis.MaxWord {
		c.hits = s.Word(a.Stem(j))
	}
	if _, _, named := terms.SplitName(pc.Joined()); !c.codely || named && len(pc.Words) == 2 {
		share := reader.Same
		if pc.Fraction {
			share = reader.Lower // 3 and 4 are not three quarters
		}
		c.hits.Add(reader.At(analysis.Levels/2, s.Together(c.stems)), share)
	}
}

func (p *planner) codePart(x *Index, s *reader.Session, c *clause, canon string) bool {
	begin, inside := s.CodeParts(canon)
	if begin == nil {
		return false
	}
	c.hits = reader.At(analysis.Levels-1, begin)
	c.hits.Add(reader.At(analysis.Levels/2, inside), reader.Same)
	c.how = byCodePart
	return !c.hits.Empty()
}

func (p *planner) begins(s *reader.Session, a *terms.Analyzer, c *clause, text string) bool {
	c.hits, c.meant = s.Beginning(text)
	c.how = byBeginning
	if c.hits.Empty() && c.stems[0] != text && len(c.stems[0]) > terms.MaxBeginning {
		c.hits, c.meant = s.Beginning(c.stems[0])
	}
	return !c.hits.Empty()
}

// corrected takes the word of the piece for a misspelt one, with at most so many typos.
func (p *planner) corrected(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece, c *clause, most int) bool {
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
			c.hits, c.stems = g.Hits, []string{g.Word}
		} else {
			c.hits.Add(g.Hits, reader.Lower)
		}
		c.meant = append(c.meant, g.Word)
	}
	c.how = byCorrection
	return len(found) > 0
}

// correctedTyped takes a word for a misspelt one of those that only synonyms.json has: what it means is added with its
// synonyms.
func (p *planner) correctedTyped(c *clause, stem string, most int) bool {
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
	c.stems, c.meant, c.how = []string{best}, []string{best}, byCorrection
	return true
}

// maxCorrected bounds the walks through the dictionary for one query: each takes milliseconds where there are very many
// words, and who misspells so many words gets no answer by correcting them all.
const maxCorrected = 32

// weigh sets the weights of the levels: rarer pieces weigh more, as in BM25.
func (c *clause) weigh(products float64) {
	c.count = c.hits.Count()
	n := float64(c.count)
	idf := math.Log(1 + (products-n+0.5)/(n+0.5))
	for l := range c.weights {
		c.weights[l] = int32(math.Round(1000 * idf * terms.Worth(l)))
	}
}

// maxPieces is the number of pieces of a query that are considered, and maxText its length in characters.
const (
	maxPieces = 64
	maxText   = 10_000
)

// clauses takes the text of a query apart. Pieces that come twice count once.
func (p *planner) clauses(x *Index, s *reader.Session, text string) []*clause {
	a := terms.New(p.lang)
	pieces := piecesOf(a, shorten(text))
	s.Corrected = 0
	open := !strings.HasSuffix(text, " ") // a blank at the end says that the last word is whole
	var all []*clause
	for i := 0; i < len(pieces); i++ {
		c := p.understand(x, s, a, pieces, i, i == len(pieces)-1 && open)
		if apart := pieces[i].Apart(); c.hits.Empty() && len(apart) > 1 && len(pieces)+len(apart) <= maxPieces && !s.LikeCode(pieces[i].Text) {
			pieces = slices.Replace(pieces, i, i+1, apart...)
			i--
			continue
		}
		p.longer(s, a, &pieces[i], c)
		all = append(all, c)
		for from := range c.before {
			all[i-1-from].part = true
		}
		for range c.behind {
			i++
			all = append(all, &clause{typed: pieces[i].Text, how: byNothing, part: true})
		}
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].part || all[i].part {
			continue
		}
		join(s, a, pieces[i-1:i+1], all[i-1:i+1])
		if c := all[i]; c.codely && c.hits.Empty() && s.BeginsCode(all[i-1].typed) {
			all[i-1].hits, all[i-1].codely, all[i-1].how = reader.Hits{}, true, byNothing // a code in two pieces, which does not exist
		}
	}
	welcomeForeign(all)
	var out []*clause
	seen := map[string]bool{}
	for _, c := range all {
		if key := strings.Join(c.stems, " "); !seen[key] && !c.part {
			seen[key] = true
			out = append(out, c)
		}
	}
	return out
}

// piecesOf gives the first pieces of a text, which stays the analyzer's.
func piecesOf(a *terms.Analyzer, text string) (pieces []analysis.Piece) {
	a.Scan.Reset(text)
	for len(pieces) < maxPieces && a.Scan.Next() {
		pc := *a.Scan.Piece()
		if n := len(pieces); n > 0 && isTimes(text[pc.From:pc.To]) && measured(pieces[n-1].Words[0].Text) && startsNumber(text[pc.To:]) {
			continue // 160 x 230 are two numbers
		}
		pc.Words = append([]analysis.Word(nil), pc.Words...)
		pc.Text = text[pc.From:max(pc.UnitTo, pc.To)]
		a.Scan.Skip(pc.UnitTo)
		pieces = append(pieces, pc)
	}
	return pieces
}

func isTimes(sign string) bool { return sign == "x" || sign == "X" }

// measured tells whether a word is a number, or a metric thread: M8.
func measured(word string) bool {
	return analysis.IsNumber(word) || word[0] == 'm' && analysis.IsNumber(word[1:])
}

func startsNumber(text string) bool {
	text = strings.TrimLeft(text, " \u00a0")
	return text != "" && analysis.Digit(text[0])
}

// shorten cuts a text to maxText characters.
func shorten(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxText {
			return text[:i]
		}
	}
	return text
}

// spelled tells whether a text can only be meant as a code typed in pieces: a few letters with which codes begin, and
// numbers and a few letters behind them. No product that fits only some of it is an answer.
func spelled(s *reader.Session, clauses []*clause) bool {
	if len(clauses) < 2 || !s.BeginsCode(clauses[0].typed) {
		return false
	}
	numbers := false
	for _, c := range clauses[1:] {
		piece := analysis.Fold(c.typed)
		numbers = numbers || analysis.Digits(piece)
		if !analysis.Digits(piece) && len(piece) > reader.MaxSpelled {
			return false
		}
	}
	return numbers
}
