package peers

import (
	"context"
	"database/sql"
	_ "github.com/mattn/go-sqlite3" // the driver sqlite3
	"path/filepath"

	"plugsheet/schemas/bundle"
	"strconv"
	"strings"
)

// fts is SQLite's FTS5: bm25 with weights, all words demanded, no typos. A star stands only where the agent did not
// finish the word. It is merged into one segment before the queries, outside of the time to build.
type fts struct {
	inProcess
	db   *sql.DB
	find *sql.Stmt
}

func (*fts) name() string { return "fts5" }

func (f *fts) start(_ context.Context, dir string) (err error) {
	if f.path, err = folderFor(dir, "fts5"); err != nil {
		return err
	}
	if f.db, err = sql.Open("sqlite3", filepath.Join(f.path, "fts.db")+"?_cache_size=-65536"); err != nil {
		return err
	}
	f.db.SetMaxOpenConns(1)
	return nil
}

func (f *fts) build(ctx context.Context, b *bundle.Bundle) error {
	const create = `CREATE VIRTUAL TABLE p USING fts5(title, brand, reference, description, keywords,
		content='', tokenize='unicode61 remove_diacritics 2')`
	if _, err := f.db.ExecContext(ctx, create); err != nil {
		return err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	const add = `INSERT INTO p(rowid, title, brand, reference, description, keywords) VALUES (?, ?, ?, ?, ?, ?)`
	insert, err := tx.PrepareContext(ctx, add)
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

func (f *fts) settle(ctx context.Context) (err error) {
	if _, err := f.db.ExecContext(ctx, `INSERT INTO p(p) VALUES ('optimize')`); err != nil {
		return err
	}
	// ORDER BY rank with the same weights was tried and was not faster
	const find = `SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p, 10, 5, 20, 1, 2) LIMIT `
	f.find, err = f.db.PrepareContext(ctx, find+strconv.Itoa(pageSize))
	return err
}

func (f *fts) close() error {
	if f.db == nil {
		return nil
	}
	return f.db.Close()
}

func (f *fts) search(ctx context.Context, q typedQuery) (places []int, err error) {
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
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		places = append(places, id-1)
	}
	return places, rows.Err()
}
