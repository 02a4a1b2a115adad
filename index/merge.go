package index

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
)

// runReader reads a run that was written, from its mapped file.
type runReader struct {
	place int // among the runs: the products of one with a higher place have higher ordinals
	file  table
	rest  []byte
	term  []byte // the term at hand; its products are next in rest
}

// errRun says that a run, which this very program has just written, does not read back.
var errRun = errors.New("a file of the build is not as it was written")

// next moves to the next term and reports whether there is one.
func (r *runReader) next() (bool, error) {
	if len(r.rest) == 0 {
		return false, nil
	}
	n, k := binary.Uvarint(r.rest)
	if k <= 0 || n > uint64(len(r.rest)-k) {
		return false, errRun
	}
	r.term, r.rest = r.rest[k:k+int(n)], r.rest[k+int(n):]
	return true, nil
}

// products appends the ordinals of the term's products.
func (r *runReader) products(dst []uint32) ([]uint32, error) {
	n, k := binary.Uvarint(r.rest)
	product := uint64(0)
	for at := 0; ; n-- {
		if k <= 0 {
			return dst, errRun
		}
		at += k
		if n == 0 {
			r.rest = r.rest[at:]
			return dst, nil
		}
		var gap uint64
		gap, k = binary.Uvarint(r.rest[at:])
		product += gap
		dst = append(dst, uint32(product))
	}
}

// queue holds the readers of all runs, that with the first term in front.
type queue []*runReader

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*runReader)) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(bytes.Compare(q[i].term, q[j].term), cmp.Compare(q[i].place, q[j].place)) < 0
}

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// advance moves the front reader to its next term and puts it where it belongs.
func (q *queue) advance() error {
	more, err := (*q)[0].next()
	if more {
		heap.Fix(q, 0)
	} else {
		heap.Pop(q)
	}
	return err
}

// mergeRuns writes the engine's files in dir from the runs, which are those of the products in order. Progress is told
// the bytes of the runs.
func mergeRuns(ctx context.Context, dir string, runs []string, progress func(done, total int64)) (err error) {
	var q queue
	all := make([]*runReader, 0, len(runs))
	defer func() {
		for _, r := range all {
			err = errors.Join(err, r.file.close())
		}
	}()
	for i, path := range runs {
		t, err := openTable(path)
		if err != nil {
			return err
		}
		r := &runReader{place: i, file: t, rest: t.data}
		all = append(all, r)
		if more, err := r.next(); err != nil {
			return err
		} else if more {
			q = append(q, r)
		}
	}
	heap.Init(&q)
	w, err := createEngine(dir)
	if err != nil {
		return err
	}
	var term []byte
	var products []uint32
	for n := 0; len(q) > 0 && err == nil; n++ {
		if n%(1<<14) == 0 {
			err = ctx.Err()
			progress(consumed(all))
		}
		term, products = append(term[:0], q[0].term...), products[:0]
		for err == nil && len(q) > 0 && bytes.Equal(q[0].term, term) {
			if products, err = q[0].products(products); err == nil {
				err = q.advance()
			}
		}
		if err == nil {
			err = w.add(term, products)
		}
	}
	return errors.Join(err, w.close())
}

// consumed tells how much of the runs is read, and how much there is, in bytes.
func consumed(all []*runReader) (done, total int64) {
	for _, r := range all {
		total += int64(len(r.file.data))
		done += int64(len(r.file.data) - len(r.rest))
	}
	return done, total
}

// engineWriter writes the engine's two files.
type engineWriter struct {
	termsFile, postingsFile *os.File
	termsBuf, postings      *bufio.Writer
	terms                   *vellum.Builder
	at                      int64
	bitmap                  *roaring.Bitmap
}

func createEngine(dir string) (*engineWriter, error) {
	w := &engineWriter{bitmap: roaring.New()}
	var err error
	if w.termsFile, err = os.Create(filepath.Join(dir, termsFile)); err != nil {
		return nil, err
	}
	if w.postingsFile, err = os.Create(filepath.Join(dir, postingsFile)); err != nil {
		return nil, errors.Join(err, w.termsFile.Close())
	}
	w.termsBuf, w.postings = bufio.NewWriterSize(w.termsFile, 1<<16), bufio.NewWriterSize(w.postingsFile, 1<<16)
	if w.terms, err = vellum.New(w.termsBuf, nil); err != nil {
		return nil, errors.Join(err, w.termsFile.Close(), w.postingsFile.Close())
	}
	return w, nil
}

// add writes the next term and its products, at least one, in ascending order.
func (w *engineWriter) add(term []byte, products []uint32) error {
	if len(products) == 1 {
		return w.terms.Insert(term, uint64(products[0])<<1|1)
	}
	w.bitmap.Clear()
	w.bitmap.AddMany(products)
	w.bitmap.RunOptimize()
	if err := w.terms.Insert(term, uint64(w.at)<<1); err != nil {
		return err
	}
	n, err := w.bitmap.WriteTo(w.postings)
	w.at += n
	return err
}

func (w *engineWriter) close() error {
	err := errors.Join(w.terms.Close(), w.termsBuf.Flush(), w.postings.Flush())
	return errors.Join(err, w.termsFile.Close(), w.postingsFile.Close())
}
