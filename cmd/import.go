package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/importer"
	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

type importOptions struct {
	inputs  []string
	bundle  string // empty: check only
	site    string
	json    bool
	profile string // of the shop system; empty: found by the headers
	config  importer.Config
}

func newImport(p process) *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use:   "import INPUT... -o BUNDLE [flags]",
		Short: "Check spreadsheets and write them as a bundle, with its index",
		Long: `Check spreadsheets and write them as a bundle, with its index.

An input is a workbook (.xlsx) with the sheets Categories, Products, Closing form, Options, Customer fields, Customers
and Settings, a folder of csv or tsv files of those names, or some of those files; none of the sheets is a must. All
problems are reported at once, each with its cell, and with any error among them the bundle stays as it was.`,
		Example: `  plugsheet import catalog.xlsx -o bundle
  plugsheet import Products.csv Categories.csv -o bundle
  plugsheet import shop.xlsx -o bundle --site ha-123     into bundle/sites/ha-123
  plugsheet import export.csv -o bundle --config shop/plugsheet.yaml`,
		Args: arguments("INPUT..."),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := loadSettings(c, p, folderOf(args[0]))
			if err != nil {
				return err
			}
			if o.bundle == "" {
				return usageErrorf("no bundle named").withHint("name the folder to write: -o bundle")
			}
			if !siteName(o.site) {
				return usageErrorf("--site %q is no website's id", o.site).withHint("letters, digits, - and _, such as ha-123")
			}
			o.inputs, o.config = args, s.config
			o.config.Profile = o.profile
			return runImport(c.Context(), p, o)
		},
	}
	addConfigFlag(c, "beside the first input")
	addBundleFlag(c, &o.bundle, "o", "", "write the bundle into `FOLDER`, which is made when it is missing")
	c.Flags().StringVar(&o.site, "site", "", "write the bundle of one website, such as `ha-123`, into sites/ of the bundle")
	addProfileFlag(c, &o.profile)
	c.Flags().BoolVar(&o.json, "json", false, "write the outcome and all problems as JSON")
	return c
}

// siteName tells whether a website's id can be the name of a folder; none at all is fine too.
func siteName(id string) bool {
	return !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// folderOf is where plugsheet.yaml lies beside an input: in a folder itself, beside a file.
func folderOf(input string) string {
	if st, err := os.Stat(input); err == nil && st.IsDir() {
		return input
	}
	return filepath.Dir(input)
}

// runImport writes a bundle and its index. Without a bundle to write it only checks.
func runImport(ctx context.Context, p process, o importOptions) error {
	bar := newProgress(p)
	defer bar.end()
	report, err := importer.Run(ctx, importer.Options{
		Inputs: o.inputs, Bundle: o.bundle, Site: o.site, Config: o.config,
		Progress: func(s importer.Stage, done, total int64) { bar.step("importing", done, total) },
	})
	if err != nil {
		return err
	}
	bar.end()
	if report.Written {
		err = buildIndex(ctx, p, report.Bundle)
	}
	return errors.Join(printReport(p, o, report), err)
}

// buildIndex brings the index of the bundle in dir up to date.
func buildIndex(ctx context.Context, p process, dir string) error {
	const hint = "the bundle is written and whole, its index is not: plugsheet serve builds it when it starts"
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return withHint(fmt.Errorf("reading the bundle back: %w", err), hint)
	}
	bar := newProgress(p)
	defer bar.end()
	return withHint(ensureIndex(ctx, b, bar), hint)
}

// ensureIndex builds the index of b unless there is one that fits.
func ensureIndex(ctx context.Context, b *bundle.Bundle, bar *progress) error {
	if state, err := index.Check(ctx, b); err == nil && state == index.Equal {
		return nil
	}
	return index.Build(ctx, b, index.Options{Progress: func(done, total int64) { bar.step("indexing", done, total) }})
}

// outcome is the report of an import as JSON.
type outcome struct {
	Written   bool                  `json:"written"`
	Bundle    string                `json:"bundle,omitempty"`
	Digest    string                `json:"digest,omitempty"`
	Profiles  []importer.ProfileUse `json:"profiles,omitempty"`
	Counts    bundle.Counts         `json:"counts"`
	Customers int                   `json:"customers"`
	Errors    int                   `json:"errors"`
	Warnings  int                   `json:"warnings"`
	Problems  []problem.Problem     `json:"problems"`
	Stages    []importer.StageTime  `json:"stages"`
}

// printReport says what came of an import: problems to stderr, the outcome to stdout. Its error is errProblems where
// the data was refused.
func printReport(p process, o importOptions, r importer.Report) error {
	var err error
	if o.json {
		err = writeJSON(p.stdout, outcome{
			Written: r.Written, Bundle: r.Bundle, Digest: r.Digest, Profiles: r.Profiles, Counts: r.Counts, Customers: r.Customers,
			Errors: r.Problems.Errors(), Warnings: r.Problems.Warnings(),
			Problems: append([]problem.Problem{}, r.Problems.Sorted()...),
			Stages:   append([]importer.StageTime{}, r.Stages...),
		})
	} else {
		err = printOutcome(p, o, r)
	}
	if err == nil && r.Problems.Errors() > 0 {
		return errProblems
	}
	return err
}

func printOutcome(p process, o importOptions, r importer.Report) error {
	if err := problem.Print(p.stderr, r.Problems); err != nil {
		return fmt.Errorf("writing the problems: %w", err)
	}
	if r.Problems.Errors()+r.Problems.Warnings() > 0 {
		fmt.Fprintln(p.stderr, tally(o, r))
	}
	if r.Problems.Errors() > 0 {
		return nil
	}
	for _, u := range r.Profiles {
		fmt.Fprintf(p.stdout, "profile: %s\n", u)
	}
	printCounts(p.stdout, r)
	if !r.Written {
		_, err := fmt.Fprintln(p.stdout, "good to import; nothing was written")
		return err
	}
	_, err := fmt.Fprintf(p.stdout, "%s is written, digest %s\nnext: plugsheet serve %s\n", r.Bundle, r.Digest, o.bundle)
	return err
}

// tally is the last line under the problems: how many, and what came of the import.
func tally(o importOptions, r importer.Report) string {
	line := plural(r.Problems.Errors(), "error") + ", " + plural(r.Problems.Warnings(), "warning")
	switch {
	case r.Problems.Errors() == 0:
		return line
	case o.bundle == "":
		return line + "; this would not be imported"
	}
	return line + "; nothing was written"
}

func printCounts(w io.Writer, r importer.Report) {
	fmt.Fprintf(w, "%s, %s, %s, %s, %s\n",
		plural(r.Counts.Products, "product"), plural(r.Counts.Categories, "category"),
		plural(r.Counts.FormFields, "closing form field"), plural(r.Counts.CustomerFields, "customer field"),
		plural(r.Customers, "customer"))
}
