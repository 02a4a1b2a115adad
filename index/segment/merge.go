package segment

import (
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
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

// openRuns opens the runs, which are those of the products in order. Whoever gets them closes them, after an
// error too.
func openRuns(paths []string) (q queue, all []*runReader, err error) {
	for i, path := range paths {
		t, err := openTable(filepath.Dir(path), Table{Name: filepath.Base(path), Bytes: -1})
		if err != nil {
			return nil, all, err
		}
		r := &runReader{place: i, file: t, rest: t.data}
		all = append(all, r)
		more, err := r.next()
		if err != nil {
			return nil, all, err
		}
		if more {
			q = append(q, r)
		}
	}
	heap.Init(&q)
	return q, all, nil
}

// mergeRuns gives the terms of all runs in order, each with its field before it, and its products. Progress
// is told the bytes of the runs.
func mergeRuns(ctx context.Context, w *write, add func(term []byte, products []uint32) error) (err error) {
	q, all, err := openRuns(w.Runs)
	defer func() {
		for _, r := range all {
			err = errors.Join(err, r.file.close())
		}
	}()
	var term []byte
	var products []uint32
	for n := 0; len(q) > 0 && err == nil; n++ {
		if n%(1<<14) == 0 {
			err = ctx.Err()
			w.progress(consumed(all))
		}
		term, products = append(term[:0], q[0].term...), products[:0]
		for err == nil && len(q) > 0 && bytes.Equal(q[0].term, term) {
			if products, err = q[0].products(products); err == nil {
				err = q.advance()
			}
		}
		if err == nil {
			err = add(term, products)
		}
	}
	return err
}

// consumed tells how much of the runs is read, and how much there is, in bytes.
func consumed(all []*runReader) (done, total int64) {
	for _, r := range all {
		total += int64(len(r.file.data))
		done += int64(len(r.file.data) - len(r.rest))
	}
	return done, total
}
