// Package index answers searches and listings of a bundle. It builds a derived folder under the bundle's index/, with a
// listing table and a full-text index, opens it read-only, and gives back ordinals (0 is the first product of the
// spreadsheet) and the bytes of the answer.
package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"plugsheet/index/analysis"
	"plugsheet/schemas/bundle"
)

var (
	// ErrMissing says that there is no index of this bundle's content that this program can open: [Build] one.
	ErrMissing = errors.New("no index of this bundle")
	// ErrDamaged says that bytes on disk are not those that were written or indexed. What is wrong stands around it,
	// with the file's path. A damaged index is built anew; a damaged product file must come back from the source.
	ErrDamaged = errors.New("damaged")
	// ErrIndexDamaged is an [ErrDamaged] of the index's own files: [Build] mends it.
	ErrIndexDamaged = fmt.Errorf("index %w", ErrDamaged)
	// ErrEngine says that the search engine panicked: it has an error, or read bytes that were changed under it.
	// [Index.Verify] tells which.
	ErrEngine = errors.New("the search engine failed")
)

// Index is an open index. It is immutable and safe for use by several goroutines at once. It holds the product files
// and its own files open, so that later changes of the bundle's folder do not touch its answers.
type Index struct {
	facts      *facts
	dir        string
	stamps     []stamp  // of the index's own files, as facts names them
	labels     []string // of the categories, by place
	files      []productFile
	places     map[bundle.ID]int // category to its place in the bundle's list
	products   table
	categories table
	codes      table
	codeText   table
	engine     *engine
	planner    *planner
	turns      chan struct{} // holds one for each search that runs
}

// Open opens the index of b read-only. Product files and files of the index whose size, time and inode are still those of
// the build are taken as they are; the others are read and compared with what was written. Errors: [ErrMissing], [ErrDamaged], of the disk, or
// the context's.
func Open(ctx context.Context, b *bundle.Bundle) (x *Index, err error) {
	f, err := readFacts(b)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", b.Dir(), ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	x = &Index{facts: f, dir: folder(b), places: map[bundle.ID]int{}, turns: make(chan struct{}, runtime.GOMAXPROCS(0)+1)}
	defer func() {
		if errors.Is(err, ErrEngine) {
			err = fmt.Errorf("%w: %w", ErrIndexDamaged, err)
		}
		if err != nil {
			err = errors.Join(fmt.Errorf("opening the index: %w", err), x.Close())
			x = nil
		}
	}()
	defer guarded("reading its tables", &err)()
	for i, c := range b.Categories() {
		x.places[c.ID] = i
		x.labels = append(x.labels, c.Label)
	}
	x.remember()
	if err := x.openTables(); err != nil {
		return x, err
	}
	if err := x.openFiles(ctx, b); err != nil {
		return x, err
	}
	if x.engine, err = openEngine(x.dir, f.Products); err != nil {
		return x, err
	}
	if x.planner, err = newPlanner(analysis.LanguageOf(f.Language), f.Products, b.Synonyms()); err != nil {
		return x, err
	}
	x.planner.links = linksOf(f.Language)
	compounds, err := x.Compounds()
	x.planner.learn(compounds)
	return x, err
}

// openTables maps the tables and compares their lengths with the counts, so that no later look-up can pass their ends.
func (x *Index) openTables() error {
	n := x.facts.Products
	listed := 0
	for _, s := range x.facts.Spans {
		if s.From != listed || s.Count < 0 || s.Count > n {
			return damagedIndex(stateFile, "its categories do not follow each other")
		}
		listed += s.Count
	}
	for _, t := range []struct {
		to   *table
		name string
		size int // in bytes; -1 for any
	}{
		{&x.products, productsFile, rowBytes * n}, {&x.categories, categoriesFile, 4 * listed},
		{&x.codes, codesFile, 4 * (n + 1)}, {&x.codeText, codeTextFile, -1},
	} {
		var err error
		if *t.to, err = openTable(filepath.Join(x.dir, t.name)); err != nil {
			if errors.Is(err, os.ErrNotExist) {
				return damagedIndex(t.name, "the file is missing")
			}
			return err
		}
		if t.size >= 0 && len(t.to.data) != t.size {
			return damagedIndex(t.name, fmt.Sprintf("%d bytes instead of %d", len(t.to.data), t.size))
		}
	}
	return nil
}

// guarded lets a call end with an error that would end the program: by a panic ([ErrEngine]), or by reading a mapped file
// behind the end that it has by now ([ErrIndexDamaged]). Its result is to be deferred.
func guarded(doing string, err *error) func() {
	faults := debug.SetPanicOnFault(true) // of this goroutine
	return func() {
		debug.SetPanicOnFault(faults)
		switch r := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }: // what SetPanicOnFault makes of a fault
			*err = fmt.Errorf("%s: %w: a file was cut short", doing, ErrIndexDamaged)
		case runtime.Error:
			*err = fmt.Errorf("%s: %w: %w", doing, ErrEngine, r)
		default:
			*err = fmt.Errorf("%s: %w: %T", doing, ErrEngine, r) // its text may hold what was searched
		}
	}
}

// Products is the number of products.
func (x *Index) Products() int { return x.facts.Products }

// Close closes all files. No other call may run or follow.
func (x *Index) Close() error {
	err := x.engine.close()
	for _, t := range []table{x.products, x.categories, x.codes, x.codeText} {
		err = errors.Join(err, t.close())
	}
	for _, f := range x.files {
		if f.file != nil {
			err = errors.Join(err, f.file.Close())
		}
	}
	return err
}
