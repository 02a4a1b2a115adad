package index

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// Mention is a piece of a text that names products.
type Mention struct {
	From, To int   // where it stands in the text, in bytes
	Code     bool  // it is the code of the products, and not (a part of) their title
	Products []int // ordinals, at least one and at most [maxMentioned]
}

const (
	maxMentioned  = 20  // products that a name may stand for: with more it is a kind of product, and no name
	maxNameWords  = 8   // of a name
	maxCodePieces = 3   // pieces between blanks that one code is written in
	minPlainCode  = 5   // digits of a code that is a number: shorter ones are prices and quantities
	maxTitlesRead = 100 // for one text
)

// Mentions finds what a text, such as a visitor's message, says of the catalog's products; of the text the
// first 64 words are considered. What overlaps is said once, codes first.
//
// A code is up to three neighbouring pieces that together are exactly a product's code, with a digit in it. A
// name is two or more neighbouring words that stand next to each other in a product's title too, whatever
// their endings, or the whole title; stop words between them make no difference, and it does not begin with a
// number. The longest name counts, and only one that stands for few products.
//
// Errors: of a damaged index, [folder.ErrDamaged], or the context's.
func (x *Index) Mentions(ctx context.Context, text string) (all []Mention, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = x.Read("reading a text", func(s *reader.Session) error {
		m := mentions{s: s, a: terms.New(x.planner.Lang), text: clause.Shorten(text),
			docs: map[string]*roaring.Bitmap{}}
		m.pieces = clause.PiecesOf(m.a, m.text)
		m.taken = make([]bool, len(m.pieces))
		m.codes()
		m.names()
		slices.SortFunc(m.all, func(a, b Mention) int { return a.From - b.From })
		all = m.all
		return s.Err()
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// mentions is one reading of a text.
type mentions struct {
	s      *reader.Session
	a      *terms.Analyzer
	text   string
	pieces []analysis.Piece
	taken  []bool // by piece: it is part of a mention
	docs   map[string]*roaring.Bitmap
	read   int // titles
	all    []Mention
}

// add notes that the pieces from i to j, j included, name products.
func (m *mentions) add(i, j int, code bool, products []int) {
	m.all = append(m.all, Mention{From: m.pieces[i].From, To: m.pieces[j].To, Code: code, Products: products})
	for k := i; k <= j; k++ {
		m.taken[k] = true
	}
}

// codes finds the codes, the longest first.
func (m *mentions) codes() {
	for n := min(maxCodePieces, len(m.pieces)); n > 0; n-- {
		for i := 0; i+n <= len(m.pieces); i++ {
			if slices.Contains(m.taken[i:i+n], true) {
				continue
			}
			canon, ok := terms.Canonical(m.text[m.pieces[i].From:m.pieces[i+n-1].To])
			if !ok || !terms.Codelike(canon) || analysis.Digits(canon) && len(canon) < minPlainCode {
				continue
			}
			if found := m.s.Code(canon); found != nil {
				m.add(i, i+n-1, true, ordinals(found))
			}
		}
	}
}

// ordinals gives the first products of a set.
func ordinals(docs *roaring.Bitmap) (all []int) {
	for it := docs.Iterator(); it.HasNext() && len(all) < maxMentioned; {
		all = append(all, int(it.Next()))
	}
	return all
}

// names finds the names, each beginning where the one before has ended.
func (m *mentions) names() {
	for i := 0; i < len(m.pieces); i++ {
		if !m.begins(i) {
			continue
		}
		if end, products := m.name(i); len(products) > 0 {
			m.add(i, end, false, products)
			i = end
		}
	}
}

// begins tells whether a name may begin with a piece.
func (m *mentions) begins(i int) bool {
	word := m.pieces[i].Words[0].Text
	return !m.taken[i] && !m.stop(i) && !analysis.IsNumber(word) && m.holds(i) != nil
}

// stop tells whether a piece is a word that says little.
func (m *mentions) stop(i int) bool {
	return len(m.pieces[i].Words) == 1 && m.a.Lang.Stops(m.pieces[i].Words[0].Text)
}

// stems are those of a piece's words.
func (m *mentions) stems(p *analysis.Piece) (all []string) {
	for _, w := range p.Words {
		if !m.a.Lang.Stops(w.Text) {
			all = append(all, m.a.Stem(w.Text))
		}
	}
	return all
}

// holds gives the products that hold all words of a piece; nil for none.
func (m *mentions) holds(i int) *roaring.Bitmap {
	var docs *roaring.Bitmap
	for _, stem := range m.stems(&m.pieces[i]) {
		d, known := m.docs[stem]
		if !known {
			h := m.s.Word(stem)
			d = h.All()
			m.docs[stem] = d
		}
		switch {
		case d == nil:
			return nil
		case docs == nil:
			docs = d
		default:
			docs = roaring.And(docs, d)
		}
	}
	return docs
}

// name finds the longest name that begins with a piece: its last piece, and the products.
func (m *mentions) name(i int) (end int, products []int) {
	type step struct {
		end  int
		said []string
		docs *roaring.Bitmap
	}
	var steps []step
	said, docs := m.stems(&m.pieces[i]), m.holds(i)
	for j, words := i, 1; ; {
		steps = append(steps, step{j, slices.Clone(said), docs})
		for j++; j < len(m.pieces) && !m.taken[j] && m.stop(j); j++ {
		}
		if words++; words > maxNameWords || j >= len(m.pieces) || m.taken[j] {
			break
		}
		next := m.holds(j)
		if next == nil {
			break
		}
		if docs = roaring.And(docs, next); docs.IsEmpty() {
			break
		}
		said = append(said, m.stems(&m.pieces[j])...)
	}
	for _, s := range slices.Backward(steps) {
		if found := m.titled(s.said, s.docs); len(found) > 0 {
			return s.end, found
		}
	}
	return 0, nil
}

// titled gives those of the products in whose titles the words stand next to each other; of a single word
// only those that have no other; none where they are many.
func (m *mentions) titled(said []string, docs *roaring.Bitmap) (found []int) {
	for it := docs.Iterator(); it.HasNext() && m.read < maxTitlesRead; m.read++ {
		ordinal := int(it.Next())
		r, err := m.s.Record(ordinal)
		if err != nil {
			continue // noticed where it is answered
		}
		title := m.titleStems(r.Product.Title)
		if len(said) == 1 && len(title) > 1 || !holdsRun(title, said) {
			continue
		}
		if found = append(found, ordinal); len(found) > maxMentioned {
			return nil
		}
	}
	return found
}

// titleStems are the stems of a title's words but stop words.
func (m *mentions) titleStems(title string) (all []string) {
	m.a.Scan.Reset(clause.Shorten(title))
	for m.a.Scan.Next() {
		all = append(all, m.stems(m.a.Scan.Piece())...)
	}
	return all
}

// holdsRun tells whether the words of run stand in all, one after the other.
func holdsRun(all, run []string) bool {
	for i := 0; i+len(run) <= len(all); i++ {
		if slices.Equal(all[i:i+len(run)], run) {
			return true
		}
	}
	return false
}
