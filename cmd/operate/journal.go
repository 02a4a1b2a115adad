package operate

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
	"plugsheet/serve/store/jetstream"
)

// journal is where a website's actions are found: in its bundle's folder, or in what several servers keep
// together.
type journal struct {
	dir    string
	shared *jetstream.Store // nil: in the folder
	site   string
}

// journal finds the one that is meant. Close it. Of the arguments it takes the bundle, which none has with
// --store.
func (o *actionsOptions) journal(c *cobra.Command, p cli.Process, args []string) (*journal, []string, error) {
	if _, err := cli.LoadSettings(c, p, cli.NoSettings); err != nil { // which may set o.store
		return nil, nil, err
	}
	if err := cli.CheckSite(o.site); err != nil {
		return nil, nil, err
	}
	if o.store.URL != "" {
		shared, err := o.store.Open(NewLogger(p), false)
		return &journal{shared: shared, site: o.site}, args, err
	}
	if len(args) == 0 {
		return nil, nil, cli.UsageErrorf("missing BUNDLE").WithHint("usage: %s", c.UseLine())
	}
	dir := bundle.SiteDir(args[0], o.site)
	_, err := bundle.Digest(dir)
	return &journal{dir: dir}, args[1:], err
}

// alone is [actionsOptions.journal] for commands that take nothing but a bundle.
func (o *actionsOptions) alone(c *cobra.Command, p cli.Process, args []string) (*journal, error) {
	j, left, err := o.journal(c, p, args)
	if err == nil && len(left) > 0 {
		j.Close()
		err = cli.UsageErrorf("a bundle, %q, and --store", left[0]).
			WithHint("name one of them: the actions are here or there")
	}
	return j, err
}

// Close closes the connection, if there is one.
func (j *journal) Close() {
	if j.shared != nil {
		j.shared.Close()
	}
}

func (j *journal) actions(ctx context.Context) iter.Seq2[store.Action, error] {
	if j.shared != nil {
		return j.shared.ReadActions(ctx, j.site)
	}
	return store.ReadActions(j.dir)
}

func (j *journal) deadLetters(ctx context.Context) iter.Seq2[store.DeadLetter, error] {
	if j.shared != nil {
		return j.shared.DeadLetters(ctx, j.site)
	}
	return store.DeadLetters(j.dir)
}

func (j *journal) retry(ctx context.Context, choose func(store.DeadLetter) bool) error {
	if j.shared != nil {
		return j.shared.RetryDeadLetters(ctx, j.site, choose)
	}
	return store.RetryDeadLetters(j.dir, choose)
}
