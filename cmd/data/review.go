package data

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// reviewOptions say which changes are too large to be meant.
type reviewOptions struct {
	accept            bool
	maxGone, maxMoved int // percent
}

func (o *reviewOptions) addFlags(c *cobra.Command) {
	c.Flags().BoolVar(&o.accept, "accept-changes", false, "replace the bundle however much changes")
	c.Flags().IntVar(&o.maxGone, "max-gone", diff.DefaultGone,
		"refuse to replace the bundle when more than `PERCENT` of its products would be gone")
	c.Flags().IntVar(&o.maxMoved, "max-price-moves", diff.DefaultMoved,
		"refuse to replace the bundle when more than `PERCENT` of the prices would move")
}

func (o *reviewOptions) check() error {
	switch {
	case o.maxGone < 0 || o.maxGone > 100:
		return cli.UsageErrorf("--max-gone %d is no percentage from 0 to 100", o.maxGone)
	case o.maxMoved < 0 || o.maxMoved > 100:
		return cli.UsageErrorf("--max-price-moves %d is no percentage from 0 to 100", o.maxMoved)
	}
	return nil
}

func (o reviewOptions) limits() diff.Limits { return diff.Limits{Gone: o.maxGone, Moved: o.maxMoved} }

// reviewer compares the bundle that is replaced with the new one, and refuses what cannot be meant.
type reviewer struct {
	o       reviewOptions
	same    bool         // the bundle stays byte for byte as it is
	changes *diff.Report // nil where there was no bundle
	refusal *refusal
}

// refusal says how far the changes go beyond the limits.
type refusal struct {
	changes *diff.Report
	limits  reviewOptions
}

func (r *refusal) Error() string { return "the changes are too large" }

// look is the review that importer asks for.
func (v *reviewer) look(ctx context.Context, before, after *bundle.Bundle) error {
	r, err := diff.Compare(ctx, before, after)
	if err != nil {
		return fmt.Errorf("comparing with the bundle that is replaced: %w", err)
	}
	v.changes, v.same = r, before.Digest() == after.Digest()
	if !v.o.accept && len(r.Beyond(v.o.limits())) > 0 {
		v.refusal = &refusal{r, v.o}
		return v.refusal
	}
	return nil
}

// refused tells whether an error is the refusal of the review.
func (v *reviewer) refused(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

// sentences say which limits are passed.
func (r *refusal) sentences(l problem.Language) []string {
	return each.Of(r.changes.Beyond(r.limits.limits()), l.Text)
}

// print says what changes, and, where that is refused, why and what to do.
func (v *reviewer) print(w io.Writer, l problem.Language) error {
	switch {
	case v.changes == nil:
		return nil
	case v.changes.Empty() && !v.same:
		_, err := fmt.Fprintln(w, l.Say("nothing changed that an answer shows"))
		return err
	}
	if err := diff.Text(w, v.changes, l); err != nil || v.refusal == nil {
		return err
	}
	for _, s := range v.refusal.sentences(l) {
		fmt.Fprintln(w, s)
	}
	_, err := fmt.Fprintf(w, "%s\n  %s%s\n", l.Say("the bundle stays as it was"), l.Say("hint: "),
		l.Say("look at the file once more; if all this is meant, add --accept-changes"))
	return err
}
