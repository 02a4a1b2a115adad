package index

import (
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// plan is a query understood: groups of documents, the best first, each document in one of them.
type plan struct {
	clauses []*clause
	groups  []group
	within  *roaring.Bitmap // the documents of the category asked for; nil for all
	absent  *roaring.Bitmap // products that are not available
	held    *roaring.Bitmap // documents that no group takes for now; nil for none
	bonuses []*bonus        // what makes some of the documents worth more
	wishes  wishes
}

// group is a set of documents that are ordered among themselves by worth.
type group struct {
	why   string
	docs  *roaring.Bitmap
	apart bool // each document fits one clause and no other
}

// code tells whether the group is found by codes: then its documents need not fit any clause.
func (g group) code() bool { return g.why == whyCode || g.why == whyCodeBegin || g.why == whyCodePart }

// Why a group stands in the answer, as [Explanation] says it.
const (
	whyCode      = "exact code"
	whyCodeBegin = "beginning of a code"
	whyCodePart  = "part of a code"
	whyTitle     = "title"
	whyAll       = "all words"
	whyMeaning   = "all words, or others of the same meaning"
	whyBeginning = "all words, the last one as a beginning"
	whyMost      = "most words"
	whyPrice     = "price"
	whySent      = "sent after this search"
	whyHeld      = "has what was to be left out"
)

// partial tells whether the group's documents answer a part of the query only.
func (g group) partial() bool { return g.why == whyMost || g.why == whyHeld }

// total is the number of documents.
func (p *plan) total() (n uint64) {
	for _, g := range p.groups {
		n += g.docs.GetCardinality()
	}
	return n
}

// whole is the number of documents that answer all of the query.
func (p *plan) whole() (n uint64) {
	for _, g := range p.groups {
		if !g.partial() {
			n += g.docs.GetCardinality()
		}
	}
	return n
}

// missing gives the pieces that no document answers, unless the whole text is a code that is found. A stop word is not
// missed.
func (p *plan) missing() (all []string) {
	if p.road() == RoadCode {
		return nil
	}
	for _, c := range p.demanded() {
		if c.hits.Empty() {
			all = append(all, c.typed)
		}
	}
	return all
}

// add adds a group without the documents of those before it and of other categories.
func (p *plan) add(why string, docs *roaring.Bitmap) {
	if docs == nil || docs.IsEmpty() {
		return
	}
	if p.within != nil {
		docs = roaring.And(docs, p.within)
	}
	if p.held != nil {
		docs = roaring.AndNot(docs, p.held)
	}
	for _, g := range p.groups {
		docs = roaring.AndNot(docs, g.docs)
	}
	if !docs.IsEmpty() {
		p.groups = append(p.groups, group{why: why, docs: docs})
	}
}

// plan understands a query.
func (x *Index) plan(s *reader.Session, q Query, within *roaring.Bitmap) *plan {
	p := &plan{within: within, absent: s.Postings(terms.AbsentField, terms.AbsentTerm)}
	text := x.wishesOf(s, p, q)
	if strings.TrimSpace(text) == "" {
		p.add(whyPrice, x.everything(within))
		return p
	}
	p.clauses = x.planner.clauses(x, s, text)
	if x.codeRoad(s, p, text) {
		return p
	}
	p.clauses = x.planner.widen(s, p.clauses)
	for _, c := range p.clauses {
		c.weigh(x.planner.products)
	}
	p.humble()
	p.leaveOut(s)
	p.wordRoad(s, x.planner.lang)
	p.addHeld()
	p.addBonuses(s)
	if q.Taught {
		p.addLearned(x, text)
	}
	return p
}

// codeRoad adds what the whole text finds as a code. It reports whether that is the whole answer: always, when the text
// can only be meant as a code.
func (x *Index) codeRoad(s *reader.Session, p *plan, text string) bool {
	if len(p.clauses) == 0 {
		return false
	}
	canon, isCode := terms.Canonical(shorten(text))
	var exact *roaring.Bitmap
	if isCode {
		exact = s.Code(canon)
		p.addNumbered(s, canon, exact)
		p.add(whyCode, exact)
	}
	if reference, ok := terms.Whole(shorten(text)); ok {
		p.add(whyCode, s.Code(reference))
	}
	known := true
	for _, c := range p.clauses {
		known = known && c.how == byWord && !c.hits.Empty()
	}
	if !isCode || known || !terms.Codelike(canon) && exact == nil {
		return false
	}
	begin, inside := s.CodeParts(canon)
	p.add(whyCodeBegin, begin)
	p.add(whyCodePart, inside)
	return len(p.groups) > 0
}

// humble lets no stop word be worth more than half of what the least of the others is: in a catalog of bare names "with" is
// rarer than all that was meant.
func (p *plan) humble() {
	least := int32(math.MaxInt32)
	for _, c := range p.demanded() {
		if !c.welcome && !c.hits.Empty() {
			least = min(least, c.weights[analysis.Levels-1])
		}
	}
	for _, c := range p.clauses {
		full := c.weights[analysis.Levels-1]
		if !c.welcome || full == 0 || float64(full) <= stopShare*float64(least) {
			continue
		}
		for l := range c.weights {
			c.weights[l] = int32(float64(c.weights[l]) * stopShare * float64(least) / float64(full))
		}
	}
}

// demanded are the clauses that a document must fit: all but the stop words, unless there is nothing else.
func (p *plan) demanded() []*clause {
	var all []*clause
	for _, c := range p.clauses {
		if !c.welcome {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return p.clauses
	}
	return all
}

// wordRoad adds the documents that fit all clauses, and behind them, when these do not fill a page, those that fit all
// with the last word as a beginning, and those that fit most.
func (p *plan) wordRoad(s *reader.Session, lang *analysis.Language) {
	demanded := p.demanded()
	if len(demanded) == 0 {
		return
	}
	p.add(whyTitle, p.fitTitle(s, demanded))
	p.add(whyAll, p.fitAll(demanded))
	if p.total() == 0 && spelled(s, p.clauses) {
		return
	}
	if p.total() < meagre {
		p.addMeanings(s, lang, demanded)
	}
	last := demanded[len(demanded)-1]
	if p.total() < enough && last.open != "" {
		longer, _ := s.Beginning(last.open)
		last.hits.Add(longer, reader.Lowest)
		p.add(whyBeginning, p.fitAll(demanded))
	}
	if p.total() < enough && !onlyCodes(demanded) {
		p.fitMost(demanded)
	}
}

// onlyCodes tells whether every clause may only be a code or part of one: then nothing near it is an answer.
func onlyCodes(clauses []*clause) bool {
	for _, c := range clauses {
		if !c.codely {
			return false
		}
	}
	return true
}

// fitAll gives the documents that fit all clauses, nil for none.
func (p *plan) fitAll(clauses []*clause) *roaring.Bitmap {
	rarest := 0
	for i, c := range clauses {
		if c.hits.Empty() {
			return nil
		}
		if c.count < clauses[rarest].count {
			rarest = i
		}
	}
	docs := clauses[rarest].all()
	if p.within != nil {
		docs = roaring.And(docs, p.within)
	}
	for i, c := range clauses {
		if i != rarest {
			docs = c.among(docs)
		}
	}
	return docs
}

// all is the union of the hits' levels, made once for the same hits. It must not be changed.
func (c *clause) all() *roaring.Bitmap {
	if c.united != c.hits {
		c.united, c.whole = c.hits, c.hits.All()
	}
	return c.whole
}

// among gives those of the documents that are among the hits.
func (c *clause) among(docs *roaring.Bitmap) *roaring.Bitmap {
	if c.count < 16*docs.GetCardinality() {
		return roaring.And(docs, c.all())
	}
	var some []*roaring.Bitmap
	for _, b := range c.hits {
		if b != nil {
			if both := roaring.And(b, docs); !both.IsEmpty() {
				some = append(some, both)
			}
		}
	}
	if len(some) == 0 {
		return roaring.New()
	}
	return reader.Union(some)
}

// maxMost bounds the clauses among which most are counted: the rarest ones.
const maxMost = 16

// fitMost adds the documents that fit all known clauses but one, but two, and so on down to half of them, and to one
// where nothing is found so.
func (p *plan) fitMost(clauses []*clause) {
	var known []*clause
	for _, c := range clauses {
		if !c.hits.Empty() && !c.codely || c.how == byCode {
			known = append(known, c)
		}
	}
	known = rarest(known, maxMost)
	if len(known) == 0 {
		return
	}
	fit := make([]*roaring.Bitmap, len(known)+1) // by number of clauses: the documents that fit so many at least
	for i := range fit {
		fit[i] = roaring.New()
	}
	for i, c := range known {
		docs := c.all()
		if p.within != nil {
			docs = roaring.And(docs, p.within)
		}
		for n := i + 1; n > 1; n-- {
			fit[n].Or(roaring.And(fit[n-1], docs))
		}
		fit[1].Or(docs)
	}
	for n := len(known); n >= (len(known)+1)/2 || n > 0 && len(p.groups) == 0; n-- {
		before := len(p.groups)
		p.add(whyMost, fit[n])
		if n == 1 && len(p.groups) > before && len(answered(p.clauses)) == len(known) {
			p.groups[before].apart = true // those that fit two stand in groups before
		}
	}
}

// answered are the clauses that some document fits.
func answered(clauses []*clause) (some []*clause) {
	for _, c := range clauses {
		if !c.hits.Empty() {
			some = append(some, c)
		}
	}
	return some
}
