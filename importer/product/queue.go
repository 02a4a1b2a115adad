package product

import (
	"errors"
	"fmt"
	"time"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

const (
	queueBatch = 128 // products that are handed over at once
	queueDepth = 4   // batches that may wait
)

// queued is a product on its way to the bundle, with what is needed to tell where it stood.
type queued struct {
	record bundle.Record
	origin fieldPlaces
}

// originOf is where the fields of a product stood.
type fieldPlaces struct {
	source *sheet.Source
	row    int
	told   uint32 // by field, as bits: blank, or told of
	taken  []sheet.Taken
}

// originOf is what of a row is kept for the faults of its record.
func originOf(r *sheet.Row) fieldPlaces {
	o := fieldPlaces{source: r.Source, row: r.Number, taken: r.Taken}
	for f := range r.Text {
		if r.Broken[f] || r.Text[f] == "" {
			o.told |= 1 << f
		}
	}
	return o
}

// at is the cell of a key of the record; the zero place where there is nothing more to tell of it.
func (o fieldPlaces) at(name string) problem.Position {
	f := field.Index(o.source.Reader.Fields, name)
	switch {
	case f < 0:
		return o.source.Sheet.At(o.row, 0)
	case o.told&(1<<f) != 0:
		return problem.Position{}
	}
	if t := sheet.Find(o.taken, f); t != nil {
		return t.At()
	}
	return o.source.Sheet.At(o.row, o.source.Head.At[f])
}

// queue writes products beside the reading, in their order. Its methods are called from one goroutine;
// nothing else of the writer may be used before [queue.end].
type queue struct {
	batch []queued
	ended bool
	out   chan []queued
	done  chan struct{}
	stop  chan struct{} // closed at the first error of the disk

	// For the worker until done is closed.
	writer  *bundle.Writer
	written int
	refused []refused
	err     error
	took    time.Duration
}

// refused is a product that its schema refuses.
type refused struct {
	origin fieldPlaces
	err    error
}

func newQueue(w *bundle.Writer) *queue {
	q := &queue{writer: w, out: make(chan []queued, queueDepth), done: make(chan struct{}),
		stop: make(chan struct{})}
	go q.work()
	return q
}

// work writes what comes until the queue ends. After an error of the disk the rest is dropped.
func (q *queue) work() {
	defer close(q.done)
	for batch := range q.out {
		began := time.Now()
		for _, p := range batch {
			if q.err != nil {
				break
			}
			err := q.writer.Product(p.record)
			var invalid *bundle.Invalid
			switch {
			case err == nil:
				q.written++
			case !errors.As(err, &invalid):
				q.err = fmt.Errorf("writing the products: %w", err)
				close(q.stop)
			case len(q.refused) < problem.Limit:
				q.refused = append(q.refused, refused{p.origin, err})
			}
		}
		q.took += time.Since(began)
	}
}

// errStopped says that nothing can be written any more; [queue.end] tells why.
var errStopped = errors.New("reading was stopped")

// put hands over the next product.
func (q *queue) put(p queued) error {
	if q.batch = append(q.batch, p); len(q.batch) < queueBatch {
		return nil
	}
	select {
	case q.out <- q.batch:
	case <-q.stop:
		return errStopped
	}
	q.batch = make([]queued, 0, queueBatch)
	return nil
}

// end writes the rest and waits for it; it may be called again. The error is one of the disk.
func (q *queue) end() error {
	if !q.ended {
		q.ended = true
		if len(q.batch) > 0 {
			q.out <- q.batch
		}
		close(q.out)
	}
	<-q.done
	return q.err
}
