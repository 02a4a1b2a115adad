package index

import (
	"math"
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
	byNothing    = "unknown"
)

// clause is one piece of a query with the documents that answer it.
type clause struct {
	typed    string // as the agent typed it
	stems    []string
	how      string
	synonyms []string // the entries of synonyms.json that apply
	meant    []string // the words that the documents hold, when they are not the typed one
	hits     hits
	open     string // the last piece, which may be the beginning of a longer word; empty where it may not
	count    uint64
	welcome  bool // a stop word: it adds to the worth, and is not demanded
	codely   bool // only a code or part of one may be meant
	weights  [levels]int32
}

// planner makes clauses of what agents type. It is immutable.
type planner struct {
	lang       language
	synonyms   []rule
	typedWords map[string]bool     // all words of the synonyms that are typed: they are right as they are
	links      []string            // what stands between the parts of a compound; nil where compounds are not written as one word
	compounds  map[string][]string // learned compounds by their last part
	products   float64
}

// understand makes the clause of a piece.
func (p *planner) understand(x *Index, s *session, a *analyzer, pc *piece, last bool) *clause {
	c := &clause{typed: pc.text, how: byWord}
	canon, isCode := canonical(pc.text[:pc.to-pc.from])
	isCode = isCode && codelike(canon) && pc.unit == ""
	c.codely = isCode && !pc.times && (len(pc.words) > 1 && len(canon) > gram || len(pc.words) == 1)
	p.words(s, a, pc, c)
	if isCode {
		if exact := s.code(canon); exact != nil {
			if c.hits.empty() {
				c.how = byCode
			}
			c.hits.add(at(levels-1, exact), same)
		}
	}
	plain := pc.words[len(pc.words)-1].text
	switch {
	case !c.hits.empty():
		c.welcome = len(pc.words) == 1 && p.lang.stop[plain]
		if last && len(pc.words) == 1 && pc.unit == "" && !c.welcome && !number(plain) {
			c.open = plain
		}
	case len(pc.words) == 1 && p.lang.stop[plain] && !(last && p.begins(s, a, c, plain)):
		c.how, c.welcome = byNothing, true // "with" of a catalog of bare names: it is neither demanded nor bent into another word
	case isCode && p.codePart(x, s, c, canon):
	case p.typedWords[c.stems[0]]:
		c.how = byNothing // until its synonyms are added
	case last && len(pc.words) == 1 && pc.unit == "" && !number(plain) && p.begins(s, a, c, plain):
	case !isCode && len(canon) >= gram && p.codePart(x, s, c, canon):
	case !isCode && p.corrected(s, a, pc, c, 1):
	case !isCode && p.split(s, a, pc, c):
	case !isCode && p.corrected(s, a, pc, c, maxTypos):
	default:
		c.how = byNothing
	}
	return c
}

// words finds the piece as the words of the catalog.
func (p *planner) words(s *session, a *analyzer, pc *piece, c *clause) {
	if pc.unit != "" && !pc.times {
		c.stems = []string{pc.unit}
		c.hits = s.word(pc.unit)
		if c.hits.empty() {
			number, _ := splitNumber(pc.words[0].text)
			c.hits.add(s.word(number), lower)
		}
		return
	}
	if len(pc.words) == 1 {
		w := pc.words[0]
		c.stems = []string{a.stem(w.text)}
		c.hits = s.word(c.stems[0])
		if w.wide != "" {
			c.hits.add(s.word(a.stem(w.wide)), same)
		}
		if name, n, ok := splitName(w.text); ok && c.hits.empty() {
			c.stems = []string{a.stem(name), n}
			c.hits = at(levels/2, s.together(c.stems))
		}
		return
	}
	for _, w := range pc.words {
		stem := a.stem(w.text)
		if number, letters := splitNumber(w.text); pc.times && a.lang.units[letters] != "" {
			stem = number + a.lang.units[letters]
		}
		c.stems = append(c.stems, stem)
	}
	if j := pc.joined(); len(j) <= maxWord {
		c.hits = s.word(a.stem(j))
	}
	if _, _, named := splitName(pc.joined()); !c.codely || named && len(pc.words) == 2 {
		c.hits.add(at(levels/2, s.together(c.stems)), same)
	}
}

// together gives the documents that hold all stems, nil for none.
func (s *session) together(stems []string) *roaring.Bitmap {
	var all []*roaring.Bitmap
	for _, stem := range stems {
		h := s.word(stem)
		b := h.all()
		if b == nil {
			return nil
		}
		all = append(all, b)
	}
	return roaring.FastAnd(all...)
}

func (p *planner) codePart(x *Index, s *session, c *clause, canon string) bool {
	begin, inside := x.parts(s, canon)
	if begin == nil {
		return false
	}
	c.hits = at(levels-1, begin)
	c.hits.add(at(levels/2, inside), same)
	c.how = byCodePart
	return !c.hits.empty()
}

func (p *planner) begins(s *session, a *analyzer, c *clause, text string) bool {
	c.hits, c.meant = s.beginning(text)
	c.how = byBeginning
	if c.hits.empty() && c.stems[0] != text && len(c.stems[0]) > maxBeginning {
		c.hits, c.meant = s.beginning(c.stems[0])
	}
	return !c.hits.empty()
}

// corrected takes the word of the piece for a misspelt one, with at most so many typos.
func (p *planner) corrected(s *session, a *analyzer, pc *piece, c *clause, most int) bool {
	if s.corrected++; len(pc.words) > 1 || s.corrected > maxCorrected {
		return false
	}
	text := pc.words[0].text
	most = min(most, typos(text))
	found := s.guesses(a.stem(text), most)
	if found == nil && a.stem(text) != text {
		found = s.guesses(text, most)
	}
	if found == nil {
		return p.correctedTyped(c, a.stem(text), most)
	}
	for i, g := range found {
		if i == 0 {
			c.hits, c.stems = g.hits, []string{g.word}
		} else {
			c.hits.add(g.hits, lower)
		}
		c.meant = append(c.meant, g.word)
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
	f, best, nearest := newFuzzy(stem, most), "", most+1
	for word := range p.typedWords {
		if n := f.distance(word); len(word) >= gram && (n < nearest || n == nearest && word < best) {
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
	c.count = c.hits.count()
	n := float64(c.count)
	idf := math.Log(1 + (products-n+0.5)/(n+0.5))
	for l := range c.weights {
		c.weights[l] = int32(math.Round(1000 * idf * worth(l)))
	}
}

// maxPieces is the number of pieces of a query that are considered, and maxText its length in characters.
const (
	maxPieces = 64
	maxText   = 10_000
)

// clauses takes the text of a query apart. Pieces that come twice count once.
func (p *planner) clauses(x *Index, s *session, text string) []*clause {
	a := newAnalyzer(p.lang)
	pieces := piecesOf(a, shorten(text))
	s.corrected = 0
	open := !strings.HasSuffix(text, " ") // a blank at the end says that the last word is whole
	var all []*clause
	for i := 0; i < len(pieces); i++ {
		c := p.understand(x, s, a, &pieces[i], i == len(pieces)-1 && open)
		if apart := pieces[i].apart(); c.hits.empty() && len(apart) > 1 && len(pieces)+len(apart) <= maxPieces && !s.likeCode(pieces[i].text) {
			pieces = slices.Replace(pieces, i, i+1, apart...)
			i--
			continue
		}
		p.longer(s, c)
		all = append(all, c)
	}
	for i := 1; i < len(all); i++ {
		s.join(a, pieces[i-1:i+1], all[i-1:i+1])
		if c := all[i]; c.codely && c.hits.empty() && s.beginsCode(all[i-1].typed) {
			all[i-1].hits, all[i-1].codely, all[i-1].how = hits{}, true, byNothing // a code in two pieces, which does not exist
		}
	}
	var out []*clause
	seen := map[string]bool{}
	for _, c := range all {
		if key := strings.Join(c.stems, " "); !seen[key] {
			seen[key] = true
			out = append(out, c)
		}
	}
	return out
}

// apart gives the words of a piece of letters as pieces of their own: who types black/blue or strom-lantern means each word,
// where no product has them as one. A piece with a digit may be a code, and stays whole.
func (pc *piece) apart() (all []piece) {
	if len(pc.words) < 2 {
		return nil
	}
	text := pc.text
	for i, w := range pc.words {
		if strings.ContainsAny(w.text, "0123456789") {
			return nil
		}
		end := len(text)
		if i < len(pc.words)-1 {
			if end = strings.IndexFunc(text, joins); end < 0 {
				return nil
			}
		}
		all = append(all, piece{from: 0, to: end, text: text[:end], words: []word{w}, unitTo: end})
		text = strings.TrimLeftFunc(text[end:], joins)
	}
	return all
}

// piecesOf gives the first pieces of a text, which stays the analyzer's.
func piecesOf(a *analyzer, text string) (pieces []piece) {
	a.scan.text, a.scan.at = text, 0
	for len(pieces) < maxPieces && a.scan.next() {
		pc := a.scan.out
		if n := len(pieces); n > 0 && text[pc.from:pc.to] == "x" && number(pieces[n-1].words[0].text) && startsNumber(text[pc.to:]) {
			continue // 160 x 230 are two numbers
		}
		pc.words = append([]word(nil), pc.words...)
		pc.text = text[pc.from:max(pc.unitTo, pc.to)]
		if pc.unitTo > a.scan.at {
			a.scan.at = pc.unitTo
		}
		pieces = append(pieces, pc)
	}
	return pieces
}

func startsNumber(text string) bool {
	text = strings.TrimLeft(text, " \u00a0")
	return text != "" && digit(text[0])
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
