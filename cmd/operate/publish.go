package operate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/serve/store/jetstream"
)

type publishOptions struct {
	bundle, site string
	back, remove bool
	store        cli.StoreFlags
}

// NewPublish is the command that brings a bundle to several servers.
func NewPublish(p cli.Process) *cobra.Command {
	o := publishOptions{}
	c := cli.Command(p, "publish BUNDLE --store URL [flags]",
		"Bring a bundle to the servers that share a store", func(c *cobra.Command, args []string) error {
			switch {
			case (o.back != o.remove) != (len(args) == 0) || o.back && o.remove:
				return cli.UsageErrorf("one of BUNDLE, --back and --remove is needed").
					WithHint("usage: %s", c.UseLine())
			case o.remove && o.site == "":
				return cli.UsageErrorf("--remove takes one website away: --site names it").
					WithHint("such as --site ha-123")
			case len(args) > 0:
				o.bundle = args[0]
			}
			return runPublish(c.Context(), p, o)
		})
	c.Args = cli.Arguments("[BUNDLE]")
	o.store.AddFlags(c, "the store that the servers share: NATS JetStream at `URL`")
	c.Flags().StringVar(&o.site, "site", "", "only the bundle of one website, such as `ha-123`")
	c.Flags().BoolVar(&o.back, "back", false, "go back to the release before the current one")
	c.Flags().BoolVar(&o.remove, "remove", false, "take the bundle of a website away")
	return c
}

func runPublish(ctx context.Context, p cli.Process, o publishOptions) error {
	if err := cli.CheckSite(o.site); err != nil {
		return err
	}
	if o.store.URL == "" {
		return cli.UsageErrorf("--store is missing").WithHint("such as --store nats://127.0.0.1:4222")
	}
	shared, err := o.store.Open(NewLogger(p), false)
	if err != nil {
		return err
	}
	defer shared.Close()
	if o.remove {
		if err := shared.Withdraw(ctx, o.site); err != nil {
			return cli.WithHint(err, "plugsheet publish BUNDLE --site %s --store URL publishes one", o.site)
		}
		_, err := fmt.Fprintf(p.Stdout, "the bundle of %s is taken away\n", o.site)
		return err
	}
	if o.back {
		r, err := shared.Back(ctx, o.site)
		if errors.Is(err, jetstream.ErrFirst) {
			return cli.WithHint(err, "publish another bundle: plugsheet publish BUNDLE --store URL")
		}
		if err == nil {
			_, err = fmt.Fprintf(p.Stdout, "back to the release of %s: %.12s\n", r.At, r.Digest)
		}
		return err
	}
	dirs, err := bundlesIn(o.bundle, o.site)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		site := o.site
		if dir != o.bundle {
			site = filepath.Base(dir)
		}
		if err := publishOne(ctx, p, shared, site, dir); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	return nil
}

func publishOne(ctx context.Context, p cli.Process, shared *jetstream.Store, site, dir string) error {
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return err
	}
	if err := cli.EnsureIndex(ctx, p, b); err != nil {
		return err
	}
	parts, customers, err := b.Parts()
	if err != nil {
		return err
	}
	index, err := build.Parts(b)
	if err != nil {
		return err
	}
	maps.Copy(parts, index)
	if len(customers) == 0 && b.HasPlainCustomers() {
		cli.PrintLines(p.Stderr, "warning",
			dir+": its customers are not published, since they are not encrypted")
		cli.PrintLines(p.Stderr, "hint",
			"import with --customers-for age1…, a public key of the servers: age-keygen makes one")
	}
	one := &jetstream.Publication{
		Site: site, Digest: b.Digest(), At: time.Now().UTC().Format(time.RFC3339),
		Files: parts, Customers: customers, Read: b.Part, Forget: forgetsToo(dir),
	}
	err = shared.Publish(ctx, one)
	if errors.Is(err, privacy.ErrForgottenKey) {
		err = cli.WithHint(err, "import with the key of the other bundle: PLUGSHEET_CUSTOMER_KEY")
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = cli.WithHint(err, "plugsheet doctor %s says what is missing", dir)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "%s: %.12s published, %s of %d new, %d KiB\n", dir, b.Digest(),
		cli.Plural(one.New, "file"), len(parts)+len(customers), (one.Bytes+1023)/1024)
	return err
}
