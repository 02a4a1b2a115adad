package data

import (
	"context"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/problem"
)

type diffOptions struct {
	before, after  string // folders, or BUNDLE@REVISION
	json, markdown bool
	lang           string
}

// NewDiff is the command that says what differs between two bundles, or two revisions of one.
func NewDiff(p cli.Process) *cobra.Command {
	o := diffOptions{}
	c := cli.Command(p, "diff OLD [NEW] [flags]",
		"Say what changed between two bundles, or between git revisions of one",
		func(c *cobra.Command, args []string) error {
			o.before, o.after = args[0]+"@HEAD", args[0]
			if len(args) > 1 {
				o.before, o.after = args[0], args[1]
			}
			return runDiff(c.Context(), p, o)
		})
	c.Flags().BoolVar(&o.json, "json", false, "write all changes as JSON")
	c.Flags().BoolVar(&o.markdown, "markdown", false, "write the changes as Markdown, for a review")
	cli.AddLangFlag(c, &o.lang)
	return c
}

func runDiff(ctx context.Context, p cli.Process, o diffOptions) error {
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	if o.json && o.markdown {
		return cli.UsageErrorf("--json and --markdown exclude each other")
	}
	before, err := openBundle(ctx, o.before)
	if err != nil {
		return err
	}
	defer before.Close()
	after, err := openBundle(ctx, o.after)
	if err != nil {
		return err
	}
	defer after.Close()
	r, err := diff.Compare(ctx, before.Bundle, after.Bundle)
	if err != nil {
		return err
	}
	return printDiff(p, o, r, l)
}

func printDiff(p cli.Process, o diffOptions, r *diff.Report, l problem.Language) error {
	switch {
	case o.json:
		return cli.WriteJSON(p.Stdout, r)
	case o.markdown:
		return diff.Markdown(p.Stdout, r, l)
	}
	return diff.Text(p.Stdout, r, l)
}
