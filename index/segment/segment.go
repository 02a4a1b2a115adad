// Package segment keeps the full-text index of a bundle as a bleve index, and the tables beside it. It writes
// one whole, brings one up to date from the one before, opens it, and reads it through one door. It is the
// only place that knows bleve; its documents are the products, and what the layers above see of them is their
// places in the spreadsheet.
package segment

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

var (
	// ErrDamaged says that a file of the index is not what was written. What is wrong stands around it.
	ErrDamaged = errors.New("not as it was written")
	// ErrClosed says that an index is read that was closed.
	ErrClosed = errors.New("the index is closed")
	// ErrPanic says that reading panicked: the program has an error, or bytes were changed under it.
	ErrPanic = errors.New("reading the index panicked")
)

// Index is an open index. It is safe for use by several goroutines at once. Its files are mapped into memory,
// and nothing of them can be reached but in [Index.Read].
type Index struct {
	fields   string
	bleve    bleve.Index
	reader   bleveindex.IndexReader
	segments []part
	tables   []table
	sessions sync.Pool
	users    atomic.Int64 // reads, plus one until it is closed; 0: its files are
}

// part is one of bleve's segments.
type part struct {
	*scorch.SegmentSnapshot
	places *places // of its documents among the products; nil where they are the documents' numbers
}

// Layout says what a folder must hold.
type Layout struct {
	Fields   string  // the names of all fields, one letter each
	Products int     // in all; without any there is no bleve index
	Tables   []Table // the order is that of the numbers by which a [Session] reads them
	Order    Order   // where the documents stand among the products
}

// Open opens the index in a folder read-only. Errors: [ErrDamaged], [ErrPanic], or of the disk.
func Open(dir string, l Layout) (x *Index, err error) {
	x = &Index{fields: l.Fields}
	x.users.Store(1)
	defer func() {
		if err != nil {
			err = errors.Join(err, x.Close())
			x = nil
		}
	}()
	defer guarded(&err)()
	for _, t := range l.Tables {
		m, err := openTable(dir, t)
		if err != nil {
			return x, err
		}
		x.tables = append(x.tables, m)
	}
	if l.Products == 0 {
		return x, nil
	}
	opened, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if errors.Is(err, os.ErrPermission) {
		return x, err
	}
	if err != nil {
		return x, fmt.Errorf("%w: %w", ErrDamaged, err) // opened is then an interface around a nil pointer
	}
	x.bleve = opened
	return x, x.openSegments(l)
}

// openSegments takes hold of bleve's segments.
func (x *Index) openSegments(l Layout) error {
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return err
	}
	if x.reader, err = advanced.Reader(); err != nil {
		return err
	}
	snapshot, ok := x.reader.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("bleve reads its index with a %T", x.reader)
	}
	all := snapshot.Segments()
	if len(all) != len(l.Order) {
		return fmt.Errorf("%w: %d segments instead of %d", ErrDamaged, len(all), len(l.Order))
	}
	for i, s := range all {
		if n := s.FullSize(); n != int64(l.Order[i].Docs) {
			return fmt.Errorf("%w: a segment of %d documents instead of %d", ErrDamaged, n, l.Order[i].Docs)
		}
		p, err := l.Order[i].places(l.Products)
		if err != nil {
			return err
		}
		x.segments = append(x.segments, part{s, p})
	}
	return nil
}

// Close closes all files as soon as nobody reads any more; the error is nil where that is later. It is called
// once.
func (x *Index) Close() error { return x.leave() }

// enter counts one more who reads; false when the index is closed.
func (x *Index) enter() bool {
	for {
		n := x.users.Load()
		if n == 0 {
			return false
		}
		if x.users.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// leave counts one less, and closes all files after the last one.
func (x *Index) leave() (err error) {
	if x.users.Add(-1) > 0 {
		return nil
	}
	if x.reader != nil {
		err = x.reader.Close()
	}
	if x.bleve != nil {
		err = errors.Join(err, x.bleve.Close())
	}
	for _, t := range x.tables {
		err = errors.Join(err, t.close())
	}
	return err
}

// Read is the one door to the mapped files: it lends a session to the function, which may not keep it or any
// set of products that it gave. What would end the program is an error: [ErrDamaged] where a file was cut
// short under it, [ErrPanic] for any panic, [ErrClosed], and the session's own first error. Reads may run at
// once, each with a session of its own.
func (x *Index) Read(read func(*Session) error) (err error) {
	if !x.enter() {
		return ErrClosed
	}
	defer x.leave() // what is only read is closed without errors that matter
	defer guarded(&err)()
	s, ok := x.sessions.Get().(*Session)
	if !ok {
		s = &Session{x: x}
	}
	if err := read(s); err != nil {
		return err
	}
	if s.err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, s.err)
	}
	x.sessions.Put(s)
	return nil
}

// guarded makes errors of what would end the program: of a panic, or of reading a mapped file behind the end
// that it has by now. Its result is to be deferred.
func guarded(err *error) func() {
	faults := debug.SetPanicOnFault(true) // of this goroutine
	return func() {
		debug.SetPanicOnFault(faults)
		switch r := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }: // what SetPanicOnFault makes of a fault
			*err = fmt.Errorf("%w: a file was cut short", ErrDamaged)
		case runtime.Error:
			*err = fmt.Errorf("%w: %w", ErrPanic, r)
		default:
			*err = fmt.Errorf("%w: %T", ErrPanic, r) // its text may hold what was searched
		}
	}
}
