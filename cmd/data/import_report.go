package data

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/annotate"
	"plugsheet/importer/product"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// result is what came of an import.
type result struct {
	importer.Report
	review *reviewer
	marked annotate.Marked // the workbook with the problems marked; without path where none was asked for
	offer  *offer          // what would help with the errors; nil for nothing
}

// failed tells whether what was asked for was not done, because of the data.
func (r result) failed(o importOptions) bool {
	return r.review.refusal != nil || r.Problems.Errors() > 0 && !(o.skip && r.Digest != "")
}

// outcome is the report of an import as JSON.
type outcome struct {
	Written     bool                `json:"written"`
	Bundle      string              `json:"bundle,omitempty"`
	Digest      string              `json:"digest,omitempty"`
	Counts      bundle.Counts       `json:"counts"`
	Customers   int                 `json:"customers"`
	Corrected   int                 `json:"corrected,omitempty"` // cells that were read as a correction says
	Skipped     int                 `json:"skipped"`             // rows left out for their errors
	Rows        []sheet.SkippedRow  `json:"skippedRows,omitempty"`
	Offers      product.Offers      `json:"offers"`                // promotions that hold for a time
	Unpublished []sheet.Unpublished `json:"unpublished,omitempty"` // left out as not published
	Left        []importer.LeftOut  `json:"left,omitempty"`
	Errors      int                 `json:"errors"`
	Warnings    int                 `json:"warnings"`
	Problems    []problem.Problem   `json:"problems"`
	Profiles    []shop.Use          `json:"profiles,omitempty"`
	Proposal    *offer              `json:"proposal,omitempty"` // where it would help with the errors
	Annotated   []string            `json:"annotated,omitempty"`
	Changes     *diff.Report        `json:"changes,omitempty"` // against the bundle that was there before
	Refused     string              `json:"refused,omitempty"` // why the changes are too large
	Stages      []stage.Time        `json:"stages"`
}

// printReport says what came of an import: problems to stderr, the outcome to stdout. Its error is
// errProblems where the data was refused.
func printReport(p cli.Process, o importOptions, r result) error {
	var err error
	if o.json {
		err = cli.WriteJSON(p.Stdout, outcomeOf(o, r))
	} else {
		err = printOutcome(p, o, r)
	}
	if err == nil && r.failed(o) {
		return cli.ErrProblems
	}
	return err
}

func outcomeOf(o importOptions, r result) outcome {
	out := outcome{
		Written: r.Written, Bundle: r.Bundle, Digest: r.Digest, Counts: r.Counts, Customers: r.Customers,
		Corrected: len(r.Corrected), Skipped: r.Skipped, Rows: r.SkippedRows, Offers: r.Offers,
		Unpublished: r.Unpublished, Left: r.Left, Errors: r.Problems.Errors(),
		Warnings: r.Problems.Warnings() + len(r.Odd), Problems: inLanguage(o.spokenIn, r.Problems, r.Odd...),
		Profiles: r.Profiles, Annotated: annotated(r.marked), Proposal: r.offer, Changes: r.review.changes,
		Stages: append([]stage.Time{}, r.Stages...),
	}
	if r.review.refusal != nil {
		out.Refused = strings.Join(r.review.refusal.sentences(o.spokenIn), "; ")
	}
	return out
}

// annotated are the workbooks with the problems marked.
func inLanguage(l problem.Language, list *problem.List, more ...problem.Problem) []problem.Problem {
	return each.Of(append(list.Sorted(), more...), func(p problem.Problem) problem.Problem { return p.In(l) })
}

func annotated(m annotate.Marked) []string {
	if m.Path == "" {
		return nil
	}
	return []string{m.Path}
}

// printMarked says where the problems are marked, and what the copy does not hold.
func printMarked(w io.Writer, m annotate.Marked, l problem.Language) {
	switch {
	case m.Path == "":
	case m.Only.String() != "":
		fmt.Fprintln(w, l.Say("the rows with problems are in %s: %s", m.Path, m.Only))
	default:
		fmt.Fprintln(w, l.Say("the problems are marked in %s", m.Path))
	}
	if len(m.Lost) > 0 {
		fmt.Fprintln(w, l.Say("%s lacks these things of the sheets: %s", m.Path, strings.Join(m.Lost, ", ")))
	}
}

func printOutcome(p cli.Process, o importOptions, r result) error {
	l := o.spokenIn
	if err := problem.Print(p.Stderr, r.Problems, l); err != nil {
		return fmt.Errorf("writing the problems: %w", err)
	}
	if r.Problems.Errors()+r.Problems.Warnings() > 0 {
		fmt.Fprintln(p.Stderr, tally(o, r))
	}
	if o.skip && !r.failed(o) {
		printSkipped(p.Stderr, r, l)
	}
	printMarked(p.Stderr, r.marked, l)
	if r.review.refusal != nil {
		return r.review.print(p.Stderr, l)
	}
	if r.failed(o) {
		r.offer.print(p.Stderr, l)
		return nil
	}
	for _, u := range r.Profiles {
		fmt.Fprintln(p.Stdout, l.Say("profile: %s", u))
	}
	printCounts(p.Stdout, r, l)
	printSummary(p.Stdout, r, l)
	if !r.Written {
		_, err := fmt.Fprintln(p.Stdout, l.Say("good to import; nothing was written"))
		return err
	}
	if err := r.review.print(p.Stdout, l); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.Stdout, "%s\n%s plugsheet serve %s\n",
		l.Say("%s is written, digest %s", r.Bundle, r.Digest), l.Say("next:"), cli.ShellLine(o.bundle))
	return err
}

// tally is the last line under the problems: how many, and what came of the import.
func tally(o importOptions, r result) string {
	l := o.spokenIn
	line := l.Count(r.Problems.Errors(), "%d error", "%d errors") + ", " +
		l.Count(r.Problems.Warnings(), "%d warning", "%d warnings")
	switch {
	case r.Problems.Errors() == 0 && r.Skipped == 0:
		return line
	case !r.failed(o):
		return line + "; " + skippedCounts(r, l)
	case o.bundle == "":
		return line + l.Say("; this would not be imported")
	}
	return line + l.Say("; nothing was written")
}

// skippedCounts says how many products, and rows that are none, were left out for their errors.
func skippedCounts(r result, l problem.Language) string {
	others := r.Skipped - r.SkippedProducts
	switch {
	case others == 0:
		return l.Count(r.SkippedProducts, "%d product was left out", "%d products were left out")
	case r.SkippedProducts == 0:
		return l.Count(others, "%d row was left out", "%d rows were left out")
	}
	return l.Count(r.SkippedProducts, "%d product", "%d products") +
		l.Count(others, " and %d other row were left out", " and %d other rows were left out")
}

// printSkipped lists what was left out for its errors: the first [problem.PerKind] of it.
func printSkipped(w io.Writer, r result, l problem.Language) {
	shown := r.SkippedRows[:min(problem.PerKind, len(r.SkippedRows))]
	for _, s := range shown {
		fmt.Fprintln(w, strings.TrimSpace(l.Say("left out: %s", s.At)+" "+cmp.Or(s.Key, s.Title)))
	}
	if more := r.Skipped - len(shown); more > 0 {
		fmt.Fprintln(w, l.Say("… and %d more (--json lists them all)", more))
	}
}

func printCounts(w io.Writer, r result, l problem.Language) {
	counts := []string{
		l.Count(r.Counts.Products, "%d product", "%d products"),
		l.Count(r.Counts.Categories, "%d category", "%d categories"),
		l.Count(r.Counts.FormFields, "%d closing form field", "%d closing form fields"),
		l.Count(r.Counts.CustomerFields, "%d customer field", "%d customer fields"),
		l.Count(r.Customers, "%d customer", "%d customers"),
	}
	if r.Counts.BotScenarios > 0 {
		counts = append(counts, l.Count(r.Counts.BotAnswers, "%d bot answer", "%d bot answers"))
	}
	fmt.Fprintln(w, strings.Join(counts, ", "))
	if n := len(r.Corrected); n > 0 {
		fmt.Fprintln(w, l.Count(n, "%d correction applied", "%d corrections applied"))
	}
	if o := r.Offers; o.All > 0 {
		fmt.Fprintln(w, l.Count(o.All, "%d promotion for a time: %d over, %d ahead",
			"%d promotions for a time: %d over, %d ahead", o.Over, o.Ahead))
	}
}

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
