// Package data holds the commands that make a bundle and look at it: import, map, template, validate,
// diff, explain, export, sample and profiles.
package data

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/annotate"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/stage"
	"plugsheet/schemas/problem"
)

type importOptions struct {
	inputs   []string
	bundle   string // empty: check only
	site     string
	json     bool
	skip     bool // rows with errors are left out
	take     bool // what map proposes counts, where the mapping says nothing
	drafts   bool // what is not published is taken too
	annotate string
	traced   bool // note where the products come from
	encoding string
	corrects string // file of corrections; empty: those beside the inputs
	lang     string
	profile  string // of the shop system; empty: found by the headers
	config   config.Config
	line     []string // of the command, for a hint
	settings string   // the plugsheet.yaml that was read; empty for none
	others   []string // keys of it that are no mapping
	fetch    cli.FetchOptions
	review   reviewOptions
	private  cli.CustomerFlags
	spokenIn problem.Language
}

// NewImport is the command that checks spreadsheets and writes a bundle.
func NewImport(p cli.Process) *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use:   "import INPUT... -o BUNDLE [flags]",
		Short: "Check spreadsheets and write them as a bundle, with its index",
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load(c, p, args); err != nil {
				return err
			}
			if o.bundle == "" {
				return cli.UsageErrorf("no bundle named").WithHint("name the folder to write: -o bundle")
			}
			if err := cli.CheckSite(o.site); err != nil {
				return err
			}
			return runImport(c.Context(), p, o)
		},
	}
	cli.AddBundleFlag(c, &o.bundle, "o", "",
		"write the bundle into `FOLDER`, which is made when it is missing")
	c.Flags().StringVar(&o.site, "site", "",
		"write the bundle of one website, such as `ha-123`, into sites/ of the bundle")
	c.Flags().BoolVar(&o.traced, "provenance", false,
		"note from which cells each product comes, for plugsheet explain")
	o.private.AddRecipientsFlag(c)
	o.private.AddIdentityFlag(c,
		"open the customers that are there with the age identities in `FILE`, where their key is not here")
	o.review.addFlags(c)
	o.addFlags(c)
	return c
}

// addFlags adds the flags that import and validate share.
func (o *importOptions) addFlags(c *cobra.Command) {
	cli.AddConfigFlag(c, "beside the first input")
	cli.AddLangFlag(c, &o.lang)
	addProfileFlag(c, &o.profile)
	o.fetch.AddFlags(c)
	c.Flags().BoolVar(&o.skip, "skip-bad-rows", false,
		"leave out the rows with errors, list them, and take the others")
	c.Flags().BoolVar(&o.take, "accept-map", false,
		"take what plugsheet map proposes; import keeps it in plugsheet.yaml")
	c.Flags().BoolVar(&o.drafts, "with-unpublished", false,
		"take products that are drafts, hidden or archived too")
	c.Flags().StringVar(&o.annotate, "annotate", "",
		"write a copy of the inputs as the workbook `OUT.xlsx`, with the problems marked in their cells")
	cli.AddEncodingFlag(c, &o.encoding)
	addCorrectionsFlag(c, &o.corrects)
	c.Flags().BoolVar(&o.json, "json", false, "write the outcome and all problems as JSON")
}

// load completes the options from the settings and the environment.
func (o *importOptions) load(c *cobra.Command, p cli.Process, args []string) error {
	o.line = importLine(c, args) // before settings set flags too
	s, err := cli.LoadSettings(c, p, cli.FolderOf(args[0]))
	if err != nil {
		return err
	}
	o.inputs, o.config, o.settings, o.others = args, s.Config, s.File, cli.SettingNames(c.Root())
	o.config.Profile = o.profile
	o.spokenIn, err = cli.Language(p, o.lang)
	return cmp.Or(o.review.check(), err)
}

// near is the folder of the plugsheet.yaml, or where it would be.
func (o *importOptions) near() string {
	if o.settings != "" {
		return filepath.Dir(o.settings)
	}
	return cli.FolderOf(o.inputs[0])
}

// runImport writes a bundle and its index. Without a bundle to write it only checks.
func runImport(ctx context.Context, p cli.Process, o importOptions) (err error) {
	access, err := o.private.Access(p)
	if err != nil {
		return err
	}
	recipients, err := o.private.PublicKeys()
	if err != nil {
		return err
	}
	inputs, err := o.fetch.Open(ctx, p, o.inputs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inputs.Close()) }()
	var mapping accepted
	if o.take {
		if mapping, err = o.accept(ctx, inputs); err != nil {
			return err
		}
	}
	review := reviewer{o: o.review}
	run := func() (importer.Report, error) {
		bar := cli.NewProgress(p)
		defer bar.End()
		return importer.Run(ctx, importer.Options{
			Inputs: inputs.Paths, Names: inputs.Names, Encoding: o.encoding, Bundle: o.bundle, Site: o.site,
			Config: o.config, Corrections: o.corrects, Near: o.near(),
			SkipBadRows: o.skip, WithUnpublished: o.drafts, Provenance: o.traced, Review: review.look,
			CustomerKey: access.Key, CustomerIdentity: access.IdentityFile, CustomersFor: recipients,
			Progress: func(s stage.Stage, done, total int64) { bar.Step("importing", done, total) },
		})
	}
	report, err := run()
	if err == nil && o.take && report.LeaveOut != nil {
		if mapping, err = o.leave(mapping, report); err != nil {
			return err
		}
		report, err = run()
	}
	if err != nil && !review.refused(err) {
		return err
	}
	if err := mapping.keep(p, o); err != nil {
		return err
	}
	marked, err := o.mark(ctx, inputs, report)
	if report.Written {
		err = errors.Join(err, cli.BuildIndex(ctx, p, report.Bundle))
	}
	proposed, failed := o.offer(ctx, inputs, report)
	return errors.Join(printReport(p, o, result{report, &review, marked, proposed}), err, failed)
}

// mark writes the annotated copy of the inputs, when it is asked for.
func (o importOptions) mark(ctx context.Context, inputs *fetch.Set, r importer.Report) (annotate.Marked,
	error) {
	if o.annotate == "" {
		return annotate.Marked{}, nil
	}
	return annotate.Write(ctx, annotate.Options{
		Inputs: inputs.Paths, Names: inputs.Names, Encoding: o.encoding, Config: o.config, Out: o.annotate,
		Problems: r.Problems,
		Language: o.spokenIn,
	})
}

// NewValidate is the command that checks inputs and writes nothing.
func NewValidate(p cli.Process) *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use:   "validate INPUT... [flags]",
		Short: "Check spreadsheets as import does, and write nothing",
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load(c, p, args); err != nil {
				return err
			}
			return runImport(c.Context(), p, o)
		},
	}
	o.addFlags(c)
	return c
}
