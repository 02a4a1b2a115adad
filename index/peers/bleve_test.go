package peers

import (
	"context"
	"path/filepath"
	"plugsheet/schemas/bundle"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// usual is bleve as most programs use it: a document of five fields, a disjunction of boosted match queries with one
// typo, and a prefix for the last word.
type usual struct {
	inProcess
	x bleve.Index
}

func (*usual) name() string { return "bleve" }

// batch is the number of documents that are handed over at once.
const batch = 1000

func (u *usual) start(_ context.Context, dir string) error {
	u.path = filepath.Join(dir, "bleve")
	return nil
}

func (u *usual) build(ctx context.Context, b *bundle.Bundle) error {
	m := bleve.NewIndexMapping()
	for _, field := range fields {
		f := bleve.NewTextFieldMapping()
		f.Store, f.IncludeTermVectors, f.DocValues = false, false, false
		m.DefaultMapping.AddFieldMappingsAt(field.name, f)
	}
	x, err := bleve.New(u.path, m)
	if err != nil {
		return err
	}
	u.x = x
	docs, n := u.x.NewBatch(), 0
	for r, err := range records(ctx, b) {
		if err != nil {
			return err
		}
		doc := map[string]any{}
		for _, field := range fields {
			doc[field.name] = field.text(r)
		}
		n++
		if err := docs.Index(strconv.Itoa(n), doc); err != nil {
			return err
		}
		if docs.Size() == batch {
			if err := u.x.Batch(docs); err != nil {
				return err
			}
			docs.Reset()
		}
	}
	return u.x.Batch(docs)
}

func (u *usual) close() error {
	if u.x == nil {
		return nil
	}
	return u.x.Close()
}

func (u *usual) search(ctx context.Context, q typedQuery) (places []int, err error) {
	words := strings.Fields(strings.ToLower(q.text))
	either := bleve.NewDisjunctionQuery()
	for _, field := range fields {
		match := bleve.NewMatchQuery(q.text)
		match.SetField(field.name)
		match.SetFuzziness(1)
		match.SetOperator(query.MatchQueryOperatorOr)
		match.SetBoost(field.boost)
		begins := bleve.NewPrefixQuery(words[len(words)-1])
		begins.SetField(field.name)
		begins.SetBoost(field.boost / 2)
		either.AddQuery(match, begins)
	}
	result, err := u.x.SearchInContext(ctx, bleve.NewSearchRequestOptions(either, pageSize, 0, false))
	if err != nil {
		return nil, err
	}
	for _, hit := range result.Hits {
		n, err := strconv.Atoi(hit.ID)
		if err != nil {
			return nil, err
		}
		places = append(places, n-1)
	}
	return places, nil
}
