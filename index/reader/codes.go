package reader

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/folder"
	"plugsheet/index/terms"
)

// CodeParts gives the documents that have a code which begins with the canonical text, and those that have it
// elsewhere in a code. Codes of fewer than four characters find nothing.
func (s *Session) CodeParts(text string) (begin, inside *roaring.Bitmap) {
	list := terms.Grams(nil, text)
	if len(list) == 0 {
		return nil, nil
	}
	var all []*roaring.Bitmap
	for _, g := range list[1:] {
		b := s.Postings(terms.PartsField, g)
		if b == nil {
			return nil, nil
		}
		all = append(all, b)
	}
	inside = roaring.FastAnd(all...)
	head := s.Postings(terms.PartsField, list[0])
	if head == nil {
		head = roaring.New()
	}
	begin = roaring.And(inside, head)
	if len(all) > 1 {
		begin = s.confirmed(begin, text, strings.HasPrefix)
		inside = s.confirmed(inside, text, strings.Contains)
	}
	return begin, roaring.AndNot(inside, begin)
}

// confirmed keeps the documents that have a code which fits the text.
func (s *Session) confirmed(docs *roaring.Bitmap, text string,
	fits func(code, text string) bool) *roaring.Bitmap {
	kept := roaring.New()
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		for code := range strings.Lines(s.codesOf(int(doc))) {
			if fits(strings.TrimSuffix(code, "\n"), text) {
				kept.Add(doc)
				break
			}
		}
	}
	return kept
}

// codesOf gives a product's codes, one a line.
func (s *Session) codesOf(ordinal int) string {
	return s.Text(folder.CodeTextTable, s.Number(folder.CodesTable, ordinal),
		s.Number(folder.CodesTable, ordinal+1))
}

// Code gives the documents with exactly this code. A GTIN is also found with other leading zeros.
func (s *Session) Code(canon string) *roaring.Bitmap {
	if b := s.Postings(terms.CodesField, canon); b != nil {
		return b
	}
	if !analysis.Digits(canon) || len(canon) < 8 {
		return nil
	}
	bare := strings.TrimLeft(canon, "0")
	for n := len(bare); n <= 14; n++ {
		padded := strings.Repeat("0", n-len(bare)) + bare
		if b := s.Postings(terms.CodesField, padded); b != nil && len(bare) >= 7 {
			return b
		}
	}
	return nil
}

// LikeCode tells whether some code has the text's first four characters.
func (s *Session) LikeCode(text string) bool {
	canon, _ := terms.Canonical(text)
	g := terms.Grams(nil, canon)
	return len(g) > 0 && s.Postings(terms.PartsField, g[0]) != nil
}

// MaxSpelled is the longest piece of letters of a code that is typed in pieces.
const MaxSpelled = 3

// BeginsCode tells whether a piece is a few letters with which codes begin, a digit behind them.
func (s *Session) BeginsCode(typed string) (found bool) {
	piece := analysis.Fold(typed)
	if len(piece) > MaxSpelled || !analysis.LowerASCII(piece) {
		return false
	}
	s.Walk(terms.CodesField, nil, []byte(piece+"0"), []byte(piece+":"), func(string) bool {
		found = true
		return false
	})
	return found
}

// spokenDigits is the most digits of a number that is a year, a size or a model to who types it, rather than
// a reference that the shop has for its ids, too.
const spokenDigits = 4

// OnlyID tells whether a number is a product's id and no code that anybody knows. Where the spreadsheet has
// one column for the id and the reference, a short number is taken for the id.
func (s *Session) OnlyID(canon string, docs *roaring.Bitmap) bool {
	if docs == nil || !analysis.Digits(canon) || docs.GetCardinality() != 1 {
		return false
	}
	r, err := s.Record(int(docs.Minimum()))
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

// WholeCode tells whether a text is a code as it stands.
func (s *Session) WholeCode(text string) bool {
	canon, ok := terms.Canonical(text)
	return ok && s.Code(canon) != nil
}
