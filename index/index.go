// Package index answers searches and listings of a bundle. Package build writes a derived folder under the
// bundle's index/, with a listing table and a full-text index; this one opens it read-only, and gives back
// ordinals (0 is the first product of the spreadsheet) and the bytes of the answer.
package index

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"plugsheet/index/analysis"
	"plugsheet/index/clause"
	"plugsheet/index/folder"
	"plugsheet/index/reader"
	"plugsheet/schemas/bundle"

	"github.com/RoaringBitmap/roaring/v2"
)

// Errors of opening an index and of searching in it.
var (
	ErrMissing      = reader.ErrMissing // build.Build makes one
	ErrDamaged      = folder.ErrDamaged
	ErrIndexDamaged = folder.ErrIndexDamaged
	ErrEngine       = reader.ErrEngine
)

// Index is an open index, with what a search needs besides. It is immutable and safe for use by several
// goroutines at once.
type Index struct {
	*reader.Catalog
	planner    *clause.Planner
	all        *roaring.Bitmap // all documents
	scores     sync.Pool       // of *[stretch]int32, all zero
	turns      chan struct{}   // holds one for each search that runs
	categories sync.Map        // by place: *roaring.Bitmap of the products, of those that were asked for
	facets     atomic.Pointer[[]*column]
	priced     atomic.Pointer[prices]
	hiddenNow  atomic.Pointer[hidden]
	learned    atomic.Pointer[learned]
}

// Open opens the index of b read-only, as [reader.Open] does, whose errors it gives.
func Open(ctx context.Context, b *bundle.Bundle) (*Index, error) {
	c, err := reader.Open(ctx, b)
	if err != nil {
		return nil, err
	}
	p, err := clause.NewPlanner(analysis.LanguageOf(c.Facts.Language), c.Facts.Products, b.Synonyms())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the index: %w", err), c.Close())
	}
	x := &Index{Catalog: c, planner: p, all: roaring.New(), turns: make(chan struct{}, runtime.GOMAXPROCS(0)+1)}
	x.all.AddRange(0, uint64(c.Facts.Products))
	return x, nil
}
