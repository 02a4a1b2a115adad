package index

import (
	"slices"
	"strings"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// Roads of an [Explanation].
const (
	RoadListing = "listing" // no text: the spreadsheet's order
	RoadCode    = "code"    // the text is a code, or part of one
	RoadWords   = "words"
)

// Explanation says why a page looks as it does.
type Explanation struct {
	Road     string             `json:"road"`
	Terms    []Term             `json:"terms"`
	Groups   []Group            `json:"groups"`
	Weights  map[string]float32 `json:"weights"` // of the fields
	Bonuses  []Bonus            `json:"bonuses,omitempty"`
	LeftOut  []LeftOut          `json:"leftOut,omitempty"` // what the text leaves out
	Price    *PriceRange        `json:"priceLimit,omitempty"`
	Products []Reason           `json:"products"`
}

// Term is one piece of the text as it was understood.
type Term struct {
	Typed string `json:"typed"`
	// one of the ways above: word, code, corrected, other word of the same meaning, unknown, …
	How   string   `json:"how"`
	Stems []string `json:"stems"`           // what was looked up
	Meant []string `json:"meant,omitempty"` // other words that were taken for it
	// words of the same meaning in the vocabulary that products have
	Others []string `json:"others,omitempty"`
	// entries of synonyms.json that apply: "tv → television", "laptop = notebook"
	Synonyms []string `json:"synonyms,omitempty"`
	Products int      `json:"products"`           // that have it
	Optional bool     `json:"optional,omitempty"` // a word that says little: welcome, not demanded
	Weight   float64  `json:"weight"`             // of a perfect hit
}

// Bonus is what makes some of the products that fit worth more.
type Bonus struct {
	Why      string  `json:"why"`      // side by side in the title, what the title is of, …
	Words    string  `json:"words"`    // as they are looked up
	Weight   float64 `json:"weight"`   // added to the score of a product that has it
	Products int     `json:"products"` // that have it
}

// Group is one part of the answer: the best first.
type Group struct {
	Why      string `json:"why"`
	Products int    `json:"products"`
}

// Reason says what one product of the page is worth.
type Reason struct {
	Product int       `json:"product"`                // its ordinal
	Why     string    `json:"why"`                    // its group
	Score   float64   `json:"score"`                  // the sum of its terms and bonuses
	Absent  bool      `json:"notAvailable,omitempty"` // its words are worth less for it
	Terms   []float64 `json:"terms"`                  // by term; 0 where it does not have it
	// by term: the fields that hold it, as in Weights, or "code"
	Fields  [][]string `json:"fields"`
	Bonuses []int      `json:"bonuses,omitempty"` // places in the explanation's bonuses
}

// listingExplained is the explanation of a query that looks nothing up.
func listingExplained(q Query) *Explanation {
	if !q.Explain {
		return nil
	}
	return &Explanation{Road: RoadListing}
}

// explain tells how the plan came to the products.
func (x *Index) explain(s *reader.Session, p *plan, products []int) *Explanation {
	if p.listing {
		return &Explanation{Road: RoadListing}
	}
	e := &Explanation{Road: p.road(), Weights: map[string]float32{}, LeftOut: p.wishes.leftOut,
		Price: p.wishes.price}
	for f, name := range terms.FieldNames {
		e.Weights[name] = terms.FieldWeights[f]
	}
	for _, c := range p.clauses {
		e.Terms = append(e.Terms, Term{
			Typed: c.Typed, How: c.How, Stems: c.Stems, Meant: c.Meant, Others: c.Others,
			Synonyms: c.Synonyms, Products: int(c.Hits.Count()), Optional: c.Welcome,
			Weight: float64(c.Weights[analysis.Levels-1]) / 1000,
		})
	}
	for _, b := range p.bonuses {
		e.Bonuses = append(e.Bonuses,
			Bonus{b.why, b.words, float64(b.weight) / 1000, int(b.docs.GetCardinality())})
	}
	for _, g := range p.groups {
		e.Groups = append(e.Groups, Group{g.why, int(g.docs.GetCardinality())})
	}
	a := terms.New(x.planner.Lang)
	a.Labels = map[bundle.ID]string{}
	for id, place := range x.Places {
		a.Labels[id] = x.Labels[place]
	}
	for _, o := range products {
		r := x.reason(p, o)
		if record, err := s.Record(o); err == nil { // a damaged product is noticed where it is answered
			r.Fields = fieldsOf(a, &record, p.clauses)
		}
		e.Products = append(e.Products, r)
	}
	return e
}

// road is the one that the plan takes.
func (p *plan) road() string {
	switch {
	case p.listing:
		return RoadListing
	case len(p.groups) > 0 && p.groups[0].code():
		return RoadCode
	}
	return RoadWords
}

// reason says what a product is worth.
func (x *Index) reason(p *plan, ordinal int) Reason {
	doc := uint32(ordinal)
	r := Reason{Product: ordinal, Absent: p.absent != nil && p.absent.Contains(doc)}
	for _, g := range p.groups {
		if g.docs.Contains(doc) {
			r.Why = g.why
		}
	}
	for _, c := range p.clauses {
		worth := 0.0
		for l, b := range c.Hits {
			if b != nil && b.Contains(doc) {
				worth = float64(c.Weights[l]) / 1000
			}
		}
		r.Terms = append(r.Terms, worth)
		r.Score += worth
	}
	for i, b := range p.bonuses {
		if b.docs.Contains(doc) {
			r.Bonuses = append(r.Bonuses, i)
			r.Score += float64(b.weight) / 1000
		}
	}
	return r
}

// codeSource is the field of a [Reason] for what a product's codes hold.
const codeSource = "code"

// fieldsOf gives for each clause the fields of the product that hold one of its words.
func fieldsOf(a *terms.Analyzer, r *bundle.Record, clauses []*clause.Clause) [][]string {
	out := make([][]string, len(clauses))
	counted := func(stem string) bool { t := a.Tallies[stem]; return t != nil && t.Count > 0 }
	for f, texts := range a.Texts(r) {
		a.Count(texts)
		for i, c := range clauses {
			if slices.ContainsFunc(c.Looked(a), counted) {
				out[i] = append(out[i], terms.FieldNames[f])
			}
		}
	}
	codes := terms.ProductCodes(r)
	for i, c := range clauses {
		typed, _ := terms.Canonical(c.Typed)
		if slices.ContainsFunc(codes, func(code string) bool {
			return len(typed) >= terms.Gram && strings.Contains(code, typed)
		}) {
			out[i] = append(out[i], codeSource)
		}
	}
	return out
}
