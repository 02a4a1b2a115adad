package segment

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"
)

// Order says by segment which documents there are and where they stand among the products.
type Order []Documents

// Documents are those of one segment. The ids of all follow each other from FirstID on.
type Documents struct {
	Docs    int   `json:"docs"` // deleted ones included
	FirstID int   `json:"firstId"`
	Spans   Spans `json:"spans"` // in order of both; documents that stand in none are deleted
}

// Spans are kept as a few bytes each: there may be as many as products that changed.
type Spans []Span

// MarshalText writes the gaps between the spans, and their lengths.
func (all Spans) MarshalText() ([]byte, error) {
	var b []byte
	doc, place := 0, 0
	for _, s := range all {
		for _, n := range []int{s.Doc - doc, s.Place - place, s.Count} {
			b = binary.AppendUvarint(b, uint64(n))
		}
		doc, place = s.Doc+s.Count, s.Place+s.Count
	}
	return base64.RawStdEncoding.AppendEncode(nil, b), nil
}

// UnmarshalText reads what MarshalText wrote.
func (all *Spans) UnmarshalText(text []byte) error {
	b, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil {
		return err
	}
	*all = nil
	doc, place := 0, 0
	for len(b) > 0 {
		var n [3]int
		for i := range n {
			v, k := binary.Uvarint(b)
			if k <= 0 || v > math.MaxInt32 {
				return fmt.Errorf("%w: the order of the documents", ErrDamaged)
			}
			n[i], b = int(v), b[k:]
		}
		s := Span{doc + n[0], place + n[1], n[2]}
		*all = append(*all, s)
		doc, place = s.Doc+s.Count, s.Place+s.Count
	}
	return nil
}

// Span is documents that follow each other, as their products do.
type Span struct {
	Doc   int
	Place int // of the first one's product
	Count int
}

// Whole is the order of an index that was written whole.
func Whole(products int) Order {
	if products == 0 {
		return nil
	}
	return Order{{Docs: products, Spans: []Span{{Count: products}}}}
}

// Add puts one more document of a segment behind the others.
func (d *Documents) Add(doc, place int) {
	if n := len(d.Spans); n > 0 {
		last := &d.Spans[n-1]
		if last.Doc+last.Count == doc && last.Place+last.Count == place {
			last.Count++
			return
		}
	}
	d.Spans = append(d.Spans, Span{doc, place, 1})
}

// places is a segment's order, for looking up.
type places struct{ spans []Span }

// places checks the order against the number of products. It gives nil where each place is the document's
// number.
func (d Documents) places(products int) (*places, error) {
	doc, place, same := 0, 0, true
	for _, s := range d.Spans {
		if s.Doc < doc || s.Place < place || s.Count < 1 || s.Count > d.Docs-s.Doc ||
			s.Count > products-s.Place {
			return nil, fmt.Errorf("%w: the documents of a segment are in no order", ErrDamaged)
		}
		doc, place, same = s.Doc+s.Count, s.Place+s.Count, same && s.Doc == s.Place
	}
	if same {
		return nil, nil
	}
	return &places{d.Spans}, nil
}

// of gives the places of documents, none of which is deleted.
func (p *places) of(docs *roaring.Bitmap) *roaring.Bitmap {
	all := docs.ToArray()
	rest := all
	for at := 0; len(rest) > 0; at++ {
		at += sort.Search(len(p.spans)-at, func(i int) bool {
			s := p.spans[at+i]
			return s.Doc+s.Count > int(rest[0])
		})
		s := p.spans[at]
		n, _ := slices.BinarySearch(rest, uint32(s.Doc+s.Count))
		for i := range rest[:n] {
			rest[i] += uint32(s.Place - s.Doc)
		}
		rest = rest[n:]
	}
	moved := roaring.New()
	moved.AddMany(all)
	return moved
}
