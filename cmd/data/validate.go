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
		Args:  cli.Arguments("INPUT..."),
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
