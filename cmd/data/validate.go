package data

import (
	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
)

// NewValidate is the command that checks inputs and writes nothing.
func NewValidate(p cli.Process) *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use:   "validate INPUT... [flags]",
		Short: "Check spreadsheets as import does, and write nothing",
		Long: `Check spreadsheets as import does, and write nothing. The inputs, the settings and the problems
are those of plugsheet import.`,
		Example: `  plugsheet validate catalog.xlsx
  plugsheet validate Products.csv Categories.csv
  plugsheet validate Products.csv --annotate marked.xlsx --lang de
  plugsheet validate export/ --json | jq '.problems[].at'`,
		Args: cli.Arguments("INPUT..."),
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
