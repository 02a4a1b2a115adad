// Package clause understands what is typed: each piece of a text becomes a clause, which holds the documents
// that answer it, however they write it.
package clause

import (
	"math"
	"plugsheet/index/analysis"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// Ways in which a piece of a query was understood, as an explanation says them.
const (
	ByWord       = "word"
	ByCode       = "code"
	ByCodePart   = "part of a code"
	ByBeginning  = "beginning of a word"
	ByCorrection = "corrected"
	bySynonym    = "synonym"
	BySplit      = "split"  // two words of the catalog written as one
	byJoin       = "joined" // with its neighbour one word of the catalog
	ByCompound   = "last part of a compound"
	byMeaning    = "other word of the same meaning"
	ByNothing    = "unknown"
)

// Clause is one piece of a query with the documents that answer it.
type Clause struct {
	Typed    string // as the agent typed it
	Stems    []string
	How      string
	Synonyms []string // the entries of synonyms.json that apply
	Meant    []string // the words that the documents hold, when they are not the typed one
	Others   []string // words of the same meaning that documents hold
	Hits     reader.Hits
	Open     string // the last piece, which may be the beginning of a longer word; empty where it may not
	Count    uint64
	Welcome  bool // a stop word: it adds to the worth, and is not demanded
	part     bool // another clause stands for an expression that it is a part of
	before   int  // pieces before and behind its own that are of its expression
	behind   int
	// of a word of the same meaning: the language of what was typed, as a place in the vocabulary's
	spoken  int
	Codely  bool // only a code or part of one may be meant
	Weights [analysis.Levels]int32
	united  reader.Hits // those whose union is whole
	whole   *roaring.Bitmap
}

// Weigh sets the weights of the levels: rarer pieces weigh more, as in BM25.
func (c *Clause) Weigh(products float64) {
	c.Count = c.Hits.Count()
	n := float64(c.Count)
	idf := math.Log(1 + (products-n+0.5)/(n+0.5))
	for l := range c.Weights {
		c.Weights[l] = int32(math.Round(1000 * idf * terms.Worth(l)))
	}
}

// All is the union of the hits' levels, made once for the same hits. It must not be changed.
func (c *Clause) All() *roaring.Bitmap {
	if c.united != c.Hits {
		c.united, c.whole = c.Hits, c.Hits.All()
	}
	return c.whole
}

// Looked gives the stems by which a clause was looked up: where its own words were found, only these.
func (c *Clause) Looked(a *terms.Analyzer) []string {
	all := slices.Clone(c.Stems)
	others := c.Meant
	if c.How == byMeaning {
		others = c.Others
	}
	for _, m := range others {
		for _, word := range strings.Fields(m) {
			all = append(all, word, a.Stem(analysis.Fold(word)))
		}
	}
	if joined := analysis.Fold(c.Typed); joined != "" {
		all = append(all, a.Stem(joined))
	}
	return all
}

// Meanings gives all that a clause may stand for: words or expressions of several, each by its stems.
func (c *Clause) Meanings(a *terms.Analyzer) (all [][]string) {
	for _, word := range append(slices.Clone(c.Stems), a.Stem(analysis.Fold(c.Typed))) {
		all = append(all, []string{word})
	}
	for _, other := range slices.Concat(c.Meant, c.Others) {
		if all = append(all, a.Lang.Stems(other)); !strings.Contains(other, " ") {
			all = append(all, []string{other}) // it may be a stem already
		}
	}
	return all
}
