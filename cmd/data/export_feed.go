package data

import (
	"context"
	"fmt"
	"io"
	"time"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/feed"
)

// exportFeed writes the feed of a bundle as it is now: a whole file, or none.
func exportFeed(ctx context.Context, p cli.Process, o exportOptions) (err error) {
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	now := time.Now()
	if o.feed == "-" {
		return feed.Write(ctx, p.Stdout, b, now)
	}
	if err := files.WriteBy(o.feed, 0o644,
		func(w io.Writer) error { return feed.Write(ctx, w, b, now) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stderr,
		"%s written: the catalog as it is now, for the platform's copilot\n", o.feed)
	return err
}
