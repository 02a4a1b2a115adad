package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// addNumbered adds the products that have a number in their titles, where it is otherwise only the id of one
// that has it not: who types 501 or 2024 means what the titles say.
func (p *plan) addNumbered(s *reader.Session, canon string, exact *roaring.Bitmap) {
	if len(p.clauses) != 1 || !slices.Equal(p.clauses[0].Stems, []string{canon}) || !s.OnlyID(canon, exact) {
		return
	}
	if titled := s.Postings(terms.TitleTerms, canon); titled != nil && !titled.Contains(exact.Minimum()) {
		p.add(whyTitle, titled)
	}
}
