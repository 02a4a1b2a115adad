package operate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/serve/store"
)

// actionsOptions are what all commands on a journal have in common.
type actionsOptions struct {
	site  string
	store cli.StoreFlags
	since time.Duration // 0: all
	json  bool
}

// NewActions is the group of commands about what visitors' agents did.
func NewActions(p cli.Process) *cobra.Command {
	c := &cobra.Command{
		Use:   "actions",
		Short: "Show the actions that operators asked for",
	}
	c.AddCommand(newActionsList(p), newActionsExport(p), newActionsRetry(p))
	return c
}

func newActionsList(p cli.Process) *cobra.Command {
	o, dead := actionsOptions{}, false
	c := &cobra.Command{
		Use:   "list [BUNDLE] [flags]",
		Short: "List the actions, the oldest first",
		Args:  cli.Arguments("[BUNDLE]"),
		RunE: func(c *cobra.Command, args []string) error {
			j, err := o.alone(c, p, args)
			if err != nil {
				return err
			}
			defer j.Close()
			if dead {
				return o.listDead(c.Context(), p, j)
			}
			return o.list(c.Context(), p, j)
		},
	}
	o.addFlags(c)
	c.Flags().BoolVar(&dead, "dead", false, "only those that could not be forwarded, and why")
	return c
}

// addFlags adds the flags of list and export.
func (o *actionsOptions) addFlags(c *cobra.Command) {
	addSiteFlag(c, &o.site)
	o.addStoreFlags(c)
	c.Flags().DurationVar(&o.since, "since", 0, "only actions of the last `TIME`, such as 24h")
	c.Flags().BoolVar(&o.json, "json", false, "write the actions as JSON")
}

func (o *actionsOptions) addStoreFlags(c *cobra.Command) {
	o.store.AddFlags(c, "the actions that several servers keep together in NATS JetStream at `URL`")
}

func addSiteFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "site", "", "the journal of one website, such as `ha-123`")
}

func (o actionsOptions) list(ctx context.Context, p cli.Process, j *journal) error {
	r := o.read(ctx, j)
	write := printActions
	if o.json {
		write = writeActionsJSON
	}
	if err := write(p.Stdout, r.actions()); err != nil {
		return fmt.Errorf("writing the actions: %w", err)
	}
	return r.end(p)
}

// reading is a journal that is being read.
type reading struct {
	all      iter.Seq2[store.Action, error]
	from     time.Time // zero: from the beginning
	problems []error   // lines that are no actions
	err      error     // that ended it
}

func (o actionsOptions) read(ctx context.Context, j *journal) *reading {
	return &reading{all: j.actions(ctx), from: o.from()}
}

// from is the moment that --since means; zero: from the beginning.
func (o actionsOptions) from() time.Time {
	if o.since <= 0 {
		return time.Time{}
	}
	return time.Now().Add(-o.since)
}

// actions gives one action after the other.
func (r *reading) actions() iter.Seq[store.Action] {
	return func(yield func(store.Action) bool) {
		for a, err := range r.all {
			var line *store.LineError
			switch {
			case errors.As(err, &line):
				r.problems = append(r.problems, err)
				continue
			case err != nil:
				r.err = err
				return
			}
			if at, _ := time.Parse(time.RFC3339Nano, a.Time); !r.from.IsZero() && !at.After(r.from) {
				continue
			}
			if !yield(a) {
				return
			}
		}
	}
}

// end tells the lines that are no actions, which end in exit code 3.
func (r *reading) end(p cli.Process) error {
	if r.err != nil {
		return r.err
	}
	return tellProblems(p, r.problems)
}

// columnsOf are an action's values in the order of the table's columns.
func columnsOf(a store.Action) []string {
	return []string{a.Time, a.Action, a.Operator, a.Conversation, a.VisitorUnique,
		a.Website, a.ConnectorVersion}
}

func actionHeaders() []string {
	return []string{"time", "action", "operator", "conversation", "visitor", "website", "connectorVersion"}
}

// printActions writes a table for people.
func printActions(w io.Writer, all iter.Seq[store.Action]) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(actionHeaders()[:6], "\t"))
	for a := range all {
		fmt.Fprintln(t, strings.Join(visible(columnsOf(a)[:6]), "\t"))
	}
	return t.Flush()
}

// visible makes strangers' texts fit for a terminal: control characters, which it might obey, become
// escapes, and what is empty can be seen.
func visible(values []string) []string {
	for i, v := range values {
		if quoted := fmt.Sprintf("%q", v); quoted[1:len(quoted)-1] != v {
			values[i] = quoted
		}
		if v == "" {
			values[i] = "-"
		}
	}
	return values
}

func writeActionsJSON(w io.Writer, all iter.Seq[store.Action]) error {
	return cli.WriteJSON(w, map[string]any{"actions": append([]store.Action{}, slices.Collect(all)...)})
}
