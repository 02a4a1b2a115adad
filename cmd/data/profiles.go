package data

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer/profiles"
)

type profilesOptions struct {
	name string // empty: all
	json bool
}

// NewProfiles is the command that lists the shop systems whose exports are known.
func NewProfiles(p cli.Process) *cobra.Command {
	o := profilesOptions{}
	c := &cobra.Command{
		Use:   "profiles [NAME] [flags]",
		Short: "List the shop systems whose exports are known",
		Args:  cli.Arguments("[NAME]"),
		RunE: cli.Run(p, cli.NoSettings, func(c *cobra.Command, args []string) error {
			o.name = ""
			if len(args) > 0 {
				o.name = args[0]
			}
			return runProfiles(p, o)
		}),
	}
	c.Flags().BoolVar(&o.json, "json", false, "write the list as JSON")
	return c
}

func runProfiles(p cli.Process, o profilesOptions) error {
	all, err := profiles.All()
	if err != nil {
		return err
	}
	if o.name != "" {
		i := slices.IndexFunc(all, func(q profiles.Profile) bool { return q.Name == o.name })
		if i < 0 {
			return cli.UsageErrorf("unknown profile %q", o.name).WithHint("plugsheet profiles lists them")
		}
		_, err := io.WriteString(p.Stdout, all[i].YAML)
		return err
	}
	if o.json {
		return cli.WriteJSON(p.Stdout, map[string]any{"profiles": all})
	}
	t := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	for _, q := range all {
		fmt.Fprintf(t, "%s\t%s\n", q.Name, q.Description)
	}
	return t.Flush()
}
