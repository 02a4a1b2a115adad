// Package peers measures plugsheet's search beside others on the same generated catalog, with the same queries
// and in one run: bleve in the shape that most programs use it in, SQLite's FTS5, PostgreSQL's full text, and
// MiniSearch; then how good their answers are on judged catalogs, where these are there. It is a module of its
// own, so that the product depends on none of this. What is not installed is left out, with a word.
//
// SQLite is the C library itself (mattn/go-sqlite3, which needs a C compiler), not its translation to Go: that
// one is slower, and a ratio against it would flatter us.
//
// PEER_PRODUCTS (100000) and PEER_QUERIES (1000) set the sizes; PEER_ENGINES (fts5,bleve,postgres,minisearch)
// names those that plugsheet is held against: at a million products bleve as usual builds for many minutes, and
// MiniSearch needs more memory than most machines have.
package peers

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"plugsheet/importer"
	"plugsheet/samples/testdata/catalog"
	"plugsheet/schemas/bundle"
)

var asked = flag.Bool("compare", false, "compare the engines, which takes minutes")

// TestCompare prints the comparison, where it is asked for.
func TestCompare(t *testing.T) {
	if !*asked {
		t.Skip("it takes minutes: make bench-peers")
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	if err := compare(ctx, os.Stdout); err != nil {
		t.Fatal(err)
	}
}

func compare(ctx context.Context, w io.Writer) error {
	products, err := number("PEER_PRODUCTS", 100_000)
	if err != nil {
		return err
	}
	count, err := number("PEER_QUERIES", 1000)
	if err != nil {
		return err
	}
	makers, err := installed(w, os.Getenv("PEER_ENGINES"))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "peers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c := comparison{w: w, makers: makers, dir: dir}
	if err := c.speed(ctx, products, count); err != nil {
		return err
	}
	return c.answers(ctx)
}

// installed gives the engines that can run, and says which ones cannot.
func installed(w io.Writer, list string) (can []func() engine, err error) {
	all, err := named(list)
	if err != nil {
		return nil, err
	}
	for _, maker := range all {
		e := maker()
		if missing := e.missing(); missing != "" {
			fmt.Fprintf(w, "%s is left out, since this is not installed: %s\n", e.name(), missing)
			continue
		}
		can = append(can, maker)
	}
	return can, nil
}

// comparison is of the engines that can run.
type comparison struct {
	w      io.Writer
	makers []func() engine
	dir    string // for all files
}

// speed builds all engines of one catalog, asks them the same queries, and prints what each took.
func (c comparison) speed(ctx context.Context, products, count int) error {
	b, err := generated(ctx, filepath.Join(c.dir, "speed"), products)
	if err != nil {
		return err
	}
	start := time.Now()
	queries, err := makeQueries(ctx, b, count)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.w, "%d products, %d queries; reading the bundle alone %.1f s, which is part of each build\n",
		products, len(queries), time.Since(start).Seconds())
	var engines []engine
	var all []figures
	for _, maker := range c.makers {
		e := maker()
		defer e.close()
		f, err := prepare(ctx, e, b, queries)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name(), err)
		}
		engines, all = append(engines, e), append(all, f)
	}
	if err := measure(ctx, engines, queries, all); err != nil {
		return err
	}
	return report(c.w, all)
}

// prepare builds an engine and asks it all queries once, so that its memory is that of one in use.
func prepare(ctx context.Context, e engine, b *bundle.Bundle, queries []typedQuery) (f figures, err error) {
	f.name = e.name()
	before := memoryHere()
	if err := e.start(ctx, filepath.Dir(b.Dir())); err != nil {
		return f, fmt.Errorf("starting: %w", err)
	}
	start := time.Now()
	if err := e.build(ctx, b); err != nil {
		return f, fmt.Errorf("building: %w", err)
	}
	f.build = time.Since(start)
	if err := e.settle(ctx); err != nil {
		return f, fmt.Errorf("settling: %w", err)
	}
	for _, q := range queries {
		places, err := e.search(ctx, q)
		if err != nil {
			return f, fmt.Errorf("searching %q: %w", q.text, err)
		}
		if len(places) == 0 {
			f.empty++
		}
	}
	if f.memory = memoryOf(e.processes()); f.memory == 0 {
		f.memory = max(0, memoryHere()-before)
	}
	f.size, err = e.size()
	return f, err
}

// answers prints how good the answers are on the judged catalogs.
func (c comparison) answers(ctx context.Context) error {
	for _, name := range judgedNames {
		set, err := readJudged(ctx, name, c.dir)
		if err != nil {
			return fmt.Errorf("the judged catalog %s: %w", name, err)
		}
		if set == nil {
			fmt.Fprintf(c.w, "the judged catalog %s is not there\n", name)
			continue
		}
		fmt.Fprintf(c.w, "%s, %d products, %d queries, nDCG@10:", name, len(set.places), len(set.order))
		for _, maker := range c.makers {
			e := maker()
			score, err := set.judge(ctx, e)
			if err != nil {
				return fmt.Errorf("%s: %w", e.name(), err)
			}
			fmt.Fprintf(c.w, "  %s %.3f", e.name(), score)
		}
		fmt.Fprintln(c.w)
	}
	return nil
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

// generated makes a catalog of products and imports them.
func generated(ctx context.Context, dir string, products int) (*bundle.Bundle, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	source := filepath.Join(dir, "Products.csv")
	f, err := os.Create(source)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := catalog.Write(f, products); err != nil {
		return nil, err
	}
	return imported(ctx, source, dir)
}

// imported makes a bundle of a spreadsheet, in a folder of dir.
func imported(ctx context.Context, source, dir string) (*bundle.Bundle, error) {
	target := filepath.Join(dir, "bundle")
	r, err := importer.Run(ctx, importer.Options{Inputs: []string{source}, Bundle: target})
	if err != nil {
		return nil, err
	}
	if !r.Written {
		return nil, fmt.Errorf("%s was refused: %d errors", filepath.Base(source), r.Problems.Errors())
	}
	return bundle.Open(ctx, target)
}
