package index

import (
	"slices"
	"sort"
	"time"

	"plugsheet/index/folder"
)

// Turn is how many moments at which offers begin or end are over at a time: while it is the same, so are all answers.
// Turns is its largest value: 0 in a catalog without offers.
func (x *Index) Turn(at time.Time) int {
	turn, found := slices.BinarySearch(x.facts.Moments, at.Unix())
	if found {
		turn++
	}
	return turn
}

// Turns is what [Index.Turn] comes to in the end.
func (x *Index) Turns() int { return len(x.facts.Moments) }

// offerOf gives the place in the answer and the text of the promotion of a product that holds now; it is empty without one.
func (s *session) offerOf(product int, now int64) (at int, promotion string) {
	const width = folder.OfferBytes / 4
	n := s.x.facts.Offers
	i := sort.Search(n, func(i int) bool { return s.Number(folder.OffersTable, i*width) >= uint32(product) }) * width
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
	return int(s.Number(folder.OffersTable, i+1)), s.Text(folder.OfferTextTable, begin, begin+s.Number(folder.OffersTable, i+3))
}

// appendOffer appends a product's answer as it is now, in seconds since 1970.
func (s *session) appendOffer(dst, answer []byte, product int, now int64) ([]byte, error) {
	if s.x.facts.Offers == 0 {
		return append(dst, answer...), nil
	}
	at, promotion := s.offerOf(product, now)
	if promotion == "" {
		return append(dst, answer...), nil
	}
	const null = len("null")
	if at+null > len(answer) {
		return dst, folder.DamagedIndex(folder.OffersFile, "a promotion behind the end of its product")
	}
	return append(append(append(dst, answer[:at]...), promotion...), answer[at+null:]...), nil
}
