package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	_ "github.com/mattn/go-sqlite3" // the driver sqlite3

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// own is plugsheet's index.
type own struct{ x *index.Index }

func (*own) name() string { return "plugsheet" }

func (o *own) build(ctx context.Context, b *bundle.Bundle, _ string) (err error) {
	if err := index.Build(ctx, b, index.Options{}); err != nil {
		return err
	}
	o.x, err = index.Open(ctx, b)
	return err
}

func (*own) settle() error  { return nil }
func (o *own) close() error { return o.x.Close() }

func (o *own) search(ctx context.Context, q typedQuery) (int, error) {
	page, err := o.x.Search(ctx, index.Query{Text: q.text, Limit: pageSize})
	return len(page.Products), err
}

// fields are what the peers index of a product, and what a hit in each is worth.
var fields = []struct {
	name  string
	boost float64
	text  func(bundle.Record) string
}{
	{"title", 10, func(r bundle.Record) string { return r.Product.Title }},
	{"brand", 5, func(r bundle.Record) string { return value(r.Product.Brand) }},
	{"reference", 20, func(r bundle.Record) string { return r.Product.Reference }},
	{"description", 1, func(r bundle.Record) string { return value(r.Product.ShortDescription) + " " + r.Product.Description }},
	{"keywords", 2, func(r bundle.Record) string { return strings.Join(r.Keywords, " ") }},
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// fts is SQLite's FTS5: bm25 with weights, all words demanded, no typos. A star stands only where the agent did not
// finish the word. It is merged into one segment before the queries, outside of the time to build.
type fts struct {
	db   *sql.DB
	find *sql.Stmt
}

func (*fts) name() string { return "fts5" }

func (f *fts) build(ctx context.Context, b *bundle.Bundle, dir string) (err error) {
	if f.db, err = sql.Open("sqlite3", filepath.Join(dir, "fts.db")+"?_cache_size=-65536"); err != nil {
		return err
	}
	f.db.SetMaxOpenConns(1)
	const create = `CREATE VIRTUAL TABLE p USING fts5(title, brand, reference, description, keywords, content='', tokenize='unicode61 remove_diacritics 2')`
	if _, err := f.db.ExecContext(ctx, create); err != nil {
		return err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, `INSERT INTO p(rowid, title, brand, reference, description, keywords) VALUES (?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	row, n := make([]any, 1+len(fields)), 0
	for r, err := range records(ctx, b) {
		if err != nil {
			return err
		}
		n++
		row[0] = n
		for i, field := range fields {
			row[i+1] = field.text(r)
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (f *fts) settle() (err error) {
	if _, err := f.db.Exec(`INSERT INTO p(p) VALUES ('optimize')`); err != nil {
		return err
	}
	// ORDER BY rank with the same weights was tried and was not faster
	f.find, err = f.db.Prepare(`SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p, 10, 5, 20, 1, 2) LIMIT ` + strconv.Itoa(pageSize))
	return err
}

func (f *fts) close() error { return f.db.Close() }

func (f *fts) search(ctx context.Context, q typedQuery) (found int, err error) {
	words := strings.Fields(q.text)
	for i, w := range words {
		words[i] = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
	}
	text := strings.Join(words, " ")
	if q.kind == prefix {
		text += "*"
	}
	rows, err := f.find.QueryContext(ctx, text)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		found++
	}
	return found, rows.Err()
}

// usual is bleve as most programs use it: a document of five fields, a disjunction of boosted match queries with one
// typo, and a prefix for the last word.
type usual struct{ x bleve.Index }

func (*usual) name() string { return "bleve" }

// batch is the number of documents that are handed over at once.
const batch = 1000

func (u *usual) build(ctx context.Context, b *bundle.Bundle, dir string) (err error) {
	m := bleve.NewIndexMapping()
	for _, field := range fields {
		f := bleve.NewTextFieldMapping()
		f.Store, f.IncludeTermVectors, f.DocValues = false, false, false
		m.DefaultMapping.AddFieldMappingsAt(field.name, f)
	}
	if u.x, err = bleve.New(filepath.Join(dir, "bleve"), m); err != nil {
		return err
	}
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

func (*usual) settle() error  { return nil }
func (u *usual) close() error { return u.x.Close() }

func (u *usual) search(ctx context.Context, q typedQuery) (int, error) {
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
		return 0, err
	}
	return len(result.Hits), nil
}
