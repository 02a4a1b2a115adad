package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Evidence is what the catalog knows about one word of a query that it does not hold: a word for a synonym
// stands among these, if anywhere.
type Evidence struct {
	Word  string      `json:"word"`  // as it was typed
	Words []Candidate `json:"words"` // the best first
}

// Candidate is a word of the catalog that may be meant.
type Candidate struct {
	Word     string `json:"word"`     // as the catalog writes it
	Why      string `json:"why"`      // spelling, beginning, part, or beside
	Products int    `json:"products"` // that hold it; of beside: of those that hold the query's other words
	Example  int    `json:"example"`  // the ordinal of one of them
}

// Why a word is a [Candidate].
const (
	whySpelling = "spelling"  // up to two typos away, three in long words
	whyBegins   = "beginning" // begins with the same letters
	whyPart     = "part"      // the unknown one begins or ends with it
	// stands often in products that hold the query's other words, and seldom elsewhere
	whyBeside = "beside"
)

// Suggest gives, for each word of the text that the catalog does not hold, at most limit candidates. Nothing
// is said about codes: a code is never another one. Errors: [folder.ErrDamaged], [ErrEngine], or the
// context's.
func (x *Index) Suggest(ctx context.Context, text string, limit int) (all []Evidence, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = x.Read("suggesting", func(s *reader.Session) error {
		all = x.suggest(s, text, limit)
		return s.Err()
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (x *Index) suggest(s *reader.Session, text string, limit int) (all []Evidence) {
	a := terms.New(x.planner.Lang)
	pieces := clause.PiecesOf(a, text)
	var known []*roaring.Bitmap
	said := map[string]bool{} // stems of the known words
	var unknown []*analysis.Piece
	for i := range pieces {
		c := &clause.Clause{}
		x.planner.Words(s, a, &pieces[i], c)
		switch {
		case !c.Hits.Empty():
			known = append(known, c.Hits.All())
			for _, stem := range c.Stems {
				said[stem] = true
			}
		case len(pieces[i].Words) == 1 && !strings.ContainsAny(pieces[i].Words[0].Text, "0123456789"):
			unknown = append(unknown, &pieces[i])
		}
	}
	for _, pc := range unknown {
		e := Evidence{Word: text[pc.From:pc.To]}
		e.add(x.alike(s, a, pc))
		if len(known) > 0 {
			e.add(x.beside(s, a, roaring.FastAnd(known...), said))
		}
		e.Words = e.Words[:min(len(e.Words), max(limit, 0))]
		all = append(all, e)
	}
	return all
}

// add adds candidates that are not there yet.
func (e *Evidence) add(more []Candidate) {
	for _, c := range more {
		if !slices.ContainsFunc(e.Words, func(d Candidate) bool { return d.Word == c.Word }) {
			e.Words = append(e.Words, c)
		}
	}
}

// alike gives the words that are spelled nearly so, that the word is made of, and that begin with its first
// letters.
func (x *Index) alike(s *reader.Session, a *terms.Analyzer, pc *analysis.Piece) (all []Candidate) {
	word := pc.Words[0].Text
	stem := a.Stem(word)
	for _, g := range s.Guesses(stem, min(max(analysis.Typos(word), 1)+1, analysis.MaxTypos)) {
		all = append(all, candidate(s, a, g.Word, whySpelling, g.Hits.All())...)
	}
	for _, part := range knownParts(s, a, word) {
		h := s.Word(part)
		all = append(all, candidate(s, a, part, whyPart, h.All())...)
	}
	if utf8.RuneCountInString(stem) > terms.Gram {
		_, words := s.Beginning(firstRunes(stem, terms.Gram))
		slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
		for _, w := range words[:min(len(words), reader.MaxGuesses)] {
			h := s.Word(w)
			all = append(all, candidate(s, a, w, whyBegins, h.All())...)
		}
	}
	return all
}

// knownParts gives the stems of the longest known beginning and the longest known end of a word of letters.
func knownParts(s *reader.Session, a *terms.Analyzer, word string) (parts []string) {
	if !analysis.LowerASCII(word) {
		return nil
	}
	longest := func(part func(n int) string) {
		for n := len(word) - 1; n >= clause.MinLoosePart; n-- {
			if h := s.Word(a.Stem(part(n))); !h.Empty() {
				parts = append(parts, a.Stem(part(n)))
				return
			}
		}
	}
	longest(func(n int) string { return word[:n] })
	longest(func(n int) string { return word[len(word)-n:] })
	return parts
}

func firstRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// candidate gives a stem as one candidate, or none where no product has it.
func candidate(s *reader.Session, a *terms.Analyzer, stem, why string, docs *roaring.Bitmap) []Candidate {
	if docs == nil || docs.IsEmpty() {
		return nil
	}
	c := Candidate{Word: stem, Why: why, Products: int(docs.GetCardinality()), Example: int(docs.Minimum())}
	if r, err := s.Record(c.Example); err == nil {
		c.Word = surface(a, &r, stem)
	}
	return []Candidate{c}
}

// stemsIn gives the stems of a text's words as they stand there, each once.
func stemsIn(a *terms.Analyzer, text string) (stems []string) {
	a.Scan.Reset(text)
	for a.Scan.Next() {
		for _, w := range a.Scan.Piece().Words {
			if stem := a.Look(w).Stem.Stem; !slices.Contains(stems, stem) {
				stems = append(stems, stem)
			}
		}
	}
	return stems
}

const (
	besideSample  = 200 // products whose titles are read
	besideAtLeast = 3   // of them that must hold a word
)

// beside gives the words of letters in the titles of the products but those said, those first that are
// frequent there and rare elsewhere.
func (x *Index) beside(s *reader.Session, a *terms.Analyzer, docs *roaring.Bitmap,
	said map[string]bool) []Candidate {
	here, example := map[string]int{}, map[string]uint32{}
	read := 0
	for it := docs.Iterator(); it.HasNext() && read < besideSample; read++ {
		doc := it.Next()
		r, err := s.Record(int(doc))
		if err != nil {
			continue
		}
		for _, stem := range stemsIn(a, r.Product.Title) {
			if analysis.LowerASCII(stem) && len(stem) >= 3 && !a.Lang.Stops(stem) && !said[stem] {
				here[stem]++
				example[stem] = doc
			}
		}
	}
	type counted struct {
		stem  string
		worth float64
	}
	var best []counted
	for stem, n := range here {
		h := s.Word(stem)
		if everywhere := h.Count(); n >= besideAtLeast && everywhere > 0 {
			best = append(best, counted{stem, float64(n) * float64(n) / float64(everywhere)})
		}
	}
	slices.SortFunc(best, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.stem, b.stem))
	})
	var all []Candidate
	for _, b := range best[:min(len(best), reader.MaxGuesses)] {
		all = append(all, candidate(s, a, b.stem, whyBeside, roaring.BitmapOf(example[b.stem]))...)
		all[len(all)-1].Products = here[b.stem]
	}
	return all
}

// surface gives a stem as the product's text writes it, in lower case; the stem where it does not stand
// there.
func surface(a *terms.Analyzer, r *bundle.Record, stem string) string {
	for _, texts := range a.Texts(r) {
		for _, text := range texts {
			a.Scan.Reset(text)
			for a.Scan.Next() {
				p := a.Scan.Piece()
				if len(p.Words) == 1 && a.Stem(p.Words[0].Text) == stem {
					return strings.ToLower(text[p.From:p.To])
				}
			}
		}
	}
	return stem
}
