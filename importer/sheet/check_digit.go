package sheet

import (
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/schemas/problem"
)

const (
	// someWrong is how many wrong numbers a column may have before it is asked whether its numbers have a check
	// digit at all: shops have numbers of their own under the same headers.
	someWrong = 10
	mostWrong = 10_000 // that are told of one column
)

// checked is what a column of numbers with a check digit holds.
type checked struct {
	right, wrong int
	problems     []problem.Problem
}

// check looks at the numbers of a cell, of which several may stand in one.
func (a *asides) check(r *Row, c header.Column, f *field.Field) {
	seen := a.digits[c.Number]
	if seen == nil {
		seen = &checked{}
		a.digits[c.Number] = seen
	}
	for number := range strings.FieldsFuncSeq(cellText(r.Cells[c.Number-1], true), betweenNumbers) {
		if number = strings.TrimSpace(number); f.Check(number) {
			seen.right++
			continue
		}
		if seen.wrong++; seen.wrong <= mostWrong {
			seen.problems = append(seen.problems, problem.Warnf(r.Source.Sheet.At(r.Number, c.Number), "check-digit",
				"a digit of this %s is wrong: the last one does not fit the others", f.Name).
				WithValue(strings.Clone(number)).Hintf("compare it with the product; it is kept as it stands"))
		}
	}
}

func betweenNumbers(c rune) bool { return strings.ContainsRune(",;|/\n", c) }

// wrongDigits are the problems of all columns, but of those in which most numbers are wrong.
func (a *asides) wrongDigits() (list []problem.Problem) {
	for _, number := range slices.Sorted(maps.Keys(a.digits)) {
		if seen := a.digits[number]; seen.wrong < someWrong || seen.wrong <= seen.right {
			list = append(list, seen.problems...)
		}
	}
	return list
}
