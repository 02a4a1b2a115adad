// Package index answers searches and listings of a bundle. Package build writes a derived folder under the bundle's
// index/, with a listing table and a full-text index; this one opens it read-only, and gives back ordinals (0 is the
// first product of the spreadsheet) and the bytes of the answer.
package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"plugsheet/index/analysis"
	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

var (
	// ErrMissing says that there is no index of this bundle's content that this program can open: [build.Build] one.
	ErrMissing = errors.New("no index of this bundle")
	// ErrDamaged is [folder.ErrDamaged].
	ErrDamaged = folder.ErrDamaged
	// ErrIndexDamaged is [folder.ErrIndexDamaged].
	ErrIndexDamaged = folder.ErrIndexDamaged
	// ErrEngine says that the search engine panicked: it has an error, or read bytes that were changed under it.
	// [Index.Verify] tells which.
	ErrEngine = errors.New("the search engine failed")
)

// Index is an open index. It is immutable and safe for use by several goroutines at once. It holds the product files
// and its own files open, so that later changes of the bundle's folder do not touch its answers.
type Index struct {
	facts     *folder.Facts
	dir       string
	stamps    []folder.Stamp // of the index's own files, as facts names them
	labels    []string       // of the categories, by place
	files     []productFile
	places    map[bundle.ID]int // category to its place in the bundle's list
	mapped    *segment.Index    // the bleve index and the tables
	planner   *planner
	scores    sync.Pool     // of *[stretch]int32, all zero
	turns     chan struct{} // holds one for each search that runs
	facets    atomic.Pointer[[]*column]
	priced    atomic.Pointer[prices]
	hiddenNow atomic.Pointer[hidden]
	learned   atomic.Pointer[learned]
}

// Open opens the index of b read-only. Product files and files of the index whose size, time and inode are still those of
// the build are taken as they are; the others are read and compared with what was written. Errors: [ErrMissing], [folder.ErrDamaged], of the disk, or
// the context's.
func Open(ctx context.Context, b *bundle.Bundle) (x *Index, err error) {
	f, err := folder.ReadFacts(b)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", b.Dir(), ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	x = &Index{facts: f, dir: folder.Of(b), places: map[bundle.ID]int{}, turns: make(chan struct{}, runtime.GOMAXPROCS(0)+1)}
	defer func() {
		if errors.Is(err, ErrEngine) {
			err = fmt.Errorf("%w: %w", folder.ErrIndexDamaged, err)
		}
		if err != nil {
			err = errors.Join(fmt.Errorf("opening the index: %w", err), x.Close())
			x = nil
		}
	}()
	for i, c := range b.Categories() {
		x.places[c.ID] = i
		x.labels = append(x.labels, c.Label)
	}
	x.remember()
	if err := f.Check(); err != nil {
		return x, err
	}
	if err := x.openFiles(ctx, b); err != nil {
		return x, err
	}
	if x.mapped, err = segment.Open(x.dir, f.Layout()); err != nil {
		return x, readError("reading its files", err)
	}
	if x.planner, err = newPlanner(analysis.LanguageOf(f.Language), f.Products, b.Synonyms()); err != nil {
		return x, err
	}
	x.planner.links = terms.LinksOf(x.planner.lang.Base())
	return x, nil
}

// Products is the number of products.
func (x *Index) Products() int { return x.facts.Products }

// Close closes all files. No other call may run or follow.
func (x *Index) Close() error {
	var err error
	if x.mapped != nil {
		err = x.mapped.Close()
	}
	for _, f := range x.files {
		if f.file != nil {
			err = errors.Join(err, f.file.Close())
		}
	}
	return err
}
