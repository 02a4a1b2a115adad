package cmd

import (
	"github.com/spf13/cobra"
)

func newValidate(p process) *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use:   "validate INPUT... [flags]",
		Short: "Check spreadsheets as import does, and write nothing",
		Long: `Check spreadsheets as import does, and write nothing. The inputs, the settings and the problems are those of
plugsheet import.`,
		Example: `  plugsheet validate catalog.xlsx
  plugsheet validate Products.csv Categories.csv
  plugsheet validate export/ --json | jq '.problems[].at'`,
		Args: arguments("INPUT..."),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := loadSettings(c, p, folderOf(args[0]))
			if err != nil {
				return err
			}
			o.inputs, o.config = args, s.config
			o.config.Profile = o.profile
			return runImport(c.Context(), p, o)
		},
	}
	addConfigFlag(c, "beside the first input")
	addProfileFlag(c, &o.profile)
	c.Flags().BoolVar(&o.json, "json", false, "write the outcome and all problems as JSON")
	return c
}
