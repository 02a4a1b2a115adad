package segment

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUpdate deletes some documents and adds others, twice, while places move: what is read are the terms of
// the products as they stand then, and nothing of those that are gone. The index before goes on as it was.
func TestUpdate(t *testing.T) {
	dir, l, want := written(t, 2000)
	old := opened(t, dir, l)
	first := held(t, old)
	order := l.Order
	for round := range 2 {
		runs, added := writeRuns(t, uint64(round+2), 30)
		next := t.TempDir()
		gone := []int{round, 7 * (round + 10), 1999 - round}
		ids := slices.Clone(gone)
		for _, d := range order[1:] {
			for i := range d.Docs {
				ids = append(ids, d.FirstID+i)
			}
		}
		c := Content{Products: 30, FirstID: 5000 * (round + 1), Runs: runs}
		if err := Update(t.Context(), dir, next, ids, c); err != nil {
			t.Fatal(err)
		}
		dir, order = next, moved(order, gone, c)
		places := order[0].Spans[len(order[0].Spans)-1]
		y := opened(t, dir, Layout{Fields: fields, Products: places.Place + places.Count, Order: order})
		if diff := cmp.Diff(expected(want, added, order), held(t, y)); diff != "" {
			t.Errorf("round %d: %s", round, diff)
		}
	}
	if diff := cmp.Diff(first, held(t, old)); diff != "" {
		t.Errorf("the index before: %s", diff)
	}
}

// moved is the order after documents of the first segment went and new ones came before all others.
func moved(before Order, gone []int, c Content) Order {
	after := Order{{Docs: before[0].Docs}, {Docs: c.Products, FirstID: c.FirstID}}
	place := 0
	for i := range c.Products {
		after[1].Add(i, place)
		place++
	}
	for _, s := range before[0].Spans {
		for i := range s.Count {
			if !slices.Contains(gone, s.Doc+i) {
				after[0].Add(s.Doc+i, place)
				place++
			}
		}
	}
	return after
}

// expected are the terms of the documents of both segments by their places.
func expected(first, second terms, o Order) terms {
	all := terms{}
	for i, from := range []terms{first, second} {
		place := map[uint32]uint32{}
		for _, s := range o[i].Spans {
			for n := range s.Count {
				place[uint32(s.Doc+n)] = uint32(s.Place + n)
			}
		}
		for term, docs := range from {
			for _, d := range docs {
				if p, ok := place[d]; ok {
					all[term] = append(all[term], p)
				}
			}
		}
	}
	for _, products := range all {
		slices.Sort(products)
	}
	return all
}

// TestUpdateNothing: an update without changes is the same index in another folder.
func TestUpdateNothing(t *testing.T) {
	dir, l, want := written(t, 300)
	next := t.TempDir()
	if err := Update(t.Context(), dir, next, nil, Content{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, held(t, opened(t, next, l))); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(filepath.Join(next, "new.zap")); !os.IsNotExist(err) {
		t.Errorf("something is left: %v", err)
	}
}

// TestOrder: what an order is written as reads back, and one that does not fit is refused.
func TestOrder(t *testing.T) {
	d := Documents{Docs: 100, FirstID: 7}
	for _, i := range []int{0, 1, 2, 5, 6, 99} {
		d.Add(i, 2*i)
	}
	text, err := d.Spans.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var back Spans
	if err := back.UnmarshalText(text); err != nil || !slices.Equal(back, d.Spans) {
		t.Errorf("%v, %v, want %v", back, err, d.Spans)
	}
	if _, err := d.places(199); err != nil {
		t.Error(err)
	}
	for name, spans := range map[string]Spans{
		"behind the products": {{0, 99, 101}}, "behind the documents": {{50, 0, 51}}, "none": {{0, 0, 0}},
		"twice": {{0, 0, 5}, {4, 5, 5}}, "falling": {{0, 5, 5}, {5, 0, 5}}, "below": {{-1, 0, 5}},
	} {
		if _, err := (Documents{Docs: 100, Spans: spans}).places(199); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	for _, wrong := range []string{"!", "gA", "gICAgICAgA"} {
		if err := new(Spans).UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q: read", wrong)
		}
	}
}
