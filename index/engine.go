package index

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
)

// engine is the opened full-text index: one dictionary (vellum, bleve's own) of all terms, each with its field before
// it. A term's value is twice the place of its bitmap of products in the mapped postings, or, where only one product
// holds it, twice that ordinal and one.
//
// This is what bleve keeps in a segment of fields without frequencies, and no more. Bleve's offline builder makes a
// document, an analysis and a frequency of each term, looks each up in several maps, and stores and sorts the ids: of
// 29 processor seconds for 100,000 products it took 18. Runs that are turned round and merged take 2.
type engine struct {
	termData table
	postings table
	terms    *vellum.FST
	sessions sync.Pool
	scores   sync.Pool // of *[stretch]int32, all zero
}

// session reads the engine for one query.
type session struct {
	e         *engine
	reader    *vellum.Reader
	key       []byte
	corrected int   // look-ups of misspelt words in this query
	err       error // the first error of reading; what was read after it does not count
}

// openEngine opens the engine's files in dir. A nil engine, for an index without products, has no terms.
func openEngine(dir string, products int) (e *engine, err error) {
	if products == 0 {
		return nil, nil
	}
	e = &engine{}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
			e = nil
		}
	}()
	if e.termData, err = openTable(filepath.Join(dir, termsFile)); err != nil {
		return e, err
	}
	if e.postings, err = openTable(filepath.Join(dir, postingsFile)); err != nil {
		return e, err
	}
	if e.terms, err = vellum.Load(e.termData.data); err != nil {
		return e, damagedIndex(termsFile, err.Error())
	}
	return e, nil
}

// session gives a session of its own to the caller, who gives it back with release. Of a nil engine it finds nothing.
func (e *engine) session() *session {
	if e == nil {
		return &session{}
	}
	if s, ok := e.sessions.Get().(*session); ok {
		return s
	}
	s := &session{e: e}
	s.reader, s.err = e.terms.Reader()
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
	return errors.Join(e.termData.close(), e.postings.close())
}

// postings gives the products of a term; nil for none. The bitmap is shared with the mapped file: it must not be
// changed, nor used after the engine is closed.
func (s *session) postings(field, term string) *roaring.Bitmap {
	if s.e == nil || s.err != nil {
		return nil
	}
	s.key = append(append(s.key[:0], field...), term...)
	value, ok, err := s.reader.Get(s.key)
	if err != nil {
		s.err = fmt.Errorf("looking up %q: %w", term, err)
	}
	if err != nil || !ok {
		return nil
	}
	if value&1 == 1 {
		return roaring.BitmapOf(uint32(value >> 1))
	}
	b := roaring.New()
	if _, err := b.FromBuffer(s.e.postings.data[value>>1:]); err != nil {
		s.err = fmt.Errorf("reading the postings of %q: %w", term, err)
		return nil
	}
	return b
}

// walk calls visit with each term of a field that the automaton accepts (nil for all), in order, between from and to
// (exclusive; nil for no end), until visit returns false.
func (s *session) walk(field string, a vellum.Automaton, from, to []byte, visit func(term string) bool) {
	if s.e == nil || s.err != nil {
		return
	}
	if a != nil {
		a = &behind{field[0], a}
	}
	end := append([]byte(field), to...)
	if to == nil {
		end = []byte{field[0] + 1}
	}
	it, err := s.e.terms.Search(a, append([]byte(field), from...), end)
	for ; err == nil; err = it.Next() {
		term, _ := it.Current()
		if !visit(string(term[len(field):])) {
			return
		}
	}
	if !errors.Is(err, vellum.ErrIteratorDone) {
		s.err = fmt.Errorf("reading the dictionary of field %q: %w", field, err)
	}
}

// behind is an automaton that reads the field before a term and hands the rest to another.
type behind struct {
	field byte
	a     vellum.Automaton
}

// States of behind that are none of the other automaton, whose are not negative.
const (
	beforeField  = -1
	anotherField = -2
)

// Start is part of the engine's automaton interface, as are the methods below.
func (b *behind) Start() int                 { return beforeField }
func (b *behind) IsMatch(s int) bool         { return s >= 0 && b.a.IsMatch(s) }
func (b *behind) CanMatch(s int) bool        { return s == beforeField || s >= 0 && b.a.CanMatch(s) }
func (b *behind) WillAlwaysMatch(s int) bool { return s >= 0 && b.a.WillAlwaysMatch(s) }

// Accept reads one byte.
func (b *behind) Accept(s int, c byte) int {
	switch {
	case s >= 0:
		return b.a.Accept(s, c)
	case s == beforeField && c == b.field:
		return b.a.Start()
	}
	return anotherField
}
