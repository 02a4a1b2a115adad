package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/terms"
)

// spokenDigits is the most digits of a number that is a year, a size or a model to who types it, rather than
// a reference that the shop has for its ids, too.
const spokenDigits = 4

// onlyID tells whether a number is a product's id and no code that anybody knows. Where the spreadsheet has
// one column for the id and the reference, a short number is taken for the id.
func (s *session) onlyID(canon string, docs *roaring.Bitmap) bool {
	if docs == nil || !analysis.Digits(canon) || docs.GetCardinality() != 1 {
		return false
	}
	r, err := s.record(int(docs.Minimum()))
	if err != nil {
		return false // noticed where it is answered
	}
	id := r.Product.ID.String()
	if c, ok := terms.Canonical(id); !ok || c != canon {
		return false
	}
	if r.Product.Reference == id && len(canon) <= spokenDigits {
		r.Product.Reference = ""
	}
	return !slices.Contains(terms.CodesBesideID(&r), canon)
}

// addNumbered adds the products that have a number in their titles, where it is otherwise only the id of one
// that has it not: who types 501 or 2024 means what the titles say.
func (p *plan) addNumbered(s *session, canon string, exact *roaring.Bitmap) {
	if len(p.clauses) != 1 || !slices.Equal(p.clauses[0].stems, []string{canon}) || !s.onlyID(canon, exact) {
		return
	}
	if titled := s.postings(terms.TitleTerms, canon); titled != nil && !titled.Contains(exact.Minimum()) {
		p.add(whyTitle, titled)
	}
}
