package operate

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/serve/store"
)

type actionsRetryOptions struct {
	actionsOptions
	ids    []string // none: all
	dryRun bool
}

func newActionsRetry(p cli.Process) *cobra.Command {
	o := actionsRetryOptions{}
	c := &cobra.Command{
		Use:   "retry [BUNDLE] [ID...] [flags]",
		Short: "Let actions that could not be forwarded be sent again",
		RunE: func(c *cobra.Command, args []string) error {
			j, ids, err := o.journal(c, p, args)
			if err != nil {
				return err
			}
			defer j.Close()
			o.ids = ids
			return o.retry(c.Context(), p, j)
		},
	}
	o.addStoreFlags(c)
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would be sent again and leave it where it is")
	c.Flags().BoolVar(&o.json, "json", false, "write the letters as JSON")
	return c
}

func (o actionsRetryOptions) retry(ctx context.Context, p cli.Process, j *journal) error {
	r := o.readLetters(ctx, j)
	all := r.collect()
	if r.err != nil {
		return r.err
	}
	wanted := func(d store.DeadLetter) bool { return len(o.ids) == 0 || slices.Contains(o.ids, d.ID) }
	for _, id := range o.ids {
		if !slices.ContainsFunc(all, func(d store.DeadLetter) bool { return d.ID == id }) {
			return cli.UsageErrorf("no dead letter has the id %q", id).
				WithHint("plugsheet actions list --dead lists them")
		}
	}
	chosen := slices.DeleteFunc(all, func(d store.DeadLetter) bool { return !wanted(d) })
	known := func(d store.DeadLetter) bool {
		return slices.ContainsFunc(chosen, func(c store.DeadLetter) bool { return c.ID == d.ID })
	}
	if !o.dryRun && len(chosen) > 0 {
		if err := j.retry(ctx, known); err != nil {
			return err
		}
	}
	return r.end(p, "dead letters", o.tell(p, chosen))
}

// tell says which were chosen, and what becomes of them.
func (o actionsRetryOptions) tell(p cli.Process, chosen []store.DeadLetter) error {
	said := cli.Plural(len(chosen), "dead letter") + " will be sent again by the server with --actions-webhook"
	switch {
	case o.json:
		return cli.WriteJSON(p.Stdout, struct {
			DryRun  bool               `json:"dryRun"`
			Retried []store.DeadLetter `json:"retried"`
		}{o.dryRun, chosen})
	case len(chosen) == 0:
		said = "no dead letters"
	case o.dryRun:
		said = strings.Replace(said, " will ", " would ", 1)
	}
	_, err := fmt.Fprintln(p.Stdout, said)
	return err
}

func (o actionsOptions) listDead(ctx context.Context, p cli.Process, j *journal) error {
	r := o.readLetters(ctx, j)
	all := r.collect()
	switch {
	case r.err != nil:
		return r.err
	case o.json:
		return r.end(p, "dead letters", cli.WriteJSON(p.Stdout, map[string]any{"deadLetters": all}))
	}
	return r.end(p, "dead letters", printLetters(p.Stdout, all))
}

func printLetters(w io.Writer, all []store.DeadLetter) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "id\tgiven up\ttries\treason\ttime\taction\toperator\tconversation")
	for _, d := range all {
		values := append([]string{d.ID, d.Time, strconv.Itoa(d.Tries), d.Reason}, columnsOf(d.Action)[:4]...)
		fmt.Fprintln(t, strings.Join(visible(values), "\t"))
	}
	return t.Flush()
}
