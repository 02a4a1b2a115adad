package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/correct"
)

// NewCorrect is the command that has a cell read as another value.
func NewCorrect(p cli.Process) *cobra.Command {
	o, undo := importOptions{}, false
	c := &cobra.Command{
		Use:   "correct INPUT CELL VALUE [flags]",
		Short: "Have a cell read as another value, and leave the spreadsheet as it is",
		Args: func(c *cobra.Command, args []string) error {
			if undo {
				return cli.Arguments("INPUT", "CELL")(c, args)
			}
			return cli.Arguments("INPUT", "CELL", "VALUE")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load(c, p, args[:1]); err != nil {
				return err
			}
			if undo {
				args = append(args, "")
			}
			return runCorrect(c.Context(), p, o, correction{args[1], args[2], undo})
		},
	}
	c.Flags().BoolVar(&undo, "undo", false, "take the correction of the cell back")
	cli.AddConfigFlag(c, "beside the input")
	cli.AddLangFlag(c, &o.lang)
	addProfileFlag(c, &o.profile)
	cli.AddEncodingFlag(c, &o.encoding)
	addCorrectionsFlag(c, &o.corrects)
	o.fetch.AddFlags(c)
	return c
}

func addCorrectionsFlag(c *cobra.Command, to *string) {
	cli.FileFlag(c.Flags(), to, "corrections",
		"read single cells as `FILE` says (default: NAME.corrections.csv beside each input)")
}

// correction is what a person wants of a cell.
type correction struct {
	cell, value string
	undo        bool
}

func runCorrect(ctx context.Context, p cli.Process, o importOptions, want correction) (err error) {
	inputs, err := o.fetch.Open(ctx, p, o.inputs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inputs.Close()) }()
	options := importer.Options{Inputs: inputs.Paths, Names: inputs.Names,
		Encoding: o.encoding, Config: o.config, Corrections: o.corrects, Near: o.near()}
	var c correct.Correction
	var file string
	if want.undo {
		c, file, err = importer.Uncorrect(ctx, options, want.cell)
	} else {
		c, file, err = importer.Correct(ctx, options, want.cell, want.value)
	}
	if err != nil {
		return err
	}
	said := o.spokenIn.Say("%s is read as it stands: %q", want.cell, c.Was)
	if c.Value != c.Was {
		said = o.spokenIn.Say("%s is read as %q in the place of %q: %s", want.cell, c.Value, c.Was, file)
	}
	_, err = fmt.Fprintln(p.Stdout, said)
	return err
}
