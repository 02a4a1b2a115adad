package segment

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The fields and levels of these tests.
const (
	codes = "c"
	words = "w"
	tails = "x" // of few documents, and of none of some segments
)

const fields = codes + words + tails

var levels = Levels{Field: words, Base: 'A', Count: 26}

// terms are products by term, with its field before it.
type terms map[string][]uint32

// writeRuns writes runs of products with random terms, and gives their paths and the products that each term
// must have. The one run is filled anew for each, as a build does.
func writeRuns(t *testing.T, seed uint64, sizes ...int) (paths []string, want terms) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	want = terms{}
	r, product := NewRun(levels), uint32(0)
	dir := t.TempDir()
	add := func(key string, number uint32) {
		if r.Add(number) {
			want[key] = append(want[key], product)
		}
	}
	for i, size := range sizes {
		first := product
		for range size {
			for range rnd.IntN(20) {
				// "1" with a level stands behind "1.5" and "12" with theirs, and some terms are too long to
				// be packed
				word, level := fmt.Sprint(rnd.IntN(130), []string{"", ".5", "é", "abcdefghij"}[rnd.IntN(4)]),
					rnd.IntN(levels.Count)
				add(words+word+string(rune('A'+level)), r.Number(words, word)+uint32(level))
				code := fmt.Sprint(rnd.IntN(1 << rnd.IntN(40)))
				add(codes+code, r.Number(codes, code))
			}
			r.End()
			product++
		}
		paths = append(paths, filepath.Join(dir, fmt.Sprint(i)))
		if err := r.Write(paths[i], first); err != nil {
			t.Fatal(err)
		}
	}
	return paths, want
}

// written is the folder of an index of random terms.
func written(t *testing.T, sizes ...int) (dir string, l Layout, want terms) {
	t.Helper()
	runs, want := writeRuns(t, 1, sizes...)
	products := 0
	for _, n := range sizes {
		products += n
	}
	dir = t.TempDir()
	last, whole := int64(0), int64(0)
	c := Content{Products: products, Runs: runs, Progress: func(done, total int64) {
		if done < last || done > total {
			t.Errorf("progress from %d to %d of %d", last, done, total)
		}
		last, whole = done, total
	}}
	if err := Write(t.Context(), dir, c); err != nil {
		t.Fatal(err)
	}
	if whole == 0 {
		t.Error("no progress is shown")
	}
	return dir, Layout{Fields: fields, Products: products, Order: Whole(products)}, want
}

func opened(t *testing.T, dir string, l Layout) *Index {
	t.Helper()
	x, err := Open(dir, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// held reads all terms of an index. They must be in order.
func held(t *testing.T, x *Index) terms {
	t.Helper()
	got := terms{}
	if err := x.Read(func(s *Session) error {
		for i := range fields {
			var list []string
			s.Walk(fields[i:i+1], nil, nil, nil, func(term string) bool {
				list = append(list, term)
				got[fields[i:i+1]+term] = s.Postings(fields[i:i+1], term).ToArray()
				return true
			})
			if !slices.IsSorted(list) {
				t.Errorf("the terms of field %q are not in order", fields[i:i+1])
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestWrite demands that an index holds what was added to the runs, and nothing else.
func TestWrite(t *testing.T) {
	dir, l, want := written(t, 700, 0, 1, 9000)
	x := opened(t, dir, l)
	if diff := cmp.Diff(want, held(t, x)); diff != "" {
		t.Error(diff)
	}
	if err := x.Read(func(s *Session) error {
		if b := s.Postings(codes, "none"); b != nil {
			t.Errorf("products of a term that there is not: %v", b)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		st, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if readable := st.Mode().Perm()&0o044 == 0o044; !readable && path != dir ||
			strings.HasPrefix(d.Name(), "new") {
			t.Errorf("%s has the mode %v", path, st.Mode())
		}
		return nil
	})
}

// TestWalkBetween goes through a part of a field, with an automaton and until it is told to stop.
func TestWalkBetween(t *testing.T) {
	dir, l, want := written(t, 500)
	x := opened(t, dir, l)
	var all []string
	for key := range want {
		if key[:1] == words && key[1:] >= "12" && key[1:] < "2" {
			all = append(all, key[1:])
		}
	}
	slices.Sort(all)
	var got, some []string
	if err := x.Read(func(s *Session) error {
		s.Walk(words, nil, []byte("12"), []byte("2"), func(term string) bool {
			got = append(got, term)
			return true
		})
		s.Walk(words, endsWith('C'), []byte("12"), []byte("2"), func(term string) bool {
			some = append(some, term)
			return len(some) < 3
		})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, got); diff != "" {
		t.Error(diff)
	}
	all = slices.DeleteFunc(all, func(term string) bool { return !strings.HasSuffix(term, "C") })
	if diff := cmp.Diff(all[:3], some); diff != "" {
		t.Error(diff)
	}
}

// endsWith accepts what ends with a byte.
type endsWith byte

func (e endsWith) Start() int                     { return 0 }
func (e endsWith) IsMatch(state int) bool         { return state == 1 }
func (e endsWith) CanMatch(state int) bool        { return true }
func (e endsWith) WillAlwaysMatch(state int) bool { return false }
func (e endsWith) Accept(state int, b byte) int {
	if b == byte(e) {
		return 1
	}
	return 0
}

// TestRead: what would end the program is an error, and tells nothing of what was searched.
func TestRead(t *testing.T) {
	dir, l, want := written(t, 3000)
	if err := os.WriteFile(filepath.Join(dir, "table"), make([]byte, 1<<16), 0o644); err != nil {
		t.Fatal(err)
	}
	l.Tables = []Table{{Name: "table", Bytes: 1 << 16}}
	x := opened(t, dir, l)
	var none []int
	sum := uint32(0)
	all := func(s *Session) error {
		for key := range want {
			s.Postings(key[:1], key[1:])
		}
		return nil
	}
	for name, c := range map[string]struct {
		cut  string // the file that is cut short before
		read func(s *Session) error
		want error
	}{
		"an index out of range": {"", func(s *Session) error { _ = none[len(t.Name())]; return nil },
			ErrPanic},
		"a text":         {"", func(s *Session) error { panic("jane.doe@example.com") }, ErrPanic},
		"its own error":  {"", func(s *Session) error { return os.ErrExist }, os.ErrExist},
		"behind a table": {"", func(s *Session) error { sum += s.Number(0, 1<<20); return nil }, ErrPanic},
		"a table cut short": {"table",
			func(s *Session) error { sum += s.Number(0, 1<<12); return nil }, ErrDamaged},
		"terms cut short": {"store/000000000002.zap", all, ErrDamaged},
	} {
		if c.cut != "" {
			if err := os.Truncate(filepath.Join(dir, c.cut), 0); err != nil {
				t.Fatal(err)
			}
		}
		err := x.Read(c.read)
		if sum > 0 || !errors.Is(err, c.want) || strings.Contains(err.Error(), "jane") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDamagedRun cuts a run short anywhere: its reader says so, unless the cut is between two terms, and
// never reads on.
func TestDamagedRun(t *testing.T) {
	paths, want := writeRuns(t, 1, 30)
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
