package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"plugsheet/index/judge"
	"plugsheet/schemas/bundle"
)

type judgeOptions struct {
	bundle, cases string
	generate      string
	products      int
	force         bool
	json          bool
	worst         int
	bars          bars
}

// seed makes the same cases of the same catalog every time.
const seed = 1

// bars are the figures that must be reached, from 0 to 1; 0 asks for nothing.
type bars struct{ recall1, recall5, mrr, ndcg float64 }

func newSearchTest(p process) *cobra.Command {
	o := judgeOptions{}
	c := &cobra.Command{
		Use:   "search-test BUNDLE [CASES.csv] [flags]",
		Short: "Measure the search against queries and the products they should find",
		Long: `Measure the search against cases: a csv file with the columns query, expected (references or ids, several separated
by |; none where nothing is to be found) and, where wanted, grade (0 to 10). Prints recall@1, recall@5, MRR, nDCG@10 and
the queries that went worst. It ends with 3 when a figure is below its bar or an expected product is gone.
--generate writes a starter set: codes of the catalog in four spellings, and titles with one typo. Without CASES.csv the
bundle's own search-cases.csv is taken, to which plugsheet gaps adds.`,
		Example: `  plugsheet search-test bundle --generate cases.csv
  plugsheet search-test bundle cases.csv
  plugsheet search-test bundle                                  bundle/search-cases.csv
  plugsheet search-test bundle cases.csv --min-recall1 0.95 --min-mrr 0.9`,
		Args: arguments("BUNDLE", "[CASES.csv]"),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := loadSettings(c, p, "."); err != nil {
				return err
			}
			if o.bundle = args[0]; len(args) > 1 {
				o.cases = args[1]
			} else if own := filepath.Join(o.bundle, casesFile); o.generate == "" && isFile(own) {
				o.cases = own
			}
			return runSearchTest(c.Context(), p, o)
		},
	}
	addConfigFlag(c, "in the working directory")
	f := c.Flags()
	f.StringVar(&o.generate, "generate", "", "write a starter set to this `CASES.csv` instead of measuring")
	f.IntVar(&o.products, "products", 100, "with --generate, take at most so many products for codes and as many for titles")
	f.BoolVar(&o.force, "force", false, "with --generate, replace the file when it is there already")
	f.BoolVar(&o.json, "json", false, "write the figures as JSON")
	f.IntVar(&o.worst, "worst", 10, "list at most so many of the worst queries")
	for _, bar := range o.bars.all() {
		f.Float64Var(bar.least, bar.flag, 0, "the least "+bar.name+", a `SHARE` from 0 to 1")
	}
	return c
}

// bar is one of the bars.
type bar struct {
	name, flag string
	least      *float64
	of         func(judge.Score) float64
}

func (b *bars) all() []bar {
	return []bar{
		{"recall@1", "min-recall1", &b.recall1, func(f judge.Score) float64 { return f.Recall1 }},
		{"recall@5", "min-recall5", &b.recall5, func(f judge.Score) float64 { return f.Recall5 }},
		{"MRR", "min-mrr", &b.mrr, func(f judge.Score) float64 { return f.MRR }},
		{"nDCG@10", "min-ndcg", &b.ndcg, func(f judge.Score) float64 { return f.NDCG }},
	}
}

func (o judgeOptions) check() error {
	switch {
	case o.generate != "" && o.cases != "":
		return usageErrorf("--generate writes %s; %s is one too many", o.generate, o.cases)
	case o.generate == "" && o.cases == "":
		return usageErrorf("missing CASES.csv").withHint("begin with a starter set: plugsheet search-test %s --generate cases.csv", o.bundle)
	case o.products < 1:
		return usageErrorf("--products %d is less than 1", o.products)
	case o.worst < 0:
		return usageErrorf("--worst %d is negative", o.worst)
	}
	for _, b := range o.bars.all() {
		if !(*b.least >= 0 && *b.least <= 1) {
			return usageErrorf("--%s %v is not from 0 to 1", b.flag, *b.least)
		}
	}
	return nil
}

func runSearchTest(ctx context.Context, p process, o judgeOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.generate != "" {
		return generateCases(ctx, p, o)
	}
	cases, err := readCases(p, o.cases)
	if err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	x, err := openIndex(ctx, p, b)
	if err != nil {
		return err
	}
	defer x.Close()
	report, err := judge.Run(ctx, x, cases)
	if err != nil {
		return err
	}
	missing, err := judge.FindMissing(ctx, b, cases)
	if err != nil {
		return err
	}
	return printJudgement(p, o, report, missing)
}

// readCases reads the cases; what is wrong with them is printed with its position.
func readCases(p process, name string) ([]judge.Case, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the cases: %w", err)
	}
	defer f.Close()
	cases, err := judge.ReadCases(f)
	var at *judge.CaseError
	switch {
	case errors.As(err, &at):
		fmt.Fprintf(p.stderr, "%s:%d: %s\n", name, at.Line, at.Reason)
		return nil, errProblems
	case err == nil && len(cases) == 0:
		return nil, withHint(fmt.Errorf("no cases in %s", name), "each row below the header is one: query,expected")
	}
	return cases, err
}

func generateCases(ctx context.Context, p process, o judgeOptions) error {
	if err := mayWrite(o.generate, o.force); err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	cases, err := judge.Generate(ctx, b, judge.GenerateOptions{Codes: o.products, Titles: o.products, Seed: seed})
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return fmt.Errorf("%s has no product to make cases of", o.bundle)
	}
	var text bytes.Buffer
	if err := judge.WriteCases(&text, cases); err != nil {
		return err
	}
	return writeCases(p, "search-test", starter{o.bundle, o.generate, text.Bytes(), len(cases)})
}

// mayWrite refuses to write over a file unasked.
func mayWrite(name string, force bool) error {
	if _, err := os.Lstat(name); !force && !errors.Is(err, fs.ErrNotExist) {
		return usageErrorf("%s is there already", name).withHint("name another file, or replace it with --force")
	}
	return nil
}

// starter is a first set of cases that was made of a bundle.
type starter struct {
	bundle, name string
	text         []byte
	cases        int
}

// writeCases writes a starter set and names the command that measures by it.
func writeCases(p process, command string, s starter) error {
	if err := maybe.WriteFile(s.name, s.text, 0o644); err != nil {
		return fmt.Errorf("writing the cases: %w", err)
	}
	_, err := fmt.Fprintf(p.stdout, "%s: %s\nnext: plugsheet %s %s %s\n", s.name, plural(s.cases, "case"), command, s.bundle, s.name)
	return err
}

// isFile tells whether a path names a file that is there.
func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}
