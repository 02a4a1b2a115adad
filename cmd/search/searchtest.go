package search

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/index/judge"
	"plugsheet/schemas/bundle"
)

type searchTestOptions struct {
	caseOptions
	products int
	worst    int
	bars     bars
}

// bars are the figures that must be reached, from 0 to 1; 0 asks for nothing.
type bars struct{ recall1, recall5, mrr, ndcg float64 }

// NewSearchTest is the command that measures the search.
func NewSearchTest(p cli.Process) *cobra.Command {
	o := searchTestOptions{}
	c := cli.SettingsCommand(p, "search-test BUNDLE [CASES.csv] [flags]",
		"Measure the search against queries and the products they should find",
		func(c *cobra.Command, args []string) error {
			if o.bundle = args[0]; len(args) > 1 {
				o.cases = args[1]
			} else if own := filepath.Join(o.bundle, casesFile); o.generate == "" && isFile(own) {
				o.cases = own
			}
			return runSearchTest(c.Context(), p, o)
		})
	o.addFlags(c)
	f := c.Flags()
	f.IntVar(&o.products, "products", 100,
		"with --generate, take at most so many products for codes and as many for titles")
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

func (o searchTestOptions) check() error {
	err := o.caseOptions.check()
	switch {
	case err != nil:
		return err
	case o.products < 1:
		return cli.UsageErrorf("--products %d is less than 1", o.products)
	case o.worst < 0:
		return cli.UsageErrorf("--worst %d is negative", o.worst)
	}
	for _, b := range o.bars.all() {
		if err := checkShare(b.flag, *b.least); err != nil {
			return err
		}
	}
	return nil
}

func runSearchTest(ctx context.Context, p cli.Process, o searchTestOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.generate != "" {
		return generateCases(ctx, p, o)
	}
	cases, err := caseReader[judge.Case]{"query,expected", judge.ReadCases}.file(p, o.caseOptions)
	if err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	x, err := cli.OpenIndex(ctx, p, b)
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
	return printSearchFigures(p, o, report, missing)
}

func generateCases(ctx context.Context, p cli.Process, o searchTestOptions) error {
	if err := cli.MayWrite(o.generate, o.force); err != nil {
		return err
	}
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	cases, err := judge.Generate(ctx, b, judge.GenerateOptions{Codes: o.products, Titles: o.products,
		Seed: seed})
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return fmt.Errorf("%s has no product to make cases of", o.bundle)
	}
	return o.writeStarter(p, len(cases), func(w io.Writer) error { return judge.WriteCases(w, cases) })
}
