package cmd

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/schemas/bundle"
	"plugsheet/serve"
)

type actionsOptions struct {
	site  string
	since time.Duration // 0: all
	json  bool
}

func newActions(p process) *cobra.Command {
	c := &cobra.Command{
		Use:   "actions",
		Short: "Show the actions that operators asked for",
		Long: `Show the actions that operators asked for, as the server's journal has them: private/journal.jsonl in the bundle and
its older parts. The server may run meanwhile.`,
		Example: `  plugsheet actions list bundle --since 24h
  plugsheet actions export bundle > actions.csv`,
	}
	c.AddCommand(newActionsList(p), newActionsExport(p))
	return c
}

func newActionsList(p process) *cobra.Command {
	o := actionsOptions{}
	c := &cobra.Command{
		Use:     "list BUNDLE [flags]",
		Short:   "List the actions, the oldest first",
		Example: `  plugsheet actions list bundle --since 24h`,
		Args:    arguments("BUNDLE"),
		RunE:    func(c *cobra.Command, args []string) error { return o.run(c, p, args, printActions) },
	}
	o.addFlags(c)
	return c
}

func newActionsExport(p process) *cobra.Command {
	o := actionsOptions{}
	c := &cobra.Command{
		Use:     "export BUNDLE [flags]",
		Short:   "Write the actions as a table for a spreadsheet",
		Long:    "Write the actions to stdout as comma-separated values, or as JSON.",
		Example: `  plugsheet actions export bundle > actions.csv`,
		Args:    arguments("BUNDLE"),
		RunE:    func(c *cobra.Command, args []string) error { return o.run(c, p, args, writeActionsCSV) },
	}
	o.addFlags(c)
	return c
}

// addFlags adds the flags of list and export.
func (o *actionsOptions) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.site, "site", "", "the journal of one website, such as `ha-123`")
	c.Flags().DurationVar(&o.since, "since", 0, "only actions of the last `TIME`, such as 24h")
	c.Flags().BoolVar(&o.json, "json", false, "write the actions as JSON")
}

// run reads the journal and writes what was read; lines that are no actions are told, and end in exit code 3.
func (o actionsOptions) run(c *cobra.Command, p process, args []string, write func(io.Writer, []serve.Action) error) error {
	if _, err := loadSettings(c, p, nowhere); err != nil {
		return err
	}
	if !siteName(o.site) {
		return usageErrorf("--site %q is no website's id", o.site).withHint("letters, digits, - and _, such as ha-123")
	}
	dir := args[0]
	if o.site != "" {
		dir = filepath.Join(dir, bundle.SitesDir, o.site)
	}
	if _, err := bundle.Digest(dir); err != nil {
		return err
	}
	actions, problems, err := readActions(dir, o.since)
	if err != nil {
		return err
	}
	if o.json {
		write = func(w io.Writer, all []serve.Action) error {
			return writeJSON(w, struct {
				Actions []serve.Action `json:"actions"`
			}{all})
		}
	}
	if err := write(p.stdout, actions); err != nil {
		return fmt.Errorf("writing the actions: %w", err)
	}
	for _, problem := range problems {
		printLines(p.stderr, "warning", problem.Error())
	}
	if len(problems) > 0 {
		return errProblems
	}
	return nil
}

// readActions reads the actions of the last time since, all of them with 0, and the lines that are none.
func readActions(dir string, since time.Duration) (actions []serve.Action, problems []error, err error) {
	actions = []serve.Action{}
	from := time.Now().Add(-since)
	for a, err := range serve.Actions(dir) {
		var line *serve.LineError
		switch {
		case errors.As(err, &line):
			problems = append(problems, err)
			continue
		case err != nil:
			return nil, nil, err
		}
		at, _ := time.Parse(time.RFC3339Nano, a.Time)
		if since <= 0 || at.After(from) {
			actions = append(actions, a)
		}
	}
	return actions, problems, nil
}

// columnsOf are an action's values in the order of the table's columns.
func columnsOf(a serve.Action) []string {
	return []string{a.Time, a.Action, a.Operator, a.Conversation, a.VisitorUnique, a.Website, a.ConnectorVersion}
}

func actionHeaders() []string {
	return []string{"time", "action", "operator", "conversation", "visitor", "website", "connectorVersion"}
}

// printActions writes a table for people. The ids are strangers' text, so control characters, which a terminal might
// obey, are shown as escapes.
func printActions(w io.Writer, all []serve.Action) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(actionHeaders()[:6], "\t"))
	for _, a := range all {
		values := columnsOf(a)[:6]
		for i, v := range values {
			if quoted := fmt.Sprintf("%q", v); quoted[1:len(quoted)-1] != v {
				values[i] = quoted
			}
			if v == "" {
				values[i] = "-"
			}
		}
		fmt.Fprintln(t, strings.Join(values, "\t"))
	}
	return t.Flush()
}

// writeActionsCSV writes a table for spreadsheets. A value that they would take for a formula gets an apostrophe.
func writeActionsCSV(w io.Writer, all []serve.Action) error {
	c := csv.NewWriter(w)
	err := c.Write(actionHeaders())
	for _, a := range all {
		values := columnsOf(a)
		for i, v := range values {
			if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
				values[i] = "'" + v
			}
		}
		err = errors.Join(err, c.Write(values))
	}
	c.Flush()
	return errors.Join(err, c.Error())
}
