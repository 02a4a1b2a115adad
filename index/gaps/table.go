package gaps

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// table is one kind of what is counted: where it is kept, and what its entries have in common with others.
type table[E any] struct {
	file, key  string // where it is kept, and under which key there
	most       int    // how many entries are kept
	odd        string // said of an entry that is none, with its number
	lost, anew string // logged where it cannot be written, and where it is begun anew
	view       func(*E) view
	first      func(p pair, day string) E // an entry that was counted once
}

// pair is a search, with a product that was sent after it, if any.
type pair struct{ query, product string }

// view shows what is the same in all kinds of entries.
type view struct {
	pair
	odd         bool // it is none
	times       *int
	first, last *string // days, YYYY-MM-DD, UTC
}

// list is what a file holds.
type list[E any] struct {
	all       []E
	forgotten []string // SHA-256 of queries of which nothing is counted any more, the latest last
}

// read gives the entries, the most counted first. Errors: [*DamagedError], or of the disk.
func (t table[E]) read(ctx context.Context, at Values) ([]E, error) {
	data, err := at.Get(ctx, t.file)
	if err != nil {
		return nil, err
	}
	l, err := t.decode(at, data)
	return l.all, err
}

func (t table[E]) decode(at Values, data []byte) (list[E], error) {
	var file struct {
		Queries, Sent []E
		Forgotten     []string
	}
	if err := decode(at, t.file, data, &file); err != nil {
		return list[E]{}, err
	}
	l := list[E]{append(file.Queries, file.Sent...), file.Forgotten}
	if i := slices.IndexFunc(l.all, func(e E) bool { return t.view(&e).odd }); i >= 0 {
		return list[E]{}, damaged(at, t.file, fmt.Sprintf(t.odd, i+1))
	}
	return l, nil
}

// forget takes queries away, in any spelling, and notes that nothing is counted of them any more.
func (t table[E]) forget(ctx context.Context, at Values, queries []string) error {
	return at.Update(ctx, t.file, func(old []byte) ([]byte, error) {
		l, err := t.decode(at, old)
		if err != nil {
			return nil, err
		}
		for _, q := range queries {
			h := hash(q)
			l.all = slices.DeleteFunc(l.all, func(e E) bool { return hash(t.view(&e).query) == h })
			l.forgotten = append(slices.DeleteFunc(l.forgotten, func(one string) bool { return one == h }), h)
		}
		return t.encode(l)
	})
}

// clear takes everything away.
func (t table[E]) clear(ctx context.Context, at Values) error {
	if data, err := at.Get(ctx, t.file); data == nil && err == nil {
		return nil // no folder is made for nothing
	}
	return at.Update(ctx, t.file, func([]byte) ([]byte, error) { return t.encode(list[E]{}) })
}

// merge adds what was counted since, and drops what is too old or forgotten.
func (t table[E]) merge(l *list[E], more map[pair]*E, today time.Time) {
	at := map[pair]int{}
	for i := range l.all {
		at[t.view(&l.all[i]).pair] = i
	}
	for p, e := range more {
		i, ok := at[p]
		if !ok {
			l.all = append(l.all, *e)
			continue
		}
		one, m := t.view(&l.all[i]), t.view(e)
		*one.times += *m.times
		*one.first, *one.last = min(*one.first, *m.first), max(*one.last, *m.last)
	}
	forgotten := map[string]bool{}
	for _, h := range l.forgotten {
		forgotten[h] = true
	}
	l.all = slices.DeleteFunc(l.all, func(e E) bool {
		v := t.view(&e)
		return expired(*v.times, *v.last, today) || !countable(v.query) ||
			len(forgotten) > 0 && forgotten[hash(v.query)]
	})
}

// encode gives the file: one entry a line, those first that were counted most, and of them the latest.
func (t table[E]) encode(l list[E]) ([]byte, error) {
	slices.SortFunc(l.all, func(x, y E) int {
		a, b := t.view(&x), t.view(&y)
		return cmp.Or(cmp.Compare(*b.times, *a.times), cmp.Compare(*b.last, *a.last),
			cmp.Compare(a.query, b.query), cmp.Compare(a.product, b.product))
	})
	var out bytes.Buffer
	fmt.Fprintf(&out, "{%q:[", t.key)
	err := encodeLines(&out, l.all[:min(len(l.all), t.most)])
	out.WriteString(`],"forgotten":[`)
	err = errors.Join(err, encodeLines(&out, l.forgotten[max(0, len(l.forgotten)-maxForgotten):]))
	out.WriteString("]}\n")
	if err != nil {
		return nil, fmt.Errorf("encoding what is counted: %w", err)
	}
	return out.Bytes(), nil
}

// encodeLines writes values as JSON, each on a line of its own.
func encodeLines[T any](out *bytes.Buffer, values []T) (err error) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for i, v := range values {
		out.WriteString(map[bool]string{true: "\n", false: ","}[i == 0])
		err = errors.Join(err, e.Encode(v)) // ends the line
	}
	return err
}
