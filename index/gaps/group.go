package gaps

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/index"
	"plugsheet/schemas/words"
)

// Group is what was asked for in several spellings: in the singular and the plural, in another order, with a
// typo, and with other words of the catalog beside the ones that it does not hold.
type Group struct {
	Query string `json:"query"` // the spelling that was asked most
	// that it finds by its other words, without the unknown ones; 0 for nothing
	Products  int        `json:"products"`
	Count     int        `json:"count"` // of all spellings
	First     string     `json:"first"` // the day, YYYY-MM-DD, UTC
	Last      string     `json:"last"`
	Spellings []string   `json:"spellings"` // all of them, the most asked first
	Unknown   []Unknown  `json:"unknown"`   // words of it that the catalog does not hold
	Proposals []Proposal `json:"proposals"` // the best first
}

// Unknown is a word that the catalog does not hold.
type Unknown struct {
	Word      string   `json:"word"`      // as the group's query has it
	Spellings []string `json:"spellings"` // this and those of the other queries, of different stems
}

// reading is a counted query as the index reads it.
type reading struct {
	Count
	found   int          // products that it finds all the same
	words   []index.Word // those that nothing was found for; where there are none, all
	letters string       // of them, without blanks
}

// readingOf reads a query that nothing was found for, or nothing for the pieces that are missing.
func readingOf(ctx context.Context, x *index.Index, c Count, page index.Page) (reading, error) {
	words, err := x.Words(ctx, c.Query)
	if err != nil {
		return reading{}, fmt.Errorf("reading %q: %w", c.Query, err)
	}
	r := reading{Count: c, found: page.Total}
	for _, w := range words {
		if slices.Contains(page.Missing, w.Typed) {
			r.words = append(r.words, w)
		}
	}
	if len(r.words) == 0 {
		r.words = words
	}
	for _, w := range r.words {
		r.letters += strings.ReplaceAll(w.Stem, " ", "")
	}
	slices.SortStableFunc(r.words, func(a, b index.Word) int { return strings.Compare(a.Stem, b.Stem) })
	return r, nil
}

// groups puts readings together, the most asked first: each goes to the first group whose query it is a
// spelling of.
func groups(readings []reading) []Group {
	var all []Group
	var heads []reading
	for _, r := range readings {
		i := slices.IndexFunc(heads, func(h reading) bool { return len(r.words) > 0 && h.same(r) })
		if i < 0 {
			heads = append(heads, r)
			g := Group{
				Query: r.Query, Products: r.found, Count: r.Count.Count, First: r.First, Last: r.Last,
				Spellings: []string{r.Query}, Unknown: []Unknown{}, Proposals: []Proposal{},
			}
			for _, w := range r.words {
				if !w.Known {
					g.Unknown = append(g.Unknown, Unknown{w.Typed, []string{w.Typed}})
				}
			}
			all = append(all, g)
			continue
		}
		all[i].add(heads[i], r)
	}
	slices.SortStableFunc(all, func(a, b Group) int { return b.Count - a.Count })
	return all
}

// add adds a spelling.
func (g *Group) add(head, r reading) {
	g.Count += r.Count.Count
	g.First, g.Last = min(g.First, r.First), max(g.Last, r.Last)
	g.Spellings = append(g.Spellings, r.Query)
	to := head.pair(r)
	for i := range g.Unknown {
		for j, w := range head.words {
			if to != nil && w.Typed == g.Unknown[i].Word && r.words[to[j]].Stem != w.Stem {
				g.Unknown[i].Spellings = append(g.Unknown[i].Spellings, r.words[to[j]].Typed)
			}
		}
	}
}

// same tells whether two queries are spellings of the same: of the same letters but for blanks, or of the
// same words in any order, where the words that the catalog does not hold may differ by a typo.
func (h *reading) same(r reading) bool {
	return h.letters == r.letters || h.pair(r) != nil
}

// pair gives for each word of h the word of r that is the same; nil where they are not the same words.
func (h *reading) pair(r reading) []int {
	if len(h.words) != len(r.words) {
		return nil
	}
	used, to := make([]bool, len(r.words)), slices.Repeat([]int{-1}, len(h.words))
	match := func(i int, fits func(v index.Word) bool) {
		for j, v := range r.words {
			if to[i] < 0 && !used[j] && fits(v) {
				to[i], used[j] = j, true
			}
		}
	}
	for i, w := range h.words { // the very same words first
		match(i, func(v index.Word) bool { return v.Stem == w.Stem })
	}
	for i, w := range h.words {
		match(i, func(v index.Word) bool { return alike(v, w) })
	}
	if slices.Contains(to, -1) {
		return nil
	}
	return to
}

// alike tells whether two words that the catalog does not hold may be one, with a typo in words of five
// letters, two in words of nine, none in the first letter. That is stricter than the search: two words that
// are taken for one hide each other.
func alike(a, b index.Word) bool {
	first, _ := utf8.DecodeRuneInString(a.Stem)
	if a.Known || b.Known || strings.ContainsAny(a.Stem+b.Stem, "0123456789") ||
		!strings.HasPrefix(b.Stem, string(first)) {
		return false
	}
	n, most := min(utf8.RuneCountInString(a.Stem), utf8.RuneCountInString(b.Stem)), 1
	switch {
	case n < 5:
		return false
	case n >= 9:
		most = 2
	}
	return bits.OnesCount32(letters(a.Stem)^letters(b.Stem)) <= 2*most &&
		words.Distance([]rune(a.Stem), []rune(b.Stem), most) <= most
}

// letters says which letters a word has; other letters may share a bit.
func letters(word string) (set uint32) {
	for _, r := range word {
		set |= 1 << (uint32(r) % 32)
	}
	return set
}
