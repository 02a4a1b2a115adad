package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// Sent says that agents have sent a product after a search.
type Sent struct {
	Query         string // as it was typed
	Product       string // its id
	Conversations int    // in which it was sent
}

// learned is what sent products teach. It is immutable.
type learned struct {
	searches []sentSearch
	whole    map[string]int   // the words of a search, see sentKey, to its place
	words    map[string][]int // the stem of a word to the places of the searches that have it
}

// sentSearch is a search after which products were sent.
type sentSearch struct {
	words []string // their stems, in order
	often []sentOften
	docs  *roaring.Bitmap // all of them
}

// sentOften are products that were sent equally often after a search.
type sentOften struct {
	conversations int
	docs          *roaring.Bitmap
}

// Learn lets products that were sent after a search from [SentByTwo] conversations on come first where they
// are an answer to it, and a little before others where they are one to a search that shares its words. It
// takes the place of what was learnt before; products that there are no more are passed over. It may be
// called while others search.
func (x *Index) Learn(ctx context.Context, all []Sent) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return x.Read("learning", func(s *reader.Session) error {
		l := &learned{whole: map[string]int{}, words: map[string][]int{}}
		for _, one := range all {
			if one.Conversations < SentByTwo {
				continue
			}
			canon, ok := terms.Canonical(one.Product)
			docs := s.Code(canon)
			if key := x.sentKey(one.Query); ok && docs != nil && len(key) > 0 {
				l.add(key, one.Conversations, docs)
			}
		}
		for _, one := range l.searches {
			slices.SortFunc(one.often, func(a, b sentOften) int { return b.conversations - a.conversations })
		}
		if err := s.Err(); err != nil {
			return err
		}
		x.learned.Store(l)
		return nil
	})
}

// sentKey is what makes two searches the same: the stems of their words that say something, in any order.
func (x *Index) sentKey(text string) (stems []string) {
	lang, scan := x.planner.Lang, analysis.NewScanner(x.planner.Lang)
	scan.Reset(clause.Shorten(text))
	for scan.Next() {
		if word := scan.Piece().Joined(); !lang.Stops(word) {
			stems = append(stems, lang.Stem(word))
		}
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

func (l *learned) add(key []string, conversations int, docs *roaring.Bitmap) {
	whole := strings.Join(key, " ")
	place, known := l.whole[whole]
	if !known {
		place = len(l.searches)
		l.whole[whole] = place
		l.searches = append(l.searches, sentSearch{words: key, docs: roaring.New()})
		for _, stem := range key {
			l.words[stem] = append(l.words[stem], place)
		}
	}
	one := &l.searches[place]
	one.docs.Or(docs)
	at := slices.IndexFunc(one.often, func(o sentOften) bool { return o.conversations == conversations })
	if at < 0 {
		one.often = append(one.often, sentOften{conversations, docs.Clone()})
	} else {
		one.often[at].docs.Or(docs)
	}
}

// addLearned puts those products first that were sent after the same search, as far as they answer all of
// it, and makes those worth more that were sent after searches that share its words.
func (p *plan) addLearned(x *Index, text string) {
	l := x.learned.Load()
	if l == nil || p.road() == RoadCode {
		return
	}
	fit := roaring.New()
	for _, g := range p.groups {
		if !g.partial() {
			fit.Or(g.docs)
		}
	}
	var first []group
	key := x.sentKey(text)
	if own, known := l.whole[strings.Join(key, " ")]; known {
		for _, often := range l.searches[own].often {
			first = append(first, p.takeOut(roaring.And(often.docs, fit))...)
		}
	}
	rest := slices.DeleteFunc(p.groups, func(g group) bool { return g.docs.IsEmpty() })
	p.groups = append(first, rest...)
	l.shareWords(p, key)
}

// takeOut takes documents out of the groups, and makes one of them, none of no documents.
func (p *plan) takeOut(docs *roaring.Bitmap) []group {
	for i := range p.groups {
		p.groups[i].docs = roaring.AndNot(p.groups[i].docs, docs)
	}
	if docs.IsEmpty() {
		return nil
	}
	return []group{{why: whySent, docs: docs}}
}

// maxSharing is how many searches that share words with one are looked at.
const maxSharing = 8

// shareWords makes those products worth more that were sent after searches with at least half of the words:
// after this one too, where they answer a part of it only.
func (l *learned) shareWords(p *plan, key []string) {
	shared := map[int]int{}
	for _, stem := range key {
		for _, place := range l.words[stem] {
			shared[place]++
		}
	}
	share := func(place int) float64 {
		return float64(shared[place]) / float64(max(len(key), len(l.searches[place].words)))
	}
	var near []int
	for place := range shared {
		if share(place) >= sentShare {
			near = append(near, place)
		}
	}
	slices.SortFunc(near, func(a, b int) int { return cmp.Or(cmp.Compare(share(b), share(a)), a-b) })
	for _, place := range near[:min(len(near), maxSharing)] {
		full, one := 0.0, l.searches[place]
		for _, c := range p.demanded() {
			if len(c.Stems) == 1 && slices.Contains(one.words, c.Stems[0]) {
				full += float64(c.Weights[analysis.Levels-1])
			}
		}
		weight := int32(math.Round(sentBonus * share(place) * full))
		p.bonuses = append(p.bonuses, &bonus{whySentNear, strings.Join(one.words, " "), one.docs, weight})
	}
}

// Product gives the ordinal of the product with an id, or with a code that is the same; false where there
// is none. Errors: of a damaged index, or the context's.
func (x *Index) Product(ctx context.Context, id string) (ordinal int, known bool, err error) {
	if err := ctx.Err(); err != nil {
		return 0, false, err
	}
	err = x.Read("looking up a product", func(s *reader.Session) error {
		canon, ok := terms.Canonical(id)
		if docs := s.Code(canon); ok && docs != nil {
			ordinal, known = int(docs.Minimum()), true
		}
		return s.Err()
	})
	return ordinal, known, err
}
