package index

import (
	"context"
	"errors"
	"testing"

	"plugsheet/index/reader"
)

// ended is a context that ends while somebody waits for it.
type ended struct {
	context.Context
	done chan struct{}
}

func (e ended) Done() <-chan struct{} { return e.done }

func (e ended) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		close(e.done) // whoever looks first finds it running
		return nil
	}
}

// TestTurns demands that a search waits for its turn no longer than its context, that a listing needs none,
// and that every search gives its turn back, whatever becomes of it.
func TestTurns(t *testing.T) {
	x := catalog(t, "en", shop)
	for range cap(x.turns) {
		x.turns <- struct{}{}
	}
	if _, err := x.Search(ended{t.Context(), make(chan struct{})},
		Query{Text: "laptop", Limit: 1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a search without a turn: %v", err)
	}
	if page, err := x.Search(t.Context(), Query{Limit: 5}); err != nil || len(page.Products) != 5 {
		t.Errorf("a listing waits for searches: %v, %v", page.Products, err)
	}
	for range cap(x.turns) {
		<-x.turns
	}
	for range 3 * cap(x.turns) {
		if _, err := x.Search(t.Context(), Query{Text: "laptop", Limit: 1}); err != nil {
			t.Fatal(err)
		}
	}
	planner := x.planner
	x.planner = nil
	if _, err := x.Search(t.Context(), Query{Text: "laptop", Limit: 1}); !errors.Is(err, reader.ErrEngine) {
		t.Errorf("a panic: %v", err)
	}
	x.planner = planner
	if n := len(x.turns); n != 0 {
		t.Errorf("%d turns were not given back", n)
	}
}
