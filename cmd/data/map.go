package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/schemas/problem"
)

type mapOptions struct {
	inputs   []string
	write    string // empty: only show
	force    bool
	json     bool
	profile  string
	encoding string
	fetch    cli.FetchOptions
	lang     string
	config   config.Config
}

// NewMap is the command that proposes what the columns of an export mean.
func NewMap(p cli.Process) *cobra.Command {
	o := mapOptions{}
	c := &cobra.Command{
		Use:   "map INPUT... [flags]",
		Short: "Propose what each column of a spreadsheet is, and write it as plugsheet.yaml",
		Long: `Propose what each column of a spreadsheet is, with a reason and how sure it is, from 0 to 1, by the headers and by the
values of the first 1,000 rows of each sheet. With --write the proposal becomes a plugsheet.yaml to be reviewed: import
uses it when it lies beside the input, or with --config. What is less sure than 0.5 is written as a comment, and for
what every product must have and the sheet lacks there is a line under defaults.`,
		Example: `  plugsheet map export.csv
  plugsheet map export.csv --write plugsheet.yaml
  plugsheet map export.csv --profile woocommerce --json`,
		Args: cli.Arguments("INPUT..."),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := cli.LoadSettings(c, p, cli.NoSettings); err != nil {
				return err
			}
			o.inputs = args
			o.config.Profile = o.profile
			return runMap(c.Context(), p, o)
		},
	}
	c.Flags().StringVar(&o.write, "write", "", "write the proposal into `FILE`, such as plugsheet.yaml beside the input")
	c.Flags().BoolVar(&o.force, "force", false, "replace FILE when it is there already")
	c.Flags().BoolVar(&o.json, "json", false, "write the proposal as JSON")
	addProfileFlag(c, &o.profile)
	cli.AddEncodingFlag(c, &o.encoding)
	cli.AddLangFlag(c, &o.lang)
	o.fetch.AddFlags(c)
	return c
}

// addProfileFlag lets a command name the profile of the shop system.
func addProfileFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "profile", "", "read the sheets with the profile `NAME` of a shop system (default: found by the headers)")
}

func runMap(ctx context.Context, p cli.Process, o mapOptions) (err error) {
	if o.write != "" {
		if err := cli.MayWrite(o.write, o.force); err != nil {
			return err
		}
	}
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	inputs, err := o.fetch.Open(ctx, p, o.inputs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inputs.Close()) }()
	proposal, err := importer.Propose(ctx, importer.ProposeOptions{
		Inputs: inputs.Paths, Names: inputs.Names, Encoding: o.encoding, Config: o.config,
	})
	if err != nil {
		return err
	}
	if err := problem.PrintIn(p.Stderr, proposal.Problems, l); err != nil {
		return fmt.Errorf("writing the problems: %w", err)
	}
	if proposal.Problems.Errors() > 0 || len(proposal.Sheets) == 0 {
		return cli.ErrProblems
	}
	if err := writeProposal(o, proposal); err != nil {
		return err
	}
	if o.json {
		return cli.WriteJSON(p.Stdout, proposal)
	}
	printProposal(p.Stdout, proposal, l)
	if o.write == "" {
		_, err = fmt.Fprintf(p.Stdout, "\n%s plugsheet map %s --write plugsheet.yaml\n", l.Say("next:"), cli.ShellLine(o.inputs...))
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "\n%s\n%s plugsheet import %s -o bundle --config %s\n", l.Say("%s is written: review it", o.write), l.Say("next:"),
		cli.ShellLine(o.inputs...), cli.ShellLine(o.write))
	return err
}

// writeProposal writes the mapping file, as a whole or not at all.
func writeProposal(o mapOptions, proposal importer.Proposal) error {
	if o.write == "" {
		return nil
	}
	data, err := proposal.YAML()
	if err != nil {
		return err
	}
	if err := maybe.WriteFile(o.write, data, 0o644); err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	return nil
}

// printProposal writes the proposal for a person: a table for each sheet, then what holds for all of them.
func printProposal(w io.Writer, proposal importer.Proposal, l problem.Language) {
	for n, s := range proposal.Sheets {
		if n > 0 {
			fmt.Fprintln(w)
		}
		looked := problem.Textf("the first %d rows", s.Rows)
		if s.All {
			looked = problem.Counted(s.Rows, "%d row", "%d rows")
		}
		fmt.Fprintln(w, l.Say("%s, from %s", s, looked))
		if s.Profile != nil {
			fmt.Fprintln(w, l.Say("profile: %s", s.Profile))
		}
		printColumns(w, s, l)
		for _, d := range s.Defaults {
			if d.Open {
				fmt.Fprintln(w, l.Say("open: %s: %s (%s)", d.Field, strconv.Quote(d.Template), d.Reason))
				continue
			}
			fmt.Fprintln(w, l.Say("default: %s: %q (%s)", d.Field, d.Template, d.Reason))
		}
	}
	printCustomerFields(w, proposal.CustomerFields, l)
	for _, s := range proposal.Settings {
		if s.Open {
			fmt.Fprintln(w, l.Say("open: %s: %s (%s)", s.Key, s.Value, s.Reason))
		} else {
			fmt.Fprintln(w, l.Say("setting: %s: %s (%s)", s.Key, s.Value, s.Reason))
		}
	}
}

// printCustomerFields writes what is proposed to be shown of customers.
func printCustomerFields(w io.Writer, fields []config.CustomerField, l problem.Language) {
	for _, f := range fields {
		fmt.Fprintln(w, l.Say("customer field: %s: %q shows %s", f.ID, f.Label, f.Value))
	}
}

// printColumns writes one line a column, but for those that are left out: they share one.
func printColumns(w io.Writer, s importer.ProposedSheet, l problem.Language) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, l.Say("COLUMN\tHEADER\tIS\tSURE\tBECAUSE"))
	var out []string
	for _, c := range s.Columns {
		if c.Use == "ignore" {
			out = append(out, c.Column)
			continue
		}
		use := c.Use
		if c.Maybe != "" {
			use = l.Say("%s, maybe %s", c.Use, c.Maybe)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.2f\t%s\n", c.Column, strings.Join(strings.Fields(c.Header), " "), use, c.Confidence, l.Say("%s", c.Reason))
	}
	t.Flush() // what it cannot write the next line cannot either
	if len(out) > 0 {
		fmt.Fprintln(w, l.Say("left out, with nothing for shoppers: %s", strings.Join(out, " ")))
	}
}
