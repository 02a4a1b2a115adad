package reader

import (
	"errors"
	"fmt"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
)

// Session reads the index for one call. It is lent by [Catalog.Read], and the mapped files cannot be read
// without it.
type Session struct {
	*segment.Session
	c         *Catalog
	Corrected int // look-ups of misspelt words in this query, which its user counts
}

// Read lends a session to the function. Errors: [folder.ErrIndexDamaged], [ErrEngine], or the function's own.
func (c *Catalog) Read(doing string, use func(s *Session) error) error {
	err := c.mapped.Read(func(m *segment.Session) error { return use(&Session{Session: m, c: c}) })
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

// row gives a product's row.
func (s *Session) row(ordinal int) folder.Row {
	n := func(i int) uint32 { return s.Number(folder.ProductsTable, 4*ordinal+i) }
	return folder.Row{File: n(0), Offset: n(1), Length: n(2), CRC: n(3)}
}
