package operate

import (
	"cmp"
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
	o.addStoreFlags(c)
	c.Flags().DurationVar(&o.since, "since", 0, "only actions of the last `TIME`, such as 24h")
	c.Flags().BoolVar(&o.json, "json", false, "write the actions as JSON")
}

// addStoreFlags adds the flags that say whose actions are meant.
func (o *actionsOptions) addStoreFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.site, "site", "", "the journal of one website, such as `ha-123`")
	o.store.AddFlags(c, "the actions that several servers keep together in NATS JetStream at `URL`")
}

func (o actionsOptions) list(ctx context.Context, p cli.Process, j *journal) error {
	r := o.read(ctx, j)
	write := printActions
	if o.json {
		write = writeActionsJSON
	}
	return r.end(p, "actions", write(p.Stdout, r.rows()))
}

// reading is a journal that is being read: lines of actions, or of dead letters.
type reading[E any] struct {
	all      iter.Seq2[E, error]
	time     func(E) string
	since    time.Duration // 0: from the beginning
	problems []error       // lines that are no such thing
	err      error         // that ended it
}

func (o actionsOptions) read(ctx context.Context, j *journal) *reading[store.Action] {
	return &reading[store.Action]{all: j.actions(ctx), since: o.since,
		time: func(a store.Action) string { return a.Time }}
}

func (o actionsOptions) readLetters(ctx context.Context, j *journal) *reading[store.DeadLetter] {
	return &reading[store.DeadLetter]{all: j.deadLetters(ctx), since: o.since,
		time: func(d store.DeadLetter) string { return d.Time }}
}

// rows gives one after the other.
func (r *reading[E]) rows() iter.Seq[E] {
	from := time.Now().Add(-r.since)
	return func(yield func(E) bool) {
		for row, err := range r.all {
			at, _ := time.Parse(time.RFC3339Nano, r.time(row))
			switch {
			case errors.Is(err, store.ErrNoAction):
				r.problems = append(r.problems, err)
			case err != nil:
				r.err = err
				return
			case r.since > 0 && !at.After(from):
			case !yield(row):
				return
			}
		}
	}
}

// collect gives them all; never nil.
func (r *reading[E]) collect() []E { return append([]E{}, slices.Collect(r.rows())...) }

// end tells of the lines that could not be read, once what was read is written, or could not be.
func (r *reading[E]) end(p cli.Process, what string, written error) error {
	switch {
	case written != nil:
		return fmt.Errorf("writing the %s: %w", what, written)
	case r.err != nil:
		return r.err
	case len(r.problems) == 0:
		return nil
	}
	for _, problem := range r.problems {
		cli.PrintLines(p.Stderr, "warning", problem.Error())
	}
	cli.PrintLines(p.Stderr, "hint",
		"the other lines are whole; a line that nobody can read is taken out with an editor, while no "+
			"server runs")
	return cli.ErrProblems
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
		quoted := fmt.Sprintf("%q", v)
		if quoted[1:len(quoted)-1] == v {
			quoted = v
		}
		values[i] = cmp.Or(quoted, "-")
	}
	return values
}

func writeActionsJSON(w io.Writer, all iter.Seq[store.Action]) error {
	return cli.WriteJSON(w, map[string]any{"actions": append([]store.Action{}, slices.Collect(all)...)})
}
