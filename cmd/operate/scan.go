package operate

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

type scanOptions struct {
	allow []string
	lang  string
	json  bool
}

// NewScan is the command that looks for personal data and secrets in files.
func NewScan(p cli.Process) *cobra.Command {
	o := scanOptions{}
	c := &cobra.Command{
		Use:   "scan BUNDLE [flags]",
		Short: "Look for personal data in what would be committed",
		RunE: func(c *cobra.Command, args []string) error {
			s, err := cli.LoadSettings(c, p, ".")
			if err != nil {
				return err
			}
			o.allow = append(o.allow, s.Config.Allow...)
			return runScan(c.Context(), p, o, args[0])
		},
	}
	c.Flags().StringSliceVar(&o.allow, "allow", nil,
		"the shop's own `ADDRESS`, @domain or number, which is no finding")
	c.Flags().BoolVar(&o.json, "json", false, "write what was found as JSON")
	cli.AddLangFlag(c, &o.lang)
	cli.AddConfigFlag(c, "in the working directory")
	return c
}

// scanned is the outcome of a scan as JSON.
type scanned struct {
	Files    int               `json:"files"`
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Problems []problem.Problem `json:"problems"`
}

func runScan(ctx context.Context, p cli.Process, o scanOptions, dir string) error {
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	if _, err := bundlesIn(dir, ""); err != nil {
		return err
	}
	r, err := scan.Run(ctx, dir, scan.Options{Allow: o.allow, Committed: inGit(ctx, dir)})
	if err != nil {
		return err
	}
	if err := printScanned(p, o, l, r); err != nil {
		return fmt.Errorf("writing what was found: %w", err)
	}
	if r.Problems.Errors() > 0 {
		return cli.ErrProblems
	}
	return nil
}

// inGit lists the files that git has of a folder; none where there is no git, or no repository.
func inGit(ctx context.Context, dir string) []string {
	// the setting could name a program
	list, err := cli.Git(ctx, dir, "-c", "core.fsmonitor=false", "ls-files", "-z")
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00")
}

func printScanned(p cli.Process, o scanOptions, l problem.Language, r scan.Report) error {
	if o.json {
		out := scanned{Files: r.Files, Errors: r.Problems.Errors(), Warnings: r.Problems.Warnings(),
			Problems: each.Of(r.Problems.Sorted(), func(p problem.Problem) problem.Problem { return p.In(l) })}
		return cli.WriteJSON(p.Stdout, out)
	}
	if err := problem.Print(p.Stderr, r.Problems, l); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.Stdout, l.Count(r.Files, "%d file, ", "%d files, ")+
		l.Count(r.Problems.Errors(), "%d finding", "%d findings"))
	return err
}
