package operate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

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
		Args:  cli.Arguments("[BUNDLE]", "[ID...]"),
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
	addSiteFlag(c, &o.site)
	o.addStoreFlags(c)
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would be sent again and leave it where it is")
	c.Flags().BoolVar(&o.json, "json", false, "write the letters as JSON")
	return c
}

func (o actionsRetryOptions) retry(ctx context.Context, p cli.Process, j *journal) error {
	all, problems, err := readLetters(j.deadLetters(ctx), time.Time{})
	if err != nil {
		return err
	}
	var chosen []store.DeadLetter
	for _, d := range all {
		if len(o.ids) == 0 || slices.Contains(o.ids, d.ID) {
			chosen = append(chosen, d)
		}
	}
	for _, id := range o.ids {
		if !slices.ContainsFunc(all, func(d store.DeadLetter) bool { return d.ID == id }) {
			return cli.UsageErrorf("no dead letter has the id %q", id).
				WithHint("plugsheet actions list --dead lists them")
		}
	}
	if !o.dryRun && len(chosen) > 0 {
		err := j.retry(ctx, func(d store.DeadLetter) bool {
			return slices.ContainsFunc(chosen, func(c store.DeadLetter) bool { return c.ID == d.ID })
		})
		if err != nil {
			return err
		}
	}
	if err := o.tell(p, chosen); err != nil {
		return fmt.Errorf("writing the dead letters: %w", err)
	}
	return tellProblems(p, problems)
}

func (o actionsRetryOptions) tell(p cli.Process, chosen []store.DeadLetter) error {
	if o.json {
		return cli.WriteJSON(p.Stdout, struct {
			DryRun  bool               `json:"dryRun"`
			Retried []store.DeadLetter `json:"retried"`
		}{o.dryRun, append([]store.DeadLetter{}, chosen...)})
	}
	number, verb := cli.Plural(len(chosen), "dead letter"), "will"
	if o.dryRun {
		verb = "would"
	}
	var err error
	if len(chosen) == 0 {
		_, err = fmt.Fprintln(p.Stdout, "no dead letters")
	} else {
		_, err = fmt.Fprintf(p.Stdout,
			"%s %s be sent again by the server with --actions-webhook\n", number, verb)
	}
	return err
}

// readLetters reads the dead letters that were given up after a moment, and the lines that are none.
func readLetters(
	letters iter.Seq2[store.DeadLetter, error], from time.Time,
) (all []store.DeadLetter, problems []error, err error) {
	for d, err := range letters {
		var line *store.LineError
		switch {
		case errors.As(err, &line):
			problems = append(problems, err)
			continue
		case err != nil:
			return nil, nil, err
		}
		if at, _ := time.Parse(time.RFC3339Nano, d.Time); from.IsZero() || at.After(from) {
			all = append(all, d)
		}
	}
	return all, problems, nil
}

// tellProblems tells lines that cannot be read, which end in exit code 3.
func tellProblems(p cli.Process, problems []error) error {
	for _, problem := range problems {
		cli.PrintLines(p.Stderr, "warning", problem.Error())
	}
	if len(problems) == 0 {
		return nil
	}
	cli.PrintLines(p.Stderr, "hint",
		"the other lines are whole; a line that nobody can read is taken out with an editor, while no "+
			"server runs")
	return cli.ErrProblems
}

// listDead lists the dead letters.
func (o actionsOptions) listDead(ctx context.Context, p cli.Process, j *journal) error {
	all, problems, err := readLetters(j.deadLetters(ctx), o.from())
	if err != nil {
		return err
	}
	if o.json {
		err = cli.WriteJSON(p.Stdout, map[string]any{"deadLetters": append([]store.DeadLetter{}, all...)})
	} else {
		err = printLetters(p.Stdout, all)
	}
	if err != nil {
		return fmt.Errorf("writing the dead letters: %w", err)
	}
	return tellProblems(p, problems)
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
