package data

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/fetch"
	"plugsheet/importer/product"
	"plugsheet/importer/propose"
	"plugsheet/schemas/problem"
)

// lookedAt is how many rows of each sheet are read to show what a proposal would make of them.
const lookedAt = 1000

// offer is what --accept-map would take, where an import failed and it would help.
type offer struct {
	propose.Proposal
	Examples []product.Example `json:"examples"`       // the first products, as they would be
	Next     string            `json:"next,omitempty"` // the command that takes it; empty for stdin
	Left     []problem.Problem `json:"left,omitempty"` // errors that would still be there, in the first rows
}

// offer looks whether the proposal would help with the errors of a report: nil where it would not.
func (o importOptions) offer(ctx context.Context, inputs *fetch.Set, r importer.Report) (*offer, error) {
	if o.take || r.Problems.Errors() == 0 || r.Digest != "" {
		return nil, nil
	}
	a, err := o.accept(ctx, inputs) // o is a copy: its mapping is now the completed one
	if err != nil || a.text == nil {
		return nil, err
	}
	trial, err := try(ctx, inputs, importer.Options{Encoding: o.encoding, Config: o.config,
		WithUnpublished: o.drafts})
	if err != nil || !helps(r.Problems, trial.Problems) {
		return nil, err
	}
	found := &offer{Proposal: a.proposal, Examples: trial.Examples, Left: errorsOf(trial.Problems)}
	if !slices.Contains(o.inputs, "-") {
		found.Next = cli.ShellLine(o.line...) + " --accept-map"
	}
	return found, nil
}

// trialKey is the length of a key for customers that are not kept.
const trialKey = 32

// try imports the first rows of the inputs and writes nothing.
func try(ctx context.Context, inputs *fetch.Set, o importer.Options) (importer.Report, error) {
	o.Inputs, o.Names, o.SkipBadRows, o.Rows = inputs.Paths, inputs.Names, true, lookedAt
	o.CustomerKey = make([]byte, trialKey)
	return importer.Run(ctx, o)
}

// examplesOf are the first products of the inputs with a mapping.
func examplesOf(ctx context.Context, inputs *fetch.Set, o importer.Options) ([]product.Example, error) {
	r, err := try(ctx, inputs, o)
	return r.Examples, err
}

// fewCells is how many cells of one cause are mended by hand rather than by a mapping.
const fewCells = 3

// helps tells whether an error is gone that is about a whole sheet or column, or several
// of one cause in the first rows.
func helps(before, after *problem.List) bool {
	type kind struct {
		at           problem.Position
		code, format string
	}
	left, gone := map[kind]int{}, map[kind]int{}
	for _, p := range errorsOf(before) {
		if p.Position.Row < lookedAt {
			left[kind{p.Position, p.Code, p.Format()}]++
		}
	}
	for _, p := range errorsOf(after) {
		left[kind{p.Position, p.Code, p.Format()}]--
	}
	for k, n := range left {
		if n > 0 && k.at.Row == 0 {
			return true
		}
		k.at.Row = 0
		if gone[k] += max(0, n); gone[k] > fewCells {
			return true
		}
	}
	return false
}

func errorsOf(l *problem.List) []problem.Problem {
	return slices.DeleteFunc(l.Sorted(), func(p problem.Problem) bool { return p.Severity != problem.Error })
}

// print shows the offer to a person.
func (f *offer) print(w io.Writer, l problem.Language) {
	if f == nil {
		return
	}
	fmt.Fprintln(w, "\n"+l.Say("what plugsheet proposes, from the headers and the values:"))
	printBriefly(w, f.Proposal, l)
	printExamples(w, f.Examples, l)
	if n := len(f.Left); n > 0 {
		first := f.Left[0].In(l).Line()
		fmt.Fprintln(w, l.Count(n, "%d error would stay: %s", "%d errors would stay, such as %s", first))
	}
	if f.Next == "" {
		fmt.Fprintln(w, l.Say("the same command with --accept-map takes it, and keeps it in plugsheet.yaml"))
		return
	}
	fmt.Fprintln(w, l.Say("to take it, and keep it in plugsheet.yaml: %s", f.Next))
}

// importLine is the command line of an import, as it was given, without what only shows its outcome.
func importLine(c *cobra.Command, inputs []string) []string {
	line := append([]string{"plugsheet", "import"}, inputs...)
	named := false
	c.Flags().Visit(func(f *pflag.Flag) {
		named = named || f.Name == "bundle" || f.Shorthand == "o"
		shows := slices.Contains([]string{"json", "annotate", "accept-map", "lang"}, f.Name)
		switch {
		case shows, f.Value.String() == "false":
		case f.Shorthand == "o":
			line = append(line, "-o", f.Value.String())
		case f.Value.Type() == "bool":
			line = append(line, "--"+f.Name)
		default:
			line = append(line, "--"+f.Name, f.Value.String())
		}
	})
	if !named {
		line = append(line, "-o", "bundle")
	}
	return line
}
