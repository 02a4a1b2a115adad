package segment

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	bleve "github.com/blevesearch/scorch_segment_api/v2"
	zapx "github.com/blevesearch/zapx/v17"
)

// Session reads the index within [Index.Read], for one goroutine. Of an index without products it finds
// nothing.
type Session struct {
	x        *Index
	dicts    [][]bleve.TermDictionary // by field and segment, opened when they are asked for
	key      []byte
	iterator bleve.PostingsIterator
	err      error // the first error of reading; what was read after it does not count
}

// Automaton accepts or refuses terms, byte by byte. A state is a number of its own choice.
type Automaton interface {
	Start() int
	IsMatch(state int) bool
	CanMatch(state int) bool
	WillAlwaysMatch(state int) bool
	Accept(state int, b byte) int
}

// Err is the first error of reading. What was found after it does not count, and Read will give it.
func (s *Session) Err() error { return s.err }

// dictionaries are the terms of a field by segment; nil where there is none to be read.
func (s *Session) dictionaries(field string) []bleve.TermDictionary {
	if s.err != nil || len(s.x.segments) == 0 {
		return nil
	}
	at := strings.IndexByte(s.x.fields, field[0])
	if s.dicts == nil {
		s.dicts = make([][]bleve.TermDictionary, len(s.x.fields))
	}
	if s.dicts[at] != nil {
		return s.dicts[at]
	}
	all := make([]bleve.TermDictionary, len(s.x.segments))
	for i, p := range s.x.segments {
		if all[i], s.err = p.Segment().Dictionary(field); s.err != nil {
			return nil
		}
	}
	s.dicts[at] = all
	return all
}

// Postings gives the products of a term; nil for none. The set may be shared with the mapped file: it must
// not be changed, nor used after Read has returned.
func (s *Session) Postings(field, term string) (found *roaring.Bitmap) {
	s.key = append(s.key[:0], term...)
	for i, dict := range s.dictionaries(field) {
		docs := s.documents(dict, i)
		switch {
		case docs == nil:
		case found == nil:
			found = docs
		default:
			found = roaring.Or(found, docs)
		}
	}
	return found
}

// documents gives the products of the term in s.key in one segment; nil for none.
func (s *Session) documents(dict bleve.TermDictionary, at int) *roaring.Bitmap {
	p := s.x.segments[at]
	list, err := dict.PostingsList(s.key, p.Deleted(), nil)
	if err != nil {
		s.fail("looking up a term", err)
		return nil
	}
	if list.Count() == 0 {
		return nil
	}
	s.iterator = list.Iterator(false, false, false, s.iterator)
	set, ok := s.iterator.(bleve.OptimizablePostingsIterator)
	if !ok {
		s.fail("looking up a term", fmt.Errorf("its documents are a %T", s.iterator))
		return nil
	}
	docs := set.ActualBitmap()
	if n, ok := set.DocNum1Hit(); ok {
		docs = roaring.BitmapOf(uint32(n))
	}
	if p.places != nil {
		docs = p.places.of(docs)
	}
	return docs
}

func (s *Session) fail(doing string, err error) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: %w", doing, err)
	}
}

// uncounted is a dictionary that lists its terms without reading their documents.
type uncounted interface {
	AutomatonIteratorOmitCount(a bleve.Automaton, from, to []byte) bleve.DictionaryIterator
}

// Walk calls visit with each term of a field that the automaton accepts (nil for all), in order, between from
// and to (exclusive; nil for no end), until visit returns false.
func (s *Session) Walk(field string, a Automaton, from, to []byte, visit func(term string) bool) {
	var w walk
	for i, dict := range s.dictionaries(field) {
		if u, ok := dict.(uncounted); ok {
			w.add(s, u.AutomatonIteratorOmitCount(a, from, to))
		} else {
			w.add(s, dict.AutomatonIterator(a, from, to))
		}
		w.deleted = w.deleted || s.x.segments[i].Deleted() != nil
	}
	for s.err == nil {
		term, ok := w.next(s)
		if !ok || s.err != nil {
			return
		}
		if w.deleted && s.Postings(field, term) == nil {
			continue // the dictionary keeps a word when its last document is deleted
		}
		if !visit(term) {
			return
		}
	}
}

// walk goes through the dictionaries of all segments at once.
type walk struct {
	terms   []bleve.DictionaryIterator
	heads   []*bleveindex.DictEntry // nil at the end
	deleted bool                    // there are documents that are
}

func (w *walk) add(s *Session, it bleve.DictionaryIterator) {
	head, err := it.Next()
	if err != nil {
		s.fail("reading a dictionary", err)
	}
	w.terms, w.heads = append(w.terms, it), append(w.heads, head)
}

// next gives the next term, and false at the end.
func (w *walk) next(s *Session) (term string, ok bool) {
	for _, h := range w.heads {
		if h != nil && (!ok || h.Term < term) {
			term, ok = h.Term, true
		}
	}
	for i, h := range w.heads {
		if h == nil || h.Term != term {
			continue
		}
		var err error
		if w.heads[i], err = w.terms[i].Next(); err != nil {
			s.fail("reading a dictionary", err)
		}
	}
	return term, ok
}

// register tells bleve of the format that takes finished files. It is done once, before an index is written.
var register = sync.OnceFunc(func() {
	scorch.RegisterSegmentPlugin(finishedPlugin{&zapx.ZapPlugin{}}, true)
})

// finishedPlugin is bleve's own format; but a batch of one [finished] document is the segment that stands in
// its file.
type finishedPlugin struct{ *zapx.ZapPlugin }

// New is part of bleve's interface of formats.
func (p finishedPlugin) New(docs []bleveindex.Document) (bleve.Segment, uint64, error) {
	return p.NewUsing(docs, nil)
}

// NewUsing is part of bleve's interface of formats.
func (p finishedPlugin) NewUsing(docs []bleveindex.Document,
	config map[string]any) (bleve.Segment, uint64, error) {
	if len(docs) == 1 {
		if d, ok := docs[0].(finished); ok {
			s, err := p.OpenUsing(d.path, config)
			return finishedSegment{s, d.path}, 0, err
		}
	}
	return p.ZapPlugin.NewUsing(docs, config)
}

// finished stands for all documents of a segment that stands in a file.
type finished struct {
	bleveindex.Document // nil: nothing of it is asked for but what follows
	path                string
}

// ID is no id of a product's document. It is part of bleve's interface of documents, as are the methods
// below.
func (d finished) ID() string                          { return "finished" }
func (d finished) Size() int                           { return 0 }
func (d finished) NumPlainTextBytes() uint64           { return 0 }
func (d finished) StoredFieldsBytes() uint64           { return 0 }
func (d finished) AddIDField()                         {}
func (d finished) VisitFields(bleveindex.FieldVisitor) {}
func (d finished) HasComposite() bool                  { return false }
func (d finished) Indexed() bool                       { return true }

// finishedSegment is the open segment of a file that is not yet in its place.
type finishedSegment struct {
	bleve.Segment
	path string
}

// Persist puts the file into its place, too: it goes on to be read where it is until bleve has opened it
// there.
func (s finishedSegment) Persist(path string) error { return os.Link(s.path, path) }
