package reader

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sort"
	"sync"
	"time"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/schemas/bundle"
)

// maxBefore is how far before a product its line in the file may begin: its categories and keywords stand
// there.
const maxBefore = 1 << 20

// Record reads the whole line of a product. Its checksum is not compared.
func (s *Session) Record(ordinal int) (r bundle.Record, err error) {
	at := s.row(ordinal)
	if int(at.File) >= len(s.c.files) {
		return r, folder.DamagedIndex(folder.ProductsFile, "a product of no file")
	}
	f := s.c.files[at.File]
	var line []byte
	for before := uint32(4 << 10); ; before *= 8 {
		before = min(before, at.Offset)
		line = make([]byte, before+at.Length)
		if _, err := f.file.ReadAt(line, int64(at.Offset-before)); err != nil {
			return r, fmt.Errorf("reading %s: %w", f.Path, err)
		}
		if i := bytes.LastIndexByte(line[:before], '\n'); i >= 0 || before == at.Offset ||
			before >= maxBefore {
			line = line[i+1:]
			break
		}
	}
	if err := json.Unmarshal(append(line, '}'), &r); err != nil {
		return r, folder.Damaged(f.Path, err.Error())
	}
	return r, nil
}

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

// buffers holds what was read of product files. Larger ones than maxKept are left to the collector.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 32<<10); return &b }}

const (
	maxKept = 1 << 20
	maxGap  = 64 << 10 // bytes between two products that are read rather than skipped
)

// AppendAnswer appends the JSON array of the products with these ordinals to dst: their bytes in the bundle,
// none encoded anew, each with its promotion at that time. Neighbours in one file are read at once, and each
// product's checksum is compared. After an error, which wraps [folder.ErrDamaged] or [ErrEngine] or is the
// disk's, what was appended is not to be used.
func (c *Catalog) AppendAnswer(dst []byte, products []int, at time.Time) (answer []byte, err error) {
	buf := buffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= maxKept {
			buffers.Put(buf)
		}
	}()
	for _, p := range products {
		if p < 0 || p >= c.Facts.Products {
			return dst, fmt.Errorf("no product %d among %d", p, c.Facts.Products)
		}
	}
	err = c.Read("reading products", func(s *Session) error {
		dst = append(dst, '[')
		for i := 0; i < len(products); {
			n := s.neighbours(products[i:])
			if dst, err = s.appendRun(dst, products[i:i+n], at.Unix(), buf); err != nil {
				return err
			}
			i += n
			if i < len(products) {
				dst = append(dst, ',')
			}
		}
		dst = append(dst, ']')
		return nil
	})
	return dst, err
}

// neighbours is how many of the products, from the first on, lie behind one another in one file.
func (s *Session) neighbours(products []int) int {
	last := s.row(products[0])
	n := 1
	for ; n < len(products); n++ {
		r := s.row(products[n])
		end := uint64(last.Offset) + uint64(last.Length)
		if r.File != last.File || uint64(r.Offset) < end || uint64(r.Offset)-end > maxGap {
			break
		}
		last = r
	}
	return n
}

// appendRun appends products that lie behind one another in one file, with commas between them, as they are
// now, in seconds since 1970.
func (s *Session) appendRun(dst []byte, products []int, now int64, buf *[]byte) ([]byte, error) {
	first, last := s.row(products[0]), s.row(products[len(products)-1])
	if int(first.File) >= len(s.c.files) {
		return dst, folder.DamagedIndex(folder.ProductsFile, "a product of no file")
	}
	f := &s.c.files[first.File]
	end := uint64(last.Offset) + uint64(last.Length)
	if end > uint64(f.Bytes) {
		return dst, folder.DamagedIndex(folder.ProductsFile, "a product behind the end of its file")
	}
	size := int(end - uint64(first.Offset))
	if cap(*buf) < size {
		*buf = make([]byte, size)
	}
	data := (*buf)[:size]
	if _, err := f.file.ReadAt(data, int64(first.Offset)); err != nil && !(errors.Is(err, io.EOF)) {
		return dst, fmt.Errorf("reading %s: %w", f.Path, err)
	} else if err != nil {
		return dst, folder.Damaged(f.Path, "it is shorter than it was")
	}
	for i, p := range products {
		r := s.row(p)
		part := data[r.Offset-first.Offset:][:r.Length]
		if crc32.Checksum(part, folder.Castagnoli) != r.CRC {
			return dst, folder.Damaged(f.Path, fmt.Sprintf("product %d is not what was indexed", p+1))
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = s.appendOffer(dst, part, p, now); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// Turn is how many moments at which offers begin or end are over at a time: while it is the same, so are all
// answers. Turns is its largest value: 0 in a catalog without offers.
func (c *Catalog) Turn(at time.Time) int {
	turn, found := slices.BinarySearch(c.Facts.Moments, at.Unix())
	if found {
		turn++
	}
	return turn
}

// Turns is what [Catalog.Turn] comes to in the end.
func (c *Catalog) Turns() int { return len(c.Facts.Moments) }

// OfferOf gives the place in the answer and the text of the promotion of a product that holds now; it is
// empty without one.
func (s *Session) OfferOf(product int, now int64) (at int, promotion string) {
	const width = folder.OfferBytes / 4
	n := s.c.Facts.Offers
	i := sort.Search(n, func(i int) bool {
		return s.Number(folder.OffersTable, i*width) >= uint32(product)
	}) * width
	if i == n*width || s.Number(folder.OffersTable, i) != uint32(product) {
		return 0, ""
	}
	long := func(i int) int64 {
		return int64(s.Number(folder.OffersTable, i)) | int64(s.Number(folder.OffersTable, i+1))<<32
	}
	if now < long(i+4) || now >= long(i+6) {
		return 0, ""
	}
	begin := s.Number(folder.OffersTable, i+2)
	return int(s.Number(folder.OffersTable, i+1)),
		s.Text(folder.OfferTextTable, begin, begin+s.Number(folder.OffersTable, i+3))
}

// appendOffer appends a product's answer as it is now, in seconds since 1970.
func (s *Session) appendOffer(dst, answer []byte, product int, now int64) ([]byte, error) {
	if s.c.Facts.Offers == 0 {
		return append(dst, answer...), nil
	}
	at, promotion := s.OfferOf(product, now)
	if promotion == "" {
		return append(dst, answer...), nil
	}
	const null = len("null")
	if at+null > len(answer) {
		return dst, folder.DamagedIndex(folder.OffersFile, "a promotion behind the end of its product")
	}
	return append(append(append(dst, answer[:at]...), promotion...), answer[at+null:]...), nil
}
