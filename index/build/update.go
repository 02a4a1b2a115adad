package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// maxChanged is the part of the products, one in so many, up to which an index is brought up to date: where
// more have changed since it was last built whole, it is built whole again.
const maxChanged = 20

// errWhole says that an index cannot be brought up to date. Why stands around it.
var errWhole = errors.New("it is built whole")

// update is an index that is brought up to date from an earlier one. Products whose lines are the same, in
// the same order, keep their documents; all others, and those that were others already, become one new
// segment.
type update struct {
	*pass
	old    *earlier
	prev   []int32        // by product: the one with the same line before, -1 for none
	rows   []folder.Row   // by product
	lines  map[int][]byte // of products whose line is new
	kept   []int32        // by product: its document, -1 for none
	fresh  []int          // the products of the new segment
	codes  [][]byte       // of these, one a line
	offers [][]offer      // of these
}

// updateIn writes into dir the index of b, made from the one before. Errors: [errWhole] where that is not
// possible, and those of [Build]. Whatever the error is, an index that is built whole may do.
func updateIn(ctx context.Context, b *bundle.Bundle, dir string) error {
	old, err := findEarlier(ctx, b)
	if err != nil {
		return err
	}
	if tree := treeOf(b); tree != old.facts.Tree {
		return fmt.Errorf("other categories: %w", errWhole)
	}
	p, err := newPass(ctx, b, dir)
	if err != nil {
		return err
	}
	u := &update{pass: p, old: old, lines: map[int][]byte{}}
	if err = errors.Join(u.run(ctx), p.close()); err != nil {
		return err
	}
	f := p.facts()
	f.Order = u.order()
	return finish(ctx, p, f, old)
}

func (u *update) run(ctx context.Context) error {
	if zone := u.b.TimeZone().String(); zone != u.old.facts.Zone {
		return fmt.Errorf("another time zone: %w", errWhole)
	}
	if u.tag != u.old.facts.Language || u.mean != u.old.facts.Mean {
		// they are in each word's worth
		return fmt.Errorf("another language, or other mean lengths of the texts: %w", errWhole)
	}
	if err := u.match(ctx); err != nil {
		return err
	}
	if err := u.choose(); err != nil {
		return err
	}
	if err := u.readFresh(ctx); err != nil {
		return err
	}
	runs, err := u.analyze(ctx)
	if err != nil {
		return err
	}
	u.writeTables()
	c := segment.Content{Products: len(u.fresh), FirstID: u.nextID(), Runs: runs}
	return errors.Join(segment.Update(ctx, u.old.dir, u.dir, u.deleted(), c), removeAll(runs))
}

// limit is how many products may have changed.
func (u *update) limit() int { return u.old.facts.Order[0].Docs / maxChanged }

// readFresh reads the lines of products of the new segment that are not new: they have moved, or were not in
// the first segment before either.
func (u *update) readFresh(ctx context.Context) error {
	first := 0
	for _, f := range u.files {
		from, _ := slices.BinarySearch(u.fresh, first)
		to, _ := slices.BinarySearch(u.fresh, first+f.Records)
		needed := slices.ContainsFunc(u.fresh[from:to], func(i int) bool { return u.lines[i] == nil })
		at := first
		first += f.Records
		if !needed {
			continue
		}
		for l, err := range u.b.Lines(ctx, f) {
			if err != nil {
				return err
			}
			if u.kept[at] < 0 && u.lines[at] == nil {
				u.lines[at] = bytes.Clone(l.Whole)
			}
			at++
		}
	}
	return nil
}

// analyze writes the runs of the new segment, one for each processor at most.
func (u *update) analyze(ctx context.Context) (runs []string, err error) {
	u.codes, u.offers = make([][]byte, len(u.fresh)), make([][]offer, len(u.fresh))
	workers := runtime.GOMAXPROCS(0)
	size := min((len(u.fresh)+workers-1)/workers, runProducts)
	var all sync.WaitGroup
	var failed error
	var once sync.Once
	for from := 0; from < len(u.fresh); from += size {
		path := filepath.Join(u.dir, fmt.Sprintf("run-%d", len(runs)))
		runs = append(runs, path)
		all.Go(func() {
			if err := u.analyzePart(ctx, path, from, min(from+size, len(u.fresh))); err != nil {
				once.Do(func() { failed = err })
			}
		})
	}
	all.Wait()
	return runs, failed
}

func (u *update) analyzePart(ctx context.Context, path string, from, to int) error {
	a, r := u.newAnalyzer(), segment.NewRun(terms.WordLevels)
	for n := from; n < to; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		i := u.fresh[n]
		l, err := u.b.ParseLine(u.lines[i])
		if err != nil {
			return folder.Damaged(u.files[u.rows[i].File].Path, err.Error())
		}
		if u.prev[i] < 0 {
			u.rows[i] = folder.Row{
				File: u.rows[i].File, Offset: u.rows[i].Offset + uint32(l.Offset),
				Length: uint32(len(l.Answer)), CRC: crc32.Checksum(l.Answer, folder.Castagnoli),
			}
		}
		for _, c := range a.Analyze(&l.Record, r) {
			u.codes[n] = append(append(u.codes[n], c...), '\n')
		}
		u.addCategories(r, &l.Record)
		r.End()
		if u.offers[n], err = newOffers(l, 0, u.b.TimeZone()); err != nil {
			return fmt.Errorf("%s: %w", u.files[u.rows[i].File].Path, err)
		}
	}
	return r.Write(path, uint32(from))
}

// writeTables writes the tables of all products; errors of the disk show in close.
func (u *update) writeTables() {
	next := 0
	for i, r := range u.rows {
		u.pass.rows.Add(r.File, r.Offset, r.Length, r.CRC)
		hash := uint64(0)
		if p := u.prev[i]; p >= 0 {
			hash = u.old.line(int(p))
		} else {
			hash = hashLine(u.lines[i])
		}
		u.lineRows.Add(uint32(hash), uint32(hash>>32))
		codes := []byte(nil)
		if u.kept[i] < 0 {
			codes = u.codes[next]
			u.pass.offers.add(u.offers[next], i)
			next++
		} else {
			codes = u.old.codesOf(int(u.prev[i]))
			u.pass.offers.add(u.old.offers[u.prev[i]], i)
		}
		u.codeRows.Add(u.codeAt)
		u.codeText.Write(codes)
		u.codeAt += uint32(len(codes))
	}
	u.products = len(u.rows)
}

// nextID is the id of the new segment's first document: none has ever had it.
func (u *update) nextID() int {
	last := u.old.facts.Order[len(u.old.facts.Order)-1]
	return last.FirstID + last.Docs
}

// deleted are the ids of the documents that go: of the first segment those that were kept until now, and all
// of the other.
func (u *update) deleted() (ids []int) {
	stays := make([]bool, u.old.facts.Order[0].Docs)
	for _, doc := range u.kept {
		if doc >= 0 {
			stays[doc] = true
		}
	}
	for _, doc := range u.old.docs {
		if doc >= 0 && !stays[doc] {
			ids = append(ids, int(doc))
		}
	}
	for _, d := range u.old.facts.Order[1:] {
		for i := range d.Docs {
			ids = append(ids, d.FirstID+i)
		}
	}
	return ids
}

// order is where the documents stand now.
func (u *update) order() segment.Order {
	o := segment.Order{{Docs: u.old.facts.Order[0].Docs}}
	if len(u.fresh) > 0 {
		o = append(o, segment.Documents{Docs: len(u.fresh), FirstID: u.nextID()})
	}
	next := 0
	for i, doc := range u.kept {
		if doc >= 0 {
			o[0].Add(int(doc), i)
		} else {
			o[1].Add(next, i)
			next++
		}
	}
	return o
}
