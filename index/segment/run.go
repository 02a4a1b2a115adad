package segment

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"plugsheet/index/analysis"
)

// Levels are the terms of a field that come at several levels, each a term of its own: a letter behind the
// word says which, and no word goes on with such a letter.
type Levels struct {
	Field string
	Base  byte // the letter of level 0
	Count int
}

// Run is the terms of consecutive products, turned round: to each term the products that hold it. It is for
// one goroutine, which fills it, writes it and fills it anew. Terms have numbers; those of a word's levels
// follow each other.
type Run struct {
	levels Levels
	round  uint32 // how often it was filled: numbers hold in one round only
	// term, with its field before it, to its number; of those with levels only level 0
	numbers map[string]uint32
	short   analysis.Table // the same, for packed terms
	terms   []numbered
	counts  []uint32 // by number: how many products hold the term
	// by number: the product that holds it and was added last; in turn, where the next one goes
	latest []uint32
	held   []uint32 // the numbers of the terms of product after product
	ends   []uint32 // by product: where its terms end
	turned []uint32 // room for turn
	key    []byte
}

type numbered struct {
	head   uint64 // the first eight bytes of the term, to compare terms by
	term   string
	number uint32
}

// NewRun gives an empty run.
func NewRun(l Levels) *Run {
	return &Run{levels: l, round: 1, numbers: map[string]uint32{}}
}

// Round is how often the run was filled: numbers hold in one round only. The first one is 1.
func (r *Run) Round() uint32 { return r.round }

// Number gives the number of a term; of one with levels, that of its level 0. Fields have names of one byte.
func (r *Run) Number(field, term string) uint32 {
	r.key = append(append(r.key[:0], field...), term...)
	if field == r.levels.Field {
		r.key = append(r.key, r.levels.Base)
	}
	short, isShort := analysis.Pack(r.key)
	n, ok := r.short.Find(short)
	if !isShort {
		n, ok = r.numbers[string(r.key)]
	}
	if ok {
		return n
	}
	t := numbered{headOf(r.key), string(r.key), uint32(len(r.counts))}
	if isShort {
		r.short.Add(short, t.number)
	} else {
		r.numbers[t.term] = t.number
	}
	r.terms = append(r.terms, t)
	for range r.levelsOf(t) {
		r.counts, r.latest = append(r.counts, 0), append(r.latest, 0)
	}
	return t.number
}

// headOf is the first eight bytes of a term as a number that is in the order of the terms.
func headOf(term []byte) uint64 {
	var head [8]byte
	copy(head[:], term)
	return binary.BigEndian.Uint64(head[:])
}

// levelsOf is how many numbers the term has.
func (r *Run) levelsOf(t numbered) int {
	if t.term[:1] == r.levels.Field {
		return r.levels.Count
	}
	return 1
}

// Add adds a term to the product at hand, and reports false where it is there already.
func (r *Run) Add(number uint32) bool {
	product := uint32(len(r.ends)) + 1 // 0 stands for none
	if r.latest[number] == product {
		return false
	}
	r.latest[number] = product
	r.counts[number]++
	r.held = append(r.held, number)
	return true
}

// End ends the product at hand.
func (r *Run) End() { r.ends = append(r.ends, uint32(len(r.held))) }

// Write writes the run to a file and empties it: each term in order, its length before it, then the number of
// its products and the gaps between their ordinals, of which first is that of the run's first product; all
// numbers are varints.
func (r *Run) Write(path string, first uint32) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return r.Encode(f, first)
}

// Encode writes what Write writes into a file, and empties the run.
func (r *Run) Encode(to io.Writer, first uint32) error {
	slices.SortFunc(r.terms, func(a, b numbered) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return strings.Compare(a.term, b.term)
	})
	r.turn(first)
	w := bufio.NewWriterSize(to, 1<<16)
	var b []byte
	for _, t := range r.terms {
		for l := range uint32(r.levelsOf(t)) {
			if r.counts[t.number+l] == 0 {
				continue
			}
			b = append(binary.AppendUvarint(b[:0], uint64(len(t.term))), t.term...)
			// no word goes on with a capital, so that the levels of one follow each other
			b[len(b)-1] += byte(l)
			w.Write(r.appendProducts(b, t.number+l)) // an error shows in Flush
		}
	}
	clear(r.numbers)
	r.short.Clear()
	clear(r.terms)
	r.terms, r.counts, r.latest, r.held, r.ends = r.terms[:0], r.counts[:0], r.latest[:0], r.held[:0],
		r.ends[:0]
	r.round++
	return w.Flush()
}

// turn sorts the products by the number of their terms in r.turned; r.latest then holds where those of each
// end.
func (r *Run) turn(first uint32) {
	at := uint32(0)
	for n, c := range r.counts {
		r.latest[n] = at
		at += c
	}
	r.turned = slices.Grow(r.turned[:0], len(r.held))[:len(r.held)]
	i := uint32(0)
	for p, end := range r.ends {
		for ; i < end; i++ {
			n := r.held[i]
			r.turned[r.latest[n]] = first + uint32(p)
			r.latest[n]++
		}
	}
}

// appendProducts appends how many products hold a term, and the gaps between their ordinals.
func (r *Run) appendProducts(b []byte, number uint32) []byte {
	end, count := r.latest[number], r.counts[number]
	b = binary.AppendUvarint(b, uint64(count))
	before := uint32(0)
	for _, p := range r.turned[end-count : end] {
		b = binary.AppendUvarint(b, uint64(p-before))
		before = p
	}
	return b
}
