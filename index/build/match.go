package build

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"plugsheet/index/folder"
)

// match finds for each product the one that had the same line before.
func (u *update) match(ctx context.Context) error {
	still := map[string]bool{}
	for _, f := range u.files {
		still[f.SHA256] = true
	}
	u.old.know(still)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	found := make([]matched, len(u.files))
	var changed atomic.Int64
	var readers sync.WaitGroup
	next := atomic.Int64{}
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(found) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := u.matchFile(ctx, i, &found[i], &changed); err != nil {
					cancel(err)
				}
			}
		})
	}
	readers.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, m := range found {
		for n, line := range m.lines {
			u.lines[len(u.prev)+n] = line
		}
		u.prev, u.rows, u.stamps = append(u.prev, m.prev...), append(u.rows, m.rows...),
			append(u.stamps, m.stamp)
	}
	if n := u.b.Manifest().Counts.Products; len(u.prev) != n || n == 0 {
		return fmt.Errorf("%d products: %w", n, errWhole)
	}
	return nil
}

// matched is what is found for the products of one file.
type matched struct {
	prev  []int32
	rows  []folder.Row
	lines map[int][]byte // by place in the file
	stamp folder.Stamp   // zero where the file was changed meanwhile
}

// matchFile takes a file that was there before as it is, and looks for the lines of one that was not.
func (u *update) matchFile(ctx context.Context, i int, m *matched, changed *atomic.Int64) error {
	f := u.files[i]
	m.stamp = u.stampNow(f)
	if first, ok := u.old.first[f.SHA256]; ok {
		for n := range f.Records {
			r := u.old.row(first + n)
			r.File = uint32(i)
			m.prev, m.rows = append(m.prev, int32(first+n)), append(m.rows, r)
		}
		if u.old.stamps[u.old.place[f.SHA256]] != m.stamp {
			m.stamp = folder.Stamp{}
		}
		return nil
	}
	m.lines = map[int][]byte{}
	for l, err := range u.b.Lines(ctx, f) {
		if err != nil {
			return err
		}
		if p, ok := u.old.known[hashLine(l.Whole)]; ok {
			r := u.old.row(int(p))
			// the answer ends before the brace
			r.File, r.Offset = uint32(i), uint32(l.Offset)+uint32(len(l.Whole)-1)-r.Length
			m.prev, m.rows = append(m.prev, p), append(m.rows, r)
			continue
		}
		m.lines[len(m.prev)] = bytes.Clone(l.Whole)
		m.prev, m.rows = append(m.prev, -1),
			append(m.rows, folder.Row{File: uint32(i), Offset: uint32(l.Offset)})
		if changed.Add(1) > int64(u.limit()) {
			return fmt.Errorf("more than one product in %d has changed: %w", maxChanged, errWhole)
		}
	}
	if m.stamp != u.stampNow(f) {
		m.stamp = folder.Stamp{}
	}
	return nil
}

// choose says which products keep their documents: as many as possible that stand in the order of these.
func (u *update) choose() error {
	u.kept = make([]int32, len(u.prev))
	var at []int
	for i, p := range u.prev {
		u.kept[i] = -1
		if p >= 0 && u.old.docs[p] >= 0 {
			u.kept[i] = u.old.docs[p]
			at = append(at, i)
		}
	}
	rising := longestRising(at, func(i int) int32 { return u.kept[i] })
	for _, i := range at {
		if len(rising) > 0 && rising[0] == i {
			rising = rising[1:]
		} else {
			u.kept[i] = -1
		}
	}
	for i, doc := range u.kept {
		if doc < 0 {
			u.fresh = append(u.fresh, i)
		}
	}
	gone := u.old.facts.Order[0].Docs - (len(u.kept) - len(u.fresh))
	if len(u.fresh) > u.limit() || gone > u.limit() {
		return fmt.Errorf("more than one product in %d has changed: %w", maxChanged, errWhole)
	}
	return nil
}

// longestRising gives the longest part of a list whose values rise.
func longestRising(list []int, value func(int) int32) []int {
	if slices.IsSortedFunc(list, func(a, b int) int { return int(value(a)) - int(value(b)) }) {
		return list
	}
	before := make([]int, len(list)) // by place in the list: the place before it
	var ends []int                   // by length: the place of the least last value
	for i, v := range list {
		n := sort.Search(len(ends), func(n int) bool { return value(list[ends[n]]) >= value(v) })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	rising := make([]int, len(ends))
	for n, i := len(ends)-1, ends[len(ends)-1]; n >= 0; n, i = n-1, before[i] {
		rising[n] = list[i]
	}
	return rising
}
