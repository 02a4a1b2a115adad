// Package judge measures how well an index answers: cases say which products a query should find, and a
// report says how many it found and how early. It also makes a first set of cases from a catalog itself.
package judge

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
)

// depth is how many products of an answer are looked at.
const depth = 10

// Case is a query and the products that it should find. Without any it should find nothing.
type Case struct {
	Query string
	Wants []Want
	Line  int // of its first row in a file, from 1; 0 for a case that was not read
}

// Want is a product that a query should find.
type Want struct {
	Product string // its id or its reference
	Grade   int    // 0 for one that is no answer, 1 where cases have no grades, more for better ones
}

// Score is a mean over cases.
type Score struct {
	Cases   int     `json:"cases"`
	Recall1 float64 `json:"recall@1"` // wanted products among the first 1, of those that could be there
	Recall5 float64 `json:"recall@5"` // the same among the first 5
	MRR     float64 `json:"mrr"`      // 1 / place of the first wanted product among the first ten, 0 for none
	NDCG    float64 `json:"ndcg@10"`  // gain 2^grade-1, products without grade as 0
}

// Result is what one case gave.
type Result struct {
	Case
	Found []string // references of the first Depth products of the answer
	Total int      // products in the answer
	Score Score    // of this case alone
}

// Report is what a set of cases gave.
type Report struct {
	Score
	Results []Result // in the order of the cases
}

// Run searches each case and scores the answers. A case that wants nothing scores 1 when nothing is found,
// else 0. Errors: of the index, or the context's.
func Run(ctx context.Context, x *index.Index, cases []Case) (Report, error) {
	r := Report{Results: make([]Result, 0, len(cases))}
	for _, c := range cases {
		page, err := x.Search(ctx, index.Query{Text: c.Query, Limit: depth})
		if err != nil {
			return r, fmt.Errorf("searching %q: %w", c.Query, err)
		}
		records, err := x.Records(page.Products)
		if err != nil {
			return r, fmt.Errorf("reading the answer to %q: %w", c.Query, err)
		}
		products := each.Of(records, func(r bundle.Record) product {
			return product{r.Product.ID, r.Product.Reference}
		})
		one := Result{Case: c, Total: page.Total, Score: score(c, products),
			Found: each.Of(products, func(p product) string { return p.Reference })}
		r.Results = append(r.Results, one)
		r.Cases++
		r.Recall1 += one.Score.Recall1
		r.Recall5 += one.Score.Recall5
		r.MRR += one.Score.MRR
		r.NDCG += one.Score.NDCG
	}
	if n := float64(r.Cases); n > 0 {
		r.Recall1, r.Recall5, r.MRR, r.NDCG = r.Recall1/n, r.Recall5/n, r.MRR/n, r.NDCG/n
	}
	return r, nil
}

// product is what a case names a product by.
type product struct {
	ID        bundle.ID
	Reference string
}

// grades are what the case says of products in the order of an answer, 0 for nothing. What it names counts
// once: of several products with one reference the first.
func (c *Case) grades(products []product) []int {
	grades, taken := make([]int, len(products)), make([]bool, len(c.Wants))
	for i, p := range products {
		for j, w := range c.Wants {
			if !taken[j] && (w.Product == p.ID.String() || w.Product == p.Reference) {
				grades[i], taken[j] = w.Grade, true
				break
			}
		}
	}
	return grades
}

// score scores one answer.
func score(c Case, products []product) Score {
	if len(c.Wants) == 0 {
		if len(products) == 0 {
			return Score{Cases: 1, Recall1: 1, Recall5: 1, MRR: 1, NDCG: 1}
		}
		return Score{Cases: 1}
	}
	grades := c.grades(products[:min(len(products), depth)])
	s := Score{Cases: 1, Recall1: recall(c, grades, 1), Recall5: recall(c, grades, 5)}
	got := 0.0
	for i, g := range grades {
		if g > 0 && s.MRR == 0 {
			s.MRR = 1 / float64(i+1)
		}
		got += gain(g, i)
	}
	if best := ideal(c); best > 0 {
		s.NDCG = got / best
	}
	return s
}

// recall is the part of the wanted products among the first n, of as many as can be there.
func recall(c Case, grades []int, n int) float64 {
	wanted, found := 0, 0
	for _, w := range c.Wants {
		if w.Grade > 0 {
			wanted++
		}
	}
	for _, g := range grades[:min(n, len(grades))] {
		if g > 0 {
			found++
		}
	}
	if wanted == 0 {
		return 0
	}
	return float64(found) / float64(min(n, wanted))
}

// gain is what a product of a grade is worth at a place, 0 for the first.
func gain(grade, place int) float64 {
	return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(place)+2)
}

// ideal is the gain of the best possible answer.
func ideal(c Case) (sum float64) {
	grades := each.Of(c.Wants, func(w Want) int { return w.Grade })
	slices.SortFunc(grades, func(a, b int) int { return cmp.Compare(b, a) })
	for i, g := range grades[:min(depth, len(grades))] {
		sum += gain(g, i)
	}
	return sum
}
