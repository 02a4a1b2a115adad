package judge

import (
	"cmp"
	"context"
	"slices"

	"plugsheet/schemas/bundle"
)

// Worst gives at most n results that could be better, the worst first: by the place of the first wanted
// product, then by nDCG, then by recall, then in the order of the cases.
func (r Report) Worst(n int) []Result {
	var bad []Result
	for _, one := range r.Results {
		if s := one.Score; s.MRR < 1 || s.Recall5 < 1 || s.NDCG < 1 {
			bad = append(bad, one)
		}
	}
	slices.SortStableFunc(bad, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Score.MRR, b.Score.MRR), cmp.Compare(a.Score.NDCG, b.Score.NDCG),
			cmp.Compare(a.Score.Recall5, b.Score.Recall5))
	})
	return bad[:min(n, len(bad))]
}

// Missing is a product that a case wants and the catalog does not have. It counts as not found.
type Missing struct {
	Line    int    `json:"line"` // of the case
	Query   string `json:"query"`
	Product string `json:"product"`
}

// FindMissing reads the catalog and gives the wanted products that are not in it, in the order of the cases.
// Errors: of the bundle, or the context's.
func FindMissing(ctx context.Context, b *bundle.Bundle, cases []Case) ([]Missing, error) {
	absent := map[string]bool{}
	for _, c := range cases {
		for _, w := range c.Wants {
			absent[w.Product] = true
		}
	}
	for _, f := range b.ProductFiles() {
		if len(absent) == 0 {
			break
		}
		for line, err := range b.Records(ctx, f) {
			if err != nil {
				return nil, err
			}
			delete(absent, line.Record.Product.Reference)
			delete(absent, line.Record.Product.ID.String())
		}
	}
	missing := []Missing{}
	for _, c := range cases {
		for _, w := range c.Wants {
			if absent[w.Product] {
				missing = append(missing, Missing{c.Line, c.Query, w.Product})
			}
		}
	}
	return missing, nil
}
