package cmd

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plugsheet/importer"
)

type profilesOptions struct {
	name string // empty: all
	json bool
}

func newProfiles(p process) *cobra.Command {
	o := profilesOptions{}
	c := &cobra.Command{
		Use:   "profiles [NAME] [flags]",
		Short: "List the shop systems whose exports are known",
		Long: `List the shop systems whose exports are known. A profile is found by the headers of a sheet, or named: --profile NAME,
or profile: NAME in plugsheet.yaml. With a name its profile is printed as YAML.`,
		Example: `  plugsheet profiles
  plugsheet profiles woocommerce`,
		Args: arguments("[NAME]"),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := loadSettings(c, p, nowhere); err != nil {
				return err
			}
			o.name = ""
			if len(args) > 0 {
				o.name = args[0]
			}
			return runProfiles(p, o)
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "write the list as JSON")
	return c
}

func runProfiles(p process, o profilesOptions) error {
	all, err := importer.Profiles()
	if err != nil {
		return err
	}
	if o.name != "" {
		i := slices.IndexFunc(all, func(q importer.Profile) bool { return q.Name == o.name })
		if i < 0 {
			return usageErrorf("unknown profile %q", o.name).withHint("plugsheet profiles lists them")
		}
		_, err := io.WriteString(p.stdout, all[i].YAML)
		return err
	}
	if o.json {
		return writeJSON(p.stdout, struct {
			Profiles []importer.Profile `json:"profiles"`
		}{all})
	}
	t := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, q := range all {
		fmt.Fprintf(t, "%s\t%s\n", q.Name, q.Description)
	}
	return t.Flush()
}
