package operate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

type forgetOptions struct {
	bundle  string
	person  string // an e-mail or an external id; "-": on stdin
	site    string
	json    bool
	private cli.CustomerFlags
	store   cli.StoreFlags
}

// NewForget is the command that takes a person out of bundles.
func NewForget(p cli.Process) *cobra.Command {
	o := forgetOptions{}
	c := cli.Command(p, "forget BUNDLE EMAIL|EXTERNAL-ID [flags]",
		"Take one customer out of a bundle, for good", func(c *cobra.Command, args []string) error {
			o.bundle, o.person = args[0], args[1]
			return runForget(c.Context(), p, o)
		})
	c.Flags().StringVar(&o.site, "site", "", "only in the bundle of one website, such as `ha-123`")
	c.Flags().BoolVar(&o.json, "json", false, "write the outcome as JSON")
	o.private.AddIdentityFlag(c, "open customers.age with the age identities in `FILE`")
	o.store.AddFlags(c,
		"search the actions too that several servers keep together in NATS JetStream at `URL`")
	return c
}

// forgotten is the outcome for one bundle.
type forgotten struct {
	Bundle string `json:"bundle"`
	bundle.Forgot
	Error string `json:"error,omitempty"`
}

func runForget(ctx context.Context, p cli.Process, o forgetOptions) error {
	if err := cli.CheckSite(o.site); err != nil {
		return err
	}
	access, err := o.private.Access(p)
	if err != nil {
		return err
	}
	who, err := named(p, o.person)
	if err != nil {
		return err
	}
	dirs, err := bundlesIn(o.bundle, o.site)
	if err != nil {
		return err
	}
	var all []forgotten
	var failed error
	found := false
	for _, d := range dirs {
		f, err := bundle.Forget(ctx, d, who, access)
		if errors.Is(err, context.Canceled) {
			return err
		}
		outcome := forgotten{Bundle: d, Forgot: f}
		if err != nil {
			outcome.Error = err.Error()
			failed = errors.Join(failed, err)
		}
		all = append(all, outcome)
		found = found || f.Found()
	}
	shared, err := o.forgetShared(ctx, p, who, dirs) // after the bundles, whose lists of the forgotten it takes
	failed = errors.Join(failed, err)
	if shared != nil {
		all, found = append([]forgotten{*shared}, all...), found || shared.Found()
	}
	if err := o.print(p, all); err != nil {
		return errors.Join(err, failed)
	}
	tellUnsearched(p, all)
	if failed == nil && !found {
		cli.PrintLines(p.Stderr, "warning",
			"nobody is known by that name; it is remembered, so that no import brings it in")
		return cli.ErrProblems
	}
	return failed
}

// tellUnsearched says that a journal may have more of the person, where nothing of it was found there.
func tellUnsearched(p cli.Process, all []forgotten) {
	for _, f := range all {
		if f.Notes > 0 {
			continue
		}
		others := 0
		for a, err := range store.ReadActions(f.Bundle) {
			if err == nil && strings.Trim(a.VisitorUnique, "*") != "" {
				others++
			}
		}
		if others > 0 {
			cli.PrintLines(p.Stderr, "warning",
				fmt.Sprintf("%s: the journal has %s by idVisitorUnique, which may "+
					"be this person's; an e-mail or external id does not lead to it", f.Bundle,
					cli.Plural(others, "action")))
			cli.PrintLines(p.Stderr, "hint",
				"ask iAdvize for the person's idVisitorUnique, and forget that too: plugsheet forget "+
					f.Bundle+" ID")
		}
	}
}

// named is who is meant: the argument, or what stands on stdin.
func named(p cli.Process, who string) (string, error) {
	if who == "-" {
		line, err := bufio.NewReader(io.LimitReader(p.Stdin, 4<<10)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("reading who is meant from stdin: %w", err)
		}
		who = line
	}
	if who = strings.TrimSpace(who); who == "" {
		return "", cli.UsageErrorf("nobody is named").
			WithHint("an e-mail or an external id, or - and one of them on stdin")
	}
	return who, nil
}

// bundlesIn lists the folders of the bundle in dir and of its websites, or of one website.
func bundlesIn(dir, site string) ([]string, error) {
	if site != "" {
		return []string{bundle.SiteDir(dir, site)}, nil
	}
	var list []string
	_, missing := bundle.Digest(dir)
	if missing == nil {
		list = append(list, dir)
	}
	names, err := bundle.SiteNames(dir)
	if err != nil && !cli.IsNotDirectory(err) {
		return nil, fmt.Errorf("listing the websites: %w", err)
	}
	for _, name := range names {
		if _, err := bundle.Digest(bundle.SiteDir(dir, name)); err == nil {
			list = append(list, bundle.SiteDir(dir, name))
		}
	}
	if len(list) == 0 {
		return nil, missing
	}
	return list, nil
}

// print writes what came of it, bundle by bundle.
func (o forgetOptions) print(p cli.Process, all []forgotten) error {
	if o.json {
		return cli.WriteJSON(p.Stdout, map[string]any{"bundles": all})
	}
	for _, f := range all {
		if f.Error != "" && !f.Found() {
			continue
		}
		text := fmt.Sprintf("%s: %s taken out, %s of customers.age, %s blotted out", f.Bundle,
			cli.Plural(f.Customers, "customer"), cli.Plural(f.Sealed, "customer"),
			cli.Plural(f.Notes, "note"))
		if f.Before {
			text += "; forgotten before"
		}
		if _, err := fmt.Fprintln(p.Stdout, text); err != nil {
			return fmt.Errorf("writing the outcome: %w", err)
		}
	}
	return nil
}
