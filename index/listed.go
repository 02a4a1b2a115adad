package index

import (
	"strconv"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/folder"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// hidden are the products that are not shown at a turn. It is immutable.
type hidden struct {
	turn int
	docs *roaring.Bitmap
}

// Scheduled tells whether some products are shown for a time only.
func (x *Index) Scheduled() bool { return x.Facts.Listed > 0 }

// hiddenAt gives the products that are not shown at a time; nil for none. They are read once for each turn.
func (x *Index) hiddenAt(s *reader.Session, at time.Time) *roaring.Bitmap {
	if x.Facts.Listed == 0 || at.IsZero() {
		return nil
	}
	turn := x.Turn(at)
	if h := x.hiddenNow.Load(); h != nil && h.turn == turn {
		return h.docs
	}
	const width = folder.OfferBytes / 4
	h, now := &hidden{turn, roaring.New()}, at.Unix()
	long := func(i int) int64 {
		return int64(s.Number(folder.OffersTable, i)) | int64(s.Number(folder.OffersTable, i+1))<<32
	}
	for i := 0; i < x.Facts.Offers*width; i += width {
		if s.Number(folder.OffersTable, i+3) == 0 && (now < long(i+4) || now >= long(i+6)) {
			h.docs.Add(s.Number(folder.OffersTable, i))
		}
	}
	if s.Err() == nil {
		x.hiddenNow.Store(h)
	}
	return h.docs
}

// Hidden gives the ordinals of the products that are not shown at a time, in order. Errors:
// [folder.ErrDamaged], [ErrEngine].
func (x *Index) Hidden(at time.Time) (products []int, err error) {
	err = x.Read("reading the days of products", func(s *reader.Session) error {
		if docs := x.hiddenAt(s, at); docs != nil {
			for it := docs.Iterator(); it.HasNext(); {
				products = append(products, int(it.Next()))
			}
		}
		return s.Err()
	})
	return products, err
}

// within are the documents to search among: those of a category, -1 for all, that are shown at a time. It is
// nil where that is all.
func (x *Index) within(s *reader.Session, place int, at time.Time) (docs *roaring.Bitmap) {
	if place >= 0 {
		docs = x.category(s, place)
	}
	gone := x.hiddenAt(s, at)
	if gone == nil || gone.IsEmpty() {
		return docs
	}
	return roaring.AndNot(x.everything(docs), gone)
}

// category gives the documents of a category by its place, and those of the categories below it. They are
// read once: of an index that was brought up to date they are put in the products' order as they are read.
func (x *Index) category(s *reader.Session, place int) *roaring.Bitmap {
	if kept, ok := x.categories.Load(place); ok {
		return kept.(*roaring.Bitmap)
	}
	docs := roaring.New()
	if found := s.Postings(terms.CategoryTerms, strconv.Itoa(place)); found != nil {
		docs = found.Clone()
	}
	if s.Err() == nil {
		x.categories.Store(place, docs)
	}
	return docs
}

// everything is all documents, or those within some. It must not be changed.
func (x *Index) everything(within *roaring.Bitmap) *roaring.Bitmap {
	if within != nil {
		return within
	}
	return x.all
}
