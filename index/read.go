package index

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/segment"
)

// session reads the index for one call. It is lent by [Index.read], and the mapped files cannot be read without it.
type session struct {
	*segment.Session
	x         *Index
	corrected int // look-ups of misspelt words in this query
}

// read lends a session to the function. Errors: [ErrIndexDamaged], [ErrEngine], or the function's own.
func (x *Index) read(doing string, use func(s *session) error) error {
	err := x.mapped.Read(func(m *segment.Session) error { return use(&session{Session: m, x: x}) })
	return readError(doing, err)
}

// readError says what an error of package segment is one of here.
func readError(doing string, err error) error {
	switch {
	case errors.Is(err, segment.ErrDamaged):
		return fmt.Errorf("%s: %w: %w", doing, ErrIndexDamaged, err)
	case errors.Is(err, segment.ErrPanic):
		return fmt.Errorf("%s: %w: %w", doing, ErrEngine, err)
	}
	return err
}

// postings gives the products of a term; nil for none. The set must not be changed, nor used after the session.
func (s *session) postings(field, term string) *roaring.Bitmap { return s.Postings(field, term) }

// walk calls visit with each term of a field that the automaton accepts (nil for all), in order, between from and to
// (exclusive; nil for no end), until visit returns false.
func (s *session) walk(field string, a segment.Automaton, from, to []byte, visit func(term string) bool) {
	s.Walk(field, a, from, to, visit)
}

// The tables, as a session numbers them.
const (
	productsTable = iota
	categoriesTable
	codesTable
	codeTextTable
	offersTable
	offerTextTable
)

// tables says what the tables of an index with these facts must be.
func (f *facts) tables() []segment.Table {
	listed := 0
	for _, s := range f.Spans {
		listed += s.Count
	}
	return []segment.Table{
		productsTable:   {Name: productsFile, Bytes: rowBytes * f.Products},
		categoriesTable: {Name: categoriesFile, Bytes: 4 * listed},
		codesTable:      {Name: codesFile, Bytes: 4 * (f.Products + 1)},
		codeTextTable:   {Name: codeTextFile, Bytes: -1},
		offersTable:     {Name: offersFile, Bytes: offerBytes * f.Offers},
		offerTextTable:  {Name: offerTextFile, Bytes: -1},
	}
}

// row gives a product's row.
func (s *session) row(ordinal int) row {
	n := func(i int) uint32 { return s.Number(productsTable, 4*ordinal+i) }
	return row{n(0), n(1), n(2), n(3)}
}
