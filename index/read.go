package index

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
)

// session reads the index for one call. It is lent by [Index.read], and the mapped files cannot be read without it.
type session struct {
	*segment.Session
	x         *Index
	corrected int // look-ups of misspelt words in this query
}

// read lends a session to the function. Errors: [folder.ErrIndexDamaged], [ErrEngine], or the function's own.
func (x *Index) read(doing string, use func(s *session) error) error {
	err := x.mapped.Read(func(m *segment.Session) error { return use(&session{Session: m, x: x}) })
	return readError(doing, err)
}

// readError says what an error of package segment is one of here.
func readError(doing string, err error) error {
	switch {
	case errors.Is(err, segment.ErrDamaged):
		return fmt.Errorf("%s: %w: %w", doing, folder.ErrIndexDamaged, err)
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

// row gives a product's row.
func (s *session) row(ordinal int) folder.Row {
	n := func(i int) uint32 { return s.Number(folder.ProductsTable, 4*ordinal+i) }
	return folder.Row{File: n(0), Offset: n(1), Length: n(2), CRC: n(3)}
}
