package data

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/kind"
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
	// LeaveOut is the line of plugsheet.yaml that leaves out the rows that cannot be read, and Rows their
	// number; the rest of the offer is empty then.
	LeaveOut string `json:"leaveOut,omitempty"`
	Rows     int    `json:"rows,omitempty"`
}

// offer looks whether the proposal would help with the errors of a report: nil where it would not.
func (o importOptions) offer(ctx context.Context, inputs *fetch.Set, r importer.Report) (*offer, error) {
	if o.take || r.Problems.Errors() == 0 || r.Digest != "" {
		return nil, nil
	}
	a, err := o.accept(ctx, inputs) // o is a copy: its mapping is now the completed one
	if err != nil || a.text == nil {
		return o.leaving(r), err
	}
	trial, err := try(ctx, inputs, importer.Options{Encoding: o.encoding, Config: o.config,
		WithUnpublished: o.drafts})
	if err != nil || !helps(r.Problems, trial.Problems) && !o.fills(r.LeaveOut) {
		return o.leaving(r), err
	}
	return &offer{Proposal: a.proposal, Examples: trial.Examples, Left: errorsOf(trial.Problems),
		Next: o.next()}, nil
}

// next is the command that takes an offer; empty where the input comes from stdin.
func (o importOptions) next() string {
	if slices.Contains(o.inputs, "-") {
		return ""
	}
	return cli.ShellLine(o.line...) + " --accept-map"
}

// leaving offers to leave out the rows that cannot be read; nil where that is no remedy.
func (o importOptions) leaving(r importer.Report) *offer {
	if r.LeaveOut == nil {
		return nil
	}
	return &offer{LeaveOut: leaveLine(r.LeaveOut), Rows: r.Unread, Next: o.next()}
}

// fills tells whether the mapping has a default for a field that is missing in some rows.
func (o importOptions) fills(leaveOut map[string]string) bool {
	for name, why := range leaveOut {
		if why != config.Unreadable && o.config.Defaults[string(kind.Products)][name] != "" {
			return true
		}
	}
	return false
}

// leaveLine is what leaves rows out, for plugsheet.yaml.
func leaveLine(fields map[string]string) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		list = append(list, name+": "+fields[name])
	}
	return "leaveOut: { products: { " + strings.Join(list, ", ") + " } }"
}

// leave adds to what was accepted that the rows that cannot be read are left out.
func (o *importOptions) leave(a accepted, r importer.Report) (accepted, error) {
	before, err := a.text, error(nil)
	if before == nil {
		if before, err = a.before(); err != nil {
			return a, err
		}
	}
	text, err := config.Add(before, a.file, leaveLine(r.LeaveOut), o.others...)
	return a, o.complete(&a, text, err)
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
	if f.LeaveOut != "" {
		fmt.Fprintln(w, "\n"+l.Count(f.Rows, "to go on without %d row, in plugsheet.yaml: %s",
			"to go on without %d rows, at most 5 %% of all, in plugsheet.yaml: %s", f.LeaveOut))
		f.printNext(w, l)
		return
	}
	fmt.Fprintln(w, "\n"+l.Say("what plugsheet proposes, from the headers and the values:"))
	printBriefly(w, f.Proposal, l)
	printExamples(w, f.Examples, l)
	if n := len(f.Left); n > 0 {
		first := f.Left[0].In(l).Line()
		fmt.Fprintln(w, l.Count(n, "%d error would stay: %s", "%d errors would stay, such as %s", first))
	}
	f.printNext(w, l)
}

// printNext says how an offer is taken.
func (f *offer) printNext(w io.Writer, l problem.Language) {
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
