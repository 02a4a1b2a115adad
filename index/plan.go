package index

import (
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// plan is a query understood: groups of documents, the best first, each document in one of them.
type plan struct {
	listing bool // there is no text to search for
	clauses []*clause.Clause
	groups  []group
	within  *roaring.Bitmap             // the documents of the category asked for; nil for all
	absent  *roaring.Bitmap             // products that are not available
	held    *roaring.Bitmap             // documents that no group takes for now; nil for none
	bonuses []*bonus                    // what makes some of the documents worth more, or less
	own     map[*clause.Clause][]*bonus // those of them that one clause alone gives
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
	whyCalled    = "what the catalog calls otherwise"
	whyAll       = "all words"
	whyMeant     = "all words, or others that may have been meant"
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

// missing gives the pieces that no document answers, unless the whole text is a code that is found. A stop
// word is not missed.
func (p *plan) missing() (all []string) {
	if p.road() == RoadCode {
		return nil
	}
	for _, c := range p.demanded() {
		if c.Hits.Empty() {
			all = append(all, c.Typed)
		}
	}
	return all
}

// add adds a group without the documents of those before it and of other categories.
func (p *plan) add(why string, docs *roaring.Bitmap) {
	if docs == nil || docs.IsEmpty() {
		return
	}
	docs = p.inside(docs)
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
	p.clauses = x.planner.Clauses(s, text)
	if x.codeRoad(s, p, text) {
		return p
	}
	p.clauses = x.planner.AddSynonyms(s, p.clauses)
	for _, c := range p.clauses {
		c.Weigh(x.planner.Products)
	}
	p.humble()
	p.leaveOut(s)
	p.wordRoad(s, x.planner)
	p.addHeld()
	p.addBonuses(s, x.planner.Lang)
	if q.Taught {
		p.addLearned(x, text)
	}
	return p
}

// codeRoad adds what the whole text finds as a code. It reports whether that is the whole answer: always,
// when the text can only be meant as a code.
func (x *Index) codeRoad(s *reader.Session, p *plan, text string) bool {
	if len(p.clauses) == 0 {
		return false
	}
	canon, isCode := terms.Canonical(clause.Shorten(text))
	var exact *roaring.Bitmap
	if isCode {
		exact = s.Code(canon)
		p.addNumbered(s, canon, exact)
		p.add(whyCode, exact)
	}
	if reference, ok := terms.Whole(clause.Shorten(text)); ok {
		p.add(whyCode, s.Code(reference))
	}
	known := true
	for _, c := range p.clauses {
		known = known && c.How == clause.ByWord && !c.Hits.Empty()
	}
	if !isCode || known || !terms.Codelike(canon) && exact == nil {
		return false
	}
	begin, inside := s.CodeParts(canon)
	p.add(whyCodeBegin, begin)
	p.add(whyCodePart, inside)
	return len(p.groups) > 0
}

// humble lets no stop word be worth more than half of what the least of the others is: in a catalog of bare
// names "with" is rarer than all that was meant.
func (p *plan) humble() {
	least := int32(math.MaxInt32)
	for _, c := range p.demanded() {
		if !c.Welcome && !c.Hits.Empty() {
			least = min(least, c.Weights[analysis.Levels-1])
		}
	}
	for _, c := range p.clauses {
		full := c.Weights[analysis.Levels-1]
		if !c.Welcome || full == 0 || float64(full) <= stopShare*float64(least) {
			continue
		}
		for l := range c.Weights {
			c.Weights[l] = int32(float64(c.Weights[l]) * stopShare * float64(least) / float64(full))
		}
	}
}

// demanded are the clauses that a document must fit: all but the stop words, unless there is nothing else.
func (p *plan) demanded() []*clause.Clause {
	var all []*clause.Clause
	for _, c := range p.clauses {
		if !c.Welcome {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return p.clauses
	}
	return all
}

// wordRoad adds the documents that fit all clauses, and behind them, when these do not fill a page, those
// that fit all with the last word as a beginning, and those that fit most.
func (p *plan) wordRoad(s *reader.Session, planner *clause.Planner) {
	demanded := p.demanded()
	if len(demanded) == 0 {
		return
	}
	p.add(whyTitle, p.fitTitle(s, demanded))
	p.add(whyCalled, planner.CallOtherwise(s, demanded))
	p.add(whyAll, p.fitAll(demanded))
	if p.total() == 0 && clause.Spelled(s, p.clauses) {
		return
	}
	if p.total() < meagre && planner.AddMeant(s, demanded, meagre) {
		p.add(whyMeant, p.fitAll(demanded))
	}
	if p.total() < meagre && planner.AddMeanings(s, demanded) {
		p.add(whyMeaning, p.fitAll(demanded))
	}
	last := demanded[len(demanded)-1]
	if p.total() < enough && last.Open != "" {
		before := last.Hits
		s.AddBeginning(&last.Hits, last.Open, last.Stems[0], reader.Lowest)
		if last.Hits != before {
			p.add(whyBeginning, p.fitAll(demanded))
		}
	}
	if p.total() < enough && !onlyCodes(demanded) {
		p.fitMost(demanded)
	}
}

// onlyCodes tells whether every clause may only be a code or part of one: then nothing near it is an answer.
func onlyCodes(clauses []*clause.Clause) bool {
	for _, c := range clauses {
		if !c.Codely {
			return false
		}
	}
	return true
}
