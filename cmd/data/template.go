package data

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer/profiles"
	"plugsheet/importer/template"
	"plugsheet/schemas/files"
)

type templateOptions struct {
	out   string
	lang  string
	force bool
}

// NewTemplate is the command that writes an empty workbook to fill in.
func NewTemplate(p cli.Process) *cobra.Command {
	o := templateOptions{}
	c := cli.Command(p, "template OUT.xlsx [flags]",
		"Write a workbook ready to be filled in", func(c *cobra.Command, args []string) error {
			o.out = args[0]
			return runTemplate(p, o)
		})
	cli.AddLangFlag(c, &o.lang)
	c.Flags().BoolVar(&o.force, "force", false, "replace OUT.xlsx when it is there already")
	return c
}

func runTemplate(p cli.Process, o templateOptions) error {
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	if !strings.EqualFold(filepath.Ext(o.out), ".xlsx") {
		return cli.UsageErrorf("%q does not end in .xlsx", o.out).
			WithHint("spreadsheet programs go by that: %s",
				cli.ShellLine("plugsheet", "template",
					strings.TrimSuffix(o.out, filepath.Ext(o.out))+".xlsx"))
	}
	if err := cli.MayWrite(o.out, o.force); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := template.Write(&b, l); err != nil {
		return err
	}
	if err := files.WriteFile(o.out, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the template: %w", err)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s\n%s plugsheet import %s -o bundle\n",
		l.Say("%s is written: fill it in", o.out), l.Say("next:"), cli.ShellLine(o.out))
	return err
}

type profilesOptions struct {
	name string // empty: all
	json bool
}

// NewProfiles is the command that lists the shop systems whose exports are known.
func NewProfiles(p cli.Process) *cobra.Command {
	o := profilesOptions{}
	c := cli.Command(p, "profiles [NAME] [flags]",
		"List the shop systems whose exports are known", func(c *cobra.Command, args []string) error {
			o.name = ""
			if len(args) > 0 {
				o.name = args[0]
			}
			return runProfiles(p, o)
		})
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
