package search

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/index/judge"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// seed makes the same cases of the same bundle every time.
const seed = 1

// caseOptions are what search-test and bot-test have in common: a bundle is measured by a file of cases,
// or a starter set of them is made of it.
type caseOptions struct {
	command       string // search-test or bot-test
	bundle, cases string
	generate      string
	force, json   bool
}

func (o *caseOptions) addFlags(c *cobra.Command) {
	o.command = c.Name()
	f := c.Flags()
	f.StringVar(&o.generate, "generate", "", "write a starter set to this `CASES.csv` instead of measuring")
	f.BoolVar(&o.force, "force", false, "with --generate, replace the file when it is there already")
	f.BoolVar(&o.json, "json", false, "write the figures as JSON")
}

func (o caseOptions) check() error {
	switch {
	case o.generate != "" && o.cases != "":
		return cli.UsageErrorf("--generate writes %s; %s is one too many", o.generate, o.cases)
	case o.generate == "" && o.cases == "":
		return cli.UsageErrorf("missing CASES.csv").WithHint("begin with a starter set: %s", o.starter())
	}
	return nil
}

// starter is the command line that writes a starter set.
func (o caseOptions) starter() string {
	return cli.ShellLine("plugsheet", o.command, o.bundle, "--generate", "cases.csv")
}

// checkShare refuses a figure to be reached that is no share.
func checkShare(flag string, v float64) error {
	if !(v >= 0 && v <= 1) {
		return cli.UsageErrorf("--%s %v is not from 0 to 1", flag, v)
	}
	return nil
}

// caseReader reads the cases of one kind, which have columns.
type caseReader[C any] struct {
	columns string
	read    func(io.Reader) ([]C, error)
}

// maxCases bounds a file of cases, in bytes.
const maxCases = 16 * bounded.MiB

// file reads the cases that the command is to measure by; what is wrong with them is
// printed with its position.
func (r caseReader[C]) file(p cli.Process, o caseOptions) ([]C, error) {
	f, err := os.Open(o.cases)
	if err != nil {
		return nil, fmt.Errorf("reading the cases: %w", err)
	}
	defer f.Close()
	cases, err := r.read(bounded.Reader(f, o.cases, maxCases))
	var at *judge.CaseError
	if errors.As(err, &at) {
		fmt.Fprintf(p.Stderr, "%s:%d: %s\n", o.cases, at.Line, at.Reason)
		if at.Line == 1 {
			fmt.Fprintf(p.Stderr, "  hint: a starter set shows what cases look like: %s\n", o.starter())
		}
		return nil, cli.ErrProblems
	}
	if err == nil && len(cases) == 0 {
		return nil, cli.WithHint(fmt.Errorf("no cases in %s", o.cases),
			"each row below the header is one: %s", r.columns)
	}
	return cases, err
}

// writeStarter writes n cases that were made of the bundle, and names the command that measures by them.
func (o caseOptions) writeStarter(p cli.Process, n int, write func(io.Writer) error) error {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	if err := files.WriteFile(o.generate, text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the cases: %w", err)
	}
	_, err := fmt.Fprintf(p.Stdout, "%s: %s\nnext: %s\n", o.generate, cli.Plural(n, "case"),
		cli.ShellLine("plugsheet", o.command, o.bundle, o.generate))
	return err
}

// printFigures prints the outcome to stdout, as JSON where that was asked for.
func (o caseOptions) printFigures(p cli.Process, outcome any, text []byte) error {
	if o.json {
		return cli.WriteJSON(p.Stdout, outcome)
	}
	if _, err := p.Stdout.Write(text); err != nil {
		return fmt.Errorf("writing the figures: %w", err)
	}
	return nil
}

// isFile tells whether a path names a file that is there.
func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}
