package data

import (
	"fmt"
	"io"

	"plugsheet/importer"
	"plugsheet/schemas/problem"
)

// What is told at the end of an import has at most 15 lines: three of counts, and these.
const (
	mostLeft = 4
	mostOdd  = 6
)

// printSummary says what is left out and why, and what looks odd in what is taken, one line a column.
func printSummary(w io.Writer, r result, l problem.Language) {
	for n, left := range r.Left {
		if n == mostLeft {
			fmt.Fprintln(w, l.Say("… and %d more (--json lists them all)", len(r.Left)-n))
			break
		}
		fmt.Fprintln(w, l.Say("left out: %s: %s", howMany(left), left.Reason))
	}
	odd := onePerPlace(r.Odd)
	for n, p := range odd {
		if n == mostOdd {
			fmt.Fprintln(w, l.Say("… and %d more (--json lists them all)", len(odd)-n))
			break
		}
		fmt.Fprintln(w, l.Say("odd: %s", p.In(l).Line()))
	}
}

// howMany counts what is left out, with its noun.
func howMany(left importer.LeftOut) problem.Text {
	switch left.What {
	case "products":
		return problem.Counted(left.Count, "%d product", "%d products")
	case "variants":
		return problem.Counted(left.Count, "%d variant", "%d variants")
	case "sheets":
		return problem.Counted(left.Count, "%d sheet", "%d sheets")
	}
	return problem.Counted(left.Count, "%d row", "%d rows")
}

// onePerPlace keeps the first problem of each place.
func onePerPlace(all []problem.Problem) []problem.Problem {
	var first []problem.Problem
	seen := map[problem.Position]bool{}
	for _, p := range all {
		if !seen[p.Position] {
			seen[p.Position] = true
			first = append(first, p)
		}
	}
	return first
}
