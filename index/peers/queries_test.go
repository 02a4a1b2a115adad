package peers

import (
	"context"
	"math/rand/v2"
	"strings"
	"unicode"

	"plugsheet/schemas/bundle"
)

// kind says what an agent typed.
type kind int

const (
	plain  kind = iota // words of a product's title: 60 %
	typo               // the same with one letter wrong: 20 %
	code               // a reference: 10 %
	prefix             // words whose last is not finished: 10 %
	kinds
)

var kindNames = [kinds]string{"plain", "typo", "code", "prefix"}

// typedQuery is what each engine is asked.
type typedQuery struct {
	kind kind
	text string
}

// makeQueries draws the queries from the catalog, the same ones each time.
func makeQueries(ctx context.Context, b *bundle.Bundle, n int) ([]typedQuery, error) {
	var products []bundle.Product
	for r, err := range records(ctx, b) {
		if err != nil {
			return nil, err
		}
		products = append(products, bundle.Product{Title: strings.Clone(r.Product.Title), Reference: strings.Clone(r.Product.Reference)})
	}
	rnd := rand.New(rand.NewPCG(20261122, 3))
	shares := [10]kind{plain, plain, plain, plain, plain, plain, typo, typo, code, prefix}
	var queries []typedQuery
	for len(queries) < n {
		p := products[rnd.IntN(len(products))]
		k := shares[len(queries)%len(shares)]
		if text := typed(k, p, rnd); text != "" {
			queries = append(queries, typedQuery{k, text})
		}
	}
	return queries, nil
}

// typed is what an agent types for a product; empty when its title does not lend itself to the kind.
func typed(k kind, p bundle.Product, rnd *rand.Rand) string {
	if k == code {
		return p.Reference
	}
	words := strings.Fields(strings.TrimSuffix(p.Title, p.Reference))
	if len(words) == 0 {
		return ""
	}
	from := rnd.IntN(len(words))
	words = words[from:min(len(words), from+1+rnd.IntN(3))]
	i := len(words) - 1
	last := []rune(words[i])
	switch {
	case k == plain:
	case len(last) < 5 || strings.ContainsFunc(words[i], func(r rune) bool { return !unicode.IsLetter(r) }):
		return ""
	case k == typo:
		at := 1 + rnd.IntN(len(last)-1)
		last[at] = 'a' + (last[at]-'a'+1+rune(rnd.IntN(24)))%26
		words[i] = string(last)
	case k == prefix:
		words[i] = string(last[:3+rnd.IntN(len(last)-4)])
	}
	return strings.Join(words, " ")
}

// records reads the catalog in its order.
func records(ctx context.Context, b *bundle.Bundle) func(yield func(bundle.Record, error) bool) {
	return func(yield func(bundle.Record, error) bool) {
		for _, file := range b.ProductFiles() {
			for line, err := range b.Records(ctx, file) {
				if !yield(line.Record, err) || err != nil {
					return
				}
			}
		}
	}
}
