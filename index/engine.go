package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	blevedex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// engine is the opened full-text index: its one segment, whose postings are bitmaps on the mapped file.
type engine struct {
	index    bleve.Index
	reader   blevedex.IndexReader
	segment  segment.Segment
	sessions sync.Pool
}

// session reads the dictionaries for one query: a dictionary keeps its place while it reads, so no two queries share
// one.
type session struct {
	fields map[string]segment.TermDictionary
	err    error // the first error of reading; what was read after it does not count
}

var indexedFields = []string{wordsField, shortsField, codesField, partsField, categoryTerms, absentField, idField}

// openEngine opens the engine's folder read-only. A nil engine, for an index without products, has no terms.
func openEngine(dir string, products int) (*engine, error) {
	if products == 0 {
		return nil, nil
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	x, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return nil, fmt.Errorf("opening the full-text index: %w", err)
	}
	e := &engine{index: x}
	if err := e.load(products); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// load finds the one segment and the dictionaries of its fields.
func (e *engine) load(products int) error {
	advanced, err := e.index.Advanced()
	if err != nil {
		return err
	}
	if e.reader, err = advanced.Reader(); err != nil {
		return err
	}
	snapshot, ok := e.reader.(*scorch.IndexSnapshot)
	if !ok || len(snapshot.Segments()) != 1 {
		return damaged(engineDir, "it has not one segment")
	}
	e.segment = snapshot.Segments()[0].Segment()
	if int(e.segment.Count()) != products {
		return damaged(engineDir, fmt.Sprintf("it holds %d products instead of %d", e.segment.Count(), products))
	}
	first := e.session()
	defer e.release(first)
	return first.err
}

// session gives a session of its own to the caller, who gives it back with release. Of a nil engine it finds nothing.
func (e *engine) session() *session {
	if e == nil {
		return &session{}
	}
	if s, ok := e.sessions.Get().(*session); ok {
		return s
	}
	s := &session{fields: map[string]segment.TermDictionary{}}
	for _, name := range indexedFields {
		d, err := e.segment.Dictionary(name)
		if err != nil {
			s.err = fmt.Errorf("reading the dictionary of field %q: %w", name, err)
			return s
		}
		s.fields[name] = d
	}
	return s
}

func (e *engine) release(s *session) {
	if e != nil && s.err == nil {
		e.sessions.Put(s)
	}
}

func (e *engine) close() error {
	if e == nil {
		return nil
	}
	var err error
	if e.reader != nil {
		err = e.reader.Close()
	}
	return errors.Join(err, e.index.Close())
}

// postings gives the documents of a term; nil for none. The bitmap is shared with the mapped file: it must not be
// changed, nor used after the engine is closed.
func (s *session) postings(field, term string) *roaring.Bitmap {
	d := s.fields[field]
	if d == nil || s.err != nil {
		return nil
	}
	list, err := d.PostingsList([]byte(term), nil, nil)
	if err != nil {
		s.err = fmt.Errorf("reading the postings of %q: %w", term, err)
		return nil
	}
	it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		s.err = fmt.Errorf("reading the postings of %q: a list without bitmap", term)
		return nil
	}
	if doc, ok := it.DocNum1Hit(); ok {
		return roaring.BitmapOf(uint32(doc))
	}
	if b := it.ActualBitmap(); b != nil && !b.IsEmpty() {
		return b
	}
	return nil
}

// counting is a dictionary that can leave out the counts, which cost a look at every postings list.
type counting interface {
	AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
}

// walk calls visit with each term of a field that the automaton accepts (nil for all), in order, between from and to
// (exclusive; nil for no end), until visit returns false.
func (s *session) walk(field string, a segment.Automaton, from, to []byte, visit func(term string) bool) {
	d := s.fields[field]
	if d == nil || s.err != nil {
		return
	}
	var it segment.DictionaryIterator
	if c, ok := d.(counting); ok {
		it = c.AutomatonIteratorOmitCount(a, from, to)
	} else {
		it = d.AutomatonIterator(a, from, to)
	}
	for {
		entry, err := it.Next()
		if err != nil {
			s.err = fmt.Errorf("reading the dictionary of field %q: %w", field, err)
			return
		}
		if entry == nil || !visit(entry.Term) {
			return
		}
	}
}

// writeOrder writes the ordinal of each document of the engine in dir, and gives the size of the blocks in which
// documents and ordinals agree; 0 where they do not.
func writeOrder(dir string, products int) (int, error) {
	order := make([]uint32, products)
	e, err := openEngine(filepath.Join(dir, engineDir), products)
	if err != nil {
		return 0, err
	}
	s := e.session()
	defer e.release(s)
	block := batch
	s.walk(idField, nil, nil, nil, func(id string) bool {
		ordinal, err := strconv.ParseUint(id, 16, 32)
		docs := s.postings(idField, id)
		if err != nil || docs == nil || int(ordinal) >= products {
			s.err = errors.Join(s.err, damaged(engineDir, "the product "+id+" is not one of them"))
			return false
		}
		doc := docs.Minimum()
		order[doc] = uint32(ordinal)
		if int(doc)/batch != int(ordinal)/batch {
			block = 0
		}
		return true
	})
	if err = errors.Join(s.err, e.close()); err != nil {
		return 0, err
	}
	n, err := createNumbers(filepath.Join(dir, orderFile))
	if err != nil {
		return 0, err
	}
	n.add(order...)
	return block, n.close()
}
