package index

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"plugsheet/index/analysis"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writeRuns writes runs of products with random terms, and gives their paths and the ordinals that each term, with its
// field before it, must have. The one run is filled anew for each, as a build does.
func writeRuns(t *testing.T, sizes ...int) (paths []string, want map[string][]uint32) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 1))
	want = map[string][]uint32{}
	r, ordinal := newRun(), uint32(0)
	for i, size := range sizes {
		first := ordinal
		for range size {
			for range rnd.IntN(20) {
				// "w1" with a level stands behind "w1.5" and "w12" with theirs, and some terms are too long to be packed
				word, level := fmt.Sprint(rnd.IntN(130), []string{"", ".5", "é", "abcdefghij"}[rnd.IntN(4)]), rnd.IntN(analysis.Levels)
				if r.add(r.number(wordsField, word) + uint32(level)) {
					key := wordsField + word + string(rune(analysis.LevelBase+level))
					want[key] = append(want[key], ordinal)
				}
				code := fmt.Sprint(rnd.IntN(1 << rnd.IntN(40)))
				if r.add(r.number(codesField, code)) {
					want[codesField+code] = append(want[codesField+code], ordinal)
				}
			}
			r.end()
			ordinal++
		}
		paths = append(paths, filepath.Join(t.TempDir(), fmt.Sprint(i)))
		if err := r.write(paths[i], first); err != nil {
			t.Fatal(err)
		}
	}
	return paths, want
}

// TestMergeRuns demands that the engine holds what was added to the runs, and nothing else.
func TestMergeRuns(t *testing.T) {
	paths, want := writeRuns(t, 700, 0, 1, 5000)
	dir := t.TempDir()
	last, whole := int64(0), int64(0)
	if err := mergeRuns(t.Context(), dir, paths, func(done, total int64) {
		if done < last || done > total {
			t.Errorf("progress from %d to %d of %d", last, done, total)
		}
		last, whole = done, total
	}); err != nil {
		t.Fatal(err)
	}
	if whole == 0 {
		t.Error("no progress is shown")
	}
	e, err := openEngine(dir, 5701)
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	s := e.session()
	defer e.release(s)
	got := map[string][]uint32{}
	for _, field := range []string{wordsField, codesField, partsField} {
		var terms []string
		s.walk(field, nil, nil, nil, func(term string) bool {
			terms = append(terms, term)
			got[field+term] = s.postings(field, term).ToArray()
			return true
		})
		if !slices.IsSorted(terms) {
			t.Errorf("the terms of field %q are not in order", field)
		}
	}
	if s.err != nil {
		t.Error(s.err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if b := s.postings(codesField, "none"); b != nil {
		t.Errorf("products of a term that there is not: %v", b)
	}
}

// TestDamagedRun cuts a run short anywhere: its reader says so, unless the cut is between two terms, and never reads on.
func TestDamagedRun(t *testing.T) {
	paths, want := writeRuns(t, 30)
	data, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	silent := 0
	for n := range len(data) {
		r := &runReader{rest: data[:n:n]}
		more, err := r.next()
		for more && err == nil {
			if _, err = r.products(nil); err == nil {
				more, err = r.next()
			}
		}
		if err == nil {
			silent++
		} else if !errors.Is(err, errRun) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if silent != len(want) {
		t.Errorf("%d cuts are not noticed, and there are %d terms", silent, len(want))
	}
}
