package problem

import (
	"cmp"
	"slices"
)

// Limit is how many problems a [List] keeps with their text; the ones after it are only counted, so that a
// file in which everything is wrong does not fill the memory. The counts stay exact.
const Limit = 100_000

// List collects problems in the order in which they are found. The zero value is ready to use. A List is not
// safe for use by several goroutines at once.
type List struct {
	kept             []Problem
	seen             map[key]struct{}
	order            map[place]int
	errors, warnings int
}

type key struct {
	at                   Position
	code, message, value string
}

type place struct{ file, sheet string }

// Add notes problems; one that says the same about the same place and value as an earlier one is dropped.
func (l *List) Add(ps ...Problem) {
	if l.seen == nil {
		l.seen, l.order = map[key]struct{}{}, map[place]int{}
	}
	for _, p := range ps {
		if len(l.kept) < Limit {
			k := key{p.Position, p.Code, p.Message(), p.Value}
			if _, dup := l.seen[k]; dup {
				continue
			}
			l.seen[k] = struct{}{}
			l.kept = append(l.kept, p)
		}
		at := place{p.Position.File, p.Position.Sheet}
		if _, known := l.order[at]; !known {
			l.order[at] = len(l.order)
		}
		if p.Severity == Error {
			l.errors++
		} else {
			l.warnings++
		}
	}
}

// Errors is the number of problems that refuse the data, counted beyond [Limit].
func (l *List) Errors() int { return l.errors }

// Warnings is the number of problems that do not refuse the data, counted beyond [Limit].
func (l *List) Warnings() int { return l.warnings }

// Dropped is the number of problems beyond [Limit], counted but not kept.
func (l *List) Dropped() int { return l.errors + l.warnings - len(l.kept) }

// Sorted returns the problems in reading order: files and sheets in the order in which they first had a
// problem, then rows, then columns; what concerns a whole sheet comes before its rows. The caller owns the
// slice.
func (l *List) Sorted() []Problem {
	s := slices.Clone(l.kept)
	slices.SortStableFunc(s, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(l.order[place{a.Position.File, a.Position.Sheet}],
				l.order[place{b.Position.File, b.Position.Sheet}]),
			cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Row, b.Position.Row),
			cmp.Compare(a.Position.Column, b.Position.Column),
		)
	})
	return s
}
