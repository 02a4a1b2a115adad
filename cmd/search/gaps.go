package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
)

// casesFile are a bundle's own search tests, which "gaps" adds to and "search-test"
// reads; an import keeps them.
const casesFile = "search-cases.csv"

type gapsOptions struct {
	bundle, site, cases string
	accept, forget      []string
	twoWay, review      bool
	clear, json         bool
	messages            bool
	limit               int
	store               cli.StoreFlags
}

// NewGaps is the command that shows what agents did not find, and mends it.
func NewGaps(p cli.Process) *cobra.Command {
	o := gapsOptions{}
	c := cli.SettingsCommand(p, "gaps BUNDLE [flags]",
		"Show the searches that found nothing for a word, and teach the search what they meant",
		func(c *cobra.Command, args []string) error {
			o.bundle = args[0]
			return runGaps(c.Context(), p, o)
		})
	f := c.Flags()
	f.StringVar(&o.site, "site", "", "the searches of one website, such as `ha-123`")
	f.BoolVar(&o.review, "review", false, "ask for each group what to do")
	f.StringArrayVar(&o.accept, "accept", nil, "add a synonym, as `TYPED=MEANT`; may be given several times")
	f.BoolVar(&o.twoWay, "two-way", false, "with --accept or --review, each word also finds the other")
	cli.FileFlag(f, &o.cases, "cases",
		"add the search tests to this `FILE` (default: search-cases.csv in the bundle)")
	f.StringArrayVar(&o.forget, "forget", nil,
		"take a `QUERY` and its other spellings away, and count it no more; may be given several times")
	f.BoolVar(&o.clear, "clear", false, "remove all that was counted, and what was to be forgotten")
	f.IntVar(&o.limit, "limit", 20, "show at most so many groups")
	o.store.AddFlags(c, "what several servers count together in NATS JetStream at `URL`")
	f.BoolVar(&o.messages, "messages", false,
		"show what visitors wrote that the bot did not understand, or --forget it")
	f.BoolVar(&o.json, "json", false, "write groups and changes as JSON")
	return c
}

func (o gapsOptions) check() error {
	changes := len(o.accept) + len(o.forget)
	switch {
	case !bundle.IsSiteName(o.site):
		return cli.CheckSite(o.site)
	case o.limit < 1:
		return cli.UsageErrorf("--limit %d is less than 1", o.limit)
	case o.clear && (o.review || changes > 0):
		return cli.UsageErrorf("--clear leaves nothing for --review, --accept and --forget")
	case o.messages && (o.review || len(o.accept) > 0):
		return cli.UsageErrorf("--messages goes with --forget, --clear, --limit and --json").
			WithHint("what a message means is written as a phrase of an answer, in the spreadsheet")
	case o.review && o.json:
		return cli.UsageErrorf("--review asks a person, and --json is for programs").
			WithHint("programs use --accept")
	case o.twoWay && len(o.accept) == 0 && !o.review:
		return cli.UsageErrorf("--two-way without --accept or --review")
	}
	return nil
}

func runGaps(ctx context.Context, p cli.Process, o gapsOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	dir := bundle.SiteDir(o.bundle, o.site)
	o.cases = cmp.Or(o.cases, filepath.Join(dir, casesFile))
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return err
	}
	counts := gaps.Folder(dir)
	if o.store.URL != "" {
		shared, err := o.store.Open(slog.New(slog.DiscardHandler), false)
		if err != nil {
			return err
		}
		defer shared.Close()
		counts = shared.Counts(o.site)
	}
	if o.messages && o.clear {
		return gaps.Clear(ctx, gaps.Messages(counts))
	}
	if o.clear {
		if err := errors.Join(gaps.Clear(ctx, counts), gaps.ClearSends(ctx, counts)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(p.Stderr, "%s: nothing is counted any more\n", dir)
		return err
	}
	if o.messages {
		return showMessages(ctx, p, gaps.Messages(counts), o)
	}
	accept, err := readAccepted(o)
	if err != nil {
		return err
	}
	x, err := cli.OpenIndex(ctx, p, b)
	if err != nil {
		return err
	}
	defer x.Close()
	found, err := findGaps(ctx, x, counts, o)
	if err != nil {
		return err
	}
	d := decisions{forget: o.forget, accept: accept, limit: o.limit}
	review := o.review && len(found.Groups)+len(found.Sent) > 0
	if review {
		if err := d.ask(ctx, p, x, found); err != nil {
			return err
		}
	}
	if len(d.accept)+len(d.forget)+len(d.forgetSent) == 0 {
		if review {
			_, err := fmt.Fprintln(p.Stderr, "nothing was changed")
			return err
		}
		return found.print(p, o)
	}
	return d.carryOut(ctx, p, work{o, dir, counts, x, found})
}

// gapsFound is the list as JSON.
type gapsFound struct {
	Queries  int          `json:"queries"`  // different texts with a word that finds nothing
	Asked    int          `json:"asked"`    // times
	Answered int          `json:"answered"` // counted texts of which all words find something by now
	Groups   []gaps.Group `json:"groups"`   // the most asked first
	Sent     []sentAfter  `json:"sent,omitempty"`
}

func findGaps(ctx context.Context, x *index.Index, at gaps.Values, o gapsOptions) (*gapsFound, error) {
	all, err := gaps.Read(ctx, at)
	if err != nil {
		return nil, cli.WithHint(err, "plugsheet gaps %s --clear removes it", o.bundle)
	}
	f := &gapsFound{Groups: []gaps.Group{}}
	groups, answered, err := gaps.Find(ctx, x, all, o.limit)
	if err != nil {
		return nil, err
	}
	f.Groups, f.Answered = append(f.Groups, groups...), answered
	for _, g := range groups {
		f.Queries, f.Asked = f.Queries+len(g.Spellings), f.Asked+g.Count
	}
	f.Sent, err = findSent(ctx, x, at, o)
	return f, err
}
