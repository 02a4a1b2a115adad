// Command peers measures plugsheet's search beside two others on the same generated catalog, with the same queries and in
// one run: bleve in the shape that most programs use it in, and SQLite's FTS5. It is a module of its own, so that the
// product depends on none of this.
//
// SQLite is the C library itself (mattn/go-sqlite3, which needs a C compiler), not its translation to Go: that one is
// slower, and a ratio against it would flatter us.
//
// PEER_PRODUCTS (100000) and PEER_QUERIES (1000) set the sizes; PEER_ENGINES (fts5,bleve) names those that plugsheet is held
// against: at a million products bleve as usual builds for many minutes.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/schemas/bundle"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := compare(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		return 1
	}
	return 0
}

// engine is one of those that are compared.
type engine interface {
	name() string
	build(ctx context.Context, b *bundle.Bundle, dir string) error   // whole, from the bundle, durable, ready for queries
	settle() error                                                   // what may be done after building and is not counted
	search(ctx context.Context, q typedQuery) (found int, err error) // the best pageSize products
	close() error
}

// pageSize is the number of products that each engine gives.
const pageSize = 20

func compare(ctx context.Context, w io.Writer) error {
	products, err := number("PEER_PRODUCTS", 100_000)
	if err != nil {
		return err
	}
	count, err := number("PEER_QUERIES", 1000)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "peers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := catalog(ctx, dir, products)
	if err != nil {
		return err
	}
	start := time.Now()
	queries, err := makeQueries(ctx, b, count)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d products, %d queries; reading the bundle alone %.1f s, which is part of each build\n", products, len(queries), time.Since(start).Seconds())
	engines, err := named(os.Getenv("PEER_ENGINES"))
	if err != nil {
		return err
	}
	var all []figures
	for _, e := range engines {
		f := figures{name: e.name()}
		start := time.Now()
		if err := e.build(ctx, b, dir); err != nil {
			return fmt.Errorf("building %s: %w", e.name(), err)
		}
		f.build = time.Since(start)
		defer e.close()
		if err := e.settle(); err != nil {
			return fmt.Errorf("settling %s: %w", e.name(), err)
		}
		all = append(all, f)
	}
	if err := measure(ctx, engines, queries, all); err != nil {
		return err
	}
	return report(w, all)
}

// named gives plugsheet's own engine and those of the peers that a list names, all for none.
func named(list string) ([]engine, error) {
	engines := []engine{&own{}}
	if list == "" {
		list = "fts5,bleve"
	}
	for _, name := range strings.Split(list, ",") {
		switch name {
		case "fts5":
			engines = append(engines, &fts{})
		case "bleve":
			engines = append(engines, &usual{})
		default:
			return nil, fmt.Errorf("PEER_ENGINES names %q: expected fts5, bleve or both, as fts5,bleve", name)
		}
	}
	return engines, nil
}

func number(name string, otherwise int) (int, error) {
	text, ok := os.LookupEnv(name)
	if !ok || text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 10 {
		return 0, fmt.Errorf("%s is %q: expected a whole number of 10 or more", name, text)
	}
	return n, nil
}

// catalog generates products and imports them.
func catalog(ctx context.Context, dir string, products int) (*bundle.Bundle, error) {
	source := filepath.Join(dir, "Products.csv")
	f, err := os.Create(source)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := samples.Generate(f, products); err != nil {
		return nil, err
	}
	target := filepath.Join(dir, "bundle")
	r, err := importer.Run(ctx, importer.Options{Inputs: []string{source}, Bundle: target})
	if err != nil {
		return nil, err
	}
	if !r.Written {
		return nil, fmt.Errorf("the generated catalog was refused")
	}
	return bundle.Open(ctx, target)
}
